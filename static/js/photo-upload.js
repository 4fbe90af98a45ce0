/* One file into the photo library. */

export const LIBRARY = "/admin/media/photo/";

export const csrf = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

/* Words of the server for what happens without it: printed with the picker and the dialog. */
const words = (name) => document.querySelector("[data-upload-limit]")?.dataset[name] ?? "";

/**
 * uploadPhoto(file, {onProgress}) → Promise<photo | {error}>
 *
 * photo: {id, thumb, large, width, height, alt, caption, credit, title, …}, with `known` where the
 * very same file was there already, and `alike`, a photo that shows the same picture, or null.
 * onProgress is told per cent. It never rejects; error is text for people.
 */
export function uploadPhoto(file, { onProgress = () => {} } = {}) {
  const limit = Number(words("uploadLimit"));
  if (limit && file.size > limit) return Promise.resolve({ error: words("uploadTooLarge") });
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const data = new FormData();
    data.set("file", file, file.name || "photo");
    request.open("POST", `${LIBRARY}upload/`);
    request.setRequestHeader("X-CSRFToken", csrf());
    request.upload.addEventListener("progress", (event) => onProgress((100 * event.loaded) / event.total));
    request.addEventListener("loadend", () => resolve(outcome(request)));
    request.send(data);
  });
}

/* A log-in page or a proxy's error is no answer of ours. */
function outcome(request) {
  try {
    const answer = JSON.parse(request.responseText);
    if (answer.photo) return answer.photo;
    if (answer.error) return { error: answer.error };
  } catch { /* not JSON */ }
  return { error: words("uploadFailed") };
}

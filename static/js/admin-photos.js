/* Names of chosen files on their buttons, the photo field of a form, and the focal point of a
   photo's page. */

import { FocalPoint } from "./focal-point.js";
import { choosePhoto } from "./photo-picker.js";

document.addEventListener("change", ({ target }) => {
  const name = target.closest("[data-file]")?.querySelector("[data-file-name]");
  if (!name) return;
  name.dataset.empty ??= name.textContent;
  const files = [...target.files].map((file) => file.name);
  name.textContent = files.length ? files.join("، ") : name.dataset.empty;
  name.dir = files.length ? "auto" : "";
});

/* The chosen photo becomes the first card. */
function show(picker, photo) {
  const cards = picker.querySelector(".nr-photos");
  const card = picker.querySelector("[data-photo-card]").content.firstElementChild.cloneNode(true);
  const radio = card.querySelector("input");
  card.querySelector("[data-image]").src = photo.thumb;
  card.querySelector("[data-title]").textContent = photo.title;
  for (const old of cards.querySelectorAll("li:not(.nr-photos__none)")) old.remove();
  cards.prepend(card);
  radio.value = photo.id;
  radio.checked = true;
  for (const note of picker.querySelectorAll(".nr-warnbox")) note.hidden = true;
  picker.querySelector("[data-no-credit]").hidden = Boolean(photo.credit);
  for (const kind of ["input", "change"]) radio.dispatchEvent(new Event(kind, { bubbles: true }));
}

for (const picker of document.querySelectorAll("[data-photo-picker]")) {
  const button = picker.querySelector("[data-photo-open]");
  button.hidden = false;
  picker.querySelector("[data-photo-newest]")?.remove();
  // The dialog takes files, too: the plain field is for those without the script.
  const plain = picker.closest(".module")?.querySelector("[data-file]")?.closest(".form-row");
  if (plain) plain.hidden = !plain.querySelector(".errorlist");
  const failed = document.createElement("p");
  Object.assign(failed, { className: "nr-warnbox", hidden: true, textContent: picker.dataset.uploadFailed });
  failed.setAttribute("role", "alert");
  button.after(failed);
  button.addEventListener("click", async () => {
    const photo = await choosePhoto().catch(() => undefined);
    failed.hidden = photo !== undefined;
    if (photo) show(picker, photo);
  });
}

for (const root of document.querySelectorAll("[data-focal-field]")) {
  root.querySelector("[data-focal-grid]").classList.add("visually-hidden");
  root.querySelector("[data-focal-live]").hidden = false;
  const stage = root.querySelector("[data-stage-image]");
  const start = root.dataset;
  new FocalPoint(root).show({
    large: stage.src,
    width: stage.width,
    height: stage.height,
    focal_x: Number(start.x),
    focal_y: Number(start.y),
  });
}

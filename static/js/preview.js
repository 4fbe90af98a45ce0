/* The preview's window over the story form, and the links for outsiders beside it. Without this
   script the same buttons open their pages in a tab of their own. */

const form = document.getElementById("article_form");
const box = document.getElementById("nr-preview");
const frame = box.querySelector("iframe");
const stage = frame.parentElement;
const lost = box.querySelector("[data-preview-lost]");
const widths = [...box.querySelectorAll("[name=preview_width]")];
const PHONE = 390;

/** The page is laid out at the chosen width and drawn as large as fits. */
function fit() {
  const chosen = Number(widths.find((radio) => radio.checked).value);
  const isPage = !frame.contentDocument?.querySelector("[data-as-wide-as-the-window]");
  const width = isPage ? chosen : stage.clientWidth;
  const scale = Math.min(1, stage.clientWidth / width);
  frame.style.inlineSize = `${width}px`;
  frame.style.blockSize = `${stage.clientHeight / scale}px`;
  frame.style.transform = scale < 1 ? `scale(${scale})` : "";
  frame.style.marginInlineStart = `${Math.max(0, (stage.clientWidth - width) / 2)}px`;
}

/** As the browser would send it, but into the frame: no «submit» event, so the form stays unsaved. */
function send(button) {
  const files = [...form.querySelectorAll("input[type=file]")].filter((input) => input.files.length);
  const before = { action: form.getAttribute("action"), target: form.getAttribute("target") };
  for (const input of files) input.disabled = true;
  form.action = button.formAction;
  form.target = frame.name;
  form.submit();
  for (const [name, value] of Object.entries(before)) {
    if (value === null) form.removeAttribute(name);
    else form.setAttribute(name, value);
  }
  for (const input of files) input.disabled = false;
  box.querySelector("[data-preview-file]").hidden = files.length === 0;
}

function open(button) {
  lost.hidden = true;
  frame.hidden = false;
  frame.style.visibility = "hidden"; // what it showed the last time
  box.showModal();
  fit();
  if (button.href) frame.contentWindow.location.replace(button.href);
  else send(button);
}

/** Links lead to tabs of their own (the page says so itself); places on the page stay in it. */
function prepare() {
  const page = frame.contentDocument;
  frame.style.visibility = "";
  lost.hidden = page !== null;
  frame.hidden = page === null;
  if (!page) return;
  if (box.open) fit();
  for (const link of page.querySelectorAll('a[href^="#"]')) link.target = "_self";
  page.addEventListener("keydown", (event) => {
    if (event.key === "Escape") box.close();
  });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-preview]");
  if (!button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open(button);
});
// By the key's position: on an Arabic layout the letter on it is another one.
document.addEventListener("keydown", (event) => {
  if (event.code !== "KeyP" || !event.altKey || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  if (!box.open) open(document.querySelector("[data-preview]"));
});
frame.addEventListener("load", prepare);
box.querySelector("[data-preview-close]").addEventListener("click", () => box.close());
for (const radio of widths) radio.addEventListener("change", fit);
addEventListener("resize", () => box.open && fit());
widths.find((radio) => (Number(radio.value) === PHONE) === innerWidth < 768).checked = true;

/* Links for outsiders: made and revoked without leaving the form. */
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-preview-links] [formaction]");
  if (!button || !form.contains(button)) return;
  event.preventDefault();
  const list = button.closest("[data-preview-links]");
  const sent = new FormData();
  for (const name of ["csrfmiddlewaretoken", "preview_days"]) sent.set(name, form.elements[name].value);
  button.disabled = true;
  const answer = await fetch(button.formAction, { method: "POST", body: sent });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-preview-links]");
  button.disabled = false;
  if (!fresh) {
    location.assign(button.formAction);
    return;
  }
  list.replaceWith(fresh);
  (fresh.querySelector("[data-copy]") ?? fresh.querySelector("select")).focus();
});

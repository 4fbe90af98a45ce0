/* The photo picker: one dialog in which a photo is found or uploaded, described and chosen. It is
   apart from the page's form and never touches it. */

import { FocalPoint } from "./focal-point.js";
import { Uploads } from "./photo-picker-uploads.js";
import { LIBRARY, csrf, uploadPhoto } from "./photo-upload.js";

export { uploadPhoto };

const FIELDS = ["alt", "caption", "credit"];
let open = null;

/**
 * choosePhoto() → Promise<{id, thumb, width, height, alt, caption, credit, …} | null>
 *
 * null: left without choosing. Focus returns to where it was.
 */
export function choosePhoto() {
  open ??= load().then((dialog) => new Picker(dialog).done).finally(() => { open = null; });
  return open;
}

async function load() {
  const page = new DOMParser().parseFromString(await (await fetch(`${LIBRARY}picker/`)).text(), "text/html");
  const dialog = document.importNode(page.querySelector("dialog"), true);
  (document.querySelector("#content") ?? document.body).append(dialog);
  return dialog;
}

class Picker {
  constructor(dialog) {
    this.dialog = dialog;
    this.form = dialog.querySelector("form");
    this.cards = this.part("cards");
    this.details = this.part("details");
    this.focal = new FocalPoint(this.part("focal"));
    this.searching = 0;
    this.typed = false;
    this.done = new Promise((resolve) => { dialog.addEventListener("close", () => resolve(this.result ?? null)); });
    this.done.then(() => dialog.remove());
    this.listen();
    new Uploads(this);
    dialog.showModal();
    this.part("search").focus();
    this.find();
  }

  part(name) { return this.dialog.querySelector(`[data-${name}]`); }

  listen() {
    this.part("cancel").addEventListener("click", () => this.leave());
    this.dialog.addEventListener("cancel", (event) => { event.preventDefault(); this.leave(); });
    this.part("back").addEventListener("click", () => { this.dialog.dataset.step = "choose"; });
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.choose(); });
    this.details.addEventListener("input", () => { this.typed = true; this.hints(); });
    this.part("search").addEventListener("input", () => this.find(250));
    this.part("search").addEventListener("keydown", (event) => {
      if (["Enter", "NumpadEnter"].includes(event.code)) { event.preventDefault(); this.find(); }
    });
    this.cards.addEventListener("change", ({ target }) => this.select(JSON.parse(target.closest("li").dataset.photo)));
    this.cards.addEventListener("click", ({ target }) => {
      const more = target.closest("[data-more]");
      if (more) this.find(0, more);
      // On a phone a second tap on the chosen card leads to its description again.
      else if (target.matches("input") && Number(target.value) === this.photo?.id) this.dialog.dataset.step = "describe";
    });
  }

  async find(wait = 0, more = null) {
    const mine = (this.searching += 1);
    await new Promise((resolve) => { setTimeout(resolve, wait); });
    if (mine !== this.searching) return;
    const query = new URLSearchParams({ q: this.part("search").value, page: more?.dataset.more ?? 1 });
    const answer = await fetch(`${LIBRARY}choices/?${query}`).catch(() => null);
    if (mine !== this.searching) return;
    if (!answer?.ok || answer.redirected) return this.problem(this.form.dataset.uploadFailed);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = [...page.querySelectorAll("li")];
    if (more) more.closest("li").replaceWith(...found);
    else this.cards.replaceChildren(...found);
    this.mark();
    if (more) found[0]?.querySelector("input")?.focus();
  }

  mark() {
    for (const radio of this.cards.querySelectorAll("input")) radio.checked = Number(radio.value) === this.photo?.id;
  }

  async select(photo) {
    this.dialog.dataset.step = "describe";
    if (photo.id === this.photo?.id) return this.mark();
    if (this.typed && !(await this.save())) return this.mark();
    this.photo = photo;
    for (const name of FIELDS) {
      this.form.elements[name].value = photo[name];
      this.form.elements[name].readOnly = !photo.may_change;
    }
    for (const name of ["focal_x", "focal_y", "focal_point"]) this.form.elements[name].value = photo[name];
    this.focal.disabled = !photo.may_change;
    this.focal.show(photo);
    this.errors({});
    this.details.hidden = false;
    this.part("choose").disabled = false;
    this.part("chosen").textContent = photo.title;
    this.mark();
    this.hints();
    if (!this.cards.checkVisibility()) this.part("back").focus();
  }

  hints() {
    const { photo } = this;
    const shown = { credit: !this.form.elements.credit.value.trim(), others: !photo.may_change, expires_soon: photo.expires_soon };
    for (const hint of this.dialog.querySelectorAll("[data-hint]")) hint.hidden = !shown[hint.dataset.hint];
  }

  problem(text) { this.part("problem").textContent = text; }

  errors(found) {
    for (const place of this.dialog.querySelectorAll("[data-error]")) place.textContent = found[place.dataset.error] ?? "";
    this.problem("");
  }

  /* What was typed about the photo; true when nothing stands against going on. */
  async save() {
    if (!this.typed || !this.photo?.may_change) return true;
    const data = new FormData(this.form);
    const address = `${LIBRARY}${this.photo.id}/describe/`;
    const answer = await fetch(address, { method: "POST", headers: { "X-CSRFToken": csrf() }, body: data }).catch(() => null);
    const said = await answer?.json().catch(() => null);
    if (said?.photo) {
      this.photo = said.photo;
      const card = this.cards.querySelector(`input[value="${said.photo.id}"]`)?.closest("li");
      if (card) card.dataset.photo = JSON.stringify(said.photo);
      this.typed = false;
      return true;
    }
    this.errors(said?.errors ?? {});
    if (!said?.errors) this.problem(this.form.dataset.uploadFailed);
    return false;
  }

  async choose() {
    if (!this.photo || !(await this.save())) return;
    this.result = this.photo;
    this.dialog.close();
  }

  leave() {
    if (!this.typed || this.warned) return this.dialog.close();
    this.warned = true;
    this.problem(this.part("unsaved").textContent);
  }
}

/* Uploads inside the photo picker: a row for each file, and the question about a known picture. */

import { LIBRARY, csrf, uploadPhoto } from "./photo-upload.js";

export class Uploads {
  constructor(picker) {
    this.picker = picker;
    this.rows = picker.part("uploads");
    this.template = picker.part("row");
    this.input = picker.part("files");
    this.waiting = Promise.resolve();
    if (!this.input) return;
    this.input.addEventListener("change", () => this.take([...this.input.files]));
    picker.dialog.addEventListener("dragover", (event) => event.preventDefault());
    picker.dialog.addEventListener("drop", (event) => { event.preventDefault(); this.take([...event.dataTransfer.files]); });
  }

  take(files) {
    this.input.value = "";
    for (const file of files) {
      const row = this.template.content.firstElementChild.cloneNode(true);
      row.querySelector("[data-name]").textContent = file.name;
      this.rows.append(row);
      this.waiting = this.waiting.then(() => this.send(file, row));
    }
    this.waiting = this.waiting.then(() => this.picker.find());
  }

  async send(file, row) {
    const bar = row.querySelector("progress");
    const photo = await uploadPhoto(file, { onProgress: (value) => { bar.value = value; } });
    bar.remove();
    if (photo.error) {
      row.classList.add("nr-outcome--refused");
      row.querySelector("[data-refusal]").textContent = photo.error;
    } else if (photo.alike) {
      await this.ask(photo, row);
    } else {
      row.querySelector("[data-known]").hidden = !photo.known;
      if (!photo.known) row.remove();
      await this.picker.select(photo);
    }
  }

  /* The same picture is there: one of the two goes on. */
  ask(photo, row) {
    const { alike } = photo;
    row.querySelector("[data-alike-image]").src = alike.thumb;
    row.querySelector("[data-alike-title]").textContent = alike.title;
    row.querySelector("[data-alike]").hidden = false;
    row.querySelector("[data-use-known]").focus();
    return new Promise((resolve) => {
      row.querySelector("[data-keep-both]").addEventListener("click", () => resolve(photo));
      row.querySelector("[data-use-known]").addEventListener("click", async () => {
        await fetch(`${LIBRARY}${photo.id}/discard/`, { method: "POST", headers: { "X-CSRFToken": csrf() } }).catch(() => null);
        resolve(alike);
      });
    }).then((chosen) => { row.remove(); return this.picker.select(chosen); });
  }
}

/* Pasted and dropped pictures go into the library, one after the other, and stand in the text then. */
import { uploadPhoto } from "../photo-upload.js";
import { element } from "./dialog.js";

export class Pictures {
  constructor(desk) {
    this.desk = desk;
    this.dom = element("ul", "nr-pictures");
    this.dom.setAttribute("aria-live", "polite");
    this.queue = Promise.resolve();
    this.waiting = new Set();
    addEventListener("beforeunload", (event) => { if (this.waiting.size) event.preventDefault(); });
  }

  follow(mapping) {
    for (const item of this.waiting) item.pos = mapping.map(item.pos);
  }

  take(files, pos) {
    for (const file of files) {
      const item = { file, pos, row: element("li") };
      item.row.append(element("bdi", "", file.name || this.desk.words.photo));
      item.state = element("span", "", this.desk.words.uploading);
      item.bar = element("progress");
      item.bar.max = 100;
      item.bar.setAttribute("aria-label", this.desk.words.uploading);
      item.row.append(item.state, item.bar);
      this.dom.append(item.row);
      this.waiting.add(item);
      this.queue = this.queue.then(() => this.send(item));
    }
  }

  async send(item) {
    const outcome = await uploadPhoto(item.file, { onProgress: (percent) => { item.bar.value = percent; } });
    this.waiting.delete(item);
    if (outcome.error !== undefined) return this.fail(item.row, outcome.error || this.desk.words.uploadFailed);
    item.row.remove();
    this.desk.insertPhoto(outcome, item.pos);
  }

  fail(row, reason) {
    const close = element("button", "nr-box__remove", "×");
    close.type = "button";
    close.setAttribute("aria-label", this.desk.words.close);
    close.addEventListener("click", () => row.remove());
    row.className = "is-failed";
    row.replaceChildren(...[...row.children].filter((part) => part.localName === "bdi"), element("span", "", reason), close);
  }
}

/* A picture that is written into pasted HTML. */
export function fileOf(source) {
  const found = /^data:(image\/[a-z0-9.+-]+);base64,(.*)$/is.exec(source);
  if (!found) return null;
  try {
    const bytes = Uint8Array.from(atob(found[2].replace(/\s/g, "")), (sign) => sign.charCodeAt(0));
    return new File([bytes], `photo.${found[1].split("/")[1]}`, { type: found[1] });
  } catch {
    return null;
  }
}

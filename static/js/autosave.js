/* What is typed into the story form is kept: in the browser at once, on the server when one pauses. */
import { Offers } from "./autosave-offers.js";
import { Store } from "./autosave-store.js";
import { session } from "./relogin.js";

const KEEPALIVE_BYTES = 60_000; // a browser sends no more while it closes a page
const box = document.querySelector("[data-writing]");
const form = box?.closest("form");

class Autosave {
  constructor() {
    const { user, story, after, beat, fields } = box.dataset;
    this.store = new Store(user, story);
    this.after = Number(after);
    this.beat = Number(beat);
    this.fields = new Set(fields.split(" "));
    this.status = document.querySelector("[data-autosave-status]");
    this.input = form.elements.draft_key;
    this.hold();
    for (const key of JSON.parse(box.dataset.savedKeys)) this.store.remove(key);
    this.opened = JSON.stringify(this.typed());
    this.offers = new Offers(box, this);
  }

  get key() {
    return this.input.value;
  }

  /** As long as this page is open other windows know that the text is in good hands. */
  hold() {
    navigator.locks?.request(`nr-text:${this.key}`, () => new Promise(() => {}));
  }

  typed() {
    return [...new FormData(form)].filter(([name, value]) => this.fields.has(name) && !(value instanceof File));
  }

  touched() {
    this.unsent = true;
    this.writing ??= setTimeout(() => this.write(), this.beat);
    clearTimeout(this.sending);
    this.sending = setTimeout(() => this.send(), this.after);
  }

  write() {
    clearTimeout(this.writing);
    this.writing = null;
    if (!this.unsent && !this.late) return;
    const fields = this.typed();
    this.hasRoom = this.store.write(this.key, { at: Date.now(), base: form.elements.base?.value ?? "", fields });
    if (!this.hasRoom) this.tell(box.dataset.full);
  }

  data(fields = this.typed(), key = this.key, base = form.elements.base?.value ?? "") {
    const data = new FormData();
    for (const [name, value] of fields) data.append(name, value);
    data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    data.set("draft_key", key);
    data.set("base", base);
    return data;
  }

  async send(isClosing = false) {
    clearTimeout(this.sending);
    if (!this.unsent) return;
    const fields = this.typed();
    const isShort = new Blob(fields.flat()).size < KEEPALIVE_BYTES;
    this.unsent = false;
    this.late = true;
    this.running?.abort();
    this.running = new AbortController();
    const { signal } = this.running;
    try {
      await this.answered(await this.post(this.data(fields), { keepalive: isClosing && isShort, signal }));
    } catch (reason) {
      if (reason.name === "AbortError") return;
      if (!(reason instanceof TypeError)) throw reason;
      this.notKept(box.dataset.offline); // no network, or no server
    }
  }

  post(body, options = {}) {
    return fetch(box.dataset.keep, { method: "POST", body, redirect: "manual", ...options });
  }

  async answered(answer) {
    if (answer.type === "opaqueredirect" || answer.status === 403) return this.loggedOut();
    if (answer.status >= 500) return this.notKept(box.dataset.offline);
    const { said, held, ...more } = await answer.json();
    if (answer.ok) {
      this.late = false;
      this.retried = false;
      this.tell(this.hasRoom === false ? `${said} ${box.dataset.full}` : said);
    } else if (held) {
      this.notKept(said);
      this.offers.held(held, more);
    } else this.notKept(said);
  }

  /** A log-in in another tab brings a new token: the same text once more. */
  async loggedOut() {
    this.notKept(box.dataset.offline);
    const before = form.elements.csrfmiddlewaretoken.value;
    if (!(await session.check())) session.ask();
    else if (form.elements.csrfmiddlewaretoken.value !== before) await this.send();
  }

  notKept(said) {
    this.unsent = true;
    this.write();
    this.tell(said);
    clearTimeout(this.sending);
    this.sending = setTimeout(() => this.send(), this.after);
  }

  tell(said) {
    this.status.textContent = said;
  }

  /** The text that is on its way has its key; what is typed behind it gets another one. */
  submitted() {
    this.unsent = true;
    this.write();
    this.running?.abort();
    clearTimeout(this.sending);
    this.unsent = this.late = false;
    setTimeout(() => {
      this.input.value = newKey();
      this.hold();
    });
  }
}

function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

if (box) {
  const autosave = new Autosave();
  const touched = (event) => autosave.fields.has(event.target.name) || !event.target.name ? autosave.touched() : null;
  form.addEventListener("input", touched);
  form.addEventListener("change", touched);
  form.addEventListener("submit", (event) => event.submitter?.hasAttribute("formaction") || autosave.submitted());
  addEventListener("newsroom:logged-in", () => { autosave.unsent ||= autosave.late; autosave.send(); });
  addEventListener("online", () => autosave.send());
  const leaving = () => { autosave.write(); autosave.send(true); };
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && leaving());
  addEventListener("pagehide", leaving);
  if ("touched" in box.dataset) autosave.touched();
}

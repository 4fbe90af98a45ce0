/* Unsaved text that was found is offered: compare it, take it back, throw it away, think again. */

const dialog = document.getElementById("nr-unsaved");
const MS = 2000; // the browser writes a moment before the server does

export class Offers {
  constructor(box, autosave) {
    Object.assign(this, { box, autosave });
    this.list = document.querySelector("[data-offers]");
    this.template = document.querySelector("[data-offer-template]");
    this.list.addEventListener("click", (event) => this.pressed(event));
    dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
    this.begin();
  }

  async begin() {
    const open = (await navigator.locks?.query())?.held.map((lock) => lock.name) ?? [];
    for (const offer of this.list.children) offer.hidden = open.includes(`nr-text:${offer.dataset.offer}`);
    for (const entry of this.autosave.store.entries()) {
      if (entry.key === this.autosave.key || open.includes(`nr-text:${entry.key}`)) continue;
      if (JSON.stringify(entry.fields) === this.autosave.opened) this.autosave.store.remove(entry.key);
      else this.offer(entry);
    }
  }

  shown(key) {
    return this.list.querySelector(`[data-offer="${CSS.escape(key)}"]`);
  }

  /** Of one form the newer text: what the browser has, or what the server has. */
  offer(entry) {
    const kept = this.shown(entry.key);
    if (kept && Number(kept.dataset.at) * 1000 + MS > entry.at) return;
    kept?.remove();
    const offer = this.show(entry.key, new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short", numberingSystem: this.box.dataset.numerals }).format(entry.at));
    offer.entry = entry;
    offer.isKept = Boolean(kept);
  }

  /** The server has an older text of mine. */
  held(key, { at, take }) {
    const offer = this.shown(key) ?? this.show(key, at);
    Object.assign(offer, { hidden: false, isKept: true }).dataset.take = take;
  }

  show(key, at) {
    const offer = this.template.content.firstElementChild.cloneNode(true);
    offer.dataset.offer = key;
    offer.querySelector("[data-at-text]").textContent = at;
    this.list.append(offer);
    return offer;
  }

  async pressed(event) {
    const button = event.target.closest("[data-do]");
    if (!button) return;
    event.preventDefault();
    const offer = button.closest("[data-offer]");
    button.disabled = true;
    try {
      await this[button.dataset.do](offer, offer.dataset.offer);
    } catch (reason) {
      if (!(reason instanceof TypeError)) throw reason;
      this.autosave.tell(this.box.dataset.offline);
    }
    button.disabled = false;
  }

  async compare(offer, key) {
    const address = `${this.box.dataset.unsaved}?key=${encodeURIComponent(key)}`;
    const sent = offer.entry && { method: "POST", body: this.autosave.data(offer.entry.fields, key, offer.entry.base) };
    const answer = await fetch(address, sent);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = page.querySelector("[data-comparison]");
    if (!found) return location.assign(address);
    dialog.querySelector("[data-comparison-place]").replaceChildren(found);
    dialog.showModal();
  }

  /** By way of the server, which opens the form with it. */
  async take(offer, key) {
    let address = offer.dataset.take;
    if (offer.entry) {
      const answer = await this.autosave.post(this.autosave.data(offer.entry.fields, key, offer.entry.base));
      if (!answer.ok) return this.autosave.answered(answer);
      this.autosave.store.remove(key);
      address = `${this.box.dataset.form}?unsaved=${encodeURIComponent(key)}`;
    }
    location.assign(address);
  }

  async throw(offer, key) {
    if (offer.entry) this.autosave.store.remove(key);
    await this.decide("_throw", offer, key);
    offer.querySelector("[data-open]").hidden = true;
    offer.querySelector("[data-thrown]").hidden = false;
    offer.querySelector("[data-thrown] button").focus();
  }

  async bring(offer, key) {
    if (offer.entry) this.autosave.store.write(key, { at: offer.entry.at, base: offer.entry.base, fields: offer.entry.fields });
    await this.decide("_bring_back", offer, key);
    offer.querySelector("[data-open]").hidden = false;
    offer.querySelector("[data-thrown]").hidden = true;
    offer.querySelector("[data-do]").focus();
  }

  async decide(verb, offer, key) {
    if (!offer.isKept && !offer.dataset.at) return;
    const body = this.autosave.data([], key);
    body.set(verb, key);
    await fetch(this.box.dataset.unsaved, { method: "POST", body, headers: { Accept: "application/json" } });
  }
}

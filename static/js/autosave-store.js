/* Unsaved text in the browser's own store: one entry per person, story and opened form. */

const PREFIX = "nr-text:";
const DAYS = 30;

export class Store {
  constructor(user, story) {
    this.mine = `${PREFIX}${user}:`;
    this.here = `${this.mine}${story}:`;
  }

  /** False: the browser has no room, or keeps nothing. */
  write(key, entry) {
    const text = JSON.stringify(entry);
    for (const tidied of [false, true]) {
      try {
        if (tidied) this.tidy();
        localStorage.setItem(this.here + key, text);
        return true;
      } catch {
        // Full: what nobody came back for within weeks makes room, once.
      }
    }
    return false;
  }

  /** Whatever story it was begun as: a new one has a number once it is saved. */
  remove(key) {
    for (const name of this.names(this.mine)) if (name.endsWith(`:${key}`)) localStorage.removeItem(name);
  }

  /** The newest first. */
  entries() {
    const found = this.names(this.here).map((name) => ({ key: name.slice(this.here.length), ...read(name) }));
    return found.filter((entry) => entry.fields).sort((one, other) => other.at - one.at);
  }

  tidy() {
    const old = Date.now() - DAYS * 24 * 3600 * 1000;
    for (const name of this.names(PREFIX)) if ((read(name)?.at ?? 0) < old) localStorage.removeItem(name);
  }

  names(prefix) {
    try {
      return Object.keys(localStorage).filter((name) => name.startsWith(prefix));
    } catch {
      return [];
    }
  }
}

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}

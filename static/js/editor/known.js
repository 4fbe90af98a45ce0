/* What the newsroom says of the stories and photos that the text names by id, and of addresses. */

export class Known {
  constructor(choices) {
    this.choices = choices;
    this.articles = new Map();
    this.photos = new Map();
    this.listeners = new Set();
  }

  async ask(query) {
    const answer = await fetch(`${this.choices}?${new URLSearchParams(query)}`, { headers: { Accept: "application/json" } });
    if (!answer.ok || !answer.headers.get("Content-Type")?.includes("json")) throw new Error(`${answer.status}`);
    return answer.json();
  }

  find(words) {
    return this.ask([["q", words]]).then(({ articles }) => articles);
  }

  recognise(address) {
    return this.ask([["address", address]]);
  }

  keep({ articles = [], photos = [] }) {
    for (const article of articles) this.articles.set(String(article.id), article);
    for (const photo of photos) this.photos.set(String(photo.id), photo);
    for (const listener of this.listeners) listener();
  }

  /* Asks once for the ids of a document that are not known yet; what stays unknown is null. */
  async learn(articles, photos) {
    const unknown = [
      ...articles.filter((id) => !this.articles.has(id)).map((id) => ["article", id]),
      ...photos.filter((id) => !this.photos.has(id)).map((id) => ["photo", id]),
    ];
    if (!unknown.length) return;
    for (const [kind, id] of unknown) this[`${kind}s`].set(id, undefined);
    for (let from = 0; from < unknown.length; from += 90) {
      const part = unknown.slice(from, from + 90);
      const told = await this.ask(part).catch(() => null);
      for (const [kind, id] of part) if (told && this[`${kind}s`].get(id) === undefined) this[`${kind}s`].set(id, null);
      this.keep(told ?? {});
    }
  }
}

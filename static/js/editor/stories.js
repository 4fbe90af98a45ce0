/* A field and the stories of ours that hold its words. */
import { element } from "./dialog.js";

const PAUSE = 250;

export class StorySearch {
  constructor(label, known, words, choose) {
    Object.assign(this, { known, words, choose, asked: 0 });
    this.dom = element("div", "nr-stories");
    const box = element("label", "nr-ask__field");
    this.input = Object.assign(element("input"), { type: "text", autocomplete: "off", dir: "auto" });
    box.append(element("span", "", label), this.input);
    this.state = element("p", "nr-quiet");
    this.state.setAttribute("role", "status");
    this.list = element("ul");
    this.list.setAttribute("aria-label", words.stories);
    this.dom.append(box, this.state, this.list);
    this.input.addEventListener("input", () => this.later());
    this.input.addEventListener("keydown", (event) => {
      if (event.code !== "ArrowDown") return;
      event.preventDefault();
      this.list.querySelector("button")?.focus();
    });
    this.list.addEventListener("keydown", (event) => this.walk(event));
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.find(), PAUSE);
  }

  async find() {
    const words = this.input.value.trim();
    const mine = (this.asked += 1);
    if (/^[a-z]+:|^www\./i.test(words)) {
      this.list.replaceChildren();
      this.state.textContent = "";
      return;
    }
    this.state.textContent = this.words.searching;
    const found = await this.known.find(words).catch(() => null);
    if (mine !== this.asked) return;
    this.state.textContent = found ? (found.length ? "" : this.words.nothingFound) : this.words.unreachable;
    this.list.replaceChildren(...(found ?? []).map((story) => this.row(story)));
  }

  row(story) {
    const row = element("li");
    const button = element("button", "nr-stories__one");
    button.type = "button";
    const about = element("span", "nr-quiet", [story.state_label, story.when].filter(Boolean).join(" · "));
    button.append(element("bdi", "", story.headline), about);
    button.addEventListener("click", () => this.choose(story));
    row.append(button);
    return row;
  }

  walk(event) {
    const all = [...this.list.querySelectorAll("button")];
    const next = all.indexOf(document.activeElement) + ({ ArrowDown: 1, ArrowUp: -1 }[event.code] ?? NaN);
    if (Number.isNaN(next)) return;
    event.preventDefault();
    (all[next] ?? (next < 0 ? this.input : all.at(-1))).focus();
  }
}

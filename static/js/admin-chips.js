/* Chips for authors, categories and tags. Without this script a multiple select and a line of text
   do the same. What is typed is compared without regard to hamzas and marks. */

const FOLDED = { أ: "ا", إ: "ا", آ: "ا", ٱ: "ا", ى: "ي", ئ: "ي", ؤ: "و", ة: "ه", ء: "" };
const fold = (text) =>
  text.normalize("NFKD").replace(/[\u0640\p{M}\p{Cf}]/gu, "").replace(/[أإآٱىئؤةء]/g, (c) => FOLDED[c]).toLowerCase().trim();

class Chips {
  constructor(box, { values, store, options, free }) {
    Object.assign(this, { box, store, options, free, values });
    this.list = document.createElement("span");
    this.list.className = "nr-chips";
    this.input = document.createElement("input");
    this.input.type = "text";
    this.input.className = "nr-chip-add";
    this.input.placeholder = `${box.dataset.add}…`;
    this.input.setAttribute("aria-label", box.dataset.add);
    this.input.setAttribute("role", "combobox");
    this.input.setAttribute("aria-expanded", "false");
    this.input.autocomplete = "off";
    this.menu = document.createElement("ul");
    this.menu.className = "nr-suggest";
    this.menu.setAttribute("role", "listbox");
    this.menu.setAttribute("aria-label", box.dataset.add);
    this.menu.id = `nr-suggest-${Chips.count++}`;
    this.menu.hidden = true;
    this.input.setAttribute("aria-controls", this.menu.id);
    box.append(this.list, this.input, this.menu);
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("focus", () => this.typed());
    this.input.addEventListener("blur", () => { this.commit(); setTimeout(() => this.offer([]), 150); });
    this.draw();
  }

  draw() {
    this.list.replaceChildren(...this.values.map((value) => this.chip(value)));
    this.store(this.values);
  }

  chip(value) {
    const chip = document.createElement("span");
    chip.className = "nr-chip";
    chip.append(value.label);
    const remove = document.createElement("button");
    remove.type = "button";
    remove.textContent = "×";
    remove.setAttribute("aria-label", `${gettext("Remove")} ${value.label}`);
    remove.addEventListener("click", () => {
      this.values = this.values.filter((other) => other !== value);
      this.changed();
      this.input.focus();
    });
    chip.append(remove);
    return chip;
  }

  changed() {
    this.draw();
    this.box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  add(value) {
    if (!this.values.some((other) => fold(other.label) === fold(value.label))) {
      this.values = [...this.values, value];
      this.changed();
    }
    this.input.value = "";
    this.offer([]);
  }

  async typed() {
    const typed = this.input.value;
    if (this.free && /[،؛,;\n]/.test(typed)) { this.commit(); return; }
    const found = await this.options(typed);
    if (this.input.value === typed) {
      this.offer(found.filter((option) => !this.values.some((v) => v.value === option.value)));
    }
  }

  offer(options) {
    this.shown = options;
    this.at = -1;
    this.menu.replaceChildren(...options.map((option, index) => {
      const item = document.createElement("li");
      item.setAttribute("role", "option");
      item.id = `${this.menu.id}-${index}`;
      item.textContent = option.label;
      item.addEventListener("mousedown", (event) => { event.preventDefault(); this.add(option); });
      return item;
    }));
    this.menu.hidden = options.length === 0 || document.activeElement !== this.input;
    this.input.setAttribute("aria-expanded", String(!this.menu.hidden));
    this.input.removeAttribute("aria-activedescendant");
  }

  move(step) {
    if (!this.shown?.length) return;
    this.at = (this.at + step + this.shown.length) % this.shown.length;
    [...this.menu.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === this.at)));
    this.input.setAttribute("aria-activedescendant", `${this.menu.id}-${this.at}`);
  }

  key(event) {
    if (event.code === "ArrowDown" || event.code === "ArrowUp") {
      event.preventDefault();
      this.move(event.code === "ArrowDown" ? 1 : -1);
    } else if (event.code === "Enter" || event.code === "NumpadEnter") {
      event.preventDefault();
      if (this.at >= 0) this.add(this.shown[this.at]);
      else this.commit(true);
    } else if (event.code === "Escape") {
      this.offer([]);
    } else if (event.code === "Backspace" && !this.input.value && this.values.length) {
      this.values = this.values.slice(0, -1);
      this.changed();
    }
  }

  /* Text becomes chips: any text for tags, the name of an option otherwise. */
  commit(first = false) {
    const typed = this.input.value.trim();
    if (!typed) return;
    if (this.free) {
      typed.split(/[،؛,;\n]/).map((part) => part.trim()).filter(Boolean).forEach((label) => this.add({ value: label, label }));
    } else {
      const match = this.shown?.find((option) => fold(option.label) === fold(typed)) ?? (first ? this.shown?.[0] : null);
      if (match) this.add(match);
    }
  }
}
Chips.count = 0;

for (const box of document.querySelectorAll("[data-chips-box]")) {
  const select = box.querySelector("select");
  const all = [...select.options].map((option) => ({ value: option.value, label: option.text }));
  const values = [...select.selectedOptions].map((chosen) => all.find((option) => option.value === chosen.value));
  const { name } = select;
  const hidden = document.createElement("span");
  hidden.hidden = true;
  box.append(hidden);
  select.removeAttribute("name");
  select.hidden = true;
  new Chips(box, {
    values,
    free: false,
    store(chosen) {
      hidden.replaceChildren(...chosen.map(({ value }) => Object.assign(document.createElement("input"), { type: "hidden", name, value })));
    },
    async options(typed) {
      const wanted = fold(typed);
      return all.filter((option) => fold(option.label).includes(wanted)).slice(0, 8);
    },
  });
}

for (const box of document.querySelectorAll("[data-tags-box]")) {
  const text = box.querySelector("input");
  text.hidden = true;
  new Chips(box, {
    values: text.value.split(/[،؛,;\n]/).map((part) => part.trim()).filter(Boolean).map((label) => ({ value: label, label })),
    free: true,
    store(chosen) { text.value = chosen.map(({ label }) => label).join("، "); },
    async options(typed) {
      if (!fold(typed)) return [];
      const answer = await fetch(`${box.dataset.suggest}?q=${encodeURIComponent(typed)}`);
      if (!answer.ok) return [];
      return (await answer.json()).tags.map((label) => ({ value: label, label }));
    },
  });
}

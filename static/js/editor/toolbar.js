/* One row of buttons; the arrow keys walk along it, and it scrolls sideways on a phone. */
import { commands, isOn } from "./commands.js";

const GROUPS = [
  ["undo", "redo"],
  ["bold", "link", "ltr"],
  ["heading2", "heading3"],
  ["bulletList", "orderedList", "blockquote", "pullquote"],
  ["photo", "embed", "table", "readAlso", "rule"],
  ["direction"],
  ["help", "full"],
];
const NODES = { heading2: "heading", heading3: "heading" };
/* They bear words, bold a letter of the language; the others a sign. */
const WORDED = { heading2: "heading2", heading3: "heading3", bold: "boldSign" };
const TABLE = ["rowBefore", "rowAfter", "columnBefore", "columnAfter", "deleteRow", "deleteColumn", "headerRow", "tableCaption", "deleteTable"];

export class Toolbar {
  constructor(desk) {
    this.desk = desk;
    this.buttons = new Map();
    const { words, schema } = desk;
    const known = (name) => {
      const part = NODES[name] ?? name;
      return part in schema.nodes || part in schema.marks || ["undo", "redo", "direction", "help", "full"].includes(part);
    };
    this.main = this.bar(words.toolbar, GROUPS.map((group) => group.filter(known)));
    this.table = this.bar(words.tableTools, [TABLE], true);
    this.quote = this.bar(words.source, [["source"]], true);
    this.dom = document.createElement("div");
    this.dom.className = "nr-tools";
    this.dom.append(this.main, this.table, this.quote);
  }

  bar(label, groups, worded = false) {
    const bar = document.createElement("div");
    bar.className = "nr-toolbar";
    bar.setAttribute("role", "toolbar");
    bar.setAttribute("aria-label", label);
    for (const group of groups.filter((names) => names.length)) {
      const part = document.createElement("div");
      part.className = "nr-toolbar__group";
      part.append(...group.map((name) => this.button(name, worded)));
      bar.append(part);
    }
    bar.hidden = worded;
    bar.querySelectorAll("button").forEach((button, at) => { button.tabIndex = at ? -1 : 0; });
    bar.addEventListener("keydown", (event) => this.walk(bar, event));
    return bar;
  }

  button(name, worded) {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.tool = name;
    const label = this.desk.words[name];
    if (worded) button.textContent = label;
    else {
      button.title = label;
      button.setAttribute("aria-label", label);
      button.append(name in WORDED ? this.desk.words[WORDED[name]] : icon(this.desk.data.icons, name));
    }
    if (isOn[name] || name === "full") button.setAttribute("aria-pressed", "false");
    // The caret stays in the text.
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => {
      this.desk.catchUp();
      commands[name](this.desk);
    });
    this.buttons.set(name, button);
    return button;
  }

  walk(bar, event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.code];
    const all = [...bar.querySelectorAll("button:not(:disabled)")];
    const at = all.indexOf(document.activeElement);
    const backwards = getComputedStyle(bar).direction === "rtl" ? -1 : 1;
    let next = { Home: 0, End: all.length - 1 }[event.code];
    if (step) next = (at + step * backwards + all.length) % all.length;
    if (event.code === "Escape") this.desk.editor.commands.focus();
    if (next === undefined) return;
    event.preventDefault();
    for (const button of bar.querySelectorAll("button")) button.tabIndex = -1;
    all[next].tabIndex = 0;
    all[next].focus();
  }

  focus() {
    this.main.querySelector("button[tabindex='0']")?.focus();
  }

  show() {
    const { editor } = this.desk;
    for (const [name, on] of Object.entries(isOn)) this.press(name, on(editor));
    this.able("undo", editor.can().undo());
    this.able("redo", editor.can().redo());
    this.table.hidden = !editor.isActive("table");
    this.quote.hidden = !(editor.isActive("blockquote") || editor.isActive("pullquote"));
  }

  press(name, on) {
    this.buttons.get(name)?.setAttribute("aria-pressed", String(on));
  }

  able(name, can) {
    const button = this.buttons.get(name);
    if (button) button.setAttribute("aria-disabled", String(!can));
  }
}

export function icon(sprite, name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "nr-toolicon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${sprite}#${name}`);
  svg.append(use);
  return svg;
}

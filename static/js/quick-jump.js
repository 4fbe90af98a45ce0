/* The quick jump: Ctrl+K, ⌘K or / by the keys' position, since an Arabic layout has other letters on them. */

const dialog = document.getElementById("nr-jump");
const opener = document.querySelector("[data-jump-open]");
if (dialog && opener) attach();

function attach() {
  const field = dialog.querySelector("[role=combobox]");
  const list = dialog.querySelector("[data-jump-list]");
  const said = dialog.querySelector("[data-jump-said]");
  let options = [];
  let current = -1;
  let asked = 0;
  let awaited = null; // Enter was pressed before the answer came
  let before = null;

  const open = () => {
    if (dialog.open) return;
    before = document.activeElement;
    dialog.showModal();
    field.select();
    search();
  };

  dialog.addEventListener("close", () => {
    asked += 1; // what still comes is not for anybody
    awaited = null;
    before?.focus();
  });
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  dialog.querySelector("[data-jump-close]").addEventListener("click", () => dialog.close());
  opener.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open();
  });

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey || event.isComposing) return;
    const held = event.ctrlKey || event.metaKey;
    const slash = event.code === "Slash" && !held && !event.shiftKey && !isTyping(event.target);
    if (slash || (event.code === "KeyK" && held && !event.shiftKey)) {
      event.preventDefault();
      open();
    }
  });

  field.addEventListener("input", () => {
    awaited = null;
    search(150);
  });

  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.code === "ArrowDown" || event.code === "ArrowUp") {
      event.preventDefault();
      const step = event.code === "ArrowDown" ? 1 : -1;
      if (options.length) choose((current + step + options.length) % options.length);
    } else if (event.code === "Enter" || event.code === "NumpadEnter") {
      event.preventDefault();
      awaited = { apart: event.ctrlKey || event.metaKey };
      if (field.dataset.shown === field.value) follow();
      else search();
    } else if (event.code === "Escape") {
      event.preventDefault(); // else the first one only empties the field
      dialog.close();
    }
  });

  async function search(pause = 0) {
    const mine = (asked += 1);
    const typed = field.value;
    await new Promise((resolve) => { setTimeout(resolve, pause); });
    if (mine !== asked) return;
    let found = null;
    let problem = "";
    try {
      const answer = await fetch(`${dialog.dataset.address}?q=${encodeURIComponent(typed)}`);
      if (answer.redirected || answer.status === 403) problem = said.dataset.signedOut;
      else if (!answer.ok) problem = said.dataset.failed;
      else found = await answer.json();
    } catch {
      problem = said.dataset.failed;
    }
    if (mine !== asked) return;
    show(found?.groups ?? [], problem || (typed.trim() ? said.dataset.none : said.dataset.hint));
    field.dataset.shown = problem ? "" : typed;
    if (awaited) follow();
  }

  function show(groups, nothing) {
    options = [];
    list.replaceChildren(...groups.map(drawGroup));
    said.textContent = options.length ? "" : nothing;
    field.setAttribute("aria-expanded", String(options.length > 0));
    choose(options.length ? 0 : -1);
  }

  function drawGroup({ label, hits }, number) {
    const group = element("div", { role: "group", "aria-labelledby": `nr-jump-group-${number}` });
    group.append(element("p", { id: `nr-jump-group-${number}`, class: "nr-jump__group" }, label));
    for (const hit of hits) group.append(drawHit(hit));
    return group;
  }

  function drawHit(hit) {
    const option = element("div", { role: "option", id: `nr-jump-${options.length}`, "aria-selected": "false" });
    option.append(element("bdi", {}, hit.label), element("bdi", { class: "nr-note" }, hit.note));
    option.dataset.href = hit.address;
    const own = options.push(option) - 1;
    option.addEventListener("click", (event) => {
      choose(own);
      awaited = { apart: event.ctrlKey || event.metaKey };
      follow();
    });
    return option;
  }

  function choose(number) {
    options[current]?.setAttribute("aria-selected", "false");
    current = number;
    options[current]?.setAttribute("aria-selected", "true");
    options[current]?.scrollIntoView({ block: "nearest" });
    if (options[current]) field.setAttribute("aria-activedescendant", options[current].id);
    else field.removeAttribute("aria-activedescendant");
  }

  function follow() {
    const { apart } = awaited;
    awaited = null;
    const href = options[current]?.dataset.href;
    if (!href) return;
    if (apart) window.open(href, "_blank", "noopener");
    else location.assign(href);
  }
}

function isTyping(target) {
  return target.isContentEditable || target.closest("input:not([type=checkbox], [type=radio]), textarea, select") !== null;
}

function element(name, attributes, text = "") {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.textContent = text;
  return made;
}

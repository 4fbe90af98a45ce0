/* The copy desk beside the text: checks what is typed when asked, leads to each place, repairs. */

import { applyAll, backwards } from "./copy-desk-edits.js";

const form = document.getElementById("article_form");
const box = document.querySelector("[data-copy-desk]");
const ROUNDS = 4; // a repair may uncover the next one
let marks = [];
let undo = null;
let running;

const said = box?.querySelector("[data-copy-said]");
const list = box?.querySelector("[data-copy-list]");
const token = () => form.querySelector("[name=csrfmiddlewaretoken]").value;
const body = () => form.elements.body;
const editor = () => body()?.newsroomEditor;

/** What is typed, as the server takes it: the editor's blocks, or the plain text area. */
function typed() {
  const sent = {};
  for (const name of ["kicker", "headline", "deck", "photo_caption", "photo_alt"]) {
    sent[name] = (form.elements[name]?.value ?? "").replaceAll("\r\n", "\n");
  }
  if (editor()) sent.blocks = editor().blocks();
  else sent.body = body()?.value ?? "";
  return sent;
}

async function post(address, sent) {
  const answer = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
    body: JSON.stringify(sent),
    signal: running?.signal,
  });
  if (answer.redirected || !answer.headers.get("Content-Type")?.includes("json")) throw new TypeError("no answer");
  const told = await answer.json();
  if (!answer.ok) throw Object.assign(new Error(told.error), { told: told.error });
  return told;
}

/** Says what went wrong in the panel; only faults of this script are thrown on. */
async function guarded(work) {
  running?.abort();
  running = new AbortController();
  box.setAttribute("aria-busy", "true");
  try {
    await work();
  } catch (reason) {
    if (reason.name === "AbortError") return;
    if (!reason.told && !(reason instanceof TypeError)) throw reason;
    say(reason.told ?? box.dataset.failed);
  } finally {
    box.removeAttribute("aria-busy");
  }
}

function say(text, back = null) {
  undo = back;
  said.textContent = text;
  if (!back) return;
  const button = document.createElement("button");
  Object.assign(button, { type: "button", textContent: box.dataset.undo });
  button.dataset.copyUndo = "";
  said.append(" ", button);
}

async function check() {
  const told = await post(box.dataset.check, typed());
  marks = told.marks;
  list.innerHTML = told.html;
  editor()?.mark(marks.filter(({ field }) => field === "body").map((mark) => ({ ...mark, start: mark.from, end: mark.to })));
}

function jump(mark) {
  if (mark.field === "body" && editor()) return editor().select(mark.block, mark.from, mark.to);
  const field = form.elements[mark.field];
  field.focus();
  field.setSelectionRange(mark.from, mark.to);
  field.scrollIntoView({ block: "center" });
}

const edit = (mark) => ({ ...mark, text: mark.repair });

async function repair(chosen) {
  const steps = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const edits = (round ? marks.filter(({ safe }) => safe) : chosen).map(edit);
    if (!edits.length || (round && chosen.length === 1)) break;
    if (!applyAll(edits, form)) return say(box.dataset.moved);
    steps.unshift(backwards(edits, form));
    await check();
  }
  say(box.dataset.repaired, async () => { steps.forEach((step) => applyAll(step, form)); say(""); await check(); });
}

async function ignore(mark, forGood) {
  const { ignored } = await post(box.dataset.decide, { rule: mark.rule, found: mark.found, for_good: forGood });
  await check();
  say(box.dataset.ignored, async () => { await post(box.dataset.decide, { undo: ignored }); say(""); await check(); });
}

/** Where the keyboard was in the list: the mark that took the place of the one that is gone. */
function keepFocus(position) {
  if (document.activeElement && document.activeElement !== document.body) return;
  const jumps = list.querySelectorAll("[data-copy-jump]");
  (jumps[Math.min(position, jumps.length - 1)] ?? box.querySelector("[data-copy-check]")).focus();
}

function pressed(event) {
  const button = event.target.closest("button");
  if (!button) return;
  const { copyJump, copyRepair, copyIgnore } = button.dataset;
  if (copyJump !== undefined) return jump(marks[copyJump]);
  let work;
  if ("copyCheck" in button.dataset) work = async () => { say(""); await check(); };
  else if ("copyAll" in button.dataset) work = () => repair(marks.filter(({ safe }) => safe));
  else if ("copyUndo" in button.dataset) work = undo;
  else if (copyRepair !== undefined) work = () => repair([marks[copyRepair]]);
  else if (copyIgnore !== undefined) work = () => ignore(marks[copyIgnore], "forGood" in button.dataset);
  if (!work) return;
  event.preventDefault();
  guarded(work).then(() => keepFocus(Number(copyRepair ?? copyIgnore ?? 0)));
}

if (box) {
  box.addEventListener("click", pressed);
}

/* «Ready to publish?» follows what is typed, and leads to the field that a finding is about. */

const form = document.getElementById("article_form");
const box = document.querySelector("[data-readiness]");
const PAUSE_MS = 900;
let waiting;
let running;

/** What is typed, without files and without what belongs to other windows. */
function typed() {
  const data = new FormData(form);
  for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
  return data;
}

async function judge() {
  running?.abort();
  running = new AbortController();
  try {
    const answer = await fetch(box.dataset.readiness, {
      method: "POST", body: typed(), signal: running.signal,
    });
    if (answer.ok && !answer.redirected) show(await answer.text());
  } catch (reason) {
    if (reason.name !== "AbortError" && !(reason instanceof TypeError)) throw reason; // no network: later
  }
}

/** Only what differs is drawn: a list that did not change keeps the keyboard's place. */
function show(html) {
  const list = box.querySelector("[data-readiness-list]");
  const fresh = new DOMParser().parseFromString(html, "text/html").body;
  if (fresh.innerHTML.trim() === list.innerHTML.trim()) return;
  const field = list.contains(document.activeElement) && document.activeElement.dataset.field;
  list.replaceChildren(...fresh.childNodes);
  if (field) (list.querySelector(`[data-field="${field}"]`) ?? list.querySelector("a"))?.focus();
}

function later() {
  clearTimeout(waiting);
  waiting = setTimeout(judge, PAUSE_MS);
}

/** The row of the field; the first thing in it that can be typed into or pressed. */
function lead(event) {
  const link = event.target.closest("[data-field]");
  const row = link && (form.querySelector(`.field-${link.dataset.field}`)
    ?? document.getElementById(`id_${link.dataset.field}`));
  if (!row) return;
  event.preventDefault();
  row.scrollIntoView({ block: "center" });
  const editor = row.querySelector("textarea")?.newsroomEditor;
  if (editor) {
    editor.focus();
    return;
  }
  const inside = [row, ...row.querySelectorAll("input, textarea, select, button, summary, a[href]")];
  inside.find((element) => element.tabIndex >= 0 && element.offsetParent)?.focus({ preventScroll: true });
}

if (box) {
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  box.addEventListener("click", lead);
  // A mark that was ignored there is missing here no longer.
  const desk = document.getElementById("id_copy_desk");
  if (desk) new MutationObserver(later).observe(desk, { childList: true, subtree: true });
}

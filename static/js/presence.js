/* Tells the server that this form is open, and its writer who else has it open or has saved it. */

const box = document.querySelector("[data-presence]");
const form = box?.closest("form");

function data() {
  const sent = new FormData();
  sent.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  sent.set("base", form.elements.base?.value ?? "");
  return sent;
}

async function beat() {
  if (document.visibilityState === "hidden") return;
  try {
    const answer = await fetch(box.dataset.presence, { method: "POST", body: data(), redirect: "manual" });
    if (answer.ok) show(await answer.json()); // an expired log-in is for the autosave to tell: it waits for a pause
  } catch (reason) {
    if (!(reason instanceof TypeError)) throw reason; // no network: at the next beat
  }
}

/** Only what differs is drawn: a reader of the screen says it once. */
function show({ others, newer }) {
  const who = box.querySelector("[data-others]");
  if (who.textContent !== others) who.textContent = others;
  who.hidden = !others;
  const panel = box.querySelector("[data-newer]");
  if (!newer || panel.dataset.newer === String(newer.number)) return;
  panel.dataset.newer = newer.number;
  panel.querySelector("[data-said]").textContent = newer.said;
  panel.querySelector("a").href = newer.compare;
  panel.hidden = false;
}

function leave() {
  const sent = data();
  sent.set("_leave", "1");
  navigator.sendBeacon(box.dataset.presence, sent);
}

if (box) {
  beat();
  setInterval(beat, Number(box.dataset.every));
  document.addEventListener("visibilitychange", beat);
  addEventListener("pagehide", leave);
  addEventListener("pageshow", (event) => event.persisted && beat());
}

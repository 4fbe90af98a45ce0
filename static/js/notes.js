/* Internal notes: added, answered and settled without leaving the form. Without this script the same
   buttons open the page of the notes in a tab of its own. */

/** What stands in the other fields of the panel, so that answering one note loses no other text. */
function typed(panel, sent) {
  return [...panel.querySelectorAll("textarea")]
    .filter((field) => field.name !== sent && field.value)
    .map((field) => [field.name, field.value]);
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-notes] [formaction]");
  if (!button) return;
  event.preventDefault();
  const panel = button.closest("[data-notes]");
  const { form } = button;
  const sent = new FormData();
  sent.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  sent.set(button.name, button.value);
  const field = { add: "note", answer: button.closest("li")?.querySelector("textarea")?.name }[button.value];
  if (field) sent.set(field, form.elements[field].value);
  button.disabled = true;
  let fresh = null;
  try {
    const answer = await fetch(button.formAction, { method: "POST", body: sent });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    fresh = page.querySelector("[data-notes]");
    if (fresh) for (const [name, value] of typed(panel, field)) {
      const kept = fresh.querySelector(`textarea[name="${name}"]`);
      if (kept) kept.value = value;
    }
  } catch { /* no connection: said below */ }
  button.disabled = false;
  if (!fresh) {
    panel.querySelector("[data-notes-lost]").hidden = false;
    return;
  }
  panel.replaceWith(fresh);
  (fresh.querySelector("[role=alert]:not([hidden])") ? fresh.querySelector("textarea") : fresh.querySelector("#nr-note-new")).focus();
});

/* Repairs of the copy desk in the fields of the form: { field, block, start, end, expected, text }. */

const editor = (form) => form.elements.body?.newsroomEditor;

/** Those whose words still stand in a plain field, from the last to the first. */
function inField(field, edits) {
  const fit = edits.filter(({ start, end, expected }) => field.value.slice(start, end) === expected);
  for (const { start, end, text } of fit.sort((one, other) => other.start - one.start || other.end - one.end)) field.setRangeText(text, start, end, "end");
  if (fit.length) field.dispatchEvent(new Event("input", { bubbles: true }));
  return fit.length;
}

/** Answers how many were made; in the editor they are one step of undo. */
export function applyAll(edits, form) {
  const inEditor = edits.filter(({ field }) => field === "body" && editor(form));
  let done = inEditor.length ? editor(form).replaceAll(inEditor) : 0;
  const rest = edits.filter((edit) => !inEditor.includes(edit));
  for (const name of new Set(rest.map(({ field }) => field))) {
    done += inField(form.elements[name], rest.filter(({ field }) => field === name));
  }
  return done;
}

/** The same edits backwards: where each stands once those before it in its text are made. */
export function backwards(edits, form) {
  const moved = new Map();
  return [...edits].sort((one, other) => one.start - other.start || one.end - other.end).map((edit) => {
    const text = editor(form) ? `${edit.field} ${edit.block}` : edit.field;
    const start = edit.start + (moved.get(text) ?? 0);
    moved.set(text, start - edit.start + edit.text.length - edit.expected.length);
    return { ...edit, start, end: start + edit.text.length, expected: edit.text, text: edit.expected };
  });
}

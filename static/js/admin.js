/* The newsroom's admin: copy buttons, a warning before typed text is lost, Ctrl+S, counts below the body. */

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  const label = button.querySelector("[data-copy-label]");
  const before = label.textContent;
  label.textContent = button.dataset.copied;
  setTimeout(() => { label.textContent = before; }, 2500);
});

const form = document.getElementById("article_form");
if (form) {
  let dirty = form.querySelector(".errornote") !== null;
  form.addEventListener("input", () => { dirty = true; });
  form.addEventListener("submit", () => { dirty = false; });
  addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
  // Django puts the caret of a new story into its first field; one begins with the headline.
  addEventListener("load", () => {
    if (document.activeElement?.name === "kicker") form.elements.headline.focus();
  });
  // By the key's position: on an Arabic layout the letter on it is another one.
  document.addEventListener("keydown", (event) => {
    if (event.code === "KeyS" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.querySelector("button[name=_save]")?.click();
    }
  });
}

/* Words, letters and reading time while one types; the server printed them once and sent the phrases. */
const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', nbsp: "\u00a0", "#x27": "'" };
for (const line of document.querySelectorAll("[data-counts-of]")) {
  const body = document.getElementById(line.dataset.countsOf);
  const digits = "arabicIndic" in line.dataset ? "٠١٢٣٤٥٦٧٨٩" : "0123456789";
  const separator = "arabicIndic" in line.dataset ? "٬" : line.dataset.separator;
  const pluralClass = (n) => (n <= 2 ? n : n % 100 <= 2 ? 5 : n % 100 <= 10 ? 3 : 4);
  const print = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, separator).replace(/\d/g, (digit) => digits[digit]);
  const plain = () => {
    const text = body.value.replace(/<\/(p|h2|h3|li|tr|blockquote|cite|figcaption|caption)>|<br>|<hr>/g, "\n").replace(/<[^>]*>/g, "")
      .replace(/&(amp|lt|gt|quot|nbsp|#x27);/g, (_all, name) => ENTITIES[name]);
    return text.replace(/\n\s*/g, "\n").trim();
  };
  const show = () => {
    const text = plain();
    const words = text.split(/[\s،؛؟!…«»]+/).filter((chunk) => /[\p{L}\p{N}]/u.test(chunk)).length;
    const { pace } = line.dataset;
    const numbers = { words, characters: [...text].length, reading_minutes: words < pace ? 0 : Math.round(words / pace) };
    for (const part of line.querySelectorAll("[data-count]")) {
      const n = numbers[part.dataset.count];
      part.textContent = part.dataset.forms.split("|")[pluralClass(n)].replace("#", print(n));
    }
  };
  // Not at every letter: a long text takes longer than the letter does.
  let due;
  body?.addEventListener("input", () => { clearTimeout(due); due = setTimeout(show, 150); });
}

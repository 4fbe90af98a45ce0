// Additions to pages that work without them: theme switch, text size, print, copy, share.

const root = document.documentElement;
const systemIsDark = matchMedia("(prefers-color-scheme: dark)");
const NOTICE_MS = 2500;
// The sizes of a story's text; static/css/story.css says how large they are.
const TEXT_SIZES = ["normal", "large", "largest"];

function isDark() {
  return root.dataset.theme ? root.dataset.theme === "dark" : systemIsDark.matches;
}

function showTheme() {
  for (const button of document.querySelectorAll("[data-theme-switch]")) {
    button.setAttribute("aria-pressed", String(isDark()));
  }
}

function switchTheme() {
  root.dataset.theme = isDark() ? "light" : "dark";
  showTheme();
  keep("theme", root.dataset.theme);
}

function keep(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // The browser keeps nothing for this site: the choice ends with the page.
  }
}

function textSize() {
  return Math.max(0, TEXT_SIZES.indexOf(root.dataset.textSize));
}

function showTextSize() {
  for (const button of document.querySelectorAll("[data-text-step]")) {
    const next = textSize() + Number(button.dataset.textStep);
    button.setAttribute("aria-disabled", String(!(next in TEXT_SIZES)));
  }
}

function stepTextSize(step) {
  const next = TEXT_SIZES[textSize() + step];
  if (!next) return;
  root.dataset.textSize = next;
  showTextSize();
  keep("text-size", next);
}

async function copy(button) {
  await navigator.clipboard.writeText(button.dataset.copy);
  const label = button.querySelector("[data-copy-label]");
  label.dataset.before ??= label.textContent;
  label.textContent = button.dataset.copied;
  clearTimeout(label.timer);
  label.timer = setTimeout(() => (label.textContent = label.dataset.before), NOTICE_MS);
}

async function share(button) {
  try {
    await navigator.share({ title: button.dataset.title, url: button.dataset.share });
  } catch (reason) {
    if (reason.name !== "AbortError") throw reason;
  }
}

function onClick({ target }) {
  const button = target.closest("button");
  if (!button) return;
  if ("themeSwitch" in button.dataset) switchTheme();
  else if ("textStep" in button.dataset) stepTextSize(Number(button.dataset.textStep));
  else if ("print" in button.dataset) print();
  else if ("copy" in button.dataset) copy(button);
  else if ("share" in button.dataset) share(button);
}

function offerWhatWorks() {
  // Both need a page that came over https.
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = !navigator.clipboard;
  }
  for (const button of document.querySelectorAll("[data-share]")) {
    button.hidden = !navigator.share;
  }
}

showTheme();
showTextSize();
systemIsDark.addEventListener("change", showTheme);
offerWhatWorks();
document.addEventListener("click", onClick);

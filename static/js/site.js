// Additions to pages that work without them: theme switch, copy buttons, the system's share sheet.

const root = document.documentElement;
const systemIsDark = matchMedia("(prefers-color-scheme: dark)");
const NOTICE_MS = 2500;

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
  try {
    localStorage.setItem("theme", root.dataset.theme);
  } catch {
    // The browser keeps nothing for this site: the choice ends with the page.
  }
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
systemIsDark.addEventListener("change", showTheme);
offerWhatWorks();
document.addEventListener("click", onClick);

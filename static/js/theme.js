// Blocking, before the first paint: the reader's own choice of light or dark, and of text size.
{
  const root = document.documentElement.dataset;
  root.js = "";
  try {
    const theme = localStorage.getItem("theme");
    if (theme) root.theme = theme;
    const size = localStorage.getItem("text-size");
    if (size) root.textSize = size;
  } catch {}
}

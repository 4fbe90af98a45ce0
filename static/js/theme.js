// Blocking, before the first paint: the reader's own choice of light or dark.
{
  const root = document.documentElement.dataset;
  root.js = "";
  try {
    const theme = localStorage.getItem("theme");
    if (theme) root.theme = theme;
  } catch {}
}

/* Makes an editor of every text area that asks for one. Where that fails the text area stays as it is. */
import { Desk } from "./desk.js";

const data = JSON.parse(document.getElementById("body-editor")?.textContent ?? "null");
if (data) {
  for (const textarea of document.querySelectorAll("textarea[data-editor]")) {
    const counts = document.querySelector(`[data-counts-of="${textarea.id}"]`);
    const [opening, closing] = counts?.dataset.quotes ?? '""';
    const desk = new Desk(textarea, { ...data, quotes: [opening, closing] });
    desk.mount();
    if (!desk.mounted) continue;
    addEventListener("keydown", (event) => {
      if (event.code === "Escape" && desk.dom.classList.contains("nr-editor--full") && !document.querySelector("dialog[open]")) desk.toggleFull(false);
    });
  }
}

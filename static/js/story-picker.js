/* A story for a form: its number stands in a field, which is enough without this script. */
import { Known } from "./editor/known.js";
import { StorySearch } from "./editor/stories.js";

for (const box of document.querySelectorAll("[data-story-picker]")) {
  const number = box.querySelector("[data-story-number]");
  const chosen = box.querySelector("[data-story-chosen]");
  const { choices, label, remove, searching, nothing, unreachable, stories } = box.dataset;
  const words = { searching, nothingFound: nothing, unreachable, stories };
  const search = new StorySearch(label, new Known(choices), words, (story) => choose(story));
  const clear = Object.assign(document.createElement("button"), { type: "button", textContent: remove });
  clear.className = "button";
  clear.addEventListener("click", () => {
    choose(null);
    search.input.focus();
  });

  const draw = () => {
    number.hidden = true;
    clear.hidden = !number.value;
    search.dom.hidden = Boolean(number.value) && !number.matches("[aria-invalid=true]");
  };
  const choose = (story) => {
    number.value = story ? story.id : "";
    const headline = document.createElement("bdi");
    headline.textContent = story?.headline ?? "";
    chosen.replaceChildren(headline);
    search.list.replaceChildren();
    search.input.value = "";
    number.dispatchEvent(new Event("input", { bubbles: true }));
    draw();
    if (story) clear.focus();
  };

  search.input.id = `${number.id}-search`;
  search.input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault(); // never sends the form around it
    search.list.querySelector("button")?.click();
  });
  // What was typed as a number or address and refused stays to be seen.
  if (!number.matches("[aria-invalid=true]")) {
    box.closest(".form-row, .field-box")?.querySelector(`label[for="${number.id}"]`)?.setAttribute("for", search.input.id);
    box.append(clear, search.dom);
    draw();
  }
}

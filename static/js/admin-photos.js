/* Names of chosen files on their buttons, and the search of the photo picker. */

document.addEventListener("change", ({ target }) => {
  const name = target.closest("[data-file]")?.querySelector("[data-file-name]");
  if (!name) return;
  name.dataset.empty ??= name.textContent;
  const files = [...target.files].map((file) => file.name);
  name.textContent = files.length ? files.join("، ") : name.dataset.empty;
  name.dir = files.length ? "auto" : "";
});

for (const picker of document.querySelectorAll("[data-photo-picker]")) {
  const search = picker.querySelector("[data-photo-search]");
  const cards = picker.querySelector("[data-photo-cards]");
  if (!search) continue;
  search.hidden = false;
  let asked = 0;
  search.addEventListener("input", async () => {
    const mine = (asked += 1);
    await new Promise((resolve) => { setTimeout(resolve, 250); });
    if (mine !== asked) return;
    const answer = await fetch(`${picker.dataset.choices}?q=${encodeURIComponent(search.value)}`);
    if (!answer.ok || mine !== asked) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const chosen = cards.querySelector("input:checked")?.closest("li");
    for (const radio of page.querySelectorAll("input")) radio.name = picker.dataset.name;
    const found = [...page.querySelectorAll("li")].filter(
      (card) => !chosen || card.querySelector("input")?.value !== chosen.querySelector("input").value,
    );
    cards.replaceChildren(...(chosen ? [chosen] : []), ...found);
  });
  // Enter searches; it does not save the story.
  search.addEventListener("keydown", (event) => {
    if (event.code === "Enter" || event.code === "NumpadEnter") event.preventDefault();
  });
}

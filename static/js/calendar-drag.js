// A scheduled story is dragged to another day: that opens the page which asks for the time. The link
// «Change the time» leads to the same page.
let dragged = null;

for (const story of document.querySelectorAll("[data-move]")) {
  story.draggable = true;
  story.addEventListener("dragstart", (event) => {
    dragged = story;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", story.dataset.move);
  });
  story.addEventListener("dragend", () => { dragged = null; });
}

for (const day of document.querySelectorAll("[data-day]")) {
  const takes = () => dragged && !day.contains(dragged);
  day.addEventListener("dragover", (event) => {
    if (!takes()) return;
    event.preventDefault();
    day.classList.add("is-target");
  });
  day.addEventListener("dragleave", () => day.classList.remove("is-target"));
  day.addEventListener("drop", (event) => {
    if (!takes()) return;
    event.preventDefault();
    const query = new URLSearchParams(location.search);
    query.set("to", day.dataset.day);
    location.assign(`${dragged.dataset.move}?${query}`);
  });
}

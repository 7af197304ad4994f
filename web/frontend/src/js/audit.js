/* The audit page: choosing an entry shows its element on the drawing, choosing an element shows its entries. */
for (const round of document.querySelectorAll("[data-beside]")) {
  const drawing = round.querySelector("bpmn-diagram");
  const timeline = round.querySelector(".timeline");
  const minor = round.querySelector("[data-show-minor]");

  timeline.classList.add("hide-minor");
  minor.addEventListener("change", () => timeline.classList.toggle("hide-minor", !minor.checked));

  timeline.addEventListener("click", (event) => {
    const button = event.target.closest("[data-pick]");
    if (!button) return;
    drawing.dataset.selected = button.dataset.pick;
    mark(timeline, button.dataset.pick);
  });

  drawing.addEventListener("diagram:select", (event) => {
    const first = mark(timeline, event.detail.id);
    first?.scrollIntoView({ block: "nearest" });
  });
}

/** Mark the entries of an element; what comes back is the first that is shown. */
function mark(timeline, element) {
  const entries = [...timeline.querySelectorAll("li[id]")];
  entries.forEach((entry) => entry.classList.toggle("picked", entry.dataset.element === element));
  return entries.find((entry) => entry.classList.contains("picked") && entry.offsetParent);
}

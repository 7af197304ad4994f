/* The buttons and the caption under a drawing. */
const STEP = 1.25;
const [SMALLEST, LARGEST] = [0.2, 4];

/** A toolbar that zooms the canvas, with a line that names the selected element; `path` is for drawings with a way. */
export function controls(canvas, labels, fit, path = null) {
  const bar = document.createElement("div");
  bar.className = "diagram-controls";
  const zoomBy = (factor) => () => canvas.zoom(Math.min(LARGEST, Math.max(SMALLEST, canvas.zoom() * factor)), "auto");
  bar.append(
    button("−", labels.zoomOut, zoomBy(1 / STEP)),
    button("+", labels.zoomIn, zoomBy(STEP)),
    button("⤢", labels.fit, fit),
    ...(path ? [button("➝", labels.path, path)] : []),
    caption(),
  );
  return bar;
}

function button(sign, label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = sign;
  made.setAttribute("aria-label", label);
  made.title = label;
  made.addEventListener("click", act);
  return made;
}

function caption() {
  const made = document.createElement("span");
  made.className = "diagram-caption";
  made.setAttribute("aria-live", "polite");
  return made;
}

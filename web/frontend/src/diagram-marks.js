/*
 * Paints marks on a drawing: the way taken, where it waits, what is late, and how many stand on an element.
 * Colour never speaks alone: waiting has one ring, late two, and each ring has a title in words.
 */
import { holdsOthers, isFlowNode } from "./diagram-elements.js";

const SVG = "http://www.w3.org/2000/svg";
const STATES = ["taken", "waiting", "late"];
const RINGS = { waiting: [5], late: [5, 10] };
const BADGE_RISE = 32;

/** Replace all marks; ids that the drawing does not have are left out. */
export function paint(viewer, marks, labels) {
  const canvas = viewer.get("canvas");
  const registry = viewer.get("elementRegistry");
  for (const element of registry.getAll()) {
    STATES.forEach((state) => canvas.removeMarker(element, state));
    canvas.getGraphics(element)?.querySelectorAll(":scope > .diagram-mark").forEach((mark) => mark.remove());
  }
  for (const state of STATES) {
    for (const element of known(registry, marks[state])) {
      canvas.addMarker(element, state);
      if (holdsOthers(element)) canvas.addMarker(element, "holder");
      if (isFlowNode(element)) ring(canvas.getGraphics(element), element, state, labels[state]);
    }
  }
  const reached = new Set(STATES.flatMap((state) => marks[state] || []));
  registry.filter((element) => wasTaken(element, reached)).forEach((flow) => canvas.addMarker(flow, "taken"));
  for (const [id, count] of Object.entries(marks.counts || {})) {
    const element = registry.get(id);
    if (element) badge(canvas.getGraphics(element), element, String(count));
  }
}

function known(registry, ids = []) {
  return ids.map((id) => registry.get(id)).filter(Boolean);
}

/** Whether a flow joins two reached nodes and there is no other way into its target. */
function wasTaken(element, reached) {
  const flow = element.businessObject;
  if (!element.waypoints || flow.$type !== "bpmn:SequenceFlow") return false;
  const only = flow.targetRef?.incoming?.length === 1;
  return only && reached.has(flow.sourceRef?.id) && reached.has(flow.targetRef.id);
}

function ring(graphics, element, state, words) {
  for (const gap of RINGS[state] || []) {
    const rect = draw("rect", {
      class: `diagram-mark diagram-ring ${state}`,
      x: -gap,
      y: -gap,
      width: element.width + 2 * gap,
      height: element.height + 2 * gap,
      rx: 10 + gap,
    });
    rect.append(titled(words));
    graphics.prepend(rect);
  }
}

/** A number over the top right corner, outside the shape, where no label stands. */
function badge(graphics, element, text) {
  const width = 12 + 7 * text.length;
  const group = draw("g", { class: "diagram-mark diagram-count" });
  group.setAttribute("transform", `translate(${element.width - width / 2} ${-BADGE_RISE})`);
  const number = draw("text", { x: width / 2, y: 13, "text-anchor": "middle" });
  number.textContent = text;
  group.append(draw("rect", { width, height: 18, rx: 9 }), number);
  graphics.append(group);
}

function titled(words) {
  const title = draw("title", {});
  title.textContent = words;
  return title;
}

function draw(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

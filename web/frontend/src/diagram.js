/*
 * <bpmn-diagram>: a BPMN drawing with what happened on it.
 *
 *   <bpmn-diagram data-src="/processes/complaint/versions/3/complaint.bpmn"
 *                 data-marks='{"taken": ["received"], "waiting": ["assess"], "late": [], "counts": {"assess": 4}}'
 *                 data-labels='{"title": "Diagram of the process"}' data-selected="assess">
 *     what is shown without JavaScript, or when the drawing cannot be read
 *   </bpmn-diagram>
 *
 * data-fit says how a drawing too large to be read as a whole opens: "place" (as without it) at its first mark (late,
 * waiting, taken), "path" so that all its marks are seen at once, "whole" as a whole.
 * All attributes may change later, also by an htmx swap. A click, or the left and right keys, select an element and
 * dispatch `diagram:select` with {id, name, type}; setting data-selected selects from outside, without the event.
 * data-state is `loading`, `ready` or `failed`.
 */
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import "./diagram.css";
import { controls } from "./diagram-controls.js";
import { holdsOthers, inReadingOrder, isFlowNode, nameOf } from "./diagram-elements.js";
import { paint } from "./diagram-marks.js";

const LABELS = {
  title: "Process diagram",
  zoomIn: "Zoom in",
  zoomOut: "Zoom out",
  fit: "Show all",
  path: "Show the way taken",
  taken: "done",
  waiting: "waiting here",
  late: "late",
};
const MARGIN = 16;
const ROUND = 40; // room for labels and rings around a path
const READABLE = 0.5;
const CLOSE = 0.8;

/** What somebody has to do comes before what comes by itself. */
function rank(element) {
  const type = element.businessObject.$type;
  return type.endsWith("Task") ? 0 : type === "bpmn:StartEvent" || type === "bpmn:BoundaryEvent" ? 2 : 1;
}


class BpmnDiagram extends HTMLElement {
  static observedAttributes = ["data-src", "data-marks", "data-selected"];
  #viewer = null;
  #resizing = null;
  #whole = true;

  connectedCallback() {
    this.labels = { ...LABELS, ...JSON.parse(this.dataset.labels || "{}") };
    this.#load();
  }

  disconnectedCallback() {
    this.#clear();
  }

  attributeChangedCallback(name, before, after) {
    if (before === after || !this.isConnected) return;
    if (name === "data-src" && this.labels) this.#load();
    if (this.dataset.state !== "ready") return;
    if (name === "data-marks") this.#paint();
    if (name === "data-selected") this.#select(this.dataset.selected, false);
  }

  /** Fetch and draw what data-src names; a later call overtakes an earlier one that is still under way. */
  async #load() {
    this.#clear();
    if (!this.dataset.src) return;
    this.dataset.state = "loading";
    const stage = document.createElement("div");
    stage.className = "diagram-stage";
    this.append(stage);
    const viewer = new NavigatedViewer({
      container: stage,
      zoomScroll: { enabled: false },
      bpmnRenderer: {
        defaultFillColor: "var(--diagram-fill)",
        defaultStrokeColor: "var(--diagram-stroke)",
        defaultLabelColor: "var(--diagram-label)",
      },
    });
    this.#viewer = viewer;
    try {
      const answer = await fetch(this.dataset.src, { credentials: "same-origin" });
      if (!answer.ok) throw new Error(`${this.dataset.src} answered ${answer.status}`);
      await viewer.importXML(await answer.text());
    } catch (error) {
      if (this.#viewer === viewer) this.#fail(error);
      return;
    }
    if (this.#viewer === viewer) this.#show(stage);
  }

  #show(stage) {
    const canvas = this.#viewer.get("canvas");
    stage.querySelector("svg").setAttribute("role", "application");
    stage.querySelector("svg").setAttribute("aria-label", this.labels.title);
    const path = this.dataset.marks ? () => this.#toPath() : null;
    stage.append(controls(canvas, this.labels, () => this.fit(), path));
    stage.addEventListener("keydown", (event) => this.#walk(event));
    this.#viewer.get("eventBus").on("element.click", ({ element }) => {
      const target = element.labelTarget || element;
      if (target.parent) this.#select(target.id, true);
    });
    this.#resizing = new ResizeObserver(() => (this.#whole ? this.#open(canvas) : canvas.resized()));
    this.#resizing.observe(stage);
    this.dataset.state = "ready";
    this.#paint();
    this.#open(canvas);
    this.#select(this.dataset.selected, false);
    this.dispatchEvent(new CustomEvent("diagram:ready", { bubbles: true }));
  }

  #fail(error) {
    this.#clear();
    this.dataset.state = "failed";
    this.dispatchEvent(new CustomEvent("diagram:failed", { bubbles: true, detail: { message: String(error.message) } }));
  }

  #clear() {
    this.#resizing?.disconnect();
    this.#viewer?.destroy();
    this.#viewer = this.#resizing = null;
    this.querySelector(":scope > .diagram-stage")?.remove();
    delete this.dataset.state;
  }

  /** The view that a reader begins with. */
  #open(canvas) {
    this.fit();
    if (this.dataset.fit === "path") this.#toPath();
    else if (this.dataset.fit !== "whole" && canvas.zoom() < READABLE) this.#closeTo(this.#place());
  }

  /** Show the whole drawing, never larger than drawn. */
  fit() {
    const canvas = this.#viewer.get("canvas");
    canvas.resized();
    this.#frame(canvas.viewbox().inner);
  }

  /** Show everything that is marked: the way taken, what waits and what is late; without marks the whole. */
  #toPath() {
    const { taken = [], waiting = [], late = [] } = JSON.parse(this.dataset.marks || "{}");
    const registry = this.#viewer.get("elementRegistry");
    const marked = [...taken, ...waiting, ...late].map((id) => registry.get(id));
    const nodes = marked.filter((found) => found && isFlowNode(found) && !holdsOthers(found));
    if (!nodes.length) return this.fit();
    const [left, top] = [Math.min(...nodes.map((node) => node.x)), Math.min(...nodes.map((node) => node.y))];
    const right = Math.max(...nodes.map((node) => node.x + node.width));
    const bottom = Math.max(...nodes.map((node) => node.y + node.height));
    this.#frame({ x: left - ROUND, y: top - ROUND, width: right - left + 2 * ROUND, height: bottom - top + 2 * ROUND });
  }

  /** Bring a part of the drawing into the middle, as large as it fits and never larger than drawn. */
  #frame(part) {
    const canvas = this.#viewer.get("canvas");
    const { outer } = canvas.viewbox();
    if (!outer.width || !outer.height || !part.width || !part.height) return;
    this.#whole = true;
    const scale = Math.min(1, (outer.width - 2 * MARGIN) / part.width, (outer.height - 2 * MARGIN) / part.height);
    if (scale <= 0) return;
    const [width, height] = [outer.width / scale, outer.height / scale];
    canvas.viewbox({
      x: part.x - (width - part.width) / 2,
      y: part.y - (height - part.height) / 2,
      width,
      height,
    });
  }

  /** What the reader looks for first: what is late, what waits, the last that was done, or the beginning. */
  #place() {
    const marks = JSON.parse(this.dataset.marks || "{}");
    const registry = this.#viewer.get("elementRegistry");
    const known = (ids) => (ids || []).map((id) => registry.get(id)).filter((element) => element && isFlowNode(element));
    return (
      known(marks.late)[0] ||
      known(marks.waiting).sort((a, b) => rank(a) - rank(b))[0] ||
      known(marks.taken).at(-1) ||
      inReadingOrder(registry.filter(isFlowNode))[0]
    );
  }

  /** Bring an element into the middle, large enough to be read. */
  #closeTo(element) {
    if (!element) return;
    const canvas = this.#viewer.get("canvas");
    const { outer } = canvas.viewbox();
    const [width, height] = [outer.width / CLOSE, outer.height / CLOSE];
    const { inner } = canvas.viewbox();
    const x = element.x + element.width / 2 - width / 2;
    const y = element.y + element.height / 2 - height / 2;
    this.#whole = false;
    canvas.viewbox({ x: Math.max(x, inner.x - MARGIN), y: Math.max(y, inner.y - MARGIN), width, height });
  }

  /** Move an element that was chosen elsewhere into sight. */
  #reveal(element) {
    const canvas = this.#viewer.get("canvas");
    if (canvas.zoom() < READABLE) this.#closeTo(element);
    else canvas.scrollToElement(element, MARGIN);
  }

  #paint() {
    const marks = JSON.parse(this.dataset.marks || "{}");
    paint(this.#viewer, marks, this.labels);
    this.toggleAttribute("data-marked", Boolean(this.dataset.marks));
  }

  #select(id, tell) {
    const registry = this.#viewer.get("elementRegistry");
    const canvas = this.#viewer.get("canvas");
    for (const gone of registry.filter((element) => canvas.hasMarker(element, "selected"))) {
      canvas.removeMarker(gone, "selected");
    }
    const element = id && registry.get(id);
    const caption = this.querySelector(".diagram-caption");
    caption.textContent = element ? nameOf(element) : "";
    if (!element) return;
    canvas.addMarker(element, "selected");
    if (!tell) return this.#reveal(element);
    const { businessObject } = element;
    const detail = { id, name: businessObject.name || "", type: businessObject.$type };
    this.dispatchEvent(new CustomEvent("diagram:select", { bubbles: true, detail }));
    this.dataset.selected = id;
  }

  /** Left and right go through the flow nodes in reading order. */
  #walk(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.target.closest("button")) return;
    event.preventDefault();
    const nodes = inReadingOrder(this.#viewer.get("elementRegistry").filter(isFlowNode));
    if (!nodes.length) return;
    const now = nodes.findIndex((node) => node.id === this.dataset.selected);
    const next = now < 0 ? (step > 0 ? 0 : nodes.length - 1) : (now + step + nodes.length) % nodes.length;
    this.#viewer.get("canvas").scrollToElement(nodes[next], MARGIN);
    this.#select(nodes[next].id, true);
  }
}

customElements.define("bpmn-diagram", BpmnDiagram);

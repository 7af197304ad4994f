/* What the drawing's elements are: flow nodes, their names, their order to a reader. */

/** Whether an element is a shape that a token can stand on. */
export function isFlowNode(element) {
  return Boolean(element.businessObject?.$instanceOf?.("bpmn:FlowNode")) && !element.labelTarget && !element.waypoints;
}

/** Whether other elements are drawn inside it: an expanded subprocess. */
export function holdsOthers(element) {
  return Boolean(element.children?.some((child) => !child.labelTarget));
}

/** The name on the drawing, else the kind of element in words: "exclusive gateway". */
export function nameOf(element) {
  const { name, $type } = element.businessObject;
  return name || $type.replace(/^\w+:/, "").replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();
}

/** The elements from left to right, those that stand above each other from top to bottom. */
export function inReadingOrder(elements) {
  return [...elements].sort((a, b) => a.x - b.x || a.y - b.y);
}

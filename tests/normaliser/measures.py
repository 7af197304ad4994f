"""What is wrong with a drawing, measured from its shapes and edges."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from lxml import etree

from engine.diagram import names
from engine.diagram.model import local

NODES = names.FLOW_NODES | {"dataObjectReference", "dataStoreReference", "textAnnotation"}
LINES = {"sequenceFlow", "messageFlow", "association", "dataInputAssociation", "dataOutputAssociation"}


@dataclass(frozen=True)
class Rectangle:
    x: float
    y: float
    width: float
    height: float

    def holds(self, other: "Rectangle") -> bool:
        inside_x = self.x <= other.x + 0.2 and other.x + other.width <= self.x + self.width + 0.2
        return inside_x and self.y <= other.y + 0.2 and other.y + other.height <= self.y + self.height + 0.2

    def overlaps(self, other: "Rectangle") -> bool:
        beside = self.x + self.width <= other.x + 0.2 or other.x + other.width <= self.x + 0.2
        return not beside and self.y + self.height > other.y + 0.2 and other.y + other.height > self.y + 0.2

    def on_border(self, x: float, y: float) -> bool:
        near_x = min(abs(x - self.x), abs(x - self.x - self.width)) <= 0.3
        near_y = min(abs(y - self.y), abs(y - self.y - self.height)) <= 0.3
        inside_x = self.x - 0.3 <= x <= self.x + self.width + 0.3
        inside_y = self.y - 0.3 <= y <= self.y + self.height + 0.3
        return (near_x and inside_y) or (near_y and inside_x)


def shapes(root: "etree._Element") -> dict[str, Rectangle]:
    found = {}
    for shape in root.iter(f"{{{names.DI}}}BPMNShape"):
        box = shape.find(f"{{{names.DC}}}Bounds")
        assert box is not None
        ident = shape.get("bpmnElement") or ""
        assert ident not in found, f"{ident} is drawn twice"
        found[ident] = Rectangle(*(float(box.get(key) or "nan") for key in ("x", "y", "width", "height")))
    return found


def lines(root: "etree._Element") -> dict[str, list[tuple[float, float]]]:
    return {
        edge.get("bpmnElement") or "": [
            (float(point.get("x") or "nan"), float(point.get("y") or "nan"))
            for point in edge.iter("{*}waypoint")
        ]
        for edge in root.iter(f"{{{names.DI}}}BPMNEdge")
    }


def faults(root: "etree._Element") -> list[str]:
    """Sentences on everything that a drawing must not have."""
    elements = {e.get("id"): e for e in root.iter(f"{{{names.BPMN}}}*") if e.get("id")}
    boxes, ways = shapes(root), lines(root)
    return [
        *_missing(elements, boxes, ways),
        *_overlapping(elements, boxes),
        *_boundary(elements, boxes),
        *_containers(elements, boxes),
        *_ends(elements, boxes, ways),
    ]


def _missing(elements: dict, boxes: dict, ways: dict) -> Iterator[str]:
    for ident, element in elements.items():
        kind = local(element)
        if kind in NODES and ident not in boxes:
            yield f"{ident} has no shape"
        ends = [elements.get(element.get(name)) for name in ("sourceRef", "targetRef")]
        known = [end for end in ends if end is not None and local(end) in NODES | LINES | {"participant"}]
        if kind in LINES and len(known) == 2 and ident not in ways:
            yield f"{ident} has no edge"


def _overlapping(elements: dict, boxes: dict) -> Iterator[str]:
    levels: dict[object, list[str]] = {}
    for ident in boxes:
        element = elements[ident]
        if local(element) in NODES - {"boundaryEvent"} or local(element) == "participant":
            levels.setdefault(element.getparent(), []).append(ident)
    for idents in levels.values():
        idents.sort(key=lambda ident: boxes[ident].x)
        for place, one in enumerate(idents):
            for other in idents[place + 1 :]:
                if boxes[other].x >= boxes[one].x + boxes[one].width:
                    break
                if boxes[one].overlaps(boxes[other]):
                    yield f"{one} and {other} overlap"


def _boundary(elements: dict, boxes: dict) -> Iterator[str]:
    for ident, element in elements.items():
        host = boxes.get(element.get("attachedToRef"))
        if local(element) == "boundaryEvent" and host and ident in boxes:
            box = boxes[ident]
            if not host.on_border(box.x + box.width / 2, box.y + box.height / 2):
                yield f"{ident} is not on the border of its host"


def _containers(elements: dict, boxes: dict) -> Iterator[str]:
    for ident, box in boxes.items():
        element = elements[ident]
        if local(element) == "lane":
            for ref in element.iter(f"{{{names.BPMN}}}flowNodeRef"):
                inside = elements.get((ref.text or "").strip())
                held = boxes.get(inside.get("id")) if inside is not None else None
                if held and local(inside) != "boundaryEvent" and not box.holds(held):
                    yield f"lane {ident} does not hold {ref.text}"
        if local(element) in names.SUBPROCESSES:
            for child in element:
                held = boxes.get(child.get("id"))
                if held and not box.holds(held):
                    yield f"{ident} does not hold {child.get('id')}"
        if local(element) == "participant":
            process = elements.get(element.get("processRef"))
            for child in process if process is not None else ():
                held = boxes.get(child.get("id"))
                if held and not box.holds(held):
                    yield f"pool {ident} does not hold {child.get('id')}"


def _ends(elements: dict, boxes: dict, ways: dict) -> Iterator[str]:
    for ident, way in ways.items():
        element = elements[ident]
        if len(way) < 2:
            yield f"{ident} has no length"
            continue
        for name, point in (("sourceRef", way[0]), ("targetRef", way[-1])):
            box = boxes.get(element.get(name))
            if box and not box.on_border(*point):
                yield f"{ident} does not end on the border of {element.get(name)}"
        if local(element) == "sequenceFlow":
            for (x, y), (u, v) in pairwise(way):
                if abs(x - u) > 0.3 and abs(y - v) > 0.3:
                    yield f"{ident} runs aslant"


def crossed(root: "etree._Element") -> list[str]:
    """Sequence flows that run through a node which they do not connect."""
    elements = {e.get("id"): e for e in root.iter(f"{{{names.BPMN}}}*") if e.get("id")}
    boxes = shapes(root)
    found = []
    for ident, way in lines(root).items():
        element = elements[ident]
        ends = [elements.get(element.get(name)) for name in ("sourceRef", "targetRef")]
        scopes = {end.getparent() for end in ends if end is not None}
        if local(element) != "sequenceFlow" or len(scopes) > 1:
            continue  # a flow out of its process is wrong anyhow
        for other, box in boxes.items():
            node = elements[other]
            own = other in (element.get("sourceRef"), element.get("targetRef"))
            if own or node.getparent() is not element.getparent() or local(node) not in names.FLOW_NODES:
                continue
            if local(node) == "boundaryEvent" and node.get("attachedToRef") in (
                element.get("sourceRef"),
                element.get("targetRef"),
            ):
                continue
            for (x, y), (u, v) in pairwise(way):
                leg = Rectangle(min(x, u) - 0.1, min(y, v) - 0.1, abs(x - u) + 0.2, abs(y - v) + 0.2)
                if leg.overlaps(box):
                    found.append(f"{ident} runs through {other}")
                    break
    return found

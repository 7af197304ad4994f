"""New nodes and flows put between those that are there, drawn where the file is drawn."""

from lxml import etree

from engine.diagram.model import local
from engine.diagram.names import BPMN
from engine.normaliser.drawing import (
    GAP,
    SIZES,
    Box,
    box_of,
    draw_box,
    draw_line,
    end_line_at,
    make_room,
    shape_of,
)
from engine.normaliser.sheet import Sheet
from engine.normaliser.tree import bpmn_children

MOST_MOVES = 400  #: new nodes for which the rest of the drawing moves on


def node_before(
    sheet: Sheet, at: "etree._Element", tag: str, name: str, base: str, source: str | None = None
) -> "etree._Element":
    """A new node through which everything goes that led to `at`, or only what came from one source.

    The caller tells of it.
    """
    ident = at.get("id") or ""
    scope = at.getparent()
    assert scope is not None
    made = _beside(sheet, at, tag, name, base)
    incoming = [flow for flow in _leading_to(sheet, ident) if flow.getparent() is scope]
    if source is not None:
        incoming = [flow for flow in incoming if flow.get("sourceRef") == source]
    for flow in incoming:
        flow.set("targetRef", made.get("id") or "")
        _leading_to(sheet, made.get("id") or "").append(flow)
    _move_marks(at, made, {flow.get("id") or "" for flow in incoming})
    onward = flow_between(sheet, made, at, drawn=False)
    _draw_before(sheet, at, made, onward, [flow.get("id") for flow in incoming])
    _into_lane(sheet, at, made)
    return made


def flow_between(
    sheet: Sheet, source: "etree._Element", target: "etree._Element", *, drawn: bool = True
) -> "etree._Element":
    """A new sequence flow from one node to another of the same scope."""
    scope = target.getparent()
    assert scope is not None
    ends = {"sourceRef": source.get("id") or "", "targetRef": target.get("id") or ""}
    ident = sheet.new_id(f"{ends['sourceRef']}_to_{ends['targetRef']}")
    flow = scope.makeelement(f"{{{BPMN}}}sequenceFlow", dict(ends, id=ident))
    target.addnext(flow)
    sheet.inserted.add(ident)
    sheet.know(flow)
    there = _leading_to(sheet, ends["targetRef"])
    if flow not in there:
        there.append(flow)
    if bpmn_children(source, "incoming", "outgoing") or bpmn_children(target, "incoming", "outgoing"):
        mark(source, "outgoing", ident)
        mark(target, "incoming", ident)
    boxes = [box_of(shape_of(sheet, ends[end])) for end in ("sourceRef", "targetRef")]
    first, second = boxes
    if drawn and first is not None and second is not None:
        draw_line(sheet, ident, _line(first, second), ends["targetRef"])
    sheet.touch()
    return flow


def _leading_to(sheet: Sheet, ident: str) -> "list[etree._Element]":
    """The flows that lead to a node, as a list to which new ones are added."""
    if sheet.flows_into is None:
        sheet.flows_into = {}
        for flow in sheet.root.iter(f"{{{BPMN}}}sequenceFlow"):
            sheet.flows_into.setdefault(flow.get("targetRef") or "", []).append(flow)
    found = sheet.flows_into.setdefault(ident, [])
    found[:] = [flow for flow in found if flow.get("targetRef") == ident]
    return found


def mark(node: "etree._Element", name: str, ident: str) -> None:
    """Note a flow in the node's own list of incoming or outgoing ones."""
    behind = {"documentation", "extensionElements", "auditing", "monitoring", "categoryValueRef", "incoming"}
    if name == "outgoing":
        behind.add("outgoing")
    place = 0
    for index, child in enumerate(node):
        if isinstance(child.tag, str) and local(child) in behind:
            place = index + 1
    made = node.makeelement(f"{{{BPMN}}}{name}", {})
    made.text = ident
    node.insert(place, made)


def _move_marks(source: "etree._Element", target: "etree._Element", idents: set[str]) -> None:
    for entry in bpmn_children(source, "incoming"):
        ident = (entry.text or "").strip()
        if ident in idents:
            mark(target, "incoming", ident)
            source.remove(entry)


def end_behind(sheet: Sheet, at: "etree._Element") -> "etree._Element":
    """A new end event to which a node leads."""
    scope = _scope(at)
    made = scope.makeelement(f"{{{BPMN}}}endEvent", {"id": sheet.new_id(f"{at.get('id')}_end")})
    at.addnext(made)
    sheet.inserted.add(made.get("id") or "")
    sheet.know(made)
    there = box_of(shape_of(sheet, at.get("id")))
    if there is not None:
        size = 36.0
        box = Box(there.x + there.width + GAP, there.middle[1] - size / 2, size, size)
        draw_box(sheet, made.get("id") or "", box, at.get("id"))
    flow_between(sheet, at, made)
    return made


def _beside(sheet: Sheet, at: "etree._Element", tag: str, name: str, base: str) -> "etree._Element":
    scope = at.getparent()
    assert scope is not None
    made = scope.makeelement(f"{{{BPMN}}}{tag}", {"id": sheet.new_id(base), "name": name})
    at.addprevious(made)
    sheet.inserted.add(made.get("id") or "")
    sheet.know(made)
    sheet.touch()
    return made


def _draw_before(
    sheet: Sheet,
    at: "etree._Element",
    made: "etree._Element",
    onward: "etree._Element",
    lines: list[str | None],
) -> None:
    there = box_of(shape_of(sheet, at.get("id")))
    if there is None:
        return
    ident = made.get("id") or ""
    width, height = SIZES.get(local(made), (100.0, 80.0))
    if len(sheet.inserted) < MOST_MOVES:
        make_room(sheet, at.get("id") or "", there.x, width + GAP)
    box = Box(there.x, there.middle[1] - height / 2, width, height)
    draw_box(sheet, ident, box, at.get("id"))
    for line in lines:
        end_line_at(sheet, line, box)
    moved = box_of(shape_of(sheet, at.get("id")))
    if moved is not None:
        draw_line(sheet, onward.get("id") or "", _line(box, moved), at.get("id"))


def _scope(node: "etree._Element") -> "etree._Element":
    scope = node.getparent()
    assert scope is not None
    return scope


def _into_lane(sheet: Sheet, at: "etree._Element", made: "etree._Element") -> None:
    """The new node lies in the lane of the one that it was put before."""
    for entry in list(sheet.root.iter(f"{{{BPMN}}}flowNodeRef")):
        lane = entry.getparent()
        if lane is not None and (entry.text or "").strip() == at.get("id"):
            fresh = lane.makeelement(f"{{{BPMN}}}flowNodeRef", {})
            fresh.text = made.get("id")
            lane.insert(list(lane).index(entry), fresh)


def _line(first: Box, second: Box) -> list[tuple[float, float]]:
    """From the right side of one box to the left side of another, straight or with one step."""
    start, end = (first.x + first.width, first.middle[1]), (second.x, second.middle[1])
    if abs(start[1] - end[1]) < 1:
        return [start, end]
    half = (start[0] + end[0]) / 2
    return [start, (half, start[1]), (half, end[1]), end]


def unmark(sheet: Sheet, idents: set[str]) -> None:
    """Strike flows out of all lists of incoming and outgoing ones."""
    if not idents:
        return
    for name in ("incoming", "outgoing"):
        for entry in list(sheet.root.iter(f"{{{BPMN}}}{name}")):
            parent = entry.getparent()
            if parent is not None and (entry.text or "").strip() in idents:
                parent.remove(entry)

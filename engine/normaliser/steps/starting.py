"""Starts and ends: nothing leads into a start or out of an end, and each process begins somewhere."""

from lxml import etree

from engine.diagram.model import Node, Scope
from engine.diagram.names import BPMN
from engine.normaliser.drawing import GAP, SIZES, Box, box_of, draw_box, end_line_at, make_room, shape_of
from engine.normaliser.sheet import Sheet
from engine.normaliser.tree import bpmn_children, detach
from engine.normaliser.weaving import flow_between, mark, unmark

RULE = "starts-and-ends"
_THROWN = frozenset(
    [
        "messageEventDefinition",
        "signalEventDefinition",
        "escalationEventDefinition",
        "compensateEventDefinition",
    ]
)


def apply(sheet: Sheet) -> None:
    """Mend starts and ends of all scopes."""
    for node in sheet.graph.nodes:
        if node.type == "startEvent" and node.incoming:
            _start_in_the_middle(sheet, node)
        elif node.type == "boundaryEvent" and node.incoming:
            _redirect(sheet, node, "Nothing leads into an event on the edge of an activity")
    sheet.settle()
    for node in sheet.graph.nodes:
        if node.type == "endEvent" and node.outgoing:
            _end_in_the_middle(sheet, node)
    sheet.settle()
    for scope in sheet.graph.scopes:
        _beginning(sheet, scope)


def _start_in_the_middle(sheet: Sheet, node: Node) -> None:
    if len(node.outgoing) == 1 and node.outgoing[0].target not in (None, node):
        _redirect(sheet, node, "Nothing leads into a start event")
        return
    ways = "no way" if not node.outgoing else "several ways"
    if node.events or not node.outgoing:
        _cut(sheet, node, f"Nothing leads into a start event, and {ways} led on from it")
        return
    node.xml.tag = f"{{{BPMN}}}intermediateThrowEvent"
    for name in ("isInterrupting", "parallelMultiple"):
        node.xml.attrib.pop(name, None)
    start = _new_start(sheet, node.xml)
    message = (
        f"Something leads back to the start event {node}: it became an event on the way, behind the new "
        f"start “{start}”."
    )
    sheet.decide(RULE, node.xml, message, "startEvent", "intermediateThrowEvent")


def _redirect(sheet: Sheet, node: Node, why: str) -> None:
    """Lead what leads into the node to the element behind it."""
    behind = node.outgoing[0].target if len(node.outgoing) == 1 else None
    if behind is None or behind is node:
        _cut(sheet, node, why)
        return
    ids = {flow.id or "" for flow in node.incoming}
    unmark_at(node.xml, ids)
    for flow in node.incoming:
        flow.xml.set("targetRef", behind.id or "")
        mark(behind.xml, "incoming", flow.id or "")
        box = box_of(shape_of(sheet, behind.id))
        if box is not None:
            end_line_at(sheet, flow.id, box)
    flows = ", ".join(sorted(ids))
    sheet.decide(
        RULE, node.xml, f"{why}: {flows} now leads to {behind}, the element after {node}.", node.id, behind.id
    )


def unmark_at(node: "etree._Element", idents: set[str]) -> None:
    """Strike flows out of one node's list of incoming ones."""
    for entry in bpmn_children(node, "incoming"):
        if (entry.text or "").strip() in idents:
            detach(entry)


def _cut(sheet: Sheet, node: Node, why: str) -> None:
    """End what leads into the node in front of it, by an end event of its own."""
    scope = node.xml.getparent()
    assert scope is not None
    ident = sheet.new_id(f"{node.id}_end")
    end = scope.makeelement(f"{{{BPMN}}}endEvent", {"id": ident})
    scope.insert(list(scope).index(node.xml), end)
    sheet.inserted.add(ident)
    sheet.know(end)
    ids = {flow.id or "" for flow in node.incoming}
    unmark_at(node.xml, ids)
    for flow in node.incoming:
        flow.xml.set("targetRef", ident)
        mark(end, "incoming", flow.id or "")
    sheet.decide(RULE, node.xml, f"{why}: {', '.join(sorted(ids))} now ends in “{ident}”.", node.id, ident)


def _end_in_the_middle(sheet: Sheet, node: Node) -> None:
    """An end event with a way out throws on the way; what cannot be thrown on the way ends."""
    kinds = {event.type for event in node.events}
    if kinds <= _THROWN:
        node.xml.tag = f"{{{BPMN}}}intermediateThrowEvent"
        message = f"A flow leads out of the end event {node}, so it became an event on the way."
        sheet.decide(RULE, node.xml, message, "endEvent", "intermediateThrowEvent")
        return
    scope = node.xml.getparent()
    assert scope is not None
    ids = {flow.id or "" for flow in node.outgoing}
    unmark(sheet, ids)
    for flow in node.outgoing:
        flow.xml.tag = f"{{{BPMN}}}association"
        for name in bpmn_children(flow.xml, "conditionExpression"):
            flow.xml.remove(name)
        flow.xml.attrib.pop("isImmediate", None)
    message = (
        f"A flow leads out of {node}, which ends everything around it: {', '.join(sorted(ids))} became an "
        "association."
    )
    sheet.decide(RULE, node.xml, message)


def _beginning(sheet: Sheet, scope: Scope) -> None:
    """Where everything has something before it, nothing begins; nor does it where a start leads nowhere."""
    owner = scope.owner
    if not scope.nodes or (owner is not None and owner.type == "adHocSubProcess"):
        return
    starts = [node for node in scope.nodes if node.type == "startEvent"]
    if starts and not any(start.outgoing for start in starts):
        others = [
            node for node in scope.entries() if node not in starts and (node.outgoing or node.is_activity)
        ]
        if others:
            _connect(sheet, starts[0], others[0])
        return
    if starts or scope.entries():
        return
    inside = [node for node in scope.nodes if node.type != "boundaryEvent" and not node.is_event_subprocess]
    inside = [node for node in inside if not node.is_compensation_handler]
    if inside:
        first = next((node for node in inside if node.is_activity), inside[0])
        start = _new_start(sheet, first.xml)
        message = (
            f"Everything in {scope} has something before it, so nothing would begin; the new start "
            f"“{start}” leads to {first}."
        )
        sheet.decide(RULE, first.xml, message, None, start)


def _connect(sheet: Sheet, start: Node, first: Node) -> None:
    flow = flow_between(sheet, start.xml, first.xml)
    message = f"The start event {start} led nowhere; it now leads to {first}, which nothing else leads to."
    sheet.decide(RULE, start.xml, message, None, flow.get("id"))


def _new_start(sheet: Sheet, first: "etree._Element") -> str:
    """A plain start event in front of a node whose incoming flows stay its own."""
    scope = first.getparent()
    assert scope is not None
    ident = sheet.new_id(f"{first.get('id')}_start")
    start = scope.makeelement(f"{{{BPMN}}}startEvent", {"id": ident})
    scope.insert(list(scope).index(first), start)
    sheet.inserted.add(ident)
    sheet.know(start)
    _draw_start(sheet, start, first)
    flow_between(sheet, start, first)
    return ident


def _draw_start(sheet: Sheet, start: "etree._Element", first: "etree._Element") -> None:
    there = box_of(shape_of(sheet, first.get("id")))
    if there is None:
        return
    width, height = SIZES["startEvent"]
    make_room(sheet, first.get("id") or "", there.x, width + GAP)
    draw_box(
        sheet,
        start.get("id") or "",
        Box(there.x, there.middle[1] - height / 2, width, height),
        first.get("id"),
    )

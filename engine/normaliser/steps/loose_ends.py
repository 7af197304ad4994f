"""References that lead nowhere: mended by the drawing where it shows what was meant, else taken out."""

from lxml import etree

from engine.diagram.model import Node, is_bpmn, local, unprefixed
from engine.diagram.names import ACTIVITIES, BPMN, EVENT_DEFINITIONS, FLOW_NODES
from engine.normaliser.drawing import box_of, edge_of, forget, points_of, shape_of
from engine.normaliser.sheet import Sheet
from engine.normaliser.tree import bpmn_child, put_aside, said
from engine.normaliser.weaving import mark, unmark

RULE = "loose-ends"
NEAR = 25.0  #: how far beside a shape a line may end and still be meant for it, in units of the drawing
_ARTIFACTS = frozenset(["textAnnotation", "dataObjectReference", "dataStoreReference", "dataObject", "group"])
_DROPPED = {
    "dataObjectRef": frozenset(["dataObject"]),
    "processRef": frozenset(["process"]),
    "operationRef": frozenset(["operation"]),
    "noneBehaviorEventRef": frozenset(EVENT_DEFINITIONS),
    "oneBehaviorEventRef": frozenset(EVENT_DEFINITIONS),
    "activityRef": ACTIVITIES,
}
"""Attributes without which the element still makes sense, and what they may name."""


def apply(sheet: Sheet) -> None:
    """Mend or take out sequence flows, then every other reference, that leads nowhere."""
    flows = list(sheet.root.iter(f"{{{BPMN}}}sequenceFlow"))
    unmark(sheet, {flow.get("id") or "" for flow in flows if not _flow(sheet, flow)})
    graph = sheet.graph
    for node in graph.nodes:
        _default(sheet, node)
    for xml in list(sheet.root.iter(f"{{{BPMN}}}*")):
        _attributes(sheet, xml)
        if local(xml) == "eventDefinitionRef":
            _shared_definition(sheet, xml)
        elif local(xml) in ("messageFlow", "association"):
            _beside_the_flow(sheet, xml)
        elif local(xml) == "flowNodeRef" and sheet.called(xml.text) is None:
            parent = xml.getparent()
            if parent is not None:
                parent.remove(xml)
                sheet.change(RULE, parent, f"A lane named “{xml.text}”, which does not exist.")


def _flow(sheet: Sheet, flow: "etree._Element") -> bool:
    """Whether the flow still is one."""
    ends = {name: _node(sheet, flow.get(name)) for name in ("sourceRef", "targetRef")}
    parent = flow.getparent()
    if None not in ends.values() or parent is None or not is_bpmn(parent):
        _plain_ends(sheet, flow, ends)
        return True
    others = [sheet.called(flow.get(name)) for name in ends]
    if all(other is not None for other in others) and any(
        local(o) in _ARTIFACTS for o in others if o is not None
    ):
        flow.tag = f"{{{BPMN}}}association"
        sheet.change(RULE, flow, "A sequence flow to a note or a data element is an association.")
        return False
    if _mended(sheet, flow, ends):
        return True
    lost = " and ".join(
        "its beginning" if n == "sourceRef" else "its end" for n, e in ends.items() if e is None
    )
    message = (
        f"The sequence flow {said(flow)} led nowhere ({lost} is missing), so it was taken out. Draw it "
        "again if it matters."
    )
    sheet.decide(RULE, flow, message, f"{flow.get('sourceRef')} → {flow.get('targetRef')}")
    put_aside(flow, parent)
    forget(sheet, flow.get("id"))
    return False


def _plain_ends(sheet: Sheet, flow: "etree._Element", ends: "dict[str, etree._Element | None]") -> None:
    """Both ends by the mere id; some tools write a prefix of a namespace before it."""
    for name, node in ends.items():
        ident, written = None if node is None else node.get("id"), flow.get(name)
        if ident is not None and ident != written:
            flow.set(name, ident)
            message = f"The sequence flow {said(flow)} named “{written}”, which is “{ident}”."
            sheet.change(RULE, flow, message, written, ident)


def _node(sheet: Sheet, reference: str | None) -> "etree._Element | None":
    found = sheet.called(reference)
    return found if found is not None and local(found) in FLOW_NODES else None


def _mended(sheet: Sheet, flow: "etree._Element", ends: "dict[str, etree._Element | None]") -> bool:
    """Connect what the drawing shows to be connected, or as good as; False: it shows nothing such."""
    way = points_of(edge_of(sheet, flow.get("id")))
    scope = flow.getparent()
    if len(way) < 2 or scope is None:
        return False
    found: dict[str, str] = {}
    for name, known in ends.items():
        if known is not None:
            continue
        x, y = way[0] if name == "sourceRef" else way[-1]
        near = [node.get("id") or "" for node in _drawn_near(sheet, scope, x, y)]
        near = [ident for ident in near if ident not in (flow.get("sourceRef"), flow.get("targetRef"))]
        if not near:
            return False
        found[name] = near[0]
    for name, ident in found.items():
        flow.set(name, ident)
        node = sheet.called(ident)
        if node is not None:
            mark(node, "outgoing" if name == "sourceRef" else "incoming", flow.get("id") or "")
    message = (
        f"The sequence flow {said(flow)} was not connected, but is drawn up to "
        f"{' and '.join(found.values())}: connected it."
    )
    sheet.decide(RULE, flow, message, None, f"{flow.get('sourceRef')} → {flow.get('targetRef')}")
    return True


def _drawn_near(sheet: Sheet, scope: "etree._Element", x: float, y: float) -> "list[etree._Element]":
    """Nodes of the scope that are drawn at that point, the smallest first."""
    found: list[tuple[float, etree._Element]] = []
    for node in scope:
        if isinstance(node.tag, str) and is_bpmn(node) and local(node) in FLOW_NODES:
            box = box_of(shape_of(sheet, node.get("id")))
            if box is not None and box.holds(x, y, NEAR):
                found.append((box.width * box.height, node))
    return [node for _, node in sorted(found, key=lambda entry: entry[0])]


def _default(sheet: Sheet, node: Node) -> None:
    named = node.xml.get("default")
    if named and node.default is None:
        del node.xml.attrib["default"]
        sheet.change(
            RULE, node.xml, f"The default flow “{named}” of {node} does not leave it: forgotten.", named
        )


def _attributes(sheet: Sheet, xml: "etree._Element") -> None:
    for name, kinds in _DROPPED.items():
        value = xml.get(name)
        if value is None:
            continue
        found = sheet.called(value)
        if found is None or local(found) not in kinds:
            del xml.attrib[name]
            sheet.change(
                RULE, xml, f"{said(xml)} referred ({name}) to “{value}”, which is not in the file.", value
            )


def _shared_definition(sheet: Sheet, xml: "etree._Element") -> None:
    parent, found = xml.getparent(), sheet.called(xml.text)
    if parent is not None and (found is None or local(found) not in EVENT_DEFINITIONS):
        parent.remove(xml)
        sheet.change(
            RULE, parent, f"The event's definition “{unprefixed(xml.text or '')}” is not in the file."
        )


def _beside_the_flow(sheet: Sheet, xml: "etree._Element") -> None:
    parent = xml.getparent()
    lost = [xml.get(n) for n in ("sourceRef", "targetRef") if sheet.called(xml.get(n)) is None]
    if lost and parent is not None and bpmn_child(xml, "sourceRef") is None:
        sheet.change(RULE, xml, f"{said(xml)} connects to “{lost[0]}”, which is not in the file: taken out.")
        put_aside(xml, parent)
        forget(sheet, xml.get("id"))

"""Sequence flows that cross the border of a pool or a subprocess, which BPMN does not allow."""

from lxml import etree

from engine.diagram.model import local
from engine.diagram.names import BPMN, FLOW_NODES, SUBPROCESSES
from engine.normaliser.sheet import Sheet
from engine.normaliser.tree import bpmn_child, bpmn_children, label, said
from engine.normaliser.weaving import mark, unmark

RULE = "borders"
_HEAD = frozenset(
    "documentation extensionElements auditing monitoring ioSpecification property laneSet "
    "supportedInterfaceRef ioBinding".split()
)


def apply(sheet: Sheet) -> None:
    """Join pools that flows connect into one process, then keep each flow within its subprocess."""
    for flow in list(sheet.root.iter(f"{{{BPMN}}}sequenceFlow")):
        source, target = sheet.called(flow.get("sourceRef")), sheet.called(flow.get("targetRef"))
        if source is None or target is None:
            continue
        first, second = _process(source), _process(target)
        if first is not None and second is not None and first is not second:
            _join(sheet, flow, first, second)
    for flow in list(sheet.root.iter(f"{{{BPMN}}}sequenceFlow")):
        source, target = sheet.called(flow.get("sourceRef")), sheet.called(flow.get("targetRef"))
        if source is not None and target is not None:
            _within(sheet, flow, source, target)


def _process(xml: "etree._Element") -> "etree._Element | None":
    return next(xml.iterancestors(f"{{{BPMN}}}process"), None)


def _join(sheet: Sheet, flow: "etree._Element", first: "etree._Element", second: "etree._Element") -> None:
    """Two pools that share sequence flows are drawn like lanes: everything moves into the one that starts."""
    into, other = (second, first) if _starts(second) and not _starts(first) else (first, second)
    names = [_pool(sheet, process) for process in (into, other)]
    lanes = bpmn_child(into, "laneSet")
    if lanes is None:
        lanes = _lane_set(sheet, into, names[0])
    _add_lane(sheet, lanes, other, names[1])
    for child in list(other):
        if isinstance(child.tag, str) and (local(child) in _HEAD or not child.tag.startswith(f"{{{BPMN}}}")):
            continue
        into.append(child)
    message = (
        f"The sequence flow {said(flow)} leads from one pool into another, which only message flows may do. "
        f"The pools “{names[0]}” and “{names[1]}” were taken for lanes of one process. "
        "If two organisations are meant, draw message events instead."
    )
    sheet.decide(RULE, flow, message, other.get("id"), into.get("id"))


def _starts(process: "etree._Element") -> bool:
    return bool(bpmn_children(process, "startEvent"))


def _pool(sheet: Sheet, process: "etree._Element") -> str:
    for pool in sheet.root.iter(f"{{{BPMN}}}participant"):
        if pool.get("processRef") == process.get("id"):
            return label(pool) or process.get("id") or ""
    return label(process) or process.get("id") or ""


def _lane_set(sheet: Sheet, process: "etree._Element", name: str) -> "etree._Element":
    made = process.makeelement(f"{{{BPMN}}}laneSet", {"id": sheet.new_id("lanes")})
    head = [index for index, child in enumerate(process) if local(child) in _HEAD]
    process.insert(head[-1] + 1 if head else 0, made)
    _add_lane(sheet, made, process, name)
    return made


def _add_lane(sheet: Sheet, lanes: "etree._Element", process: "etree._Element", name: str) -> None:
    """A lane that holds what the process holds."""
    lane = etree.SubElement(lanes, f"{{{BPMN}}}lane", {"id": sheet.new_id("lane"), "name": name})
    for node in bpmn_children(process, *FLOW_NODES):
        etree.SubElement(lane, f"{{{BPMN}}}flowNodeRef").text = node.get("id")


def _within(sheet: Sheet, flow: "etree._Element", source: "etree._Element", target: "etree._Element") -> None:
    ends = _lifted(source, target)
    if ends is None:
        return
    scope = ends[0].getparent()
    if ends == (source, target):
        if flow.getparent() is not scope and scope is not None:
            scope.append(flow)
            sheet.change(
                RULE, flow, f"The sequence flow {said(flow)} was stored in another subprocess than its ends."
            )
        return
    before = f"{flow.get('sourceRef')} → {flow.get('targetRef')}"
    ident = flow.get("id") or ""
    unmark(sheet, {ident})
    for name, node, kind in (("sourceRef", ends[0], "outgoing"), ("targetRef", ends[1], "incoming")):
        flow.set(name, node.get("id") or "")
        mark(node, kind, ident)
    if scope is not None and flow.getparent() is not scope:
        scope.append(flow)
    message = (
        f"The sequence flow {said(flow)} crosses the border of a subprocess, which BPMN does not allow. "
        f"It now leads from {said(ends[0])} to {said(ends[1])}."
    )
    sheet.decide(RULE, flow, message, before, f"{flow.get('sourceRef')} → {flow.get('targetRef')}")


def _lifted(
    source: "etree._Element", target: "etree._Element"
) -> "tuple[etree._Element, etree._Element] | None":
    """The two ends, or the subprocesses around them that lie side by side; None: one lies in the other."""
    ways = [_way(source), _way(target)]
    for first in ways[0]:
        for second in ways[1]:
            if first is not second and first.getparent() is second.getparent():
                return first, second
    return None


def _way(node: "etree._Element") -> "list[etree._Element]":
    """The node and the subprocesses around it, the innermost first."""
    return [node, *(above for above in node.iterancestors() if local(above) in SUBPROCESSES)]

"""Room for a node on a line that is drawn already."""

from lxml import etree

from engine.diagram import names
from engine.normaliser.layout.drawn import Drawn, planes
from engine.normaliser.layout.geometry import Box
from engine.normaliser.layout.plan import elbow
from engine.normaliser.layout.sizes import label_of, size_of
from engine.normaliser.layout.writing import marks_of

STEP = 40.0


def place(definitions: "etree._Element", new_node: "etree._Element", before: "etree._Element") -> bool:
    """Draw a node on the line of a flow, between the nodes that it joins; answers whether that was possible.

    Without room between them, what lies right of the line's source moves to the right. `before` is the flow
    as it was or as it is now, leading to or from the new node; the lines at the new node are drawn anew.
    """
    for plane in planes(definitions):
        drawn = Drawn(definitions, plane)
        ends = _ends(definitions, new_node, before)
        source, target = drawn.box(ends[0]), drawn.box(ends[1])
        if source is None or target is None:
            continue
        _put(definitions, drawn, new_node, source, target)
        _draw_lines(definitions, drawn, new_node.get("id") or "")
        return True
    return False


def _ends(
    definitions: "etree._Element", new_node: "etree._Element", flow: "etree._Element"
) -> tuple[str, str]:
    """What the flow joins, past the new node if it leads there already."""
    own = new_node.get("id")
    source, target = flow.get("sourceRef") or "", flow.get("targetRef") or ""
    for other in definitions.iter(f"{{{names.BPMN}}}sequenceFlow"):
        if target == own and other.get("sourceRef") == own:
            target = other.get("targetRef") or ""
        if source == own and other.get("targetRef") == own:
            source = other.get("sourceRef") or ""
    return source, target


def _put(
    definitions: "etree._Element", drawn: Drawn, node: "etree._Element", source: Box, target: Box
) -> None:
    width, height = size_of(node)
    needed = width + 2 * STEP
    room = target.x - source.right
    onward = room >= 0
    if not onward or room < needed:
        beyond = target.x if onward else source.right + 1
        kept = _staying(definitions, drawn, beyond)
        drawn.shift(beyond, needed - room if onward else needed, kept)
    middle = (source.right + target.x) / 2 if room >= needed else source.right + needed / 2
    level = source.middle.y
    box = Box(middle - width / 2, level - height / 2, width, height)
    others = [
        other
        for sibling in _siblings(node)
        if (other := drawn.box(sibling)) is not None and sibling != node.get("id")
    ]
    for _ in range(50):
        hit = next((other for other in others if box.overlaps(other, 8)), None)
        if hit is None:
            break
        box = Box(box.x, hit.bottom + 20, width, height)
    size = label_of(node)
    label = None if size is None else Box(box.middle.x - size[0] / 2, box.bottom + 6, *size)
    drawn.put(node.get("id") or "", box, label, **marks_of(node, False))


def _siblings(node: "etree._Element") -> list[str]:
    parent = node.getparent()
    return [] if parent is None else [child.get("id") or "" for child in parent if child.get("id")]


def _staying(definitions: "etree._Element", drawn: Drawn, beyond: float) -> set[str]:
    """Boundary events right of the line whose hosts do not move."""
    kept: set[str] = set()
    for event in definitions.iter(f"{{{names.BPMN}}}boundaryEvent"):
        host = drawn.box(event.get("attachedToRef"))
        if host is not None and host.x < beyond - 0.5 and host.width <= 150:
            kept.add(event.get("id") or "")
    return kept


def _draw_lines(definitions: "etree._Element", drawn: Drawn, ident: str) -> None:
    for flow in definitions.iter(f"{{{names.BPMN}}}sequenceFlow"):
        ends = (flow.get("sourceRef"), flow.get("targetRef"))
        first, second = drawn.box(ends[0]), drawn.box(ends[1])
        if ident in ends and first is not None and second is not None:
            drawn.draw(flow.get("id") or "", elbow(first, second))

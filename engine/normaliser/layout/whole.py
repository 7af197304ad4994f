"""A diagram drawn from nothing."""

from lxml import etree

from engine.diagram import names
from engine.normaliser.layout.contents import children
from engine.normaliser.layout.plan import Plan
from engine.normaliser.layout.pools import Sheet, sheet_of
from engine.normaliser.layout.writing import NS, Plane, ids_of, marks_of, new_plane

_SHAPE = f"{{{names.DI}}}BPMNShape"
_EDGE = f"{{{names.DI}}}BPMNEdge"
_DIAGRAM = f"{{{names.DI}}}BPMNDiagram"


def lay_out(definitions: "etree._Element") -> bool:
    """Draw a document that has no drawing; answers whether anything was drawn.

    Layers from left to right, pools and lanes as bands; the same document gives the same drawing.
    """
    if next(definitions.iter(_SHAPE, _EDGE), None) is not None:
        return False
    for empty in list(definitions.iter(_DIAGRAM)):
        parent = empty.getparent()
        if parent is not None:
            parent.remove(empty)
    elements = {e.get("id") or "": e for e in definitions.iter(f"{{{names.BPMN}}}*") if e.get("id")}
    taken = ids_of(definitions)
    drawn = False
    subjects, beside = _subjects(definitions)
    for about in subjects:
        sheet = sheet_of(definitions, about, beside)
        if not sheet.plan.boxes and not sheet.pools:
            continue
        plane = new_plane(definitions, about.get("id") or "", taken)
        write_sheet(plane, sheet, elements)
        drawn = True
    if drawn:
        etree.cleanup_namespaces(definitions, top_nsmap=NS, keep_ns_prefixes=_prefixes(definitions))
    return drawn


def _prefixes(definitions: "etree._Element") -> list[str]:
    """Prefixes in use anywhere: attributes and texts may name things by them."""
    return sorted({prefix for element in definitions.iter("*") for prefix in element.nsmap if prefix})


def _subjects(
    definitions: "etree._Element",
) -> "tuple[list[etree._Element], list[etree._Element]]":
    """What gets a diagram of its own, and processes without a pool that are drawn beside the only pools."""
    collaborations = [
        c
        for c in children(definitions, "collaboration")
        if c.get("id") and any(True for _ in children(c, "participant"))
    ]
    shown = {
        (pool.get("processRef") or "").rpartition(":")[2]
        for collaboration in collaborations
        for pool in children(collaboration, "participant")
    }
    others = [p for p in children(definitions, "process") if p.get("id") and p.get("id") not in shown]
    if len(collaborations) == 1:
        return collaborations, others
    return [*collaborations, *others], []


def write_sheet(plane: Plane, sheet: Sheet, elements: "dict[str, etree._Element]") -> None:
    """Write pools and lanes first, so that they lie below, then nodes and lines."""
    for boxes in (sheet.pools, sheet.lanes):
        for ident, box in boxes.items():
            if ident:
                plane.shape(ident, box, isHorizontal="true")
    write_plan(plane, sheet.plan, elements)


def write_plan(plane: Plane, plan: Plan, elements: "dict[str, etree._Element]") -> None:
    """Write nodes and lines."""
    for ident, box in plan.boxes.items():
        extra = marks_of(elements[ident], ident in plan.expanded)
        plane.shape(ident, box, plan.labels.get(ident), **extra)
    for ident, line in plan.lines.items():
        plane.edge(ident, line, plan.labels.get(ident))

"""Lines that a drawing lacks, drawn between what they join."""

from lxml import etree

from engine.diagram import names
from engine.diagram.model import local
from engine.normaliser.layout.contents import associations
from engine.normaliser.layout.drawn import Drawn
from engine.normaliser.layout.plan import connected, elbow


def draw_lines(definitions: "etree._Element", drawn: Drawn, elsewhere: set[str]) -> None:
    """Draw each flow and association without an edge whose ends are drawn.

    elsewhere: ids that another plane shows.
    """
    flows = definitions.iter(f"{{{names.BPMN}}}sequenceFlow", f"{{{names.BPMN}}}messageFlow")
    wanted: list[tuple[etree._Element, str, str]] = []
    for flow in flows:
        source, target = ((flow.get(name) or "").rpartition(":")[2] for name in ("sourceRef", "targetRef"))
        wanted.append((flow, source, target))
    for scope in definitions.iter(f"{{{names.BPMN}}}*"):
        wanted.extend(associations(scope))
    for element, source, target in wanted:
        ident = element.get("id") or ""
        first, second = drawn.box(source), drawn.box(target)
        if not ident or ident in drawn.edges or ident in elsewhere or first is None or second is None:
            continue
        level = local(element) == "sequenceFlow"
        drawn.draw(ident, elbow(first, second) if level else connected(first, second))

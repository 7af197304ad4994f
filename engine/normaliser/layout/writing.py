"""A drawing written into the file as BPMN DI.

Source: BPMN 2.0.2, 12.2 (diagram interchange).
"""

from lxml import etree

from engine.diagram import names
from engine.diagram.model import local
from engine.normaliser.layout.geometry import Box, Point

NS = {"bpmndi": names.DI, "dc": names.DC, "di": names.DD}


def tag(prefix: str, name: str) -> str:
    """The qualified name of an element of the diagram interchange."""
    return f"{{{NS[prefix]}}}{name}"


def number(value: float) -> str:
    """A coordinate, without what is smaller than a tenth of a pixel."""
    return f"{round(value, 1):g}" if abs(value) < 100_000 else f"{round(value)}"


class Plane:
    """A plane to draw on; every shape and edge gets an id that the file does not have yet."""

    def __init__(self, plane: "etree._Element", taken: set[str]) -> None:
        self.plane = plane
        self.taken = taken

    def fresh(self, base: str) -> str:
        """An id that nothing else has."""
        ident, count = base, 1
        while ident in self.taken:
            count += 1
            ident = f"{base}_{count}"
        self.taken.add(ident)
        return ident

    def shape(self, ident: str, box: Box, label: Box | None = None, **extra: str) -> "etree._Element":
        """A new shape of an element."""
        attributes = {"id": self.fresh(f"{ident}_di"), "bpmnElement": ident, **extra}
        shape = etree.SubElement(self.plane, tag("bpmndi", "BPMNShape"), attributes)
        bounds(shape, box)
        if label is not None:
            bounds(etree.SubElement(shape, tag("bpmndi", "BPMNLabel")), label)
        return shape

    def edge(self, ident: str, line: list[Point], label: Box | None = None) -> "etree._Element":
        """A new edge of an element."""
        attributes = {"id": self.fresh(f"{ident}_di"), "bpmnElement": ident}
        edge = etree.SubElement(self.plane, tag("bpmndi", "BPMNEdge"), attributes)
        for point in line:
            waypoint = {"x": number(point.x), "y": number(point.y)}
            etree.SubElement(edge, tag("di", "waypoint"), waypoint)
        if label is not None:
            bounds(etree.SubElement(edge, tag("bpmndi", "BPMNLabel")), label)
        return edge


def bounds(parent: "etree._Element", box: Box) -> None:
    """Write the bounds of a shape or label."""
    sizes = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
    etree.SubElement(parent, tag("dc", "Bounds"), {key: number(value) for key, value in sizes.items()})


def new_plane(definitions: "etree._Element", about: str, taken: set[str]) -> Plane:
    """A new diagram of a collaboration or process, where the schema wants it."""
    diagram = etree.Element(tag("bpmndi", "BPMNDiagram"), nsmap=NS)
    plane = etree.SubElement(diagram, tag("bpmndi", "BPMNPlane"))
    made = Plane(plane, taken)
    diagram.set("id", made.fresh(f"{about}_diagram"))
    plane.set("id", made.fresh(f"{about}_plane"))
    plane.set("bpmnElement", about)
    at = len(definitions)
    for place, child in enumerate(definitions):
        if isinstance(child.tag, str) and child.tag == f"{{{names.BPMN}}}relationship":
            at = place
            break
    definitions.insert(at, diagram)
    return made


def ids_of(definitions: "etree._Element") -> set[str]:
    """All ids of the file."""
    return {ident for element in definitions.iter("*") if (ident := element.get("id"))}


def marks_of(element: "etree._Element", expanded: bool) -> dict[str, str]:
    """What a shape says besides its place."""
    kind = local(element)
    if kind in names.SUBPROCESSES:
        return {"isExpanded": "true" if expanded else "false"}
    if kind == "exclusiveGateway":
        return {"isMarkerVisible": "true"}
    return {"isHorizontal": "true"} if kind in ("participant", "lane") else {}

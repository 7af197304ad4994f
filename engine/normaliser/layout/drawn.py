"""A drawing that is there already: read, moved and added to."""

from lxml import etree

from engine.diagram import names
from engine.normaliser.layout.geometry import Box, Point
from engine.normaliser.layout.writing import Plane, bounds, ids_of, number, tag

_BOUNDS = tag("dc", "Bounds")
_LABEL = tag("bpmndi", "BPMNLabel")
_WAYPOINT = tag("di", "waypoint")


class Drawn:
    """The shapes and edges of one plane by the id of what they show."""

    def __init__(self, definitions: "etree._Element", plane: "etree._Element") -> None:
        self.plane = Plane(plane, ids_of(definitions))
        self.shapes: dict[str, etree._Element] = {}
        self.edges: dict[str, etree._Element] = {}
        for kind, found in (("BPMNShape", self.shapes), ("BPMNEdge", self.edges)):
            for element in plane.iter(tag("bpmndi", kind)):
                ident = (element.get("bpmnElement") or "").rpartition(":")[2]
                found.setdefault(ident, element)

    def box(self, ident: str | None) -> Box | None:
        """Where an element is drawn, None if it is not."""
        shape = self.shapes.get(ident or "")
        found = shape.find(_BOUNDS) if shape is not None else None
        return None if found is None else _box(found)

    def boxes(self) -> dict[str, Box]:
        """All shapes that have bounds."""
        return {ident: box for ident in self.shapes if (box := self.box(ident)) is not None}

    def put(self, ident: str, box: Box, label: Box | None = None, **extra: str) -> None:
        """Draw a shape, or move the one that is there."""
        shape = self.shapes.get(ident)
        if shape is None:
            self.shapes[ident] = self.plane.shape(ident, box, label, **extra)
            return
        old = shape.find(_BOUNDS)
        if old is None:
            bounds(shape, box)
            shape.insert(0, shape[-1])
        else:
            _write(old, box)

    def draw(self, ident: str, line: list[Point], label: Box | None = None) -> None:
        """Draw an edge in place of the one that is there."""
        old = self.edges.get(ident)
        if old is None:
            self.edges[ident] = self.plane.edge(ident, line, label)
            return
        for element in [*old.findall(_WAYPOINT), *old.findall(_LABEL)]:
            old.remove(element)
        fresh = [old.makeelement(_WAYPOINT, {"x": number(p.x), "y": number(p.y)}) for p in line]
        for place, waypoint in enumerate(fresh):
            old.insert(place, waypoint)

    def line(self, ident: str) -> list[Point]:
        """The waypoints of an edge."""
        edge = self.edges.get(ident)
        return [] if edge is None else [_point(waypoint) for waypoint in edge.findall(_WAYPOINT)]

    def shift(self, beyond: float, by: float, kept: set[str]) -> None:
        """Move all that lies right of an upright line, and widen what lies around it.

        kept: boundary events that stay because their hosts stay.
        """
        moved: set[str] = set()
        for ident, box in self.boxes().items():
            if box.x >= beyond - 0.5 and ident not in kept:
                moved.add(ident)
                self.put(ident, box.moved(by, 0))
                _move_label(self.shapes[ident], by)
            elif box.right > beyond + 0.5 and box.width > 150:
                self.put(ident, Box(box.x, box.y, box.width + by, box.height))
        for ident, edge in self.edges.items():
            for waypoint in edge.findall(_WAYPOINT):
                point = _point(waypoint)
                if point.x >= beyond - 0.5:
                    waypoint.set("x", number(point.x + by))
            label = edge.find(f"{_LABEL}/{_BOUNDS}")
            if label is not None and _box(label).x >= beyond - 0.5:
                _move_label(self.edges[ident], by)


def _move_label(element: "etree._Element", by: float) -> None:
    label = element.find(f"{_LABEL}/{_BOUNDS}")
    if label is not None:
        _write(label, _box(label).moved(by, 0))


def _box(element: "etree._Element") -> Box:
    x, y, width, height = (_number(element.get(key)) for key in ("x", "y", "width", "height"))
    return Box(x, y, width, height)


def _point(element: "etree._Element") -> Point:
    return Point(_number(element.get("x")), _number(element.get("y")))


def _number(text: str | None) -> float:
    try:
        value = float(text or 0)
    except ValueError:
        return 0.0
    return value if abs(value) < 1e7 else 0.0


def _write(element: "etree._Element", box: Box) -> None:
    sizes = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
    for key, value in sizes.items():
        element.set(key, number(value))


def planes(definitions: "etree._Element") -> "list[etree._Element]":
    """All planes of the file."""
    return list(definitions.iter(f"{{{names.DI}}}BPMNPlane"))

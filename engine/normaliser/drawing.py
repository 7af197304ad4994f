"""The drawing of a file (BPMN DI): kept as it is, with room made for what the importer adds."""

from dataclasses import dataclass

from lxml import etree

from engine.diagram.model import local, unprefixed
from engine.diagram.names import DC, DD, DI
from engine.normaliser.sheet import Sheet
from engine.normaliser.tree import detach

GAP = 50.0
SIZES = {"userTask": (100.0, 80.0), "startEvent": (36.0, 36.0), "intermediateCatchEvent": (36.0, 36.0)}


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the drawing, in its units."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2

    def holds(self, x: float, y: float, margin: float = 0) -> bool:
        """Whether the point lies inside, or no further outside than the margin."""
        across = self.x - margin <= x <= self.x + self.width + margin
        return across and self.y - margin <= y <= self.y + self.height + margin


def shape_of(sheet: Sheet, ident: str | None) -> "etree._Element | None":
    """The shape that draws an element."""
    return _drawing_of(sheet, "BPMNShape", ident)


def edge_of(sheet: Sheet, ident: str | None) -> "etree._Element | None":
    """The line that draws an element."""
    return _drawing_of(sheet, "BPMNEdge", ident)


def box_of(shape: "etree._Element | None") -> Box | None:
    """Where a shape lies; None where the file does not say so."""
    bounds = None if shape is None else shape.find(f"{{{DC}}}Bounds")
    if bounds is None:
        return None
    try:
        return Box(*(float(bounds.get(name) or "") for name in ("x", "y", "width", "height")))
    except ValueError:
        return None


def points_of(edge: "etree._Element | None") -> list[tuple[float, float]]:
    """The way of a line; empty where the file does not say it."""
    if edge is None:
        return []
    try:
        return [
            (float(p.get("x") or ""), float(p.get("y") or "")) for p in edge.iterchildren(f"{{{DD}}}waypoint")
        ]
    except ValueError:
        return []


def forget(sheet: Sheet, ident: str | None) -> None:
    """Take an element out of the drawing."""
    for drawn in (shape_of(sheet, ident), edge_of(sheet, ident)):
        if drawn is not None:
            detach(drawn)
            sheet.drawn = None


def draw_line(sheet: Sheet, ident: str, points: list[tuple[float, float]], beside: str | None) -> None:
    """Draw a new line, in the plane where another element is drawn."""
    plane = _plane(sheet, beside)
    if plane is None or not points:
        return
    edge = etree.SubElement(
        plane, f"{{{DI}}}BPMNEdge", {"id": sheet.new_id(f"{ident}_di"), "bpmnElement": ident}
    )
    _remember(sheet, edge, ident)
    for x, y in points:
        etree.SubElement(edge, f"{{{DD}}}waypoint", {"x": number(x), "y": number(y)})


def draw_box(sheet: Sheet, ident: str, box: Box, beside: str | None) -> None:
    """Draw a new shape, in the plane where another element is drawn."""
    plane = _plane(sheet, beside)
    if plane is None:
        return
    shape = etree.SubElement(
        plane, f"{{{DI}}}BPMNShape", {"id": sheet.new_id(f"{ident}_di"), "bpmnElement": ident}
    )
    _remember(sheet, shape, ident)
    places = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
    etree.SubElement(shape, f"{{{DC}}}Bounds", {key: number(value) for key, value in places.items()})


def make_room(sheet: Sheet, beside: str, from_x: float, width: float) -> None:
    """Move everything from `from_x` on to the right; what reaches across it grows."""
    plane = _plane(sheet, beside)
    if plane is None:
        return
    for bounds in plane.iter(f"{{{DC}}}Bounds"):
        try:
            x, size = float(bounds.get("x") or ""), float(bounds.get("width") or "")
        except ValueError:
            continue
        if x >= from_x:
            bounds.set("x", number(x + width))
        elif x + size > from_x:
            bounds.set("width", number(size + width))
    for point in plane.iter(f"{{{DD}}}waypoint"):
        try:
            x = float(point.get("x") or "")
        except ValueError:
            continue
        if x >= from_x:
            point.set("x", number(x + width))


def end_line_at(sheet: Sheet, ident: str | None, box: Box) -> None:
    """Lead the last point of a line to the nearest side of a box."""
    edge = edge_of(sheet, ident)
    points = [] if edge is None else edge.findall(f"{{{DD}}}waypoint")
    way = points_of(edge)
    if len(points) < 2 or len(way) != len(points):
        return
    before = way[-2]
    x, y = _side(box, before)
    points[-1].set("x", number(x))
    points[-1].set("y", number(y))


def _side(box: Box, seen_from: tuple[float, float]) -> tuple[float, float]:
    x, y = box.middle
    if seen_from[0] <= box.x:
        return box.x, y
    if seen_from[0] >= box.x + box.width:
        return box.x + box.width, y
    return (x, box.y) if seen_from[1] <= y else (x, box.y + box.height)


def _remember(sheet: Sheet, drawn: "etree._Element", ident: str) -> None:
    if sheet.drawn is not None:
        sheet.drawn[local(drawn), ident] = drawn


def _drawing_of(sheet: Sheet, tag: str, ident: str | None) -> "etree._Element | None":
    if not ident:
        return None
    if sheet.drawn is None:
        sheet.drawn = {}
        for drawn in sheet.root.iter(f"{{{DI}}}BPMNShape", f"{{{DI}}}BPMNEdge"):
            key = local(drawn), unprefixed(drawn.get("bpmnElement") or "")
            sheet.drawn.setdefault(key, drawn)
    return sheet.drawn.get((tag, ident))


def _plane(sheet: Sheet, beside: str | None) -> "etree._Element | None":
    """The plane where the other element is drawn; None where nothing is drawn."""
    other = shape_of(sheet, beside)
    return None if other is None else other.getparent()


def number(value: float) -> str:
    """A coordinate as the file writes it."""
    return f"{round(value, 2):g}" if abs(value) < 1_000_000 else str(round(value, 2))

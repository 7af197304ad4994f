"""A diagram as it is drawn: boxes and lines with what they stand for."""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from textwrap import wrap

from lxml import etree

from engine.diagram.build import read_diagram
from engine.diagram.model import Diagram, Flow, Node
from engine.model.package import Package
from engine.packages import read_package

PROCESSES = Path(__file__).parents[2] / "processes"
PACKAGES = ("complaint", "small-business")

NAMES = {
    "di": "http://www.omg.org/spec/DD/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
}

LETTERS_A_LINE, LETTER, LINE = 17, 5.2, 13
"""How a modeler sets labels: letters in a line, pixels of a letter and of a line."""

Point = tuple[float, float]
Segment = tuple[Point, Point]


@dataclass(frozen=True)
class Box:
    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    def touches(self, other: "Box") -> bool:
        """Whether they share more than an edge."""
        across = min(self.right, other.right) - max(self.x, other.x)
        down = min(self.bottom, other.bottom) - max(self.y, other.y)
        return across > 0 and down > 0

    def holds(self, other: "Box") -> bool:
        return (
            self.x <= other.x
            and self.y <= other.y
            and other.right <= self.right
            and other.bottom <= self.bottom
        )

    def on_edge(self, point: Point) -> bool:
        """Whether the point lies on the outline."""
        x, y = point
        inside = self.x <= x <= self.right and self.y <= y <= self.bottom
        return inside and (x in (self.x, self.right) or y in (self.y, self.bottom))

    def crossed_by(self, segment: Segment) -> bool:
        """Whether a horizontal or vertical line goes through its inside."""
        (ax, ay), (bx, by) = segment
        line = Box(min(ax, bx), min(ay, by), abs(ax - bx) or 0.5, abs(ay - by) or 0.5)
        return Box(self.x + 1, self.y + 1, self.width - 2, self.height - 2).touches(line)


@dataclass(frozen=True)
class Words:
    """A label: of which element, what it says, and where the letters stand."""

    of: str
    text: str
    box: Box


class Drawing:
    """The main diagram of a shipped package."""

    def __init__(self, key: str) -> None:
        self.package: Package = read_package(PROCESSES / key)
        data = self.package.files[self.package.process]
        self.diagram: Diagram = read_diagram(data, self.package.process)
        self.tree = etree.fromstring(data)

    @cached_property
    def boxes(self) -> dict[str, Box]:
        """Every shape's box by the id of its element."""
        shapes = self.tree.iterfind(".//bpmndi:BPMNShape", NAMES)
        return {shape.get("bpmnElement", ""): _box(shape.find("dc:Bounds", NAMES)) for shape in shapes}

    @cached_property
    def words(self) -> list["Words"]:
        """Labels that stand beside their element, as wide as their text is."""
        owners = {element.id: element for element in (*self.nodes, *self.flows)}
        found = []
        for label in self.tree.iterfind(".//bpmndi:BPMNLabel", NAMES):
            parent = label.getparent()
            assert parent is not None
            owner = owners.get(parent.get("bpmnElement", ""))
            if owner is not None and owner.id:
                text = str(owner.xml.get("name"))
                found.append(Words(owner.id, text, _written(text, _box(label.find("dc:Bounds", NAMES)))))
        return found

    @cached_property
    def lines(self) -> dict[str, list[Segment]]:
        """Every edge's straight pieces by the id of its flow."""
        found = {}
        for edge in self.tree.iterfind(".//bpmndi:BPMNEdge", NAMES):
            points = [_point(waypoint) for waypoint in edge.iterfind("di:waypoint", NAMES)]
            found[edge.get("bpmnElement", "")] = list(pairwise(points))
        return found

    @property
    def nodes(self) -> list[Node]:
        return self.diagram.nodes

    @property
    def flows(self) -> list[Flow]:
        return self.diagram.flows


def _written(text: str, bounds: Box) -> Box:
    """Where the letters stand: broken into lines, in the middle of the label's box."""
    lines = [part for line in text.split("\n") for part in wrap(line, LETTERS_A_LINE)]
    width = LETTER * max(len(line) for line in lines)
    left = bounds.x + (bounds.width - width) / 2
    return Box(left, bounds.y + 2, width, LINE * len(lines) - 3)


def _box(bounds: "etree._Element | None") -> Box:
    assert bounds is not None
    return Box(*(float(bounds.get(name, "")) for name in ("x", "y", "width", "height")))


def _point(waypoint: "etree._Element") -> Point:
    return float(waypoint.get("x", "")), float(waypoint.get("y", ""))

"""Boxes and points of a drawing, in pixels; y grows downwards."""

from dataclasses import dataclass
from typing import NamedTuple


class Point(NamedTuple):
    """A place."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its upper left corner."""

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

    @property
    def middle(self) -> Point:
        return Point(self.x + self.width / 2, self.y + self.height / 2)

    def moved(self, dx: float, dy: float) -> "Box":
        """The same box elsewhere."""
        return Box(self.x + dx, self.y + dy, self.width, self.height)

    def overlaps(self, other: "Box", gap: float = 0) -> bool:
        """Whether the boxes share more than their borders, or come closer than the gap."""
        return (
            self.x < other.right + gap
            and other.x < self.right + gap
            and self.y < other.bottom + gap
            and other.y < self.bottom + gap
        )

    def around(self, other: "Box") -> "Box":
        """The smallest box around both."""
        x, y = min(self.x, other.x), min(self.y, other.y)
        return Box(x, y, max(self.right, other.right) - x, max(self.bottom, other.bottom) - y)

    def border_towards(self, place: Point) -> Point:
        """Where a straight line from the middle to the place leaves the box."""
        middle = self.middle
        dx, dy = place.x - middle.x, place.y - middle.y
        if not dx and not dy:
            return Point(middle.x, self.bottom)
        reach = min(
            self.width / 2 / abs(dx) if dx else float("inf"),
            self.height / 2 / abs(dy) if dy else float("inf"),
        )
        return Point(middle.x + dx * reach, middle.y + dy * reach)


def around(boxes: list[Box]) -> Box | None:
    """The smallest box around all, None around none."""
    whole: Box | None = None
    for box in boxes:
        whole = box if whole is None else whole.around(box)
    return whole


def straightened(points: list[Point]) -> list[Point]:
    """The line without points that change nothing."""
    kept: list[Point] = []
    for point in points:
        if kept and abs(kept[-1].x - point.x) < 0.01 and abs(kept[-1].y - point.y) < 0.01:
            continue
        if len(kept) > 1 and _in_line(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return kept


def _in_line(first: Point, second: Point, third: Point) -> bool:
    """Whether the second point lies between the others on a level or upright line."""
    level = abs(first.y - second.y) < 0.01 and abs(second.y - third.y) < 0.01
    upright = abs(first.x - second.x) < 0.01 and abs(second.x - third.x) < 0.01
    onward = (second.x - first.x) * (third.x - second.x) >= 0 and (second.y - first.y) * (
        third.y - second.y
    ) >= 0
    return (level or upright) and onward

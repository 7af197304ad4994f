"""A scope drawn: boxes, labels and lines measured from its upper left corner."""

from dataclasses import dataclass, field
from itertools import pairwise

from lxml import etree

from engine.diagram import names
from engine.diagram.model import local
from engine.normaliser.layout.contents import Contents, Item, associations, children, contents_of
from engine.normaliser.layout.geometry import Box, Point, straightened
from engine.normaliser.layout.grid import NOTE_GAP, Grid, depth_of_hosted, grid_of, widen_for_boundary
from engine.normaliser.layout.layers import assign_columns
from engine.normaliser.layout.routes import Route, lower_places, on_top
from engine.normaliser.layout.rows import assign_rows

PADDING = 16.0
TITLE = 22.0


@dataclass
class Plan:
    """Where everything of a scope is drawn, by id."""

    boxes: dict[str, Box] = field(default_factory=dict)
    labels: dict[str, Box] = field(default_factory=dict)
    lines: dict[str, list[Point]] = field(default_factory=dict)
    expanded: set[str] = field(default_factory=set)  #: subprocesses drawn with what they hold
    lanes: list[tuple[float, float]] = field(default_factory=list)  #: top and bottom of each
    clear_above: dict[str, float] = field(default_factory=dict)  #: a free level line above a node
    clear_below: dict[str, float] = field(default_factory=dict)
    clear_left: dict[str, float] = field(default_factory=dict)  #: a free upright line left of a node
    clear_right: dict[str, float] = field(default_factory=dict)
    width: float = 0
    height: float = 0

    def take_in(self, other: "Plan", dx: float, dy: float) -> None:
        """Add what another plan holds, moved."""
        for ident, box in other.boxes.items():
            self.boxes[ident] = box.moved(dx, dy)
        for ident, box in other.labels.items():
            self.labels[ident] = box.moved(dx, dy)
        for ident, line in other.lines.items():
            self.lines[ident] = [Point(point.x + dx, point.y + dy) for point in line]
        for name, moved in (("above", dy), ("below", dy), ("left", dx), ("right", dx)):
            own, theirs = getattr(self, f"clear_{name}"), getattr(other, f"clear_{name}")
            own.update({ident: place + moved for ident, place in theirs.items()})
        self.expanded |= other.expanded


def plan_of(scope: "etree._Element") -> Plan:
    """The drawing of what lies in a process or subprocess; subprocesses inside grow around what they hold."""
    contents = contents_of(scope)
    for item in contents.items:
        _open(item)
        widen_for_boundary(item)
    assign_columns(contents.items, contents.links)
    ranges = assign_rows(contents.items, contents.links, len(contents.lanes))
    grid = grid_of(contents.items, contents.links, ranges[-1][1])
    plan = Plan(width=grid.width, height=grid.height)
    for item in contents.items:
        _put(item, grid, plan)
    for route in grid.router.routes:
        _draw(route, grid, plan)
    plan.lanes = _lane_edges(contents, ranges, grid)
    draw_associations(scope, plan)
    return plan


def _open(item: Item) -> None:
    """Plan the inside of a subprocess that holds something."""
    if local(item.element) not in names.SUBPROCESSES:
        return
    if not any(local(child) in names.FLOW_NODES for child in children(item.element)):
        return
    item.inner = plan_of(item.element)
    item.width = max(100.0, item.inner.width + 2 * PADDING)
    item.height = max(80.0, item.inner.height + TITLE + PADDING)


def _put(item: Item, grid: Grid, plan: Plan) -> None:
    """Box, label, boundary events, notes and inside of one item."""
    middle = Point(grid.middle_of(item.column), grid.rows[item.row])
    box = Box(middle.x - item.width / 2, middle.y - item.height / 2, item.width, item.height)
    plan.boxes[item.ident] = box
    plan.clear_above[item.ident] = grid.gaps[item.row] + 4
    plan.clear_below[item.ident] = grid.gap_starts[item.row + 1] + 4
    plan.clear_left[item.ident] = grid.channels[item.column] + 6
    plan.clear_right[item.ident] = grid.columns[item.column] + grid.column_widths[item.column] + 6
    if item.label is not None:
        width, height = item.label
        y = box.y - height - 6 if item.is_gateway else box.bottom + 6
        aside = width / 2 + 4 if (item, True) in grid.router.tips else 0  # beside the line at the upper tip
        plan.labels[item.ident] = Box(middle.x - width / 2 - aside, y, width, height)
    _put_hosted(item, box, plan)
    _put_notes(item, box, middle.x, grid, plan)
    if item.inner is not None:
        plan.expanded.add(item.ident)
        dx = box.x + (box.width - item.inner.width) / 2
        plan.take_in(item.inner, dx, box.y + TITLE)


def _put_hosted(item: Item, box: Box, plan: Plan) -> None:
    room = lower_places(item)
    for upper in (False, True):
        row = [event for event in item.hosted if on_top(item, event) == upper]
        used = 0.0  # labels stand one under the other, so that neighbours' do not overlap
        for place, event in reversed(list(enumerate(row))):
            x = (
                box.x + box.width * (place + 1) / (len(row) + 1)
                if len(row) < room
                else _crowded(box, place, row)
            )
            y = box.y if upper else box.bottom
            plan.boxes[event.ident] = Box(x - 18, y - 18, 36, 36)
            for name in ("above", "below", "left", "right"):
                places = getattr(plan, f"clear_{name}")
                places[event.ident] = places[item.ident]
            if event.label is not None:
                width, height = event.label
                label_y = y - 18 - used - height if upper else y + 18 + used
                plan.labels[event.ident] = Box(x + 8, label_y, width, height)
                used += height


def _crowded(box: Box, place: int, row: list[Item]) -> float:
    return box.x + box.width * (place + 0.5) / len(row)


def _put_notes(item: Item, box: Box, x: float, grid: Grid, plan: Plan) -> None:
    y = grid.tops[item.row] - depth_of_hosted(item, upper=True)
    for note in sorted(item.notes, key=lambda note: note.ident):
        under = note.label[1] if note.label else 0
        y -= NOTE_GAP + note.height + under
        plan.boxes[note.ident] = Box(x - note.width / 2, y, note.width, note.height)
        if note.label is not None:
            plan.labels[note.ident] = Box(x - note.label[0] / 2, y + note.height, *note.label)


def _draw(route: Route, grid: Grid, plan: Plan) -> None:
    """The line of one route, and its label where there is room."""
    link, legs = route.link, route.legs
    source = plan.boxes[link.port.ident if link.port else link.source.ident]
    target = plan.boxes[link.target.ident]
    places: list[tuple[bool, float]] = []  # whether upright, and where
    for number, leg in enumerate(legs):
        if leg.kind == "row":
            places.append((False, grid.rows[leg.at]))
        elif leg.kind == "gap":
            places.append((False, grid.gap_line(leg.at, route.tracks[number])))
        elif leg.kind == "channel":
            places.append((True, grid.channel_line(leg.at, route.tracks[number])))
        else:
            places.append((True, (source if number == 0 else target).middle.x))
    points = [_end(source, places, first=True)]
    for (upright, at), (_, other) in pairwise(places):
        points.append(Point(at, other) if upright else Point(other, at))
    points.append(_end(target, places, first=False))
    line = straightened(points)
    plan.lines[link.ident] = line
    if link.label is not None:
        plan.labels[link.ident] = label_on(line, *link.label)


def _end(box: Box, places: list[tuple[bool, float]], *, first: bool) -> Point:
    """Where a line leaves its source or reaches its target."""
    upright, at = places[0 if first else -1]
    if not upright:
        return Point(box.right if first else box.x, at)
    other = places[1 if first else -2][1]
    return Point(at, box.bottom if other > box.middle.y else box.y)


def label_on(line: list[Point], width: float, height: float) -> Box:
    """The place of a label: above the last level part, else beside the first part."""
    start, end = line[0], line[1]
    if start.y == end.y and len(line) == 2:
        return Box(min(start.x, end.x) + 6, start.y - height - 4, width, height)
    before, last = line[-2], line[-1]
    if abs(before.y - last.y) < 0.01:
        return Box(min(before.x, last.x) + 6, last.y - height - 4, width, height)
    if abs(start.y - end.y) < 0.01:
        return Box(min(start.x, end.x) + 6, start.y - height - 4, width, height)
    return Box(start.x + 6, (start.y + end.y) / 2 - height / 2, width, height)


def _lane_edges(contents: Contents, ranges: list[tuple[int, int]], grid: Grid) -> list[tuple[float, float]]:
    if not contents.lanes:
        return []
    count = len(contents.lanes)
    edges = [0.0]
    for first, _ in ranges[1:]:
        edges.append(grid.borders[first])
    edges.append(grid.height)
    return [(edges[place], edges[place + 1]) for place in range(count)]


def draw_associations(scope: "etree._Element", plan: Plan) -> None:
    """Straight dotted lines between notes and what they belong to."""
    for element, source, target in associations(scope):
        ident = element.get("id") or ""
        first, second = (
            plan.boxes.get(end) or _middle_of_line(plan.lines.get(end)) for end in (source, target)
        )
        if ident and first is not None and second is not None:
            plan.lines[ident] = connected(first, second)


def connected(first: Box, second: Box) -> list[Point]:
    """A straight line from border to border."""
    return [first.border_towards(second.middle), second.border_towards(first.middle)]


def elbow(first: Box, second: Box, below: float | None = None) -> list[Point]:
    """A line of level and upright parts, from the right of one box to the left of the other where that fits.

    below: how deep a line that goes back runs; under both boxes unless given.
    """
    start, end = Point(first.right, first.middle.y), Point(second.x, second.middle.y)
    if end.x >= start.x + 10:
        x = (start.x + end.x) / 2
        return straightened([start, Point(x, start.y), Point(x, end.y), end])
    if first.x < second.right and second.x < first.right and first != second:
        return _over_under(first, second)
    level = max(first.bottom, second.bottom) + 20 if below is None else below
    bottom = Point(first.middle.x, first.bottom)
    left = second.x - 20
    return straightened([bottom, Point(bottom.x, level), Point(left, level), Point(left, end.y), end])


def _over_under(first: Box, second: Box) -> list[Point]:
    """Between boxes that stand over one another."""
    down = second.y >= first.middle.y
    start = Point(first.middle.x, first.bottom if down else first.y)
    end = Point(second.middle.x, second.y if down else second.bottom)
    middle = (start.y + end.y) / 2
    return straightened([start, Point(start.x, middle), Point(end.x, middle), end])


def _middle_of_line(line: list[Point] | None) -> Box | None:
    if not line:
        return None
    first, second = line[0], line[1]
    return Box((first.x + second.x) / 2, (first.y + second.y) / 2, 0, 0)

"""Pools under one another, their lanes, and the messages between them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from engine.diagram import names
from engine.diagram.model import local
from engine.normaliser.layout.contents import associations, children
from engine.normaliser.layout.geometry import Box, Point, straightened
from engine.normaliser.layout.plan import Plan, connected, draw_associations, elbow, label_on, plan_of
from engine.normaliser.layout.sizes import ARTIFACTS, label_of, size_of

HEADER = 30.0
MARGIN = 100.0
BETWEEN = 60.0
TRACK = 14.0
CLOSED_POOL = 60.0


@dataclass
class Sheet:
    """A whole drawing: one plan in the coordinates of the page, with its pools and lanes."""

    plan: Plan = field(default_factory=Plan)
    pools: dict[str, Box] = field(default_factory=dict)
    lanes: dict[str, Box] = field(default_factory=dict)
    pool_of: dict[str, str] = field(default_factory=dict)


def sheet_of(
    definitions: "etree._Element", about: "etree._Element", beside: "Sequence[etree._Element]" = ()
) -> Sheet:
    """The drawing of a collaboration with its pools, or of a process without one.

    beside: processes without a pool that are drawn under the pools.
    """
    sheet = Sheet()
    participants = list(children(about, "participant"))
    if not participants:
        plan = plan_of(about)
        _take_in(sheet, about, plan, MARGIN, MARGIN)
        return sheet
    processes = {process.get("id"): process for process in children(definitions, "process")}
    plans: list[tuple[etree._Element, etree._Element | None, Plan]] = []
    drawn: set[str] = set()
    for pool in participants:
        reference = (pool.get("processRef") or "").rpartition(":")[2]
        process = processes.get(reference) if reference not in drawn else None
        drawn.add(reference)
        filled = process is not None and bool(_drawable(process))
        plan = plan_of(process) if process is not None and filled else Plan(height=CLOSED_POOL)
        plans.append((pool, process if filled else None, plan))
    messages = list(children(about, "messageFlow"))
    room = BETWEEN + TRACK * min(len(messages), 12)
    width = max([200.0, *(plan.width + _indent(process) for _, process, plan in plans)])
    y = MARGIN
    for pool, process, plan in plans:
        ident = pool.get("id") or ""
        box = Box(MARGIN, y, width, plan.height)
        sheet.pools[ident] = box
        if process is not None:
            _take_in(sheet, process, plan, MARGIN + _indent(process), y, ident, box)
        y += plan.height + room
    for process in filter(_drawable, beside):
        plan = plan_of(process)
        _take_in(sheet, process, plan, MARGIN + _indent(process), y)
        y += plan.height + room
    _messages(sheet, messages)
    _loose_notes(sheet, about, y)
    draw_associations(about, sheet.plan)
    _across(sheet, definitions)
    return sheet


def _loose_notes(sheet: Sheet, about: "etree._Element", y: float) -> None:
    """Annotations of the collaboration stand below the last pool, under what they belong to."""
    partners: dict[str, str] = {}
    for _, source, target in associations(about):
        partners.setdefault(source, target)
        partners.setdefault(target, source)
    x = MARGIN
    for note in children(about, *ARTIFACTS):
        ident = note.get("id") or ""
        partner = _place(sheet, partners.get(ident, ""))
        width, height = size_of(note)
        x = max(x, partner.middle.x - width / 2) if partner else x
        if ident:
            sheet.plan.boxes[ident] = Box(x, y - BETWEEN / 2, width, height)
            x += width + 20


def _across(sheet: Sheet, definitions: "etree._Element") -> None:
    """Lines from one pool to another that should not be there, so that they are seen all the same."""
    for flow in definitions.iter(f"{{{names.BPMN}}}sequenceFlow", f"{{{names.BPMN}}}association"):
        ident = flow.get("id") or ""
        first, second = (_place(sheet, flow.get(name) or "") for name in ("sourceRef", "targetRef"))
        if not ident or ident in sheet.plan.lines or first is None or second is None:
            continue
        if local(flow) == "association":
            sheet.plan.lines[ident] = connected(first, second)
        else:
            sheet.plan.lines[ident] = elbow(first, second)


def _drawable(process: "etree._Element") -> "list[etree._Element]":
    return [*children(process, *names.FLOW_NODES, *ARTIFACTS, "laneSet")]


def _indent(process: "etree._Element | None") -> float:
    return HEADER * (1 + (_depth(process) if process is not None else 0))


def _depth(holder: "etree._Element") -> int:
    """How many lanes lie in one another."""
    depths = [
        1 + _depth(lane)
        for lane_set in children(holder, "laneSet", "childLaneSet")
        for lane in children(lane_set, "lane")
    ]
    return max(depths, default=0)


def _take_in(
    sheet: Sheet,
    process: "etree._Element",
    plan: Plan,
    x: float,
    y: float,
    pool: str = "",
    box: Box | None = None,
) -> None:
    for ident in plan.boxes:
        sheet.pool_of[ident] = pool
    sheet.plan.take_in(plan, x, y)
    if plan.lanes:
        depth = _depth(process)
        frame = box or Box(x - HEADER * depth, y, plan.width + HEADER * depth, plan.height)
        left = frame.x + (HEADER if box is not None else 0)
        spans = iter(plan.lanes)
        _lanes(sheet, process, spans, y, left, frame.right)


def _lanes(
    sheet: Sheet,
    holder: "etree._Element",
    spans: Iterator[tuple[float, float]],
    y: float,
    left: float,
    right: float,
) -> tuple[float, float]:
    """Boxes of the lanes inside a holder; answers top and bottom of all of them."""
    top, bottom = float("inf"), float("-inf")
    for lane_set in children(holder, "laneSet", "childLaneSet"):
        for lane in children(lane_set, "lane"):
            inside = _lanes(sheet, lane, spans, y, left + HEADER, right)
            if inside[0] > inside[1]:
                first, last = next(spans)
                inside = (first + y, last + y)
            sheet.lanes[lane.get("id") or ""] = Box(left, inside[0], right - left, inside[1] - inside[0])
            top, bottom = min(top, inside[0]), max(bottom, inside[1])
    return top, bottom


# ---- messages


def _messages(sheet: Sheet, flows: "list[etree._Element]") -> None:
    used: dict[str, int] = {}
    for number, flow in enumerate(sorted(flows, key=lambda flow: flow.get("id") or "")):
        ident = flow.get("id") or ""
        ends = [(flow.get(name) or "").rpartition(":")[2] for name in ("sourceRef", "targetRef")]
        line = _message_line(sheet, ends[0], ends[1], number, used)
        if ident and line:
            sheet.plan.lines[ident] = line
            if (size := label_of(flow)) is not None:
                sheet.plan.labels[ident] = label_on(line, *size)


def _message_line(
    sheet: Sheet, source: str, target: str, number: int, used: dict[str, int]
) -> list[Point] | None:
    first, second = _place(sheet, source), _place(sheet, target)
    if first is None or second is None:
        return None
    pools = [sheet.pool_of.get(end, end) for end in (source, target)]
    if pools[0] == pools[1] or any(pool not in sheet.pools for pool in pools):
        return connected(first, second)
    down = sheet.pools[pools[0]].y < sheet.pools[pools[1]].y
    upper, lower = (source, target) if down else (target, source)
    level = sheet.pools[pools[0] if down else pools[1]].bottom + 20 + TRACK * (number % 12)
    top = _towards(sheet, upper, lower, used, down=True)
    bottom = _towards(sheet, lower, upper, used, down=False)
    top.append(Point(top[-1].x, level))
    bottom.append(Point(bottom[-1].x, level))
    line = straightened([*top, *reversed(bottom)])
    return line if down else line[::-1]


def _place(sheet: Sheet, ident: str) -> Box | None:
    return sheet.plan.boxes.get(ident) or sheet.pools.get(ident)


def _towards(sheet: Sheet, ident: str, other: str, used: dict[str, int], *, down: bool) -> list[Point]:
    """From a node or pool out of its pool, past the other nodes."""
    box = _place(sheet, ident)
    assert box is not None
    if ident in sheet.pools:
        partner = _place(sheet, other)
        assert partner is not None
        x = min(max(partner.middle.x, box.x + 40), box.right - 10)
        return [Point(x, box.bottom if down else box.y)]
    count = used.get(ident, 0)
    used[ident] = count + 1
    x = box.middle.x + min(box.width / 2 - 10, 12.0 * ((count + 1) // 2)) * (1 if count % 2 else -1)
    start = Point(x, box.bottom if down else box.y)
    if box.width == 36.0 or (box.width == 50.0 and box.height == 50.0):
        start = Point(box.middle.x, start.y)  # round and pointed shapes are left at their tip
    pool = sheet.pools[sheet.pool_of[ident]]
    edge = pool.bottom if down else pool.y
    way = Box(start.x - 2, min(start.y, edge), 4, abs(start.y - edge))
    within = [
        other for key, other in sheet.plan.boxes.items() if sheet.pool_of.get(key) == sheet.pool_of[ident]
    ]
    if not any(way.overlaps(other) and not _inside(box, other) for other in within if other != box):
        return [start]
    level = (sheet.plan.clear_below if down else sheet.plan.clear_above)[ident]
    side = sheet.plan.clear_right[ident] if down else sheet.plan.clear_left[ident]
    return [start, Point(start.x, level), Point(side, level)]


def _inside(box: Box, other: Box) -> bool:
    return other.x <= box.x and other.right >= box.right and other.y <= box.y and other.bottom >= box.bottom

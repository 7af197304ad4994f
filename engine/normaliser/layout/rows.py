"""Rows: few crossings, straight main ways, and each lane and each unconnected part in rows of its own."""

from collections import defaultdict
from collections.abc import Iterable

from engine.normaliser.layout.contents import Item, Link
from engine.normaliser.layout.layers import SINGLES_IN_A_ROW

SWEEPS = 6
Band = tuple[int, int]  # lane, component
Near = dict[Item, list[tuple[Item, int]]]  # a neighbour and how many rows further down the item belongs


def assign_rows(items: list[Item], links: list[Link], lanes: int) -> list[tuple[int, int]]:
    """Sets the row of each item; answers first row and row after the last of each lane.

    One range more stands at the end where something lies in no lane.
    """
    bands: dict[Band, list[Item]] = defaultdict(list)
    for item in items:
        bands[(item.lane, item.component)].append(item)
    before, after = _neighbours(links)
    alone = max((item.component for item in items), default=0) if items else 0
    linked = {item for link in links for item in (link.source, link.target)}
    ranges: list[tuple[int, int]] = []
    base = 0
    outside = any(item.lane == lanes for item in items)
    for lane in range(lanes + 1 if outside or not lanes else lanes):
        first = base
        for band in sorted(key for key in bands if key[0] == lane):
            members = bands[band]
            if band[1] == alone and not linked.intersection(members):
                _in_blocks(members)
            else:
                _arrange(members, before, after)
            base = _stack(members, base)
        base = max(base, first + 1)  # an empty lane has a row too
        ranges.append((first, base))
    return ranges


def _neighbours(links: list[Link]) -> tuple[Near, Near]:
    before: Near = defaultdict(list)
    after: Near = defaultdict(list)
    for link in links:
        if link.back or link.source is link.target:
            continue
        down = 1 if link.port is not None else 0
        before[link.target].append((link.source, down))
        after[link.source].append((link.target, -down))
    return before, after


def _in_blocks(members: list[Item]) -> None:
    for place, item in enumerate(sorted(members, key=lambda item: item.ident)):
        item.column, item.row = place % SINGLES_IN_A_ROW, place // SINGLES_IN_A_ROW


def _stack(members: list[Item], base: int) -> int:
    """Close empty rows and move the members below the rows above; answers the next free row."""
    used = {row: base + place for place, row in enumerate(sorted({item.row for item in members}))}
    for item in members:
        item.row = used[item.row]
    return base + len(used)


def _arrange(members: list[Item], before: Near, after: Near) -> None:
    """Order each column so that few lines cross, then give rows so that most lines are straight."""
    inside = set(members)
    columns: dict[int, list[Item]] = defaultdict(list)
    for item in sorted(members, key=lambda item: item.ident):
        columns[item.column].append(item)
    order = sorted(columns)
    for column in columns.values():
        for place, item in enumerate(column):
            item.row = place
    for sweep in range(SWEEPS):
        near = after if sweep % 2 else before
        for number in reversed(order) if sweep % 2 else order:
            _order(columns[number], near, inside)
    for item in members:
        item.row = 0
    _fit_all([columns[number] for number in order], [before], inside)
    for sweep in range(4):
        numbers = order if sweep % 2 else order[::-1]
        _fit_all([columns[number] for number in numbers], [before, after], inside)


def _order(column: list[Item], near: Near, inside: set[Item]) -> None:
    """Sort a column by the mean place of its items' neighbours; those without keep theirs."""
    means: dict[Item, float] = {}
    for item in column:
        rows = [other.row + down / 2 for other, down in near.get(item, ()) if other in inside]
        means[item] = sum(rows) / len(rows) if rows else item.row
    column.sort(key=lambda item: (means[item], item.row))
    for place, item in enumerate(column):
        item.row = place


def _fit_all(columns: Iterable[list[Item]], nears: list[Near], inside: set[Item]) -> None:
    for column in columns:
        wishes = []
        for place, item in enumerate(column):
            rows = sorted(
                other.row + down for near in nears for other, down in near.get(item, ()) if other in inside
            )
            wishes.append(rows[(len(rows) - 1) // 2] if rows else max(item.row, place))
        for item, row in zip(column, fitted(wishes), strict=True):
            item.row = row


def fitted(wishes: list[int]) -> list[int]:
    """Rising rows, each different, as near to the wished ones as can be.

    Pools of neighbours that cannot all have their wish get their median (isotonic regression in L1).
    """
    pools: list[list[int]] = []
    for place, wish in enumerate(wishes):
        pool = [wish - place]
        while pools and _median(pools[-1]) > _median(pool):
            pool = sorted(pools.pop() + pool)
        pools.append(pool)
    flat = [_median(pool) for pool in pools for _ in pool]
    return [level + place for place, level in enumerate(flat)]


def _median(values: list[int]) -> int:
    return values[len(values) // 2]  # the upper one: the first of two branches stays straight

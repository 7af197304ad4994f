"""Columns: every node stands right of those that lead to it, save where the way goes back."""

from collections import deque
from collections.abc import Sequence

from engine.normaliser.layout.contents import Item, Link

SINGLES_IN_A_ROW = 5


def assign_columns(items: list[Item], links: list[Link]) -> None:
    """Sets component and column of each item, and marks the links that go back.

    The longest way from a start decides the column, as in layered drawings of graphs.
    """
    for item in items:
        item.column = 0
    _assign_components(items, links)
    out: dict[Item, list[Link]] = {item: [] for item in items}
    for link in sorted(links, key=lambda link: (link.target.ident, link.ident)):
        if link.source is not link.target:
            out[link.source].append(link)
        else:
            link.back = True
    _mark_back(items, out)
    _longest_ways(items, out)


def _assign_components(items: list[Item], links: list[Link]) -> None:
    neighbours: dict[Item, list[Item]] = {item: [] for item in items}
    for link in links:
        neighbours[link.source].append(link.target)
        neighbours[link.target].append(link.source)
    groups: list[list[Item]] = []
    seen: set[Item] = set()
    for item in sorted(items, key=lambda item: item.ident):
        if item in seen or not neighbours[item]:
            continue
        group, waiting = [], [item]
        seen.add(item)
        while waiting:
            member = waiting.pop()
            group.append(member)
            fresh = [other for other in neighbours[member] if other not in seen]
            seen.update(fresh)
            waiting.extend(dict.fromkeys(fresh))
        groups.append(group)
    groups.sort(key=_rank)
    for number, group in enumerate(groups):
        for member in group:
            member.component = number
    for item in items:
        if not neighbours[item]:
            item.component = len(groups)  # all that stand alone share the last rows


def _rank(group: list[Item]) -> tuple[bool, int, str]:
    return not any(item.starts for item in group), -len(group), min(item.ident for item in group)


def _mark_back(items: Sequence[Item], out: dict[Item, list[Link]]) -> None:
    """Mark links that close a circle, found by walking depth first from the starts."""
    entered = {link.target for links in out.values() for link in links}
    order = sorted(items, key=lambda item: (not item.starts, item in entered, item.ident))
    state: dict[Item, int] = {}
    for root in order:
        if root in state:
            continue
        state[root] = 1
        stack = [(root, iter(out[root]))]
        while stack:
            item, following = stack[-1]
            link = next(following, None)
            if link is None:
                state[item] = 2
                stack.pop()
            elif state.get(link.target) == 1:
                link.back = True
            elif link.target not in state:
                state[link.target] = 1
                stack.append((link.target, iter(out[link.target])))


def _longest_ways(items: Sequence[Item], out: dict[Item, list[Link]]) -> None:
    onward = {item: [link.target for link in out[item] if not link.back] for item in items}
    incoming = dict.fromkeys(items, 0)
    for targets in onward.values():
        for target in targets:
            incoming[target] += 1
    sources = [item for item in items if not incoming[item]]
    ready = deque(sources)
    while ready:
        item = ready.popleft()
        for target in onward[item]:
            target.column = max(target.column, item.column + 1)
            incoming[target] -= 1
            if not incoming[target]:
                ready.append(target)
    for item in sources:
        if onward[item]:
            item.column = min(target.column for target in onward[item]) - 1

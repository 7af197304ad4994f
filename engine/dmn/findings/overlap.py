"""Rules compared by what their input cells let through."""

from collections.abc import Iterable

from engine.dmn.regions import ANYTHING, Region, covers, meet, region_of
from engine.dmn.syntax import parsed
from engine.dmn.tables import Cell, Rule

Shape = tuple[Region | str, ...]
"""One entry for each input cell: what it lets through, or its text where that does not tell."""


def regions(rule: Rule, names: Iterable[str]) -> Shape:
    """What each input cell of a rule lets through."""
    return tuple(_of(cell, names) for cell in rule.inputs)


def _of(cell: Cell, names: Iterable[str]) -> Region | str:
    if cell.is_any:
        return ANYTHING
    tests = None if cell.fault else parsed(cell.text, names, tests=True)
    return (region_of(tests) if tests else None) or " ".join(cell.text.split())


def overlap(one: Shape, other: Shape) -> bool:
    """Whether some inputs surely match both rules, the columns taken as independent of each other."""
    return all(_meet(a, b) for a, b in zip(one, other, strict=True))


def contains(wide: Shape, narrow: Shape) -> bool:
    """Whether every input that matches the second surely matches the first."""
    return all(_covers(a, b) for a, b in zip(wide, narrow, strict=True))


def _meet(one: Region | str, other: Region | str) -> bool:
    if isinstance(one, Region) and isinstance(other, Region):
        return meet(one, other)
    return one == other or ANYTHING in (one, other)


def _covers(wide: Region | str, narrow: Region | str) -> bool:
    if isinstance(wide, Region) and isinstance(narrow, Region):
        return covers(wide, narrow)
    return wide in (ANYTHING, narrow)

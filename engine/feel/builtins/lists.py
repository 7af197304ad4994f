"""List functions that build, search and change lists.

Source: DMN 1.5, 10.3.4.4 (table 75).
"""

from decimal import Decimal
from typing import TYPE_CHECKING

from engine.feel.builtins.conversion import integer
from engine.feel.builtins.registry import builtin
from engine.feel.comparison import equal
from engine.feel.errors import Undefined
from engine.feel.values.functions import Function

if TYPE_CHECKING:
    from engine.feel.runtime import Run

Value = object
Items = list[Value]


def built(run: "Run", items: Items) -> Items:
    """The list, its items taken off the budget."""
    run.meter.build(len(items))
    return items


def index_in(items: Items, position: Decimal) -> int:
    """The index for a position counted from 1, or from the end if negative.

    Raises:
        Undefined: the list has no such position.
    """
    place = integer(position, "position")
    if place == 0 or abs(place) > len(items):
        raise Undefined(f"the list has no position {place}")
    return place - 1 if place > 0 else len(items) + place


@builtin("list contains(list: list, element: any)")
def list_contains(run: "Run", list_: Items, element: Value) -> Value:
    """Whether an item is equal to the element."""
    run.meter.step(len(list_))
    return any(equal(item, element, run.meter) for item in list_)


@builtin("count(list: list)")
def count(run: "Run", list_: Items) -> Value:
    """How many items there are."""
    return Decimal(len(list_))


@builtin("count(*c: any)")
def count_items(run: "Run", *items: Value) -> Value:
    """How many arguments there are, if several."""
    if len(items) < 2:
        raise Undefined("there is nothing to count")
    return Decimal(len(items))


@builtin("sublist(list: list, start position: number, length?: number)")
def sublist(run: "Run", list_: Items, start_position: Decimal, length: Decimal | None = None) -> Value:
    """So many items from a position."""
    start = index_in(list_, start_position)
    if length is None:
        return built(run, list_[start:])
    size = integer(length, "length")
    if size < 1 or start + size > len(list_):
        raise Undefined("the list has not so many items")
    return built(run, list_[start : start + size])


@builtin("append(list: list, *items: any)")
def append(run: "Run", list_: Items, *items: Value) -> Value:
    """The list with the items at its end."""
    return built(run, [*list_, *items])


@builtin("concatenate(*lists: list)")
def concatenate(run: "Run", *lists: Items) -> Value:
    """The lists one after another."""
    return built(run, [item for items in lists for item in items])


@builtin("insert before(list: list, position: number, newItem: any)")
def insert_before(run: "Run", list_: Items, position: Decimal, newItem: Value) -> Value:  # noqa: N803 - FEEL's name
    """The list with an item put before a position."""
    place = index_in(list_, position)
    return built(run, [*list_[:place], newItem, *list_[place:]])


@builtin("remove(list: list, position: number)")
def remove(run: "Run", list_: Items, position: Decimal) -> Value:
    """The list without the item at a position."""
    place = index_in(list_, position)
    return built(run, [*list_[:place], *list_[place + 1 :]])


@builtin("list replace(list: list, position: number, newItem: any)")
def replace_at(run: "Run", list_: Items, position: Decimal, newItem: Value) -> Value:  # noqa: N803 - FEEL's name
    """The list with another item at a position."""
    place = index_in(list_, position)
    return built(run, [*list_[:place], newItem, *list_[place + 1 :]])


@builtin("list replace(list: list, match: function, newItem: any)")
def replace_matching(run: "Run", list_: Items, match_: Function, newItem: Value) -> Value:  # noqa: N803 - FEEL's name
    """The list with another item wherever the function is true for the old and the new one."""
    changed: Items = []
    for item in list_:
        outcome = match_.call(run, [item, newItem])
        if not isinstance(outcome, bool):
            raise Undefined("'match' is to give true or false")
        changed.append(newItem if outcome else item)
    return built(run, changed)


@builtin("reverse(list: list)")
def reverse(run: "Run", list_: Items) -> Value:
    """The list from its end."""
    return built(run, list_[::-1])


@builtin("index of(list: list, match: any)")
def index_of(run: "Run", list_: Items, match_: Value) -> Value:
    """The positions of the items equal to the match."""
    run.meter.step(len(list_))
    return built(
        run, [Decimal(place) for place, item in enumerate(list_, 1) if equal(item, match_, run.meter)]
    )


@builtin("union(*lists: list)")
def union(run: "Run", *lists: Items) -> Value:
    """The items of the lists, each once."""
    return distinct(run, [item for items in lists for item in items])


@builtin("distinct values(list: list)")
def distinct_values(run: "Run", list_: Items) -> Value:
    """The items of the list, each once."""
    return distinct(run, list_)


def distinct(run: "Run", items: Items) -> Items:
    """The items without repetitions, in the order of their first appearance."""
    found: Items = []
    seen: set[Value] = set()
    for item in items:
        if isinstance(item, str | Decimal):
            if item not in seen:
                seen.add(item)
                found.append(item)
            continue
        run.meter.step(1 + len(found))
        if not any(equal(other, item, run.meter) for other in found):
            found.append(item)
    return built(run, found)


@builtin("flatten(list: list)")
def flatten(run: "Run", list_: Items) -> Value:
    """The items of the list and of every list inside it."""
    flat: Items = []
    waiting = [iter(list_)]
    while waiting:
        for item in waiting[-1]:
            run.meter.step()
            if isinstance(item, list):
                waiting.append(iter(item))
                break
            run.meter.build(1)
            flat.append(item)
        else:
            waiting.pop()
    return flat


@builtin("partition(list: list, size: number)")
def partition(run: "Run", list_: Items, size: Decimal) -> Value:
    """The list cut into lists of that size, the last one with what remains."""
    width = integer(size, "size")
    if width < 1:
        raise Undefined("'size' is at least 1")
    run.meter.build(len(list_))
    return [list_[start : start + width] for start in range(0, len(list_), width)]

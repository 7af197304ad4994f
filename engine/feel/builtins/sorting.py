"""`sort`.

Source: DMN 1.5, 10.3.4.8 (table 79).
"""

from functools import cmp_to_key
from typing import TYPE_CHECKING

from engine.feel.builtins.registry import builtin
from engine.feel.comparison import compare
from engine.feel.errors import Undefined
from engine.feel.values.functions import Function
from engine.feel.values.kinds import described

if TYPE_CHECKING:
    from engine.feel.runtime import Run

Value = object


@builtin("sort(list: list, precedes: function)")
def sort(run: "Run", list_: list[Value], precedes: Function) -> Value:
    """The list so that no item precedes the one before it."""

    def order(left: Value, right: Value) -> int:
        if precedes.call(run, [left, right]) is True:
            return -1
        return 1 if precedes.call(run, [right, left]) is True else 0

    run.meter.build(len(list_))
    return sorted(list_, key=cmp_to_key(order))


@builtin("sort(list: list)")
def sort_naturally(run: "Run", list_: list[Value]) -> Value:
    """The list in the order of its values."""

    def order(left: Value, right: Value) -> int:
        run.meter.step()
        sign = compare(left, right)
        if sign is None:
            raise Undefined(f"{described(left)} and {described(right)} have no order")
        return sign

    run.meter.build(len(list_))
    return sorted(list_, key=cmp_to_key(order))

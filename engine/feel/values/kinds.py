"""The kind of a value, by its name in FEEL."""

from decimal import Decimal

from engine.feel.values.dates import FeelDate
from engine.feel.values.durations import DaysDuration, MonthsDuration
from engine.feel.values.functions import Function
from engine.feel.values.moments import FeelDateTime
from engine.feel.values.ranges import Range
from engine.feel.values.times import FeelTime

Value = object

_KINDS: dict[type, str] = {
    type(None): "Null",
    bool: "boolean",
    str: "string",
    Decimal: "number",
    list: "list",
    dict: "context",
    FeelDate: "date",
    FeelTime: "time",
    FeelDateTime: "date and time",
    DaysDuration: "days and time duration",
    MonthsDuration: "years and months duration",
    Range: "range",
}

SCALARS = frozenset(kind for kind in _KINDS if kind not in (list, dict, Range))


def kind_of(value: Value) -> str:
    """`number`, `string`, `boolean`, `date`, `list` and so on; `Null` for null."""
    kind = _KINDS.get(type(value))
    if kind is None:
        return "function" if isinstance(value, Function) else "Null"
    return kind


def described(value: Value) -> str:
    """The kind with its article, for messages: `a number`, `null`."""
    kind = kind_of(value)
    return "null" if kind == "Null" else f"a {kind}"

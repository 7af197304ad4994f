"""The values of FEEL that Python has no type for, and the way in and out of them."""

from engine.feel.values.convert import from_python, to_instant
from engine.feel.values.dates import FeelDate
from engine.feel.values.durations import DaysDuration, MonthsDuration
from engine.feel.values.functions import Function
from engine.feel.values.kinds import kind_of
from engine.feel.values.moments import FeelDateTime
from engine.feel.values.ranges import Range
from engine.feel.values.times import FeelTime

Value = object

__all__ = [
    "DaysDuration",
    "FeelDate",
    "FeelDateTime",
    "FeelTime",
    "Function",
    "MonthsDuration",
    "Range",
    "Value",
    "from_python",
    "kind_of",
    "to_instant",
]

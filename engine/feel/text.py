"""Values as text, the way `string()` writes them."""

from decimal import Decimal

from engine.feel.budget import Meter
from engine.feel.names import is_single_word
from engine.feel.numbers import plain
from engine.feel.values.dates import FeelDate
from engine.feel.values.durations import DaysDuration, MonthsDuration
from engine.feel.values.moments import FeelDateTime
from engine.feel.values.ranges import Range
from engine.feel.values.times import FeelTime

Value = object
_TEMPORAL = (FeelDate, FeelTime, FeelDateTime, DaysDuration, MonthsDuration)


def text_of(value: Value, meter: Meter) -> str:
    """The text of a value; a text stands for itself."""
    if isinstance(value, str):
        return value
    return literal_of(value, meter)


def literal_of(value: Value, meter: Meter) -> str:
    """The value as it is written inside a list or context: texts in quotation marks."""
    text = _simple(value)
    if text is None:
        meter.enter()
        text = _compound(value, meter)
        meter.leave()
    meter.build(len(text))
    return text


def _simple(value: Value) -> str | None:
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return plain(value)
    if value is None:
        return "null"
    return str(value) if isinstance(value, _TEMPORAL) else None


def _compound(value: Value, meter: Meter) -> str:
    if isinstance(value, list):
        return f"[{', '.join([literal_of(item, meter) for item in value])}]"
    if isinstance(value, dict):
        entries = [f"{_key(key)}: {literal_of(entry, meter)}" for key, entry in value.items()]
        return f"{{{', '.join(entries)}}}"
    if isinstance(value, Range):
        return range_text(value, meter)
    return str(value)


def range_text(value: Range, meter: Meter) -> str:
    """The range with its brackets, such as `[1..10)`; a missing endpoint is left out."""
    low = "" if value.low is None else endpoint(value.low, meter)
    high = "" if value.high is None else endpoint(value.high, meter)
    return f"{'[' if value.low_closed else '('}{low}..{high}{']' if value.high_closed else ')'}"


def endpoint(value: Value, meter: Meter) -> str:
    """An endpoint so that it can be read again: dates, times and durations as at-literals."""
    text = literal_of(value, meter)
    return f'@"{text}"' if isinstance(value, _TEMPORAL) else text


def quoted(text: str) -> str:
    """The text as a string literal."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _key(key: str) -> str:
    return key if is_single_word(key.replace(" ", "_")) else quoted(key)

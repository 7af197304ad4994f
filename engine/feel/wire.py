"""FEEL values to and from JSON, without losing a digit or a type.

What JSON has no type for travels as `{"$type": "date", "$value": "2026-03-01"}`. A context that itself has an
entry `$type` is wrapped the same way, as `context`.
"""

import json
from collections.abc import Callable
from decimal import Decimal
from json.encoder import encode_basestring

from engine.feel.budget import Budget, Meter
from engine.feel.errors import FeelValueError, Undefined
from engine.feel.numbers import checked, compact
from engine.feel.range_literal import read_range
from engine.feel.text import range_text
from engine.feel.values.dates import FeelDate
from engine.feel.values.durations import DaysDuration, MonthsDuration
from engine.feel.values.kinds import described
from engine.feel.values.lexical import (
    read_date,
    read_date_and_time,
    read_days_duration,
    read_months_duration,
    read_time,
)
from engine.feel.values.moments import FeelDateTime
from engine.feel.values.ranges import Range
from engine.feel.values.times import FeelTime

Value = object
Json = object
TYPE, VALUE = "$type", "$value"
_SMALL = 10**34  #: integers nearer to zero than this need no check
PLAIN = frozenset({str, bool, type(None)})  #: types of values that are the same in both
_LARGE = Budget(cells=50_000_000, seconds=60)


def _number(text: str) -> Decimal:
    try:
        return checked(Decimal(text))
    except ArithmeticError:
        raise Undefined(f"{text!r} is not a number") from None


_READERS: dict[str, Callable[[str], Value]] = {
    "number": _number,
    "date": read_date,
    "time": read_time,
    "date and time": read_date_and_time,
    "days and time duration": read_days_duration,
    "years and months duration": read_months_duration,
    "range": read_range,
}
_TYPES: dict[type, str] = {
    FeelDate: "date",
    FeelTime: "time",
    FeelDateTime: "date and time",
    DaysDuration: "days and time duration",
    MonthsDuration: "years and months duration",
}


def to_wire(value: Value) -> Json:
    """The value as what the `json` module can write: whole numbers as int, others as a typed value.

    Raises:
        FeelValueError: the value is a function, or nested too deeply.
    """
    try:
        return _out(value)
    except RecursionError:
        raise FeelValueError("A value is nested too deeply to be written.") from None


def _out(value: Value) -> Json:
    if type(value) in PLAIN or isinstance(value, str):
        return value
    if isinstance(value, Decimal):
        exact = value.as_tuple().exponent
        return int(value) if exact == 0 else {TYPE: "number", VALUE: compact(value)}
    if isinstance(value, list):
        return [_out(item) for item in value]
    if isinstance(value, dict):
        entries = {key: entry if type(entry) in PLAIN else _out(entry) for key, entry in value.items()}
        return {TYPE: "context", VALUE: entries} if TYPE in value else entries
    return {TYPE: _type(value), VALUE: _lexical(value)}


def _type(value: Value) -> str:
    if isinstance(value, Range):
        return "range"
    name = _TYPES.get(type(value))
    if name is None:
        raise FeelValueError(f"{described(value).capitalize()} cannot be written as JSON.")
    return name


def _lexical(value: Value) -> str:
    return range_text(value, Meter(_LARGE)) if isinstance(value, Range) else str(value)


def from_wire(data: Json) -> Value:
    """The FEEL value of parsed JSON.

    Raises:
        FeelValueError: a typed value is malformed, or a number was parsed as a binary float.
    """
    try:
        return _in(data)
    except RecursionError:
        raise FeelValueError("The JSON is nested too deeply.") from None


def _in(data: Json) -> Value:
    if type(data) in PLAIN:
        return data
    if type(data) is int and -_SMALL < data < _SMALL:
        return Decimal(data)
    if isinstance(data, str):
        return data
    if isinstance(data, int | Decimal):
        return checked(Decimal(data))
    if isinstance(data, list):
        return [_in(item) for item in data]
    if isinstance(data, dict):
        if TYPE in data:
            return _typed(data)
        return {str(key): entry if type(entry) in PLAIN else _in(entry) for key, entry in data.items()}
    raise FeelValueError(
        f"A JSON value of type {type(data).__name__} is not exact; read the text with loads."
    )


def _typed(data: dict[str, Json]) -> Value:
    name, lexical = data[TYPE], data.get(VALUE)
    if name == "context" and isinstance(lexical, dict):
        return {str(key): _in(entry) for key, entry in lexical.items()}
    reader = _READERS.get(name) if isinstance(name, str) else None
    if reader is None or not isinstance(lexical, str) or len(data) != 2:
        raise FeelValueError(f"There is no typed value of type {name!r} with the value {lexical!r}.")
    return reader(lexical)


def loads(text: str) -> Value:
    """The FEEL value of a JSON text, numbers read exactly.

    Raises:
        FeelValueError: the text is no JSON, or holds a malformed typed value.
    """
    try:
        data = json.loads(text, parse_float=_number, parse_int=_number, parse_constant=_refuse)
    except RecursionError:
        raise FeelValueError("The JSON is nested too deeply.") from None
    except json.JSONDecodeError as why:
        raise FeelValueError(f"The text is not JSON: {why}.") from None
    return from_wire(data)


def _refuse(name: str) -> Value:
    raise FeelValueError(f"{name} is not a number.")


def dumps(value: Value) -> str:
    """The value as JSON text, numbers written exactly.

    Raises:
        FeelValueError: the value is a function, or nested too deeply.
    """
    try:
        return _written(value)
    except RecursionError:
        raise FeelValueError("A value is nested too deeply to be written.") from None


def _written(value: Value) -> str:
    if isinstance(value, Decimal):
        return compact(value)
    if isinstance(value, list):
        return f"[{', '.join([_written(item) for item in value])}]"
    if isinstance(value, dict):
        entries = [f"{_quoted(key)}: {_written(entry)}" for key, entry in value.items()]
        text = f"{{{', '.join(entries)}}}"
        return f'{{"{TYPE}": "context", "{VALUE}": {text}}}' if TYPE in value else text
    return _quoted(_out(value))


def _quoted(data: Json) -> str:
    if isinstance(data, str):
        return encode_basestring(data)  # what json.dumps ends in, without an encoder made for each text
    return json.dumps(data, ensure_ascii=False)

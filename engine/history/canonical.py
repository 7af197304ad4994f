"""One way only to write a value down, so that equal content has equal bytes and one hash.

Source: the idea of RFC 8785 (JSON Canonicalization Scheme); unlike there, numbers keep their decimal digits.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from json import JSONEncoder
from json.encoder import encode_basestring, encode_basestring_ascii

_WIRE = JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def canonical_json(value: object) -> str:
    """JSON with sorted keys and no spaces; decimals with the digits they have; other than ASCII as it is.

    Raises:
        TypeError: the value holds something that JSON has no form for (floats included: they are not exact).
    """
    if isinstance(value, str):
        return _text(value)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return _number(value)
    if type(value) is dict or isinstance(value, Mapping):
        return "{" + ",".join(f"{_text(key)}:{canonical_json(value[key])}" for key in sorted(value)) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(canonical_json, value)) + "]"
    raise TypeError(f"Expected a value that JSON can write, found {type(value).__name__}")


def canonical_wire(value: object) -> str:
    """canonical_json of a value in wire form, which holds neither decimals nor floats: many times faster."""
    try:
        text = _WIRE.encode(value)
    except RecursionError:
        return canonical_json(value)
    return text if text.isascii() or _encodable(text) else canonical_json(value)


def iso(moment: datetime) -> str:
    """An aware moment as text of fixed width in UTC, so that texts sort as moments do."""
    if moment.tzinfo is None:
        raise ValueError(f"Expected a moment with a zone, found {moment.isoformat()}")
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    return moment.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def _text(text: str) -> str:
    # A lone surrogate has no UTF-8 form, but JSON can escape it.
    return encode_basestring(text) if text.isascii() or _encodable(text) else encode_basestring_ascii(text)


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _number(number: int | Decimal) -> str:
    if isinstance(number, Decimal) and not number.is_finite():
        raise TypeError(f"Expected a finite number, found {number}")
    return str(number)

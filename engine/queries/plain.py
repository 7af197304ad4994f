"""Views as JSON: instants in ISO 8601 with a zone, FEEL values in wire form, numbers exactly."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum

from engine.feel.values import from_python
from engine.feel.wire import dumps


def plain(value: object) -> object:
    """The value in FEEL's types, with instants, days and lengths as the texts that JSON carries."""
    match value:
        case Enum():
            return value.value
        case None | bool() | str() | Decimal():
            return value
        case int() | float():
            return Decimal(str(value))
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case timedelta():
            return str(from_python(value))
        case Mapping():
            return {str(k): plain(v) for k, v in value.items()}
        case list() | tuple() | frozenset():
            return [plain(v) for v in value]
    return value


def as_json(value: object) -> str:
    """One JSON text."""
    return dumps(plain(value))

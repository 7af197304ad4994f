"""Opaque cursors: the order values of the last row of a page, as text."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, literal, tuple_

from engine.errors import Broken, InvalidInput
from engine.history.canonical import iso
from engine.store.types import moment

LIMIT = 500
"""The most rows of one page."""


def written(values: Sequence[object]) -> str:
    """The cursor that stands for a row with these order values."""
    plain = [{"at": iso(value)} if isinstance(value, datetime) else value for value in values]
    return urlsafe_b64encode(json.dumps(plain, separators=(",", ":")).encode()).decode().rstrip("=")


def read(cursor: str, shape: Sequence[type]) -> tuple[Any, ...]:
    """The order values of a cursor, of these types. Raises InvalidInput when it is not one of ours."""
    try:
        found = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        values = tuple(moment(v["at"]) if isinstance(v, dict) else v for v in found)
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError, Broken) as error:
        raise InvalidInput("The cursor is not one that this list gave") from error
    if [type(value) for value in values] != list(shape):
        raise InvalidInput("The cursor is not one that this list gave")
    return values


def behind(columns: Sequence[ColumnElement[Any]], values: Sequence[object]) -> ColumnElement[bool]:
    """The condition that a row stands behind these values, where all columns ascend."""
    return tuple_(*columns) > tuple_(*_bound(columns, values))


def before(columns: Sequence[ColumnElement[Any]], values: Sequence[object]) -> ColumnElement[bool]:
    """The condition that a row stands behind these values, where all columns descend."""
    return tuple_(*columns) < tuple_(*_bound(columns, values))


def _bound(columns: Sequence[ColumnElement[Any]], values: Sequence[object]) -> list[ColumnElement[Any]]:
    return [literal(value, column.type) for column, value in zip(columns, values, strict=True)]


def clamp(limit: int) -> int:
    """A limit that a page can have."""
    return max(1, min(limit, LIMIT))

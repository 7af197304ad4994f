"""Column types: moments that keep their zone, FEEL values that keep their exactness, hashes as bytes."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import DateTime, Dialect, LargeBinary, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

from engine.errors import Broken
from engine.feel import wire
from engine.feel.errors import FeelError
from engine.feel.values import from_python
from engine.history.canonical import iso


def moment(text: object) -> datetime:
    """The moment that iso() wrote. Raises Broken."""
    try:
        read = datetime.fromisoformat(text if isinstance(text, str) else "")
    except ValueError as error:
        raise Broken(f"Expected a moment in the database, found {text!r}") from error
    if read.tzinfo is None:
        raise Broken(f"Expected a moment with a zone in the database, found {text!r}")
    return read if read.tzinfo is UTC else read.astimezone(UTC)


class UtcDateTime(TypeDecorator[datetime]):
    """Aware moments, in UTC, to the microsecond: `timestamptz` on PostgreSQL, sortable ISO text on SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(Text())
        return dialect.type_descriptor(DateTime(timezone=True))

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any]:
        return _as_text if dialect.name == "sqlite" else _in_utc

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        return _of_text if dialect.name == "sqlite" else _in_utc


def _as_text(value: datetime | None) -> str | None:
    return None if value is None else iso(value)


def _of_text(value: object) -> datetime | None:
    return None if value is None else moment(value)


def _in_utc(value: datetime | None) -> datetime | None:
    if value is None or value.tzinfo is UTC:
        return value
    if value.tzinfo is None:
        raise ValueError(f"Expected a moment with a zone, found {value.isoformat()}")
    return value.astimezone(UTC)


class Values(TypeDecorator[Mapping[str, object]]):
    """FEEL values as their wire text. Text and not JSONB, which would reorder keys and round numbers."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Mapping[str, object] | None, dialect: Dialect) -> str | None:
        return None if value is None else wire.dumps(from_python(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        try:
            return wire.loads(value)
        except FeelError as error:
            raise Broken("Expected stored values to be readable, but they are damaged") from error


class Digest(TypeDecorator[str]):
    """Hashes, commitments and salts: hexadecimal text outside, half as many bytes in the database.

    What somebody put there in place of bytes is read as a text that no hash equals.
    """

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return None if value is None else bytes.fromhex(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], str | None]:
        return _hexadecimal  # before the driver's own conversion, which fails on what is no bytes


def _hexadecimal(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, bytes | memoryview):
        return value.hex()
    return f"{value!r} instead of bytes"


class Names(TypeDecorator[tuple[str, ...]]):
    """Several short texts, as a JSON array."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        return None if value is None else _written_names(tuple(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:
        return None if value is None else read_names(value)


@lru_cache(maxsize=1024)
def _written_names(names: tuple[str, ...]) -> str:
    return json.dumps(names, ensure_ascii=False)


@lru_cache(maxsize=1024)
def read_names(text: str) -> tuple[str, ...]:
    """The texts of a stored array. Raises Broken."""
    try:
        found = json.loads(text)
    except ValueError as error:
        raise Broken(f"Expected a list of names in the database, found {text!r}") from error
    return tuple(found)

"""The map of an import: which column of a file is what."""

import codecs
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from zoneinfo import available_timezones

from engine.errors import InvalidInput

FIELDS = frozenset(
    {
        "external_id",
        "received_at",
        "kind",
        "channel",
        "language",
        "subject",
        "description",
        "product",
        "category",
        "outcome_sought",
        "occurred_on",
        "name",
        "email",
        "phone",
    }
)
_KEYS = frozenset({"encoding", "separator", "zone", "time", "date_format", "fields", "values", "record"})
COLUMN = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True)
class ImportMap:
    """How a file's columns become a complaint. Templates are texts in which `{Column}` stands for a cell."""

    fields: Mapping[str, str]  #: field of the complaint: template
    encoding: str = "utf-8"
    separator: str = ","
    zone: str = "UTC"  #: of dates and times without one
    time: time = time(12)  #: time of day for dates without one
    date_format: str | None = None  #: as in strptime; without it ISO 8601
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  #: field: cell text: value
    record: Mapping[str, str] = field(default_factory=dict)  #: further fields of the record: template

    def columns(self) -> frozenset[str]:
        """Columns that the file must have."""
        templates = (*self.fields.values(), *self.record.values())
        return frozenset(name for template in templates for name in COLUMN.findall(template))

    def column_of(self, field_name: str) -> str:
        """Where a field's value comes from, for messages."""
        names = COLUMN.findall(self.fields.get(field_name, ""))
        return f"{field_name} ({', '.join(names)})" if names else field_name


def read_map(data: bytes) -> ImportMap:
    """The map that a TOML file holds.

    Raises:
        InvalidInput: it is no TOML, or a key or value is wrong; the text names it.
    """
    try:
        found = tomllib.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as wrong:
        raise InvalidInput(f"The map cannot be read: {wrong}.") from wrong
    unknown = sorted(set(found) - _KEYS)
    if unknown:
        raise InvalidInput(f"A map has no “{unknown[0]}”; it has {', '.join(sorted(_KEYS))}.")
    fields = _templates(found, "fields")
    wrong_fields = sorted(set(fields) - FIELDS)
    if wrong_fields:
        raise InvalidInput(f"A complaint has no field “{wrong_fields[0]}”.")
    if "description" not in fields or "external_id" not in fields:
        raise InvalidInput("The map needs the fields description and external_id.")
    zone = _text(found, "zone", "UTC")
    if zone not in available_timezones():
        raise InvalidInput(f"“{zone}” is no IANA time zone.")
    separator = _text(found, "separator", ",")
    if len(separator) != 1 or separator in '"\r\n':
        raise InvalidInput("The separator is one character, and neither a quote nor a line's end.")
    at = found.get("time", time(12))
    if not isinstance(at, time):
        raise InvalidInput("“time” is a time of day, e.g. 09:00:00.")
    return ImportMap(
        fields=fields,
        encoding=_encoding(_text(found, "encoding", "utf-8")),
        separator=separator,
        zone=zone,
        time=at,
        date_format=_text(found, "date_format", "") or None,
        values=_values(found, fields),
        record=_templates(found, "record"),
    )


def _templates(found: Mapping[str, object], key: str) -> dict[str, str]:
    table = found.get(key, {})
    if not isinstance(table, Mapping) or not all(isinstance(v, str) for v in table.values()):
        raise InvalidInput(f"“{key}” is a table of texts, such as subject = “{{Column}}”.")
    return dict(table)


def _values(found: Mapping[str, object], fields: Mapping[str, str]) -> dict[str, dict[str, str]]:
    tables = found.get("values", {})
    if not isinstance(tables, Mapping) or not all(isinstance(t, Mapping) for t in tables.values()):
        raise InvalidInput("“values” holds a table for each field: what stands in the file = what is meant.")
    without = sorted(set(tables) - set(fields))
    if without:
        raise InvalidInput(f"There are values for “{without[0]}”, which is none of the map's fields.")
    return {k: {str(a): str(b) for a, b in table.items()} for k, table in tables.items()}


def _text(found: Mapping[str, object], key: str, default: str) -> str:
    value = found.get(key, default)
    if not isinstance(value, str):
        raise InvalidInput(f"“{key}” is a text.")
    return value


def _encoding(name: str) -> str:
    try:
        "x".encode(name)  # some codecs are none of texts
        return codecs.lookup(name).name
    except (LookupError, ValueError) as wrong:
        raise InvalidInput(f"There is no encoding “{name}”.") from wrong

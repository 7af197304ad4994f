"""Complaints from a CSV file: a map says which column is what; bad rows are told, the rest go in."""

import codecs
import csv
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from io import StringIO
from typing import Protocol
from zoneinfo import ZoneInfo, available_timezones

from engine.commands.lodge_complaint import LodgeComplaint
from engine.errors import InvalidInput
from engine.model.complaint import Complainant

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
_COLUMN = re.compile(r"\{([^{}]+)\}")
MAX_BYTES = 200 * 1024 * 1024
MAX_CELL = 100_000


class Cells(Protocol):
    """What a CSV reader gives, row by row."""

    @property
    def line_num(self) -> int: ...
    def __next__(self) -> list[str]: ...


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
        return frozenset(name for template in templates for name in _COLUMN.findall(template))

    def column_of(self, field_name: str) -> str:
        """Where a field's value comes from, for messages."""
        names = _COLUMN.findall(self.fields.get(field_name, ""))
        return f"{field_name} ({', '.join(names)})" if names else field_name


@dataclass(frozen=True)
class Row:
    """A row that can be recorded."""

    line: int
    command: LodgeComplaint


@dataclass(frozen=True)
class BadRow:
    """A row that cannot, and why."""

    line: int  #: 1-based line of the file at which the row ends
    message: str


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
    if found.get("zone", "UTC") not in available_timezones():
        raise InvalidInput(f"“{found['zone']}” is no IANA time zone.")
    separator = found.get("separator", ",")
    if not isinstance(separator, str) or len(separator) != 1:
        raise InvalidInput("The separator is one character.")
    at = found.get("time", time(12))
    if not isinstance(at, time):
        raise InvalidInput("“time” is a time of day, e.g. 09:00:00.")
    values = found.get("values", {})
    return ImportMap(
        fields=fields,
        encoding=_encoding(found.get("encoding", "utf-8")),
        separator=separator,
        zone=found.get("zone", "UTC"),
        time=at,
        date_format=found.get("date_format"),
        values={k: {str(a): str(b) for a, b in table.items()} for k, table in values.items()},
        record=_templates(found, "record"),
    )


def read_rows(data: bytes, mapping: ImportMap) -> Iterator[Row | BadRow]:
    """Every row of the file, in order.

    Raises:
        InvalidInput: the file as a whole cannot be read, or lacks a column.
    """
    if len(data) > MAX_BYTES:
        raise InvalidInput(f"The file is larger than {MAX_BYTES // 1024 // 1024} MB.")
    try:
        text = data.decode(mapping.encoding)
    except UnicodeDecodeError as wrong:
        place = data.count(b"\n", 0, wrong.start) + 1
        raise InvalidInput(f"The file is not {mapping.encoding}: line {place} cannot be read.") from wrong
    reader = csv.reader(StringIO(text.lstrip("\ufeff"), newline=""), delimiter=mapping.separator, strict=True)
    heads = next(reader, None)
    if heads is None:
        raise InvalidInput("The file is empty.")
    missing = sorted(mapping.columns() - set(heads))
    if missing:
        raise InvalidInput(f"The file has no column “{missing[0]}”; it has {', '.join(heads)}.")
    return _rows(reader, heads, mapping)


def _rows(reader: Cells, heads: list[str], mapping: ImportMap) -> Iterator[Row | BadRow]:
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as wrong:
            yield BadRow(reader.line_num, f"The row is not CSV: {wrong}.")
            continue
        if not any(cell.strip() for cell in cells):
            continue
        yield _row(dict(zip(heads, cells, strict=False)), len(cells), heads, reader.line_num, mapping)


def _row(
    cells: Mapping[str, str], count: int, heads: list[str], line: int, mapping: ImportMap
) -> Row | BadRow:
    if count != len(heads):
        return BadRow(line, f"The row has {count} cells; the header has {len(heads)}.")
    if any(len(cell) > MAX_CELL for cell in cells.values()):
        return BadRow(line, f"A cell is longer than {MAX_CELL} characters.")
    try:
        return Row(line, _command(cells, mapping))
    except ValueError as wrong:
        return BadRow(line, str(wrong))


def _command(cells: Mapping[str, str], mapping: ImportMap) -> LodgeComplaint:
    found = {name: _fill(template, cells) for name, template in mapping.fields.items()}
    for name, table in mapping.values.items():
        if name in found:
            found[name] = table.get(found[name], table.get("*", found[name]))
    if not found["external_id"]:
        raise ValueError("The row has no external_id, which is needed to know it again.")
    received = found.get("received_at", "")
    occurred = found.get("occurred_on", "")
    return LodgeComplaint(
        description=found["description"],
        complainant=Complainant(found.get("name", ""), found.get("email", ""), found.get("phone", "")),
        kind=found.get("kind") or "complaint",
        channel=found.get("channel") or "letter",
        language=found.get("language") or "en",
        subject=found.get("subject", ""),
        product=found.get("product", ""),
        category=found.get("category", ""),
        outcome_sought=found.get("outcome_sought", ""),
        occurred_on=_moment(occurred, mapping).date() if occurred else None,
        received_at=_moment(received, mapping) if received else None,
        external_id=found["external_id"],
        values={name: _fill(template, cells) for name, template in mapping.record.items()},
        require_address=False,
    )


def _fill(template: str, cells: Mapping[str, str]) -> str:
    return _COLUMN.sub(lambda match: cells[match.group(1)].strip(), template).strip()


def _moment(text: str, mapping: ImportMap) -> datetime:
    zone = ZoneInfo(mapping.zone)
    if mapping.date_format:
        moment = datetime.strptime(text, mapping.date_format)  # noqa: DTZ007 (the zone is the map's)
        if not any(mark in mapping.date_format for mark in ("%H", "%I", "%c", "%X", "%T", "%R")):
            moment = datetime.combine(moment.date(), mapping.time)
        return moment if moment.tzinfo else moment.replace(tzinfo=zone)
    try:
        if len(text) == 10:
            return datetime.combine(date.fromisoformat(text), mapping.time, zone)
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"“{text[:40]}” is not a date; ISO 8601 is expected, e.g. 2026-03-31.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _templates(found: Mapping[str, object], key: str) -> dict[str, str]:
    table = found.get(key, {})
    if not isinstance(table, Mapping) or not all(isinstance(v, str) for v in table.values()):
        raise InvalidInput(f"“{key}” is a table of texts, such as subject = “{{Column}}”.")
    return dict(table)


def _encoding(name: object) -> str:
    try:
        return codecs.lookup(str(name)).name
    except LookupError as wrong:
        raise InvalidInput(f"There is no encoding “{name}”.") from wrong

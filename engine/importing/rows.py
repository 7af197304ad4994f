"""The rows of a file, each as the command that records it, or with what is wrong."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO
from zoneinfo import ZoneInfo

from engine.commands.lodge_complaint import LodgeComplaint
from engine.errors import InvalidInput
from engine.importing.mapping import COLUMN, ImportMap
from engine.model.complaint import Complainant

MAX_BYTES = 200 * 1024 * 1024
MAX_CELL = 100_000


@dataclass(frozen=True)
class Row:
    """A row that can be recorded."""

    line: int  #: as for BadRow
    command: LodgeComplaint


@dataclass(frozen=True)
class BadRow:
    """A row that cannot, and why."""

    line: int  #: of the file, from 1, at which the row begins
    message: str


def read_rows(data: bytes, mapping: ImportMap) -> Iterator[Row | BadRow]:
    """Every row of the file, in order.

    Raises:
        InvalidInput: the file as a whole cannot be read, or lacks a column.
    """
    if len(data) > MAX_BYTES:
        raise InvalidInput(f"The file is larger than {MAX_BYTES // 1024 // 1024} MB.")
    try:
        text = data.decode(mapping.encoding)
    except UnicodeError as wrong:
        place = data.count(b"\n", 0, wrong.start) + 1 if isinstance(wrong, UnicodeDecodeError) else 1
        raise InvalidInput(
            f"The file is not {mapping.encoding}: line {place} cannot be read. Set “encoding” in the map."
        ) from wrong
    rows = _cells(list(StringIO(text.lstrip("\ufeff"), newline="")), mapping.separator)
    _line, heads = next(rows, (0, []))
    if isinstance(heads, str):
        raise InvalidInput(f"The first line of the file is not CSV: {heads}.")
    if not heads:
        raise InvalidInput("The file is empty, or its first line is.")
    for column in sorted(mapping.columns()):
        if column not in heads:
            raise InvalidInput(f"The file has no column “{column}”; it has {', '.join(heads)}.")
        if heads.count(column) > 1:
            raise InvalidInput(f"The file has several columns “{column}”; which one is meant?")
    return _rows(rows, heads, mapping)


def _cells(lines: list[str], separator: str) -> Iterator[tuple[int, list[str] | str]]:
    """The first line of each row, with its cells or with what is wrong.

    After a row that is not CSV, reading begins anew at the next line: a quote that is never closed costs one
    row and not all that follow.
    """
    start = 0
    while start < len(lines):
        reader = csv.reader((lines[n] for n in range(start, len(lines))), delimiter=separator, strict=True)
        read = 0
        try:
            for cells in reader:
                yield start + read + 1, cells
                read = reader.line_num
            return
        except csv.Error as wrong:
            yield start + read + 1, str(wrong)
            start += read + 1


def _rows(
    rows: Iterator[tuple[int, list[str] | str]], heads: list[str], mapping: ImportMap
) -> Iterator[Row | BadRow]:
    for line, cells in rows:
        if isinstance(cells, str):
            yield BadRow(line, f"The row is not CSV: {cells}.")
        elif any(cell.strip() for cell in cells):
            yield _row(dict(zip(heads, cells, strict=False)), len(cells), heads, line, mapping)


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
    return COLUMN.sub(lambda match: cells[match.group(1)].strip(), template).strip()


def _moment(text: str, mapping: ImportMap) -> datetime:
    zone = ZoneInfo(mapping.zone)
    if mapping.date_format:
        try:
            moment = datetime.strptime(text, mapping.date_format)  # noqa: DTZ007 (the zone is the map's)
        except ValueError:
            raise ValueError(f"“{text[:40]}” is not a date as {mapping.date_format} writes it.") from None
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

"""Rows of a table as lines of JSON: the first line names the columns, every other one is a row."""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from engine.errors import Broken
from engine.rescue.reader import PartReader
from engine.rescue.seal import CHUNK
from engine.rescue.writer import PartWriter

MOST_LINE = 1 << 28
"""Bytes of the longest row that is read."""

_PACK = 1 << 16


def write_rows(out: PartWriter, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write columns and rows, bytes as `{"bytes": base64}`. Raises Broken when a value cannot be written."""
    pending = [_line(columns)]
    held = 0
    for row in rows:
        line = _line(row)
        pending.append(line)
        held += len(line)
        out.items += 1
        if held > _PACK:
            out.write(b"".join(pending))
            pending, held = [], 0
    out.write(b"".join(pending))


def read_rows(source: PartReader) -> Iterator[Sequence[Any]]:
    """The columns, then the rows. Raises Broken when a line is none of ours."""
    width = None
    for line in _lines(source):
        try:
            row = json.loads(line)
            if not isinstance(row, list) or (width is not None and len(row) != width):
                raise ValueError("not a row")
            yield [_value(cell) if isinstance(cell, dict | list) else cell for cell in row]
        except (ValueError, KeyError, TypeError, RecursionError) as wrong:
            raise Broken("The backup holds a row that cannot be read.") from wrong
        width = len(row)


def _line(row: Sequence[Any]) -> bytes:
    return json.dumps(row, default=_bytes, separators=(",", ":")).encode() + b"\n"


def _bytes(value: object) -> object:
    if isinstance(value, bytes | memoryview):
        return {"bytes": b64encode(value).decode()}
    raise Broken(f"The database holds a value that no backup can hold: {type(value).__name__}.")


def _value(cell: Any) -> bytes:
    if not isinstance(cell, dict) or set(cell) != {"bytes"}:
        raise ValueError("not a value")
    return b64decode(cell["bytes"], validate=True)


def _lines(source: PartReader) -> Iterator[bytes]:
    rest = b""
    while data := source.read(CHUNK):
        *whole, rest = (rest + data).split(b"\n")
        yield from whole
        if len(rest) > MOST_LINE:
            raise Broken("The backup holds a row that is too long.")
    if rest:
        raise Broken("The backup holds a row that cannot be read.")

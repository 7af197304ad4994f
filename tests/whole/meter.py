"""What a command costs the database, counted and not timed: the same on a busy machine as on an idle one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, event

INSTRUCTIONS = 20
"""Instructions of SQLite's machine between two counts."""


@dataclass(slots=True)
class Cost:
    """Of everything since the last `take`."""

    statements: int = 0
    bytes_bound: int = 0  #: texts and bytes handed to statements
    instructions: int = 0  #: of SQLite's machine; they grow with every row looked at


class Meter:
    """Counts on every connection of the process."""

    def __init__(self) -> None:
        self._cost = Cost()

    def take(self) -> Cost:
        """The cost since the last call."""
        taken, self._cost = self._cost, Cost()
        return taken

    def on_statement(self, *told: Any) -> None:
        parameters = told[3]
        rows = parameters if isinstance(parameters, list) else [parameters]
        self._cost.statements += 1
        self._cost.bytes_bound += sum(_size(value) for row in rows for value in _values(row))

    def on_connection(self, connection: Any) -> None:
        driver = connection.connection.dbapi_connection
        if hasattr(driver, "set_progress_handler"):
            driver.set_progress_handler(self._on_progress, INSTRUCTIONS)

    def _on_progress(self) -> int:
        self._cost.instructions += INSTRUCTIONS
        return 0


def _values(row: Any) -> Any:
    return row.values() if isinstance(row, dict) else row


def _size(value: object) -> int:
    if isinstance(value, str):
        return len(value.encode())
    return len(value) if isinstance(value, bytes) else 0


@contextmanager
def metered() -> Iterator[Meter]:
    """A meter that counts until the block ends."""
    meter = Meter()
    listeners = (("before_cursor_execute", meter.on_statement), ("engine_connect", meter.on_connection))
    for name, heard in listeners:
        event.listen(Engine, name, heard)
    try:
        yield meter
    finally:
        for name, heard in listeners:
            event.remove(Engine, name, heard)

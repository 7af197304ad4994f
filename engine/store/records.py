"""The further fields of register entries: a row for each, read when they are asked for.

A step of a case reads and writes those that it names, however much else the case has gathered.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, case, delete, func, insert, select

from engine.errors import Broken, InvalidInput
from engine.feel import wire
from engine.feel.errors import FeelError
from engine.feel.values import from_python
from engine.model.record import Amended
from engine.store.prepared import Prepared
from engine.store.statements import for_both
from engine.store.tables import case_records

SMALL = 400
"""Characters up to which a value is read along with the names."""

_HERE = case_records.c.reference == bindparam("case")
_NAMES = Prepared(
    select(
        case_records.c.name,
        case((case_records.c.size <= SMALL, case_records.c.value)).label("value"),
    )
    .where(_HERE)
    .order_by(case_records.c.position)
)
_ONE = select(case_records.c.value).where(_HERE, case_records.c.name == bindparam("entry"))
_ALL = select(case_records.c.name, case_records.c.value).where(_HERE).order_by(case_records.c.position)
_FORGET = delete(case_records).where(_HERE)
_ADD = insert(case_records)


def _put(insert: Any) -> Any:
    """Overwrites a value; a new name goes behind the others."""
    behind = select(func.coalesce(func.max(case_records.c.position) + 1, 0)).where(
        case_records.c.reference == bindparam("reference")
    )
    names: dict[str, Any] = {name: bindparam(name) for name in ("reference", "name", "size", "value")}
    statement = insert(case_records).values(**names, position=behind.scalar_subquery())
    rest = {name: statement.excluded[name] for name in ("size", "value")}
    return statement.on_conflict_do_update(index_elements=["reference", "name"], set_=rest)


_PUT = Prepared(for_both(_put))


class StoredRecord(Mapping[str, object]):
    """The record of a case as it lies in the database; to be read while the transaction is open."""

    __slots__ = ("_connection", "_found", "reference")

    def __init__(self, connection: Connection, reference: str) -> None:
        self._connection = connection
        self.reference = reference
        self._found: dict[str, str | None] | None = None  # wire texts by name; None: large, not read yet

    def __getitem__(self, name: str) -> object:
        names = self._names()
        text = names[name]
        if text is None:
            wanted = {"case": self.reference, "entry": name}
            text = names[name] = str(self._connection.execute(_ONE, wanted).scalar_one())
        return _read(text)

    def __contains__(self, name: object) -> bool:
        return name in self._names()

    def __iter__(self) -> Iterator[str]:
        return iter(self._names())

    def __len__(self) -> int:
        return len(self._names())

    def __repr__(self) -> str:
        return f"StoredRecord({self.reference!r})"

    def _names(self) -> dict[str, str | None]:
        if self._found is None:
            rows = _NAMES.all(self._connection, {"case": self.reference})
            self._found = {row["name"]: row["value"] for row in rows}
        return self._found


def whole(connection: Connection, reference: str) -> dict[str, object]:
    """The record of a case, all of it, as it stays when the transaction is over."""
    return {name: _read(value) for name, value in connection.execute(_ALL, {"case": reference})}


def ticked(connection: Connection, references: Iterable[str]) -> dict[str, dict[str, object]]:
    """Of the records of several cases what is true, e.g. `danger`: all that a list shows of them."""
    statement = select(case_records.c.reference, case_records.c.name).where(
        case_records.c.reference.in_(sorted(set(references))),
        case_records.c.value == "true",
        case_records.c.size == len("true"),
    )
    found: dict[str, dict[str, object]] = {}
    for reference, name in connection.execute(statement):
        found.setdefault(reference, {})[name] = True
    return found


def add(connection: Connection, reference: str, record: Mapping[str, object]) -> None:
    """Store the record of a new case."""
    if record:
        rows = [_row(reference, *entry) for entry in record.items()]
        connection.execute(_ADD, [{**row, "position": number} for number, row in enumerate(rows)])


def save(
    connection: Connection, reference: str, before: Mapping[str, object] | None, after: Mapping[str, object]
) -> None:
    """Write what of the record is another than before: of an amended one only the new entries."""
    if after is before:
        return
    if isinstance(after, Amended) and after.base is before:
        for entry in after.changes.items():
            _PUT.run(connection, _row(reference, *entry))
        return
    rows = [_row(reference, *entry) for entry in after.items()]
    connection.execute(_FORGET, {"case": reference})
    if rows:
        connection.execute(_ADD, [{**row, "position": number} for number, row in enumerate(rows)])


def _row(reference: str, name: str, value: object) -> dict[str, object]:
    try:
        text = wire.dumps(from_python(value))
    except FeelError as error:
        raise InvalidInput(str(error)) from error
    return {"reference": reference, "name": name, "size": len(text), "value": text}


def _read(text: str) -> object:
    try:
        return wire.loads(text)
    except FeelError as error:
        raise Broken("Expected stored values to be readable, but they are damaged") from error

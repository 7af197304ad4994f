"""Settings of the installation, and answers kept for requests that are sent twice."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select

from engine.store.prepared import Prepared
from engine.store.statements import insert_new, insert_or_replace, run
from engine.store.tables import answers, settings

_SETTING = Prepared(select(settings.c.value).where(settings.c.name == bindparam("name")))
_BEGINNING = (
    select(settings.c.name, settings.c.value)
    .where(settings.c.name.startswith(bindparam("prefix"), autoescape=False))
    .order_by(settings.c.name)
)
_SET = insert_or_replace(settings)
_ANSWER = select(answers.c.fingerprint, answers.c.answer).where(
    answers.c.caller == bindparam("caller"), answers.c.key == bindparam("key")
)
_KEEP = insert_new(answers)
_FORGET = delete(answers).where(answers.c.at < bindparam("before"))


class SqlSettings:
    """Rows of `settings`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, name: str) -> str | None:
        found: str | None = _SETTING.scalar(self._connection, {"name": name})
        return found

    def set(self, name: str, value: str) -> None:
        run(self._connection, _SET, {"name": name, "value": value})

    def beginning(self, prefix: str) -> Mapping[str, str]:
        rows = self._connection.execute(_BEGINNING, {"prefix": prefix})
        return {row.name: row.value for row in rows}

    def lock(self) -> None:
        if self._connection.dialect.name == "postgresql":  # SQLite lets one transaction write at a time
            self._connection.exec_driver_sql("LOCK TABLE instances IN SHARE MODE")


class SqlAnswers:
    """Rows of `answers`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, caller: str, key: str) -> tuple[str, bytes] | None:
        row = self._connection.execute(_ANSWER, {"caller": caller, "key": key}).first()
        return None if row is None else (row.fingerprint, row.answer)

    def add(self, caller: str, key: str, fingerprint: str, answer: bytes, at: datetime) -> bool:
        row = {"caller": caller, "key": key, "fingerprint": fingerprint, "answer": answer, "at": at}
        return run(self._connection, _KEEP, row).rowcount == 1

    def forget_before(self, at: datetime) -> int:
        return self._connection.execute(_FORGET, {"before": at}).rowcount

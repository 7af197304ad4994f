"""Attempts at doors that stand open to everybody."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select, update

from engine.model.attempts import Attempts, as_text, of_text, take
from engine.store.statements import for_both, run
from engine.store.tables import attempts

FORGOTTEN = 100
"""Most rows that one attempt clears away."""


def _opening(insert: Any) -> Any:
    made = insert(attempts)
    kept = made.on_conflict_do_update(index_elements=["key"], set_={"moments": attempts.c.moments})
    return kept.returning(attempts.c.moments, attempts.c.until)


_OPEN = for_both(_opening)
"""The key's row, made if it is new, and locked: two who knock at once are counted one after the other."""
_NOTE = (
    update(attempts)
    .where(attempts.c.key == bindparam("who"))
    .values(moments=bindparam("new_moments"), until=bindparam("new_until"))
)
_KNOWN = select(attempts.c.moments, attempts.c.until).where(attempts.c.key == bindparam("who"))
_OVER = (
    select(attempts.c.key)
    .where(attempts.c.until <= bindparam("now"))
    .limit(FORGOTTEN)
    .with_for_update(skip_locked=True)
)
_FORGET = delete(attempts).where(attempts.c.key.in_(_OVER.scalar_subquery()))


class SqlAttempts:
    """Rows of `attempts`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def take(self, key: str, most: int, span: float, amount: int, now: datetime) -> bool:
        row = run(self._connection, _OPEN, {"key": key, "moments": "", "until": now}).one()
        noted = take(_of_row(row), most, span, amount, now.timestamp())
        if noted is None:
            return False
        until = datetime.fromtimestamp(noted.until, UTC)
        new = {"new_moments": as_text(noted.moments), "new_until": until}
        self._connection.execute(_NOTE, {"who": key, **new})
        self._connection.execute(_FORGET, {"now": now})
        return True

    def known(self, key: str) -> Attempts:
        row = self._connection.execute(_KNOWN, {"who": key}).first()
        return Attempts() if row is None else _of_row(row)

    def forget(self, key: str | None) -> int:
        gone = delete(attempts) if key is None else delete(attempts).where(attempts.c.key == key)
        return self._connection.execute(gone).rowcount


def _of_row(row: Any) -> Attempts:
    return Attempts(of_text(row.moments), row.until.timestamp())

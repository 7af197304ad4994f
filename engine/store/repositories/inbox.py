"""Messages from outside, until an instance wants them."""

from collections.abc import Sequence
from dataclasses import fields

from sqlalchemy import Connection, bindparam, select, update

from engine.errors import ConcurrentChange, NotFound
from engine.model.work import InboundMessage
from engine.store.repositories.meeting import ANY, meet
from engine.store.statements import insert_new, run
from engine.store.tables import inbox

_COLUMNS = tuple(field.name for field in fields(InboundMessage))
_ADD = insert_new(inbox)
_KEPT = (
    select(*(inbox.c[name] for name in _COLUMNS))
    .where(inbox.c.name == bindparam("name"), inbox.c.taken.is_(False))
    .order_by(inbox.c.received_at, inbox.c.id)
)
_KEPT_FOR = _KEPT.where(inbox.c.key == bindparam("key"))
_GET = select(*(inbox.c[name] for name in _COLUMNS)).where(inbox.c.id == bindparam("message"))
_TAKE = (
    update(inbox)
    .where(inbox.c.id == bindparam("message"), inbox.c.taken.is_(False))
    .values(delivered_to=bindparam("instances"), taken=True)
)


class SqlInbox:
    """Rows of `inbox`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, message: InboundMessage) -> bool:
        meet(self._connection, [(message.name, message.key), (message.name, ANY)], sending=True)
        row = {name: getattr(message, name) for name in _COLUMNS}
        return run(self._connection, _ADD, {**row, "taken": bool(message.delivered_to)}).rowcount == 1

    def kept(self, name: str, key: str | None) -> Sequence[InboundMessage]:
        if key is None or key == ANY:
            rows = self._connection.execute(_KEPT, {"name": name})
        else:
            rows = self._connection.execute(_KEPT_FOR, {"name": name, "key": key})
        return [InboundMessage(**row._mapping) for row in rows]

    def get(self, message: str) -> InboundMessage | None:
        row = self._connection.execute(_GET, {"message": message}).first()
        return None if row is None else InboundMessage(**row._mapping)

    def take(self, message: str, instances: Sequence[str]) -> None:
        done = self._connection.execute(_TAKE, {"message": message, "instances": tuple(instances)})
        if done.rowcount == 1:
            return
        if self.get(message) is None:
            raise NotFound(f"There is no message '{message}'")
        raise ConcurrentChange(f"Somebody else took the message '{message}' first")

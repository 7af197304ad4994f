"""Messages from outside, until an instance wants them."""

from collections.abc import Sequence
from dataclasses import fields

from sqlalchemy import Connection, bindparam, select, update

from engine.errors import NotFound
from engine.model.work import InboundMessage
from engine.store.repositories.instances import ANY
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
_DELIVERED = select(inbox.c.delivered_to).where(inbox.c.id == bindparam("message"))
_TAKE = (
    update(inbox)
    .where(inbox.c.id == bindparam("message"))
    .values(delivered_to=bindparam("instances"), taken=True)
)


class SqlInbox:
    """Rows of `inbox`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, message: InboundMessage) -> bool:
        row = {name: getattr(message, name) for name in _COLUMNS}
        return run(self._connection, _ADD, {**row, "taken": bool(message.delivered_to)}).rowcount == 1

    def kept(self, name: str, key: str | None) -> Sequence[InboundMessage]:
        if key is None or key == ANY:
            rows = self._connection.execute(_KEPT, {"name": name})
        else:
            rows = self._connection.execute(_KEPT_FOR, {"name": name, "key": key})
        return [InboundMessage(**row._mapping) for row in rows]

    def take(self, message: str, instances: Sequence[str]) -> None:
        before = self._connection.scalar(_DELIVERED, {"message": message})
        if before is None:
            raise NotFound(f"There is no message '{message}'")
        named = tuple(dict.fromkeys((*before, *instances)))
        self._connection.execute(_TAKE, {"message": message, "instances": named})

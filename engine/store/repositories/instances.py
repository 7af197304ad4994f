"""Process instances and what they wait for by name."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, delete, func, insert, select

from engine.errors import NotFound
from engine.feel import wire
from engine.feel.values import from_python
from engine.model.step import InstanceStatus, Waiting
from engine.model.work import Instance
from engine.store.prepared import Prepared
from engine.store.repositories.meeting import ANY, meet
from engine.store.statements import Differing, Guarded
from engine.store.tables import instances, subscriptions

_COLUMNS = tuple(column.name for column in instances.columns)
_SAVE = Guarded(instances, "instance")
_differing = Differing(_COLUMNS)
_ADD = insert(instances)
_GET = select(instances).where(instances.c.id == bindparam("instance"))
_OF_CASE = (
    select(instances)
    .where(instances.c.reference == bindparam("reference"))
    .order_by(instances.c.started_at, instances.c.id)
)
_LOCK = Prepared(_GET.with_for_update())
_LOOK = Prepared(_GET)
_DUE = (
    select(instances.c.id, instances.c.next_due_at)
    .where(instances.c.next_due_at.is_not(None), instances.c.next_due_at <= bindparam("at"))
    .order_by(instances.c.next_due_at, instances.c.id)
    .limit(bindparam("limit"))
)

_KEY = ("kind", "name", "key", "element")
_SUBSCRIBED = (
    select(subscriptions.c.position, *(subscriptions.c[name] for name in _KEY))
    .where(subscriptions.c.instance_id == bindparam("instance"))
    .order_by(subscriptions.c.position)
)
_LAST = select(func.coalesce(func.max(subscriptions.c.position), 0))
_SUBSCRIBE = insert(subscriptions)
_UNSUBSCRIBE = delete(subscriptions).where(
    and_(
        subscriptions.c.instance_id == bindparam("instance"),
        subscriptions.c.position.in_(bindparam("positions", expanding=True)),
    )
)
_SUBSCRIBERS = (
    select(subscriptions.c.instance_id)
    .where(
        subscriptions.c.kind == bindparam("kind"),
        subscriptions.c.name == bindparam("name"),
        subscriptions.c.key.in_(bindparam("keys", expanding=True)),
    )
    .group_by(subscriptions.c.instance_id)
    .order_by(func.min(subscriptions.c.position), subscriptions.c.instance_id)
)


class SqlInstances:
    """Rows of `instances` and `subscriptions`. Remembers what it read, so that only changes are written."""

    def __init__(self, connection: Connection, *, lock: bool) -> None:
        self._connection = connection
        self._get = _LOCK if lock else _LOOK
        self._read: dict[str, Instance] = {}

    def add(self, instance: Instance) -> None:
        self._connection.execute(_ADD, to_row(instance))
        self._read[instance.id] = instance

    def get(self, instance: str) -> Instance:
        row = self._get.first(self._connection, {"instance": instance})
        if row is None:
            raise NotFound(f"There is no instance '{instance}'")
        row["status"] = InstanceStatus(row["status"])
        found = Instance(**row)
        self._read[instance] = found
        return found

    def save(self, instance: Instance) -> Instance:
        before = self._read.get(instance.id)
        changed = to_row(instance) if before is None else _differing(before, instance)
        if "status" in changed:
            changed["status"] = instance.status.value
        _SAVE.save(self._connection, instance.version, {"id": instance.id}, changed)
        saved = replace(instance, version=instance.version + 1)
        self._read[instance.id] = saved
        return saved

    def of_case(self, reference: str) -> Sequence[Instance]:
        return [of_row(row) for row in self._connection.execute(_OF_CASE, {"reference": reference})]

    def due(self, at: datetime, limit: int = 100) -> Sequence[tuple[str, datetime]]:
        rows = self._connection.execute(_DUE, {"at": at, "limit": limit})
        return [(instance, due_at) for instance, due_at in rows]

    def subscribe(self, instance: str, waiting: Iterable[Waiting]) -> None:
        wanted = Counter(_subscription(wait) for wait in waiting if wait.name is not None)
        gone = []
        for position, *key in self._connection.execute(_SUBSCRIBED, {"instance": instance}):
            if wanted[tuple(key)] > 0:
                wanted[tuple(key)] -= 1
            else:
                gone.append(position)
        if gone:
            self._connection.execute(_UNSUBSCRIBE, {"instance": instance, "positions": gone})
        new = list(wanted.elements())
        if new:
            met = [(name, key) for kind, name, key, _ in new if kind == "message"]
            meet(self._connection, met, sending=False)
            last = self._connection.execute(_LAST).scalar_one()
            self._connection.execute(
                _SUBSCRIBE,
                [
                    {"instance_id": instance, "position": position, **dict(zip(_KEY, key, strict=True))}
                    for position, key in enumerate(new, last + 1)
                ],
            )

    def subscribers(self, kind: str, name: str, key: str | None) -> Sequence[str]:
        keys = sorted({ANY, key or ANY})
        return self._connection.scalars(_SUBSCRIBERS, {"kind": kind, "name": name, "keys": keys}).all()


def to_row(instance: Instance) -> dict[str, object]:
    """The instance as its row."""
    row: dict[str, object] = {name: getattr(instance, name) for name in _COLUMNS}
    row["status"] = instance.status.value
    return row


def of_row(row: Row[Any]) -> Instance:
    """The row as an instance."""
    values: dict[str, Any] = row._asdict()
    return Instance(**{**values, "status": InstanceStatus(values["status"])})


def _subscription(wait: Waiting) -> tuple[str, ...]:
    return wait.kind, wait.name or "", wire.dumps(from_python(wait.key)), wait.element

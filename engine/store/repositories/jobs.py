"""Jobs: what one command leaves to be done for one instance, in a transaction of its own."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    bindparam,
    delete,
    exists,
    insert,
    literal,
    or_,
    select,
    update,
)

from engine.model.work import Job
from engine.store.statements import insert_new, run
from engine.store.tables import clocks, instances, jobs

_SAME = tuple(field.name for field in fields(Job) if field.name != "instance")
_earlier = jobs.alias("earlier")


def first_of_its_instance() -> ColumnElement[bool]:
    """Whether no other job of the instance is queued before: what failed is not overtaken by what follows."""
    return ~exists().where(
        _earlier.c.instance_id == jobs.c.instance_id,
        or_(
            _earlier.c.created_at < jobs.c.created_at,
            and_(_earlier.c.created_at == jobs.c.created_at, _earlier.c.id < jobs.c.id),
        ),
        _earlier.c.due_at.is_not(None),
    )


_ADD = insert_new(jobs)
_GET = select(jobs).where(jobs.c.id == bindparam("job"))
_DUE = (
    select(jobs.c.id)
    .where(jobs.c.due_at.is_not(None), jobs.c.due_at <= bindparam("at"), first_of_its_instance())
    .order_by(jobs.c.due_at, jobs.c.created_at, jobs.c.id)
    .limit(bindparam("limit"))
)
_TAKE = delete(jobs).where(
    jobs.c.id == bindparam("job"), jobs.c.due_at.is_not(None), jobs.c.due_at <= bindparam("at")
)
_SAVE = (
    update(jobs)
    .where(jobs.c.id == bindparam("job"))
    .values({name: bindparam(f"new_{name}") for name in _SAME if name not in ("id", "created_at")})
)
_DROP = delete(jobs).where(jobs.c.id == bindparam("job"), jobs.c.state == "failed")
_WAKE = (
    update(jobs)
    .where(jobs.c.instance_id == bindparam("instance"), jobs.c.state == "parked")
    .values(state="queued", due_at=bindparam("at"))
)
_FAILED = (
    select(jobs)
    .where(jobs.c.instance_id == bindparam("instance"), jobs.c.state == "failed")
    .order_by(jobs.c.created_at, jobs.c.id)
)
_running = exists().where(clocks.c.reference == instances.c.reference, clocks.c.stopped_at.is_(None))
_FOR_OPEN = instances.c.package.in_(bindparam("packages", expanding=True)) & (
    instances.c.ended_at.is_(None) | _running
)


class Errands(Protocol):
    """Where workers are told of a new job."""

    def for_job(self, instance: str, job: str) -> None: ...


class SqlJobs:
    """Rows of `jobs`."""

    def __init__(self, connection: Connection, errands: Errands) -> None:
        self._connection = connection
        self._errands = errands

    def add(self, job: Job) -> bool:
        new = run(self._connection, _ADD, _to_row(job)).rowcount == 1
        if new and job.state == "queued":
            self._errands.for_job(job.instance, job.id)
        return new

    def add_for_open(self, packages: Sequence[str], job: Job) -> int:
        """One job like this for every open instance of these packages; answers how many.

        They may be very many: workers are told of them by and by, when they look for what is due.
        """
        row = {**_to_row(job), "instance_id": instances.c.id, "id": literal(job.id) + "/" + instances.c.id}
        columns = [
            value if name in ("instance_id", "id") else _typed(name, value) for name, value in row.items()
        ]
        wanted = select(*columns).where(_FOR_OPEN)
        statement = insert(jobs).from_select(list(row), wanted).execution_options(preserve_rowcount=True)
        return self._connection.execute(statement, {"packages": list(packages)}).rowcount

    def get(self, job: str) -> Job | None:
        row = self._connection.execute(_GET, {"job": job}).first()
        return None if row is None else of_row(row)

    def due(self, at: datetime, limit: int = 100) -> Sequence[str]:
        return self._connection.scalars(_DUE, {"at": at, "limit": limit}).all()

    def take(self, job: str, at: datetime) -> Job | None:
        found = self.get(job)
        done = self._connection.execute(_TAKE, {"job": job, "at": at})
        return found if done.rowcount == 1 else None

    def save(self, job: Job) -> None:
        row = {f"new_{name}": value for name, value in _to_row(job).items()}
        self._connection.execute(_SAVE, {"job": job.id, **row})

    def drop(self, job: str) -> None:
        self._connection.execute(_DROP, {"job": job})

    def failed(self, instance: str) -> Sequence[Job]:
        return [of_row(row) for row in self._connection.execute(_FAILED, {"instance": instance})]

    def wake(self, instance: str, at: datetime) -> None:
        self._connection.execute(_WAKE, {"instance": instance, "at": at})


def _typed(name: str, value: object) -> Any:
    return literal(value, jobs.c[name].type).label(name)


def _to_row(job: Job) -> dict[str, Any]:
    return {"instance_id": job.instance, **{name: getattr(job, name) for name in _SAME}}


def of_row(row: Row[Any]) -> Job:
    values: dict[str, Any] = row._asdict()
    return Job(instance=values["instance_id"], **{name: values[name] for name in _SAME})

"""Errands: jobs of Procrastinate that tell the workers of a shared database which row wants looking after.

What is due stands in our own tables: instances, jobs, outbox. An errand only points there, so it may be lost,
come twice or come late. On SQLite there are none: the one process that works looks for itself.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    bindparam,
    column,
    func,
    literal,
    literal_column,
    or_,
    select,
    table,
    text,
)

from engine import traces
from engine.errors import ConcurrentChange, Unavailable
from engine.store.frozen import end_frozen
from engine.store.refusals import LOST_RACES
from engine.store.repositories.jobs import first_of_its_instance
from engine.store.tables import instances, jobs, outbox

if TYPE_CHECKING:
    from procrastinate import App
    from procrastinate.jobs import Job

CASES, MAILS = "cases", "mails"
"""The two queues: a mail server that is slow keeps no timer waiting."""
LOOK_AFTER, SEND = "querela:look-after", "querela:send"
"""The tasks: everything due of one instance, and one mail."""
MOST_WAITING = 1000
"""So many errands wait in a queue at most: Procrastinate's next one is found by passing those before it."""
FARTHEST = 10
"""Minutes that an errand waits for its next try at most, by the database's clock. A worker whose clock was
far ahead would put it off as far, and no other is left in its place."""
OF_PERSONS, OF_THE_CLOCK = 1, 0
"""Priorities: what somebody has just caused comes before a heap of timers that all fell due at once."""

_CALL = 7_305_110_220_613
"""The number of the advisory lock under which one caller at a time looks for what is due."""

_queue: Any = table(
    "procrastinate_jobs", column("status"), column("lock"), column("queueing_lock"), column("queue_name")
)


def _queued(*keys: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether an errand of such a key waits; the statuses are literals, so that the indexes serve."""
    waiting = _queue.c.status == literal_column("'todo'")
    named = [select(literal(1)).where(_queue.c.queueing_lock == key, waiting).exists() for key in keys]
    return or_(*named)


def _under_way(lock: ColumnElement[str]) -> ColumnElement[bool]:
    running = _queue.c.status == literal_column("'doing'")
    return select(literal(1)).where(_queue.c.lock == lock, running).exists()


_mail_key = literal("mail/").concat(outbox.c.id)
_job_key = literal("job/").concat(jobs.c.id)
_at: Any = bindparam("at")
_limit: Any = bindparam("limit")

_TIMERS = (
    select(instances.c.id)
    .where(instances.c.next_due_at.is_not(None), instances.c.next_due_at <= _at)
    .where(~_queued(instances.c.id), ~_under_way(instances.c.id))
    .order_by(instances.c.next_due_at, instances.c.id)
    .limit(_limit)
)
_JOBS = (
    select(jobs.c.instance_id)
    .where(jobs.c.due_at.is_not(None), jobs.c.due_at <= _at)
    .where(~_queued(_job_key, jobs.c.instance_id), ~_under_way(jobs.c.instance_id))
    .order_by(jobs.c.due_at, jobs.c.created_at, jobs.c.id)
    .limit(_limit)
)
_LETTERS = (
    select(outbox.c.id)
    .where(outbox.c.due_at.is_not(None), outbox.c.due_at <= _at)
    .where(or_(outbox.c.lease_until.is_(None), outbox.c.lease_until <= bindparam("real_at")))
    .where(~_queued(_mail_key), ~_under_way(_mail_key))
    .order_by(outbox.c.due_at, outbox.c.id)
    .limit(_limit)
)
_of_queue = _queue.c.queue_name == bindparam("queue")
_WAITING = select(func.count()).select_from(
    select(literal(1))
    .where(_queue.c.status == literal_column("'todo'"), _of_queue)
    .limit(MOST_WAITING)
    .subquery()
)
_PULL_BACK = text(
    "UPDATE procrastinate_jobs SET scheduled_at = NULL "
    "WHERE status = 'todo' AND scheduled_at > now() + make_interval(mins => :minutes)"
).bindparams(minutes=FARTHEST)
_ALONE = text("SELECT pg_try_advisory_xact_lock(:key)").bindparams(key=_CALL)

_OF = select(
    select(instances.c.next_due_at)
    .where(instances.c.id == bindparam("instance"), instances.c.next_due_at <= _at)
    .scalar_subquery(),
    select(jobs.c.id)
    .where(jobs.c.instance_id == bindparam("instance"), jobs.c.due_at <= _at, first_of_its_instance())
    .limit(1)
    .scalar_subquery(),
)


class SqlErrands:
    """What one transaction leaves to the workers: handed over by its last statement, or with it forgotten."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._shared = connection.dialect.name == "postgresql"
        self._left: list[Job] = []

    def of(self, instance: str, at: datetime) -> tuple[datetime | None, str | None]:
        """The instance's due moment and its due job, where there are such."""
        timer, job = self._connection.execute(_OF, {"instance": instance, "at": at}).one()
        return timer, job

    def for_job(self, instance: str, job: str) -> None:
        """Let the instance be looked after because of this new job."""
        key = f"job/{job}"
        self._leave(CASES, LOOK_AFTER, instance, key, OF_PERSONS, instance=instance, **self._cause(key))

    def for_mail(self, mail: str) -> None:
        """Let this new mail be sent."""
        key = f"mail/{mail}"
        self._leave(MAILS, SEND, key, key, OF_PERSONS, mail=mail, **self._cause(key))

    def call(self, at: datetime, real_at: datetime) -> int:
        """Leave an errand for everything due that has none, earliest first; answers how many.

        None where another does so at this moment, or enough wait already.
        """
        if not self._shared or not self._connection.execute(_ALONE).scalar_one():
            return 0
        self._connection.execute(_PULL_BACK)
        end_frozen(self._connection)
        when = {"at": at, "real_at": real_at}
        before = len(self._left)
        room = self._room(CASES)
        for instance in _each(self._found(_TIMERS, room, when), self._found(_JOBS, room, when)):
            self._leave(CASES, LOOK_AFTER, instance, instance, OF_THE_CLOCK, instance=instance)
        for mail in self._found(_LETTERS, self._room(MAILS), when):
            self._leave(MAILS, SEND, f"mail/{mail}", f"mail/{mail}", OF_THE_CLOCK, mail=mail)
        return len(self._left) - before

    def hand_over(self) -> None:
        """Defer the jobs with one statement, in the transaction at hand.

        Raises:
            ConcurrentChange: somebody else has left the same errand at the same moment, or is about to.
            Unavailable: the database is gone.
        """
        if not self._left:
            return
        from procrastinate import exceptions

        jobs_left, self._left = self._left, []
        try:
            _app().job_manager.batch_defer_jobs(jobs_left, self._connection.connection.driver_connection)
        except exceptions.AlreadyEnqueued as error:
            raise ConcurrentChange("Somebody else has left the same errand already") from error
        except exceptions.ConnectorException as error:
            if getattr(error.__cause__, "sqlstate", None) in LOST_RACES:
                raise ConcurrentChange("Somebody else leaves the same errand at this moment") from error
            said = str(error.__cause__ or error).strip().partition("\n")[0]  # further lines may hold values
            raise Unavailable(f"The database cannot be used: {said}") from error

    def _cause(self, key: str) -> dict[str, str]:
        """What an errand carries of the command that leaves it, where spans are sent."""
        if not self._shared:
            traces.keep(key)
            return {}
        trace = traces.current()
        return {"left": key, "by": trace} if trace else {}

    def _room(self, queue: str) -> int:
        waiting: int = self._connection.execute(_WAITING, {"queue": queue}).scalar_one()
        return MOST_WAITING - waiting

    def _found(self, statement: Any, limit: int, when: dict[str, datetime]) -> Iterator[str]:
        if limit > 0:
            yield from self._connection.scalars(statement, {**when, "limit": limit})

    def _leave(self, queue: str, task: str, lock: str, key: str, priority: int, **arguments: str) -> None:
        if self._shared:
            described = _app().configure_task(
                task, queue=queue, lock=lock, queueing_lock=key, priority=priority
            )
            self._left.append(described.make_new_job(**arguments))


@cache
def _app() -> "App":
    """Only describes jobs: it has no connection of its own."""
    from procrastinate import App, SyncPsycopgConnector  # a quarter of a second, and only on PostgreSQL

    return App(connector=SyncPsycopgConnector())


def _each(*several: Iterable[str]) -> list[str]:
    """All of them in their order, each once."""
    return list(dict.fromkeys(name for names in several for name in names))

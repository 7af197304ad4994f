"""Procrastinate as Querela uses it: the tasks, the schedule, and what becomes of a job that fails.

A job is an errand (engine/store/errands.py): it names a row, and the row says what is still to be done.
"""

import asyncio
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import copy_context
from datetime import timedelta
from math import inf
from typing import Any
from weakref import WeakKeyDictionary

from procrastinate import App, BaseRetryStrategy, JobContext, PsycopgConnector, RetryDecision
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Job, Status
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from engine import traces
from engine.clock import monotonic, system_clock
from engine.commands.call_workers import CallWorkers
from engine.errors import ConcurrentChange, EngineError
from engine.jobs.hands import Done, Hands, Stopped
from engine.logs import fault, logger, within
from engine.store.errands import CASES, LOOK_AFTER, MAILS, SEND

HEARTBEAT = 3.0
"""Seconds between two signs of life of a worker."""
STALLED = 15.0
"""Seconds without a sign of life after which others take over its jobs."""
FORGOTTEN = 600.0
"""Seconds without a sign of life after which a worker is no longer counted and shown as silent."""
EVERY_SECOND, EVERY_FIVE = "* * * * * *", "* * * * * */5"
"""Cron with a sixth field, the seconds: Procrastinate's schedule has no finer grain."""
CALL, TAKE_OVER = "querela:call-workers", "querela:take-over"
FIRST, LONGEST = timedelta(seconds=2), timedelta(minutes=5)
"""Back-off: how long a job that failed waits for its next try, at first and at last."""
CONNECTIONS = 2
"""Of Procrastinate's own pool in each process; one more listens."""
PATIENCE = 4.0
"""Seconds that anything waits for one of these connections."""
RESTED = 1.0
"""Seconds after which one of them is asked whether it is still there before it is used."""

_BEFORE_ALL = 9
"""Priority of the periodic tasks: a full queue must not keep them."""

_log = logger("worker")


class BackOff(BaseRetryStrategy):
    """Tries for ever, at growing intervals. What is to be given up is given up by its row, with a trace."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision:
        """Soon where the worker was told to end or another was faster, else later and later."""
        if isinstance(exception, asyncio.CancelledError | Stopped):
            wait = timedelta(seconds=1)  # until then this worker has ended, and another takes it
        elif isinstance(exception, ConcurrentChange):
            wait = timedelta(seconds=random.uniform(0.05, 0.5) * (1 + min(job.attempts, 10)))
        else:
            wait = min(FIRST * 2 ** min(job.attempts, 16), LONGEST)
            _log.warning(
                "an errand failed",
                task=job.task_name,
                lock=job.lock,
                attempt=job.attempts,
                **fault(exception),
            )
        return RetryDecision(retry_at=system_clock() + wait)


def make_app(conninfo: str, hands: Hands, count: Callable[[Done], None], *, schedule: bool) -> App:
    """The tasks, done by these hands. `schedule`: with the periodic ones."""
    connector = PsycopgConnector(
        conninfo=conninfo,
        min_size=1,
        max_size=CONNECTIONS,
        timeout=PATIENCE,
        reconnect_timeout=PATIENCE,
        configure=_prepare,
        pool_factory=_pool,
    )
    app = App(connector=connector)

    @app.task(name=LOOK_AFTER, queue=CASES, retry=BackOff(), pass_context=True)
    async def look_after(context: JobContext, instance: str, left: str = "", by: str = "") -> None:
        with traces.brought(left, by):
            await _aside(context, lambda: hands.look_after(instance, count))

    @app.task(name=SEND, queue=MAILS, retry=BackOff(), pass_context=True)
    async def send(context: JobContext, mail: str, left: str = "", by: str = "") -> None:
        with traces.brought(left, by):
            count(await _aside(context, lambda: hands.send(mail)))

    if schedule:
        _add_schedule(app, hands)
    return app


def _add_schedule(app: App, hands: Hands) -> None:
    """What comes again and again. No lock: one of a killed worker must not keep the next from running."""

    @app.periodic(cron=EVERY_SECOND, queue=CASES, queueing_lock=CALL, priority=_BEFORE_ALL)
    @app.task(name=CALL, queue=CASES, pass_context=True)
    async def call(context: JobContext, timestamp: int) -> None:
        with _telling(CALL):
            await _aside(context, lambda: hands.bus.do(CallWorkers()))

    @app.periodic(cron=EVERY_FIVE, queue=CASES, queueing_lock=TAKE_OVER, priority=_BEFORE_ALL)
    @app.task(name=TAKE_OVER, queue=CASES)
    async def take_over_jobs(timestamp: int) -> None:
        with _telling(TAKE_OVER):
            await take_over(app)


@contextmanager
def _telling(task: str) -> Iterator[None]:
    """What goes wrong is told; the next time comes by itself."""
    try:
        yield
    except (EngineError, ConnectorException) as wrong:
        _log.warning("a periodic task failed", task=task, **fault(wrong))
    except Exception:
        _log.exception("a periodic task failed", task=task)


async def take_over(app: App) -> int:
    """Queue the jobs of workers anew that give no sign of life any more; answers how many.

    Workers that are silent for long are forgotten: Procrastinate does so only where another begins.
    """
    taken = 0
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED):
        try:
            if job.task_name in (CALL, TAKE_OVER):  # the next one comes anyway
                await app.job_manager.finish_job(job, status=Status.FAILED, delete_job=True)
                continue
            await app.job_manager.retry_job(job)
        except UniqueViolation:  # another errand of the same key waits already, and stands for this one
            await app.job_manager.finish_job(job, status=Status.FAILED, delete_job=True)
        except ConnectorException as other:  # its worker, or somebody else who takes over, was faster
            _log.info("a stalled job was gone", job=job.id, **fault(other))
        else:
            taken += 1
            _log.warning("took over from a worker that is no more", task=job.task_name, lock=job.lock)
    await app.job_manager.prune_stalled_workers(FORGOTTEN)
    return taken


def _pool(**settings: Any) -> AsyncConnectionPool[Any]:
    """Procrastinate's pool, whose connections are asked for a sign of life only after they have rested."""
    return AsyncConnectionPool(**{**settings, "check": _Checks().check})


class _Checks:
    """When each connection has answered last: one that answered a moment ago need not be asked again."""

    def __init__(self) -> None:
        self._answered: WeakKeyDictionary[AsyncConnection[Any], float] = WeakKeyDictionary()

    async def check(self, connection: AsyncConnection[Any]) -> None:
        """Raises psycopg.OperationalError for one that is dead; the pool then gives another."""
        now = monotonic()
        if connection.closed or now - self._answered.get(connection, -inf) > RESTED:
            await AsyncConnectionPool.check_connection(connection)
            self._answered[connection] = now


async def _prepare(connection: AsyncConnection[Any]) -> None:
    """Each of Procrastinate's statements is a transaction, and need not outlive a loss of power.

    What is due stands in our own tables: an errand that was lost with its database's last moments comes
    again, and so does one whose end was lost. A process that stands still must not keep what others wait for.
    """
    await connection.set_autocommit(True)
    await connection.execute("SET synchronous_commit = off")
    await connection.execute("SET idle_in_transaction_session_timeout = '15s'")
    await connection.execute("SET lock_timeout = '5s'")


async def _aside(context: JobContext, work: Callable[[], Any]) -> Any:
    """Do the work in a thread of its own, which does not outlive the process: its rows can bear that."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[Any] = loop.create_future()
    job = context.job

    def tell(answer: Any, wrong: BaseException | None) -> None:
        if done.done():
            return
        if wrong is None:
            done.set_result(answer)
        else:
            done.set_exception(wrong)

    def run() -> None:
        answer, wrong = None, None
        try:
            with within(task=job.task_name, job=job.id, attempt=job.attempts + 1):
                answer = work()
        except BaseException as raised:
            wrong = raised
        if not loop.is_closed():
            loop.call_soon_threadsafe(tell, answer, wrong)

    threading.Thread(target=copy_context().run, args=(run,), name="errand", daemon=True).start()
    return await done

"""The worker of one process on PostgreSQL: Procrastinate carries the errands, here they are worked off.

It goes on whatever happens to the database: what was cut off is begun anew, after a rest that grows.
"""

import asyncio
import logging
import threading
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import psycopg
from procrastinate import App
from procrastinate.exceptions import ConnectorException

from engine.clock import monotonic, system_clock
from engine.commands.call_workers import CallWorkers
from engine.errors import Unavailable
from engine.jobs.dispatcher import Dispatcher
from engine.jobs.hands import Done, Hands
from engine.jobs.queue import HEARTBEAT, STALLED, make_app
from engine.logs import fault, logger
from engine.store.errands import CASES, MAILS

FIRST_REST, LONGEST_REST = 0.5, 15.0
"""Seconds before a worker that was cut off from its database begins anew."""
HEALTHY = 30.0
"""Seconds after which a worker counts as well again, and its rests as forgotten."""
LOOK = 0.25
"""Seconds between two looks at whether something makes a new beginning needed."""
JUMP = timedelta(seconds=5)
"""So far the machine's clock may move of itself; the schedule is begun anew where it was moved further."""
POLL = 2.0
"""Seconds after which a queue is asked though nothing was heard of it."""
GRACE = 4.0
"""Seconds that the commands in hand have when the worker is told to end."""

_log = logger("worker")


class Torn(Exception):
    """Something went wrong that a new beginning mends."""

    impersonal = True


class Crew:
    """Works off errands until it is stopped. One per process; harmless beside any number of others."""

    def __init__(self, hands: Hands, conninfo: str) -> None:
        self._hands = hands
        self._conninfo = conninfo
        self._stop = hands.stop
        self._torn: str | None = None
        self._done = Done()
        self._counting = threading.Lock()
        logging.getLogger("procrastinate").setLevel(logging.CRITICAL)  # what matters is told in our own lines

    def start(self) -> threading.Thread:
        """Run in a thread of its own."""
        thread = threading.Thread(target=lambda: asyncio.run(self._work()), name="worker", daemon=True)
        thread.start()
        return thread

    def stop(self) -> None:
        """End after the commands in hand."""
        self._stop.set()

    @property
    def stopping(self) -> bool:
        """Whether it was told to end."""
        return self._stop.is_set()

    def run_due(self) -> Done:
        """Run everything that is due now, and what that makes due, until nothing is.

        The queue comes first, for others may share the work. What it does not give, because a worker that
        was killed still holds it, is done as the tables say. Raises Unavailable.
        """
        self._done = Done()
        left = Dispatcher(self._hands)
        while not self._stop.is_set():
            before = self._done
            self._hands.bus.do(CallWorkers())
            try:
                asyncio.run(self._once())
            except (ConnectorException, psycopg.Error) as gone:
                raise Unavailable(f"The database does not answer: {gone.__cause__ or gone}") from gone
            if self._done.timers + self._done.jobs > before.timers + before.jobs:
                continue
            rest = left.run_due()
            self._count(rest)
            if not rest.anything:
                break
        return self._done

    def _count(self, done: Done) -> None:
        with self._counting:
            self._done += done

    async def _once(self) -> None:
        """Work the queues off, as far as nobody holds them."""
        app = make_app(self._conninfo, self._hands, self._count, schedule=False)
        async with app.open_async():
            for queue in (CASES, MAILS):
                await app.run_worker_async(**_how(queue), wait=False, listen_notify=False)

    async def _work(self) -> None:
        """One shift after the other, until it is told to end."""
        rest = FIRST_REST
        while not self._stop.is_set():
            began = monotonic()
            try:
                await self._until_told(asyncio.create_task(self._shift()))
            except Exception as wrong:
                _log.error("the worker begins anew", **fault(wrong))
            if monotonic() - began > HEALTHY:
                rest = FIRST_REST
            await self._rest(rest)
            rest = min(2 * rest, LONGEST_REST)

    async def _until_told(self, shift: asyncio.Task[None]) -> None:
        """Let the shift go on until it ends of itself, everything is to end, or a new one is needed."""
        asyncio.get_running_loop().set_exception_handler(self._note_torn)
        self._torn = None
        offset = _offset()
        while not shift.done() and not self._stop.is_set() and self._torn is None:
            await asyncio.wait([shift], timeout=LOOK)
            if abs(_offset() - offset) > JUMP:
                self._torn = "the machine's clock was moved"
        shift.cancel()
        await asyncio.wait([shift])
        if not shift.cancelled() and (wrong := shift.exception()) is not None:
            raise wrong
        if self._torn is not None:
            raise Torn(self._torn)

    async def _shift(self) -> None:
        """Work until cancelled. Raises what ends a worker: mostly that the database is gone."""
        app = make_app(self._conninfo, self._hands, self._count, schedule=True)
        async with app.open_async():
            cases = asyncio.create_task(_queue_worker(app, CASES))
            mails = asyncio.create_task(_queue_worker(app, MAILS))
            try:
                done, _ = await asyncio.wait((cases, mails), return_when=asyncio.FIRST_COMPLETED)
            finally:
                cases.cancel()
                mails.cancel()
                await asyncio.wait((cases, mails))
            for ended in done:
                if not ended.cancelled() and (wrong := ended.exception()) is not None:
                    raise wrong
            raise Torn("Procrastinate's worker has ended")

    def _note_torn(self, _loop: asyncio.AbstractEventLoop, context: Mapping[str, Any]) -> None:
        """A task failed with nobody to tell: mostly a job whose end could not be noted.

        Procrastinate would hold it, and its lock, for as long as this worker lives. Begun anew, the worker
        is another, and the job counts as stalled.
        """
        wrong = context.get("exception")
        cause = type(wrong.__cause__ or wrong).__name__ if wrong is not None else context.get("message")
        self._torn = f"a job's end could not be noted: {cause}"

    async def _rest(self, seconds: float) -> None:
        until = monotonic() + seconds
        while not self._stop.is_set() and monotonic() < until:
            await asyncio.sleep(min(LOOK, seconds))


def _how(queue: str) -> dict[str, Any]:
    """How Procrastinate works a queue off: one errand at a time, which it forgets when it is done.

    Python runs one command at a time anyway: more processes do more, not more threads.
    """
    return {
        "queues": [queue],
        "name": queue,
        "concurrency": 1,
        "delete_jobs": "always",
        "install_signal_handlers": False,
        "shutdown_graceful_timeout": GRACE,
        "update_heartbeat_interval": HEARTBEAT,
        "stalled_worker_timeout": STALLED,
        "fetch_job_polling_interval": POLL,
    }


async def _queue_worker(app: App, queue: str) -> None:
    await app.run_worker_async(**_how(queue), listen_notify=True)


def _offset() -> timedelta:
    """How far the machine's clock is from one that nobody moves."""
    return system_clock() - datetime.fromtimestamp(0, system_clock().tzinfo) - timedelta(seconds=monotonic())

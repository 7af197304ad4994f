"""Several workers on one PostgreSQL database, as processes that can be killed, frozen and counted."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, text

from engine.bootstrap import Querela, from_environment
from engine.clock import Clock, pause, system_clock
from engine.commands.administer import AddPerson, AdvanceClock
from engine.commands.publish import Publish
from engine.model.people import Actor
from engine.packages import read_package
from tests.support.installation import PASSWORD, STAFF, Installation, StandingClock

QUERELA = Path(sys.executable).with_name("querela")
PATIENCE = 180.0
"""Seconds that anything may take on a busy machine; nothing is asserted about how long it did."""


@dataclass
class Crowd:
    """An installation on the machine's own clock, and the worker processes beside it."""

    house: Installation
    environ: Mapping[str, str]
    engine: Engine
    log: Path
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def querela(self) -> Querela:
        return self.house.querela

    def sql(self, statement: str, **values: object) -> Sequence[Any]:
        """The rows of a statement."""
        with self.engine.begin() as connection:
            found = connection.execute(text(statement), values)
            return found.all() if found.returns_rows else []

    def start(self, count: int = 1) -> list[subprocess.Popen[bytes]]:
        """So many more workers, when they have begun to work."""
        [(newest,)] = self.sql("SELECT coalesce(max(id), 0) FROM procrastinate_workers")
        with self.log.open("ab") as log:
            new = [
                subprocess.Popen([QUERELA, "worker"], env=dict(self.environ), stdout=log, stderr=log)
                for _ in range(count)
            ]
        self.workers += new
        here = "SELECT 1 FROM procrastinate_workers WHERE id > :newest"
        self.wait(
            lambda: len(self.sql(here, newest=newest)) >= 2 * count or any(w.poll() for w in new),
            "the workers begin",
        )
        assert not any(w.poll() for w in new), self.log.read_text()[-4000:]
        return new

    def begun(self) -> int:
        """How many workers give signs of life; each works off two queues."""
        return len(self.sql("SELECT 1 FROM procrastinate_workers")) // 2

    def advance(self, **length: float) -> None:
        """Move the installation's clock."""
        self.querela.do(AdvanceClock(timedelta(**length)), self.admin)

    @property
    def admin(self) -> Actor:
        return self.house.actor("admin")

    def wait(self, until: Callable[[], object], what: str) -> None:
        """Wait until it is so."""
        give_up_at = time.monotonic() + PATIENCE
        while not until():
            assert time.monotonic() < give_up_at, (
                f"not in {PATIENCE} s: {what}\n{self.log.read_text()[-4000:]}"
            )
            pause(0.05)

    def idle(self) -> bool:
        """Whether nothing is due, by the tables."""
        now = self.querela.now()
        with self.querela.store.read() as unit:
            return not (unit.instances.due(now) or unit.jobs.due(now) or unit.outbox.due(now))

    def wait_until_idle(self) -> None:
        self.wait(self.idle, "everything due is done")

    def once(self, *more: str) -> subprocess.CompletedProcess[str]:
        """`querela worker --once --json`."""
        return subprocess.run(
            [QUERELA, "worker", "--once", "--json", *more],
            env=dict(self.environ),
            capture_output=True,
            text=True,
            check=True,
            timeout=PATIENCE,
        )

    def clear(self) -> None:
        """Forget cases that wait, what is to be done, and workers that were."""
        self.sql("UPDATE instances SET next_due_at = NULL, next_timer_at = NULL")
        for table in ("history_values", "history", "jobs", "outbox", "inbox"):
            self.sql(f"DELETE FROM {table}")  # noqa: S608 - names from above
        self.sql("TRUNCATE procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers")
        self.sql("DELETE FROM procrastinate_workers")

    def end(self) -> None:
        """Kill what is left of the workers."""
        for worker in self.workers:
            if worker.poll() is None:
                worker.send_signal(signal.SIGCONT)
                worker.kill()
                worker.wait()


@contextmanager
def crowd(home: Path, url: str, package: Path, clock: Clock = system_clock, **more: str) -> Iterator[Crowd]:
    """An installation in a sandbox with one published package and a person for each role."""
    with again(home, url, clock, **more) as town:
        town.querela.initialise()
        town.querela.do(Publish(read_package(package), "for tests"))
        for login, roles in STAFF.items():
            town.querela.do(
                AddPerson(login, roles, PASSWORD, name=login.title(), email=f"{login}@office.example")
            )
        yield town


@contextmanager
def again(home: Path, url: str, clock: Clock = system_clock, **more: str) -> Iterator[Crowd]:
    """The same installation, or one on a copy of its database. Its workers have the machine's clock."""
    environ = {
        **{name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ},
        "QUERELA_HOME": str(home),
        "QUERELA_DATABASE_URL": url,
        "QUERELA_ENV": "sandbox",
        "QUERELA_SECRET_KEY": "a key for the tests only",
        **more,
    }
    querela = from_environment(environ, clock)
    engine = create_engine(url)
    home.mkdir(exist_ok=True)
    made = Crowd(Installation(querela, StandingClock()), environ, engine, home / "workers.log")
    made.log.touch()
    try:
        yield made
    finally:
        made.end()
        engine.dispose()
        querela.close()

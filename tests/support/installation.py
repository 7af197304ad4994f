"""A whole installation in a test's own folder, with a clock that stands still until it is moved."""

import atexit
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from engine.bootstrap import Querela, from_environment
from engine.commands.administer import AddPerson
from engine.commands.publish import Publish
from engine.model.people import Actor, Person
from engine.packages import read_package
from engine.queries.sign_in import PersonOf
from tests.support import postgres

MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
MINI = Path(__file__).resolve().parents[1] / "commands" / "mini"
STAFF = {
    "handler": ("handler",),
    "handler2": ("handler",),
    "reviewer": ("reviewer",),
    "manager": ("complaints-manager",),
    "quality": ("quality-manager",),
    "auditor": ("auditor",),
    "admin": ("administrator",),
}
PASSWORD = "correct horse"


class StandingClock:
    """Gives the same instant until it is moved."""

    def __init__(self, now: datetime = MONDAY) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **length: float) -> None:
        """Move on by days, hours, minutes …"""
        self.now += timedelta(**length)


class Installation:
    """An application with its clock and people."""

    def __init__(self, querela: Querela, clock: StandingClock) -> None:
        self.querela = querela
        self.clock = clock
        self.do = querela.do
        self.ask = querela.ask

    def actor(self, login: str) -> Actor:
        """A member of staff as the one who acts."""
        person: Person | None = self.querela.ask(PersonOf(login))
        assert person is not None, login
        return Actor.of(person)

    def run_due(self) -> tuple[int, int, int]:
        """Run what is due; (timers, jobs, failed)."""
        done = self.querela.dispatcher().run_due()
        return done.timers, done.jobs, done.failed


@contextmanager
def installation(
    home: Path, database_url: str | None = None, package: Path = MINI, **environ: str
) -> Iterator[Installation]:
    """A set-up installation with one published package and a person for each role."""
    clock = StandingClock()
    env = environ.get("QUERELA_ENV", "")
    if database_url is None:
        shutil.copytree(_made(package, env), home, dirs_exist_ok=True)
        querela = _application(home, "", environ, clock)
    elif postgres.is_fresh(database_url):
        made, url = _made_on_postgres(package, env)
        shutil.copytree(made, home, dirs_exist_ok=True)
        postgres.replace_database(database_url, url)
        querela = _application(home, database_url, environ, clock)
    else:
        querela = _application(home, database_url, environ, clock)
        _set_up(querela, package)
    try:
        yield Installation(querela, clock)
    finally:
        querela.close()


@cache
def _made(package: Path, env: str) -> Path:
    """The home of a set-up installation on SQLite, made once and copied for each test."""
    home = _folder()
    _set_up_there(home, "", env, package)
    return home


@cache
def _made_on_postgres(package: Path, env: str) -> tuple[Path, str]:
    """The home and the database of a set-up installation, made once and copied for each test."""
    home, url = _folder(), postgres.keep_database()
    _set_up_there(home, url, env, package)
    return home, url


def _folder() -> Path:
    """A folder that is there until the process ends."""
    folder = Path(mkdtemp(prefix="querela-made-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _set_up_there(home: Path, url: str, env: str, package: Path) -> None:
    querela = _application(home, url, {"QUERELA_ENV": env}, StandingClock())
    _set_up(querela, package)
    querela.close()


def _application(home: Path, url: str, environ: Mapping[str, str], clock: StandingClock) -> Querela:
    return from_environment({"QUERELA_HOME": str(home), "QUERELA_DATABASE_URL": url, **environ}, clock)


def _set_up(querela: Querela, package: Path) -> None:
    querela.initialise()
    querela.do(Publish(read_package(package), "for tests"))
    for login, roles in STAFF.items():
        querela.do(AddPerson(login, roles, PASSWORD, name=login.title(), email=f"{login}@office.example"))

"""A PostgreSQL server for the tests: the one that is named, else a temporary cluster of our own.

The cluster lies in a folder of its own, listens on a free loopback port only, runs as somebody who is not
root, gives up durability for speed, and ends with the process that started it, also when that is killed.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path

import psycopg
from sqlalchemy.engine import URL, make_url

URL_VARIABLE = "QUERELA_TEST_POSTGRES_URL"
BINARIES = Path("/usr/lib/postgresql")
ROLE = "querela"
PREFIX = "querela_test_"
START_SECONDS = 60
UNSAFE_BUT_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=32MB")

_numbers = count(1)
_running: list["Cluster"] = []
_kept: list[str] = []
_reserved: set[str] = set()


class NoPostgres(Exception):
    """Says what is missing to have a server."""


@dataclass(frozen=True)
class Cluster:
    """A running server of our own."""

    process: subprocess.Popen[bytes]
    folder: Path
    port: int

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://{ROLE}@127.0.0.1:{self.port}/postgres"

    def end(self) -> None:
        """Shut the server down, sessions included, and remove its folder."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.process.send_signal(signal.SIGQUIT)
                self.process.wait(timeout=20)
        shutil.rmtree(self.folder, ignore_errors=True)


@cache
def server_url() -> str:
    """The URL of the server that this test process uses, started at the first call.

    Raises:
        NoPostgres: none is named and none can be started here.
    """
    named = os.environ.get(URL_VARIABLE)
    if named:
        return named
    cluster = start_cluster(binaries())
    _running.append(cluster)
    return cluster.url


def end_server() -> None:
    """End the server that server_url() started, if it did; on another, remove the databases that are kept."""
    while _kept:
        database = _kept.pop()
        if not _running:
            drop_database(server_url(), database)
    while _running:
        _running.pop().end()
    server_url.cache_clear()


def create_database(server: str, copy_of: str | None = None) -> str:
    """The URL of a new database on the server: empty, or a copy of one that nobody is connected to."""
    name = f"{PREFIX}{os.getpid()}_{next(_numbers)}"
    template = f' TEMPLATE "{make_url(copy_of).database}"' if copy_of else ""
    run_sql(server, f'CREATE DATABASE "{name}"{template}')
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def reserve_database() -> str:
    """The URL of a database on the tests' own server that is not there yet: an installation makes it."""
    name = f"{PREFIX}{os.getpid()}_{next(_numbers)}"
    url = make_url(server_url()).set(database=name).render_as_string(hide_password=False)
    _reserved.add(url)
    return url


def keep_database() -> str:
    """The URL of a new database on the tests' own server, which is there until the tests end."""
    database = create_database(server_url())
    _kept.append(database)
    return database


def is_fresh(database: str) -> bool:
    """Whether a test made or reserved this database on the tests' own server, and nothing is in it yet."""
    if database in _reserved:
        return True
    url = make_url(database)
    ours = bool(server_url.cache_info().currsize) and database.startswith(server_url().rpartition("/")[0])
    if not ours or not (url.database or "").startswith(f"{PREFIX}{os.getpid()}_"):
        return False
    with psycopg.connect(libpq_url(url)) as connection:
        found = connection.execute("SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace LIMIT 1")
        return found.fetchone() is None


def replace_database(database: str, copy_of: str) -> None:
    """Put a copy of another database, to which nobody is connected, in the place of this one."""
    server, names = server_url(), [make_url(one).database for one in (database, copy_of)]
    if database in _reserved:
        _reserved.remove(database)
    else:
        drop_database(server, database)
    run_sql(server, 'CREATE DATABASE "{}" TEMPLATE "{}"'.format(*names))


def drop_database(server: str, database: str) -> None:
    """Remove a database, whoever is still connected to it."""
    run_sql(server, f'DROP DATABASE IF EXISTS "{make_url(database).database}" WITH (FORCE)')


def run_sql(server: str, statement: str) -> None:
    with psycopg.connect(libpq_url(make_url(server)), autocommit=True) as connection:
        connection.execute(statement.encode())


def libpq_url(url: URL) -> str:
    """The same address as libpq writes it, without the name of a driver."""
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def binaries() -> Path:
    """The folder with the newest installed server's programs.

    Raises:
        NoPostgres: no server is installed.
    """
    found = [path for path in BINARIES.glob("*/bin") if (path / "postgres").exists()]
    if not found:
        raise NoPostgres(f"needs PostgreSQL ({URL_VARIABLE}, or Debian: apt-get install postgresql)")
    return max(found, key=lambda path: int(path.parent.name))


def start_cluster(programs: Path, settings: tuple[str, ...] = UNSAFE_BUT_FAST) -> Cluster:
    """A new, empty cluster that answers."""
    user = unprivileged_user()
    folder = Path(tempfile.mkdtemp(prefix="querela-postgres-"))
    if user is not None:
        os.chown(folder, user.pw_uid, user.pw_gid)
    data = folder / "data"
    initdb = [programs / "initdb", "--pgdata", data, "--username", ROLE, "--auth=trust"]
    run_as(user, [*initdb, "--encoding=UTF8", "--locale=C", "--no-sync"], folder)
    port = free_port()
    every = (f"port={port}", "listen_addresses=127.0.0.1", "unix_socket_directories=", *settings)
    command = [programs / "postgres", "-D", data, *(part for setting in every for part in ("-c", setting))]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [*as_user(user), "--pdeathsig", "INT", *command], cwd=folder, stdout=log, stderr=log
        )
    cluster = Cluster(process, folder, port)
    wait_until_it_answers(cluster)
    return cluster


def wait_until_it_answers(cluster: Cluster) -> None:
    give_up_at = time.monotonic() + START_SECONDS
    while True:
        try:
            return run_sql(cluster.url, "SELECT 1")
        except psycopg.OperationalError as error:
            if cluster.process.poll() is not None or time.monotonic() > give_up_at:
                log = (cluster.folder / "log").read_text()
                cluster.end()
                raise RuntimeError(f"PostgreSQL did not start:\n{log}") from error
            time.sleep(0.05)


def unprivileged_user() -> pwd.struct_passwd | None:
    """Who runs the server: None for ourselves; root must hand it to somebody else."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NoPostgres("needs a user 'postgres' or 'nobody' to run PostgreSQL, which root must not")


def as_user(user: pwd.struct_passwd | None) -> list[str]:
    """The start of a command line that runs the rest as that user."""
    if not shutil.which("setpriv"):
        raise NoPostgres("needs setpriv (Debian: apt-get install util-linux)")
    if user is None:
        return ["setpriv"]
    return ["setpriv", "--reuid", str(user.pw_uid), "--regid", str(user.pw_gid), "--clear-groups"]


def run_as(user: pwd.struct_passwd | None, command: list[str | Path], folder: Path) -> None:
    done = subprocess.run([*as_user(user), *command], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{done.stdout}{done.stderr}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port

"""Nobody takes an installation away under those who serve from it, not even while they are idle."""

import fcntl
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from engine.clock import monotonic, pause
from engine.errors import WrongState
from engine.rescue import places
from engine.rescue.places import STAGING, staging
from engine.store import SqlStore, presence
from engine.store.presence import RESTORE, SERVE, Present, beside, name_of, seated
from tests.commands.lodging import lodge
from tests.rescue.conftest import MakePlace
from tests.rescue.sites import Place, keep
from tests.support.installation import MINI
from tests.support.postgres import free_port
from tests.support.requires import REPOSITORY

CALL = "import sys; from engine.cli import main; main(sys.argv[1:])"


RESTORING = """
import sys
from engine.store import SqlStore
store = SqlStore(sys.argv[1], "restore")
store.blank()
with store.present("restore"):
    print("now", flush=True)
    input()
"""


LOADING = """
import os, sys
from engine.config import read_config
from engine.errors import Unavailable
from engine.store import SqlStore
from engine.store.presence import Present
from web.server import _Server
def others(store):
    if sys.argv[1] == "away":
        raise Unavailable("it does not answer")
    return [Present(sys.argv[1], 7, "another")]
SqlStore.others = others
print(_Server(read_config(os.environ), host="127.0.0.1", port=1, with_worker=False).load())
"""


@contextmanager
def running(place: Place, *words: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A server or worker that nobody asks anything."""
    environ = {"QUERELA_HOME": str(place.home), "QUERELA_DATABASE_URL": place.url}
    process = subprocess.Popen(
        [sys.executable, "-c", CALL, *words],
        env={**os.environ, **environ},
        cwd=REPOSITORY,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait(timeout=30)


def seen(place: Place, *, some: bool) -> list[str]:
    """Who works on the database, when it is somebody, or nobody."""
    store = SqlStore(place.url)
    give_up_at = monotonic() + 120
    try:
        while bool(found := store.others()) is not some:
            assert monotonic() < give_up_at, found
            pause(0.1)
    finally:
        store.close()
    return [str(each) for each in found]


@pytest.mark.parametrize(
    ("words", "how"), [(("serve", "--no-worker"), signal.SIGKILL), (("worker",), signal.SIGTERM)]
)
def test_an_installation_is_not_replaced_under_those_who_run_it(
    place: MakePlace, kind: str, tmp_path: Path, words: tuple[str, ...], how: signal.Signals
) -> None:
    here = place(kind)
    with here.installed(MINI) as house:
        lodge(house)
        keep(house.querela, tmp_path / "b.backup")
        lodge(house)
    port = ("--port", str(free_port())) if words[0] == "serve" else ()
    with running(here, *words, *port) as process:
        named = seen(here, some=True)
        before = here.rows()
        assert all(re.fullmatch(rf"querela {words[0]} \(process \d+ on \S+\)", each) for each in named)
        if words[0] == "worker" or kind == "sqlite":
            assert f"(process {process.pid} on " in named[0]
        with pytest.raises(WrongState, match=rf"Stop what still uses this database: querela {words[0]} \("):
            here.restore(tmp_path / "b.backup", replace=True)
        if words[0] == "serve":
            assert here.rows() == before
        process.send_signal(how)
        process.wait(timeout=30)
        assert seen(here, some=False) == []
        here.restore(tmp_path / "b.backup", replace=True)
    assert len(here.rows()["complaints"]) == 1


def test_a_server_does_not_begin_while_its_database_is_restored(place: MakePlace, kind: str) -> None:
    here = place(kind)
    with here.installed(MINI):
        pass
    other = subprocess.Popen(
        [sys.executable, "-c", RESTORING, here.url],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert other.stdout is not None
    other.stdout.readline()
    for words in (("serve",), ("worker", "--once")):
        done = subprocess.run(
            [sys.executable, "-c", CALL, *words],
            env={**os.environ, "QUERELA_HOME": str(here.home), "QUERELA_DATABASE_URL": here.url},
            cwd=REPOSITORY,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 3
        assert f"is being restored by querela restore (process {other.pid} on " in done.stderr
    other.communicate(b"\n", timeout=30)
    assert not (here.home / "querela.db.running").exists()


@pytest.mark.parametrize(("other", "loads"), [("restore", False), ("serve", True), ("away", True)])
def test_a_servers_process_looks_once_more_when_it_can_be_seen(
    place: MakePlace, other: str, loads: bool
) -> None:
    """On a shared database it is seen from its own first session on; one that is away is waited for."""
    here = place("sqlite")
    with here.installed(MINI):
        pass
    done = subprocess.run(
        [sys.executable, "-c", LOADING, other],
        env={**os.environ, "QUERELA_HOME": str(here.home), "QUERELA_DATABASE_URL": here.url},
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ("Flask" in done.stdout) is loads, done.stderr
    assert ("is being restored by querela restore (process 7 on another)" in done.stderr) is not loads


def test_those_who_are_gone_leave_no_trace(tmp_path: Path) -> None:
    file = tmp_path / "querela.db"
    folder = tmp_path / "querela.db.running"
    folder.mkdir()
    (folder / "serve.a-host.4711").touch()
    (folder / "notes.txt").touch()
    assert beside(file, RESTORE) == []
    assert [each.name for each in folder.iterdir()] == ["notes.txt"]
    with seated(file, SERVE):
        assert beside(file, SERVE) == []  # oneself is no other
        [container] = beside(file, RESTORE)  # another of this name, and of the same number in it
        assert (container.role, container.pid) == ("serve", os.getpid())
    assert [each.name for each in folder.iterdir()] == ["notes.txt"]


def test_a_seat_is_taken_though_others_leave_and_look_round_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, folder, lock = tmp_path / "querela.db", tmp_path / "querela.db.running", presence.lock
    others: list[int] = []

    def hindered(seat: Path) -> int | None:
        others.append(len(others))
        if others == [0]:
            folder.rmdir()  # the last who was there leaves
        if others == [0, 1]:
            with seat.open("w") as looking:  # somebody looks round, and has it in his hands
                fcntl.flock(looking, fcntl.LOCK_EX)
                return lock(seat)
        held = lock(seat)
        if others == [0, 1, 2]:
            seat.unlink()  # he took it for one of the dead
        return held

    monkeypatch.setattr(presence, "lock", hindered)
    with seated(file, SERVE):
        assert [each.role for each in beside(file, RESTORE)] == ["serve"]
    assert not folder.exists()


def test_a_seat_that_is_not_ours_to_look_into_is_somebodys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, folder = tmp_path / "querela.db", tmp_path / "querela.db.running"
    folder.mkdir()
    (folder / "serve.a-host.4711").touch()

    def forbidden(_seat: Path) -> int:
        raise PermissionError

    monkeypatch.setattr(presence, "lock", forbidden)
    assert beside(file, RESTORE) == [Present("serve", 4711, "a-host")]
    assert (folder / "serve.a-host.4711").exists()


def test_a_restore_is_seen_before_it_looks_for_others(
    place: MakePlace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, backup = place("sqlite"), tmp_path / "b.backup"
    with here.installed(MINI) as house:
        keep(house.querela, backup)
    seen_by_others: list[str] = []
    others = SqlStore.others

    def looking(store: SqlStore) -> object:
        assert store.file is not None
        seen_by_others.extend(each.role for each in beside(store.file, SERVE))
        return others(store)

    monkeypatch.setattr(SqlStore, "others", looking)
    here.restore(backup, replace=True)
    assert seen_by_others == ["restore"]


def test_a_name_fits_into_what_the_database_keeps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.store.presence.socket.gethostname", lambda: "ä machine/" + 80 * "x")
    assert len(name_of("restore")) < 60
    assert " --machine-xxx" in name_of("restore")
    assert name_of("") == "querela"
    assert str(Present("serve", 7, "web1")) == "querela serve (process 7 on web1)"


def test_what_a_killed_restore_has_left_goes_with_the_next(tmp_path: Path) -> None:
    left = tmp_path / f"{STAGING}left"
    (left / "attachments").mkdir(parents=True)
    (left / "attachments" / "file").write_bytes(b"x")
    with staging(tmp_path) as folder:
        assert not left.exists()
        with staging(tmp_path):
            assert folder.exists()  # of one that runs
    assert list(tmp_path.iterdir()) == []


def test_room_is_looked_for_on_every_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(tmp_path)._replace(free=100)
    monkeypatch.setattr("engine.rescue.places.shutil.disk_usage", lambda _: usage)
    places.require_room([(tmp_path, 60), (tmp_path / "not" / "yet", 40)])
    with pytest.raises(WrongState, match=r"takes 101 bytes unpacked on the disk of .*, which has 100 left"):
        places.require_room([(tmp_path, 60), (tmp_path / "not" / "yet", 41)])

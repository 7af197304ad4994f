"""The disk is full, again and again: what was acknowledged is there, nothing is half there, all goes on."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import make_url

from engine.commands.attach import Attach
from engine.errors import Unavailable
from engine.queries.register import CaseDetail
from tests.commands.lodging import lodge
from tests.faults.cluster import Server, cluster
from tests.faults.disk import Disk, small_disk
from tests.faults.killer import Killer
from tests.faults.post import Post, post
from tests.faults.scene import Scene, scene
from tests.support.installation import installation
from tests.support.postgres import run_sql
from tests.whole.effort import either

CLERKS = 4
CASES = either(12, 200)
TIMES = either(2, 50)
REQUESTS = 4
MEGABYTES = 160
"""Of the disk; an empty cluster takes some forty of them."""


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Scene, Callable[[], None], Post]]:
    """The installation, what fills its disk for a moment, and the mail server."""
    with ExitStack() as stack:
        taken, smtp = stack.enter_context(post())
        mounted = Path(stack.enter_context(TemporaryDirectory(prefix="querela-disk-")))  # seen by PostgreSQL
        disk = stack.enter_context(small_disk(mounted, MEGABYTES))
        url, server = None, None
        if request.param == "postgresql":
            url, server = stack.enter_context(database_on(disk))
        folder = tmp_path if server else disk.folder / "place"
        folder.mkdir(exist_ok=True)
        made = stack.enter_context(scene(folder, url, smtp=smtp))
        made.site.home = tmp_path  # its log needs room
        made.site.start_server("--no-worker")
        made.site.start_worker()
        made.site.wait_until_ready()
        yield made, partial(be_full, made, disk, server), taken


@contextmanager
def database_on(disk: Disk) -> Iterator[tuple[str, Server]]:
    """A database of a server whose files all lie on that disk."""
    folder = disk.folder / "cluster"
    folder.mkdir()
    with cluster(folder) as server:
        run_sql(server.url, "CREATE DATABASE faults")
        yield make_url(server.url).set(database="faults").render_as_string(hide_password=False), server


def be_full(here: Scene, disk: Disk, server: Server | None) -> None:
    """Until somebody notices; a server that found no room to recover in is started by its service again."""
    unanswered = here.office.unanswered
    disk.fill()
    free_at = time.monotonic() + 3
    while here.office.unanswered == unanswered and here.office.busy and time.monotonic() < free_at:
        disk.fill()  # what is given back while it is full
        time.sleep(0.02)
    time.sleep(0.1)
    disk.free()
    if server is not None and server.process is not None:
        time.sleep(0.2)
        if server.process.poll() is not None:
            server.start()


@pytest.mark.timeout(1800)
def test_nothing_is_lost_and_all_goes_on(
    place: tuple[Scene, Callable[[], None], Post], capsys: pytest.CaptureFixture[str]
) -> None:
    here, fill, taken = place
    killer = Killer(here.office, random.Random(TIMES), {"full": TIMES}, {"full": fill})
    here.office.start([f"case-{number:03d}" for number in range(CASES)], CLERKS)
    try:
        killer.strike(CASES * REQUESTS)
    finally:
        here.office.finish(600)
    assert here.office.wrong == []
    assert here.office.unanswered
    assert here.mails_leave(150), here.site.log()[-3000:]
    here.bring_to_an_end()
    here.verify(ended=CASES)
    assert set(taken.taken) == here.mails()
    with capsys.disabled():
        again = taken.taken.total() - len(taken.taken)
        print(  # noqa: T201 - figures of the run
            f"\n  full {TIMES} times over {CASES} cases: {here.office.acknowledged} requests acknowledged, "
            f"{here.office.unanswered} not, {again} of {len(taken.taken)} mails sent again"
        )


def test_an_attachment_that_finds_no_room_is_not_there_at_all(tmp_path: Path) -> None:
    with small_disk(tmp_path / "home" / "attachments", 1) as disk, installation(tmp_path / "home") as house:
        reference = lodge(house).reference
        handler = house.actor("handler")
        for number in range(either(5, 50)):
            disk.fill()
            for length in (1, 10_000):
                with pytest.raises(Unavailable, match="No space left"):
                    house.do(Attach(reference, "list.txt", f"{number}, {'x' * length}".encode()), handler)
            assert len(house.ask(CaseDetail(reference)).attachments) == files(disk) - 1 == number
            disk.free()
            house.do(Attach(reference, "list.txt", f"a short list, {number}\n".encode()), handler)
            assert len(house.ask(CaseDetail(reference)).attachments) == number + 1


def files(disk: Disk) -> int:
    return sum(found.is_file() for found in disk.folder.rglob("*"))

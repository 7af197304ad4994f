"""A restore that is killed half-way leaves the installation as it was, and can be done again."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine.clock import monotonic, pause
from engine.errors import WrongState
from engine.history import verify
from tests.commands.lodging import lodge
from tests.rescue.conftest import MakePlace
from tests.rescue.sites import Place, keep
from tests.support.installation import MINI
from tests.support.requires import REPOSITORY

SLOW = """
import sys
from engine import clock
from engine.store import copying
usual = copying.SqlIntake.fill
def slowly(self, name, columns, rows):
    written = usual(self, name, columns, rows)
    print(name, flush=True)
    clock.pause(0.3)
    return written
copying.SqlIntake.fill = slowly
from engine.cli import main
main(sys.argv[1:])
"""


@pytest.mark.parametrize("table", ["complaints", "work_items"])
def test_a_killed_restore_changes_nothing_and_can_be_repeated(
    place: MakePlace, kind: str, tmp_path: Path, table: str
) -> None:
    source, here = place("sqlite"), place(kind)
    with source.installed(MINI) as house:
        lodge(house)
        keep(house.querela, tmp_path / "b.backup")
    with here.installed(MINI) as house:
        lodge(house)
        lodge(house)
    before = here.rows(), here.files()
    kill_when(table, here, tmp_path / "b.backup")
    kept = {name: data for name, data in here.files().items() if not name.startswith(".restoring-")}
    assert (settled(here), kept) == before
    here.restore(tmp_path / "b.backup", replace=True)
    with here.opened() as again, again.querela.store.read() as unit:
        assert unit.reads.case_counts()["open"] == 1
        assert verify(again.querela.store).ok
    assert not [*here.home.glob(".restoring-*"), *here.home.glob("querela.db.running")]


def kill_when(table: str, here: Place, file: Path) -> None:
    """Kill a restore with --replace as soon as it has written that table."""
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW, "restore", str(file), "--replace"],
        env={**os.environ, "QUERELA_HOME": str(here.home), "QUERELA_DATABASE_URL": here.url},
        stdout=subprocess.PIPE,
        text=True,
        cwd=REPOSITORY,
    )
    assert process.stdout is not None
    for line in process.stdout:
        if line.strip() == table:
            break
    else:
        raise AssertionError("it ended before")
    process.kill()
    process.communicate(timeout=30)


def settled(here: Place) -> dict[str, list[object]]:
    """All rows, when the database has noticed that the other is gone."""
    give_up_at = monotonic() + 30
    while True:
        try:
            return here.rows()
        except Exception:
            if monotonic() > give_up_at:
                raise
            pause(0.1)


def test_an_installation_that_others_use_is_not_replaced(place: MakePlace, tmp_path: Path) -> None:
    here = place("postgresql")
    with here.installed(MINI) as house:
        lodge(house)
        keep(house.querela, tmp_path / "b.backup")
        with house.querela.store.begin() as unit:
            unit.connection.exec_driver_sql("SELECT count(*) FROM instances")
            with pytest.raises(WrongState, match="stop servers and workers"):
                here.restore(tmp_path / "b.backup", replace=True)

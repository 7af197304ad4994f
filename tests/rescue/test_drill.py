"""The drill: a backup of a busy installation, restored elsewhere, proves itself and finishes its cases."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine.clock import monotonic, pause
from engine.history import verify
from engine.model.work import HistoryEntry
from tests.rescue.busy import Office
from tests.rescue.conftest import WAYS, MakePlace
from tests.rescue.sites import Place, see_through
from tests.support.installation import Installation
from tests.whole.invariants import ALL, all_instances, troubles

QUERELA = Path(sys.executable).with_name("querela")
CLERKS = 2
BEFORE = 6
"""Cases that are there when the backup begins."""


def querela(place: Place, *words: object) -> subprocess.CompletedProcess[str]:
    """A `querela` command in a process of its own."""
    environ = {"QUERELA_HOME": str(place.home), "QUERELA_DATABASE_URL": place.url}
    return subprocess.run(
        [QUERELA, *map(str, words)],
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        check=False,
    )


def histories(house: Installation) -> dict[str, list[HistoryEntry]]:
    """The history of every instance."""
    with house.querela.store.read() as unit:
        return {i.id: list(unit.history.of_instance(i.id, limit=ALL)) for i in all_instances(unit)}


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("source", "target"), WAYS)
def test_a_busy_installation_goes_on_elsewhere(
    place: MakePlace, tmp_path: Path, source: str, target: str
) -> None:
    here, there, file = place(source), place(target), tmp_path / "busy.backup"
    with here.installed():
        pass
    office = Office(here)
    with office.at_work(CLERKS):
        while len(office.ended) < BEFORE and not office.wrong:
            pause(0.02)
        begun_at = monotonic()
        made = querela(here, "backup", file, "--json")
        ended_at = monotonic()
        pause(0.2)
    assert not office.wrong
    assert (made.returncode, made.stderr) == (0, "")
    worked_meanwhile = [case for case, at in office.ended.items() if begun_at < at < ended_at]
    assert worked_meanwhile, "nobody worked while the backup was made"

    restored = querela(there, "restore", file, "--json")
    assert (restored.returncode, restored.stderr) == (0, "")
    assert json.loads(restored.stdout) == json.loads(made.stdout)
    proved = querela(there, "audit", "verify", "--json")
    assert (proved.returncode, json.loads(proved.stdout)["ok"]) == (0, True)

    with here.opened() as house:
        all_of_it = histories(house)
    with there.opened() as house:
        assert not troubles(house.querela)  # state, lists, timers, mails and register of each case agree
        for instance, entries in histories(house).items():
            assert entries == all_of_it[instance][: len(entries)]
        found = references(house)
        assert found == [f"2026-{number:06d}" for number in range(1, len(found) + 1)]
        assert {case for case, at in office.ended.items() if at < begun_at} <= {*found}
        assert not {case for case, at in office.began.items() if at > ended_at} & {*found}
        assert_every_file_is_there(house)
        assert set(see_through(house, found).values()) == {"closed"}
        assert verify(house.querela.store).ok
        assert not troubles(house.querela)


def references(house: Installation) -> list[str]:
    """Of all cases, in order."""
    with house.querela.store.read() as unit:
        return sorted({i.reference for i in all_instances(unit) if i.reference})


def assert_every_file_is_there(house: Installation) -> None:
    with house.querela.store.read() as unit:
        kept = [a for reference in references(house) for a in unit.complaints.attachments(reference)]
    assert kept
    for attachment in kept:
        assert len(house.querela.services.files.read(attachment.sha256)) == attachment.size

"""What backup and restore refuse, and how the command line says it."""

import json
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from engine.cli import main
from engine.commands.complainant import ReplyByComplainant
from engine.errors import EngineError, NotFound
from engine.history import verify
from tests.commands.lodging import lodge
from tests.rescue.conftest import MakePlace
from tests.rescue.hostile import altered
from tests.rescue.sites import PNG, Place, keep, one_of_each_phase
from tests.support.installation import MINI

Run = Callable[..., Result]
KEY = "a key that somebody has set"


@pytest.fixture
def here(place: MakePlace) -> Place:
    return place("sqlite")


@pytest.fixture
def file(here: Place, tmp_path: Path) -> Path:
    """A backup of a small installation with one case."""
    with here.installed(MINI) as house:
        lodge(house)
        keep(house.querela, tmp_path / "b.backup")
    return tmp_path / "b.backup"


def run(place: Place, *words: object, **env: str) -> Result:
    settings = {"QUERELA_HOME": str(place.home), "QUERELA_DATABASE_URL": place.url, **place.environ, **env}
    return CliRunner().invoke(main, [str(word) for word in words], env=settings)


def assert_refused(result: Result, *words: str) -> None:
    """Status 3, one sentence on stderr, nothing on stdout."""
    assert result.exit_code == 3, result.output
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1, result.stderr
    for word in words:
        assert word in result.stderr


def test_backup_says_what_it_kept(here: Place, file: Path, tmp_path: Path) -> None:
    told = json.loads(run(here, "backup", tmp_path / "again.backup", "--json").stdout)
    assert told.pop("bytes") == (tmp_path / "again.backup").stat().st_size
    assert told.pop("file") == str(tmp_path / "again.backup")
    assert told.pop("made_at").endswith("+00:00")
    assert told.pop("rows") > 40
    assert told.pop("release")
    assert told.pop("schema").isdecimal()
    assert told == {
        "kind": "production",
        "database": "sqlite",
        "cases": 1,
        "attachments": 0,
        "missing": 0,
        "key": "included",
    }


def test_restore_and_its_check_say_the_same(
    here: Place, place: MakePlace, tmp_path: Path, file: Path
) -> None:
    there = place("sqlite")
    checked = run(there, "restore", file, "--check", "--json")
    assert not there.home.exists()
    restored = run(there, "restore", file, "--json")
    assert checked.exit_code == restored.exit_code == 0
    assert json.loads(checked.stdout) == json.loads(restored.stdout)
    assert "1 cases" in run(there, "restore", file, "--check").stdout


def test_only_its_owner_may_read_the_file(file: Path) -> None:
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_an_existing_file_is_not_overwritten(here: Place, file: Path) -> None:
    before = file.read_bytes()
    assert_refused(run(here, "backup", file), str(file), "overwrites nothing")
    assert file.read_bytes() == before


def test_a_folder_that_is_not_there_is_told(here: Place, file: Path, tmp_path: Path) -> None:
    assert_refused(run(here, "backup", tmp_path / "nowhere" / "b.backup"), "No such file")


def test_there_is_nothing_to_back_up_without_an_installation(place: MakePlace, tmp_path: Path) -> None:
    assert_refused(run(place("sqlite"), "backup", tmp_path / "b.backup"), "querela init")
    assert not (tmp_path / "b.backup").exists()


def test_a_missing_archive_is_wrong_usage(place: MakePlace, tmp_path: Path) -> None:
    assert run(place("sqlite"), "restore", tmp_path / "none").exit_code == 2


def test_a_foreign_file_is_refused(place: MakePlace, tmp_path: Path) -> None:
    (tmp_path / "x").write_text("hello")
    assert_refused(run(place("sqlite"), "restore", tmp_path / "x"), "no backup of Querela")
    assert_refused(run(place("sqlite"), "restore", tmp_path / "x", "--check"), "no backup of Querela")


def test_an_installation_is_not_overwritten_unasked(place: MakePlace, kind: str, file: Path) -> None:
    there = place(kind)
    with there.installed(MINI):
        pass
    before = there.rows(), there.files()
    assert_refused(run(there, "restore", file), "nothing was changed")
    assert (there.rows(), there.files()) == before


def test_asked_to_it_replaces_everything(place: MakePlace, kind: str, here: Place, file: Path) -> None:
    there = place(kind)
    with there.installed() as house:
        one_of_each_phase(house)
    result = run(there, "restore", file, "--replace")
    assert result.exit_code == 0, result.output
    assert there.files() == here.files()
    with there.opened() as house:
        assert verify(house.querela.store).ok
        with house.querela.store.read() as unit:
            assert unit.reads.case_counts() == {"open": 1, "closed": 0, "late": 0}


def test_it_replaces_the_same_installation_at_an_earlier_time(here: Place, file: Path) -> None:
    before = here.rows(), here.files()
    with here.opened() as house:
        lodge(house)
    assert run(here, "restore", file, "--replace").exit_code == 0
    assert (here.rows(), here.files()) == before


def test_a_backup_of_another_kind_is_refused(place: MakePlace, file: Path) -> None:
    assert_refused(run(place("sqlite"), "restore", file, QUERELA_ENV="sandbox"), "production", "QUERELA_ENV")


def test_a_newer_releases_schema_is_refused(place: MakePlace, file: Path) -> None:
    altered(file, lambda _, manifest: manifest.update(schema="9999"))
    assert_refused(run(place("sqlite"), "restore", file), "newer release", "9999")


class TestTheKey:
    """The generated key travels along; one that was set does not, and must be set there too."""

    @pytest.fixture
    def keyed(self, place: MakePlace, tmp_path: Path) -> tuple[Path, str, str]:
        """A backup of an installation whose key was set; reference and code of a case."""
        source = place("sqlite")
        source = Place(source.home, source.url, {"QUERELA_SECRET_KEY": KEY})
        with source.installed(MINI) as house:
            lodged = lodge(house)
        made = run(source, "backup", tmp_path / "keyed.backup")
        assert made.exit_code == 0
        assert "QUERELA_SECRET_KEY" in made.stderr
        assert KEY.encode() not in (tmp_path / "keyed.backup").read_bytes()
        return tmp_path / "keyed.backup", lodged.reference, lodged.tracking_code

    def reply(self, place: Place, reference: str, code: str) -> None:
        with place.opened() as house:
            house.do(ReplyByComplainant(reference, code, "On Monday."))

    def test_the_same_key_must_be_set(self, place: MakePlace, keyed: tuple[Path, str, str]) -> None:
        file, reference, code = keyed
        there = place("sqlite")
        assert_refused(run(there, "restore", file), "QUERELA_SECRET_KEY")
        assert_refused(run(there, "restore", file, QUERELA_SECRET_KEY="x" * 20), "another key")
        assert not there.home.exists()
        there = Place(there.home, there.url, {"QUERELA_SECRET_KEY": KEY})
        assert run(there, "restore", file).exit_code == 0
        self.reply(there, reference, code)

    def test_without_it_cases_are_rescued_and_codes_are_not(
        self, place: MakePlace, keyed: tuple[Path, str, str]
    ) -> None:
        file, reference, code = keyed
        there = place("sqlite")
        assert run(there, "restore", file, "--other-key").exit_code == 0
        with pytest.raises(NotFound):
            self.reply(there, reference, code)
        with there.opened() as house:
            assert verify(house.querela.store).ok

    def test_the_key_of_an_empty_home_is_not_thrown_away_unasked(self, place: MakePlace, file: Path) -> None:
        there = place("sqlite")
        there.home.mkdir()
        (there.home / "secret.key").write_text("the key of another installation")
        assert_refused(run(there, "restore", file), "another key already")
        assert there.files() == {"secret.key": b"the key of another installation"}
        assert run(there, "restore", file, "--replace").exit_code == 0
        assert there.files()["secret.key"] != b"the key of another installation"

    def test_the_restored_key_is_its_owners_only(self, place: MakePlace, file: Path) -> None:
        there = place("sqlite")
        there.restore(file)
        assert stat.S_IMODE((there.home / "secret.key").stat().st_mode) == 0o600
        assert stat.S_IMODE(there.home.stat().st_mode) == 0o700


class TestMissingFiles:
    """Files of cases that are gone or changed are counted, and all else is kept."""

    @pytest.fixture
    def house_files(self, here: Place) -> list[Path]:
        with here.installed() as house:
            one_of_each_phase(house)
        return sorted((here.home / "attachments").rglob("*/*"))

    def test_they_are_told_with_status_1(
        self, here: Place, place: MakePlace, tmp_path: Path, house_files: list[Path]
    ) -> None:
        house_files[0].unlink()
        house_files[1].write_bytes(PNG)
        made = run(here, "backup", tmp_path / "b.backup", "--json")
        assert made.exit_code == 1
        assert json.loads(made.stdout)["missing"] == 2
        assert made.stderr.count("\n") == 1
        there = place("sqlite")
        restored = run(there, "restore", tmp_path / "b.backup", "--json")
        assert restored.exit_code == 1
        assert json.loads(restored.stdout) == json.loads(made.stdout)
        assert len(there.files()) == len(house_files) - 2 + 1  # and the key


def test_a_replaced_installation_stays_when_the_key_cannot_be_written(
    here: Place, place: MakePlace, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = place("sqlite")
    with there.installed(MINI) as house:
        lodge(house)
        lodge(house)
    (there.home / "secret.key").write_text("the key of another installation")
    before = there.rows(), there.files()

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises((OSError, EngineError)):
        there.restore(file, replace=True)
    monkeypatch.undo()
    assert (there.rows(), there.files()) == before


def test_wrong_configurations_are_told_before_anything_is_read(place: MakePlace, file: Path) -> None:
    assert_refused(run(place("sqlite"), "restore", file, QUERELA_TIMEZONE="Mars/Olympus"), "QUERELA_TIMEZONE")

"""`querela audit verify` finds whatever was changed in the stored history of real cases and says where."""

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import Connection, create_engine, delete, func, insert, select, text, update
from sqlalchemy.engine import make_url

from engine.cli import main
from engine.history.chain import StoredEntry, hash_of
from engine.logs import set_up_logs
from engine.store.tables import history, history_values, instances
from tests.faults.site import Site
from tests.support import postgres, requires
from tests.support.installation import installation
from tests.whole.effort import either
from tests.whole.life import COMPLAINT, arrive

PHASES = ("survey", "internal review", "reopened")


@dataclass(frozen=True)
class Chain:
    """The history of one instance as it was written."""

    instance: str
    reference: str
    length: int

    def places(self) -> list[int]:
        """Its first entry, one of the middle, and its last."""
        return [1, self.length // 2, self.length]


@dataclass
class Archive:
    """A database full of real cases, from which copies are made to be damaged."""

    home: Path
    url: str
    server: str | None
    chains: list[Chain]
    house: int  #: entries of the installation's own chain

    @property
    def longest(self) -> Chain:
        return max(self.chains, key=lambda chain: chain.length)

    @contextmanager
    def copy(self, folder: Path) -> Iterator[str]:
        """The URL of a copy of its own."""
        if self.server is None:
            copyfile(str(make_url(self.url).database), folder / "copy.db")
            yield f"sqlite:///{folder / 'copy.db'}"
            return
        name = f"{make_url(self.url).database}_copy"
        postgres.run_sql(self.server, f'CREATE DATABASE "{name}" TEMPLATE "{make_url(self.url).database}"')
        copied = make_url(self.server).set(database=name).render_as_string(hide_password=False)
        try:
            yield copied
        finally:
            postgres.drop_database(self.server, copied)

    def environ(self, url: str) -> dict[str, str]:
        return {"QUERELA_HOME": str(self.home), "QUERELA_DATABASE_URL": url}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def archive(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    server = requires.postgres() if request.param == "postgresql" else None
    url = postgres.create_database(server) if server else None
    home = tmp_path_factory.mktemp("home")
    with installation(home, url, COMPLAINT) as house:
        for phase in PHASES:
            arrive(house, phase)
        house.clock.advance(days=40)
        house.run_due()
        with house.querela.store.read() as unit:
            found = unit.reads.instances(None, 100, None).items
            own = len(unit.chronicle.newest(1000))
        chains = [Chain(i.id, str(i.reference), i.chain_length) for i in sorted(found, key=lambda i: i.id)]
        used = house.querela.config.database_url
    yield Archive(home, used, server, chains, own)
    if server and url:
        postgres.drop_database(server, url)


def verified(archive: Archive, url: str) -> tuple[int, dict[str, Any]]:
    """Exit status and document of `querela audit verify --json`."""
    try:
        answer = CliRunner().invoke(main, ["audit", "verify", "--json"], env=archive.environ(url))
    finally:
        set_up_logs(logging.ERROR)  # the command has sent them to its own stderr
    return answer.exit_code, json.loads(answer.stdout)


def damaged(archive: Archive, folder: Path, damage: Callable[[Connection], object]) -> dict[str, Any]:
    """What the command names as the first broken entry after the damage."""
    with archive.copy(folder) as url:
        engine = create_engine(url)
        with engine.begin() as connection:
            if archive.server:
                connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            damage(connection)
        engine.dispose()
        status, document = verified(archive, url)
    assert (status, document["ok"]) == (1, False)
    found: dict[str, Any] = document["first_broken"]
    return found


def other(name: str, row: dict[str, Any]) -> Any:
    """Another value for a column than the row has."""
    value = row[name]
    if name == "at":
        return value.replace(microsecond=(value.microsecond + 1) % 1_000_000)
    if name == "seq":
        return value + 1_000_000
    if name == "data":
        return json.dumps({**json.loads(value), "more": 1}, separators=(",", ":"), sort_keys=True)
    if name in ("hash", "previous_hash"):
        return f"{value}00"
    return "other" if value is None else f"{value} "


def entry(connection: Connection, chain: Chain, seq: int) -> dict[str, Any]:
    found = select(history).where(history.c.instance_id == chain.instance, history.c.seq == seq)
    return dict(connection.execute(found).one()._mapping)


def at(chain: Chain, seq: int) -> Any:
    return (history.c.instance_id == chain.instance) & (history.c.seq == seq)


def values_at(chain: Chain, seq: int) -> Any:
    return (history_values.c.instance_id == chain.instance) & (history_values.c.seq == seq)


def test_real_cases_verify(archive: Archive) -> None:
    status, document = verified(archive, archive.url)
    assert status == 0
    assert archive.house > 0
    assert document == {
        "ok": True,
        "chains": len(archive.chains) + 1,
        "entries": sum(chain.length for chain in archive.chains) + archive.house,
        "first_broken": None,
    }
    assert min(chain.length for chain in archive.chains) > 4


@pytest.mark.parametrize("column", history.columns.keys())
def test_it_finds_a_changed_value(archive: Archive, tmp_path: Path, column: str) -> None:
    for chain in archive.chains[: either(1, 4)]:
        for seq in chain.places():

            def change(connection: Connection, chain: Chain = chain, seq: int = seq) -> None:
                value = other(column, entry(connection, chain, seq))
                connection.execute(update(history).where(at(chain, seq)).values({column: value}))

            broken = damaged(archive, tmp_path, change)
            assert (broken["reference"], broken["seq"]) == (chain.reference, seq) or column == "instance_id"
            assert broken["reason"]


def remove(connection: Connection, chain: Chain, seq: int) -> None:
    connection.execute(delete(history_values).where(values_at(chain, seq)))
    connection.execute(delete(history).where(at(chain, seq)))


def exchange(connection: Connection, chain: Chain, seq: int) -> None:
    """With the entry before it."""
    renumber(connection, chain, {seq: seq - 1, seq - 1: seq})


def squeeze_in(connection: Connection, chain: Chain, seq: int) -> None:
    """A copy of the entry behind it; whatever followed moves up."""
    copied = entry(connection, chain, seq)
    renumber(connection, chain, {old: old + 1 for old in range(seq + 1, chain.length + 1)})
    connection.execute(insert(history).values(**{**copied, "seq": seq + 1}))


def forge(connection: Connection, chain: Chain, seq: int) -> None:
    """Another actor, and the entry's own hash made right again."""
    row = {**entry(connection, chain, seq), "actor": "nobody"}
    made = hash_of(StoredEntry(*{**row, "at": written(row["at"])}.values()))  # columns stand in its order
    connection.execute(update(history).where(at(chain, seq)).values(actor="nobody", hash=made))


def cut_off(connection: Connection, chain: Chain, seq: int) -> None:
    """This entry and all behind it."""
    for number in range(seq, chain.length + 1):
        remove(connection, chain, number)


def renumber(connection: Connection, chain: Chain, numbers: dict[int, int]) -> None:
    for old in numbers:
        connection.execute(update(history).where(at(chain, old)).values(seq=old + 1_000_000))
    for old, new in numbers.items():
        connection.execute(update(history).where(at(chain, old + 1_000_000)).values(seq=new))


def written(moment: datetime) -> str:
    """The instant as the chain writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


Damage = Callable[[Connection, Chain, int], None]
DAMAGE: dict[str, tuple[Damage, int]] = {
    "removed": (remove, 0),
    "exchanged": (exchange, -1),
    "squeezed in": (squeeze_in, 1),
    "forged": (forge, 1),  # the next one does not follow from it
    "cut off": (cut_off, 0),
}
"""What is done to an entry, and how far from it the first broken place is."""


@pytest.mark.parametrize("what", DAMAGE)
def test_it_finds_what_was_done_to_an_entry(archive: Archive, tmp_path: Path, what: str) -> None:
    damage, offset = DAMAGE[what]
    chain = archive.longest
    for seq in chain.places():
        if what == "exchanged":
            seq = max(seq, 2)
        expected = seq + offset
        if what == "forged":
            expected = min(expected, chain.length)  # behind the last stands the instance itself
        broken = damaged(archive, tmp_path, lambda c, seq=seq: damage(c, chain, seq))  # type: ignore[misc]
        assert (broken["instance"], broken["seq"]) == (chain.instance, expected), broken


@pytest.mark.parametrize(
    ("change", "offset"),
    [
        ({"chain_length": instances.c.chain_length + 1}, 1),
        ({"chain_length": instances.c.chain_length - 1}, 0),
        ({"chain_length": 0, "chain_head": ""}, 0),
        ({"chain_head": func.upper(instances.c.chain_head)}, 0),
    ],
    ids=["longer", "shorter", "none", "another head"],
)
def test_it_finds_a_changed_end_of_a_chain(
    archive: Archive, tmp_path: Path, change: dict[str, Any], offset: int
) -> None:
    chain = archive.longest
    statement = update(instances).where(instances.c.id == chain.instance).values(**change)
    broken = damaged(archive, tmp_path, lambda connection: connection.execute(statement))
    assert (broken["instance"], broken["seq"]) == (chain.instance, chain.length + offset), broken


def test_it_finds_a_removed_instance(archive: Archive, tmp_path: Path) -> None:
    chain = archive.longest
    statement = delete(instances).where(instances.c.id == chain.instance)
    broken = damaged(archive, tmp_path, lambda connection: connection.execute(statement))
    assert (broken["instance"], broken["seq"]) == (chain.instance, 1)


@pytest.mark.parametrize("column", ["commitment", "salt", "value"])
def test_it_finds_a_changed_personal_text(archive: Archive, tmp_path: Path, column: str) -> None:
    chain = archive.longest
    changed = "value || '0'" if column == "value" else f"{column} || {column}"
    statement = text(f"UPDATE history_values SET {column} = {changed} WHERE instance_id = :id AND seq = 1")  # noqa: S608
    broken = damaged(archive, tmp_path, lambda c: c.execute(statement, {"id": chain.instance}))
    assert (broken["instance"], broken["seq"]) == (chain.instance, 1)
    assert "personal text" in broken["reason"]


def test_the_command_itself_exits_with_1_and_names_the_place_in_a_sentence(
    archive: Archive, tmp_path: Path
) -> None:
    whole = Site(tmp_path, archive.environ(archive.url)).run("audit", "verify")
    assert (whole.returncode, whole.stdout[:22]) == (0, "The history is intact:")
    chain = archive.longest
    with archive.copy(tmp_path) as url:
        engine = create_engine(url)
        with engine.begin() as connection:
            connection.execute(update(history).where(at(chain, 3)).values(actor="nobody"))
        engine.dispose()
        broken = Site(tmp_path, archive.environ(url)).run("audit", "verify")
    assert broken.returncode == 1
    assert broken.stdout.startswith(
        f"History of instance {chain.instance} (complaint {chain.reference}), entry 3: it was changed"
    )

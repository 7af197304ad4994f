"""An installation that is restored elsewhere is the same one, whichever databases it leaves and enters."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.commands.administer import AddToken
from engine.commands.complainant import ReplyByComplainant
from engine.history import verify
from engine.queries.sign_in import BearerOf
from tests.commands.lodging import lodge
from tests.rescue.conftest import WAYS, MakePlace
from tests.rescue.sites import keep, one_of_each_phase
from tests.whole.invariants import troubles

MADE_AT = datetime(2026, 1, 6, 2, 30, tzinfo=UTC)


def same_instant(rows: dict[str, list[object]]) -> dict[str, list[str]]:
    """Rows of either database written alike: moments and truths as PostgreSQL gives them."""
    return {name: sorted(repr(tuple(map(_alike, row))) for row in found) for name, found in rows.items()}  # type: ignore[call-overload]


def _alike(value: object) -> object:
    if isinstance(value, memoryview):
        return bytes(value)
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    isoformat = getattr(value, "isoformat", None)
    return isoformat() if isoformat else value


@pytest.mark.parametrize(("source", "target"), WAYS)
def test_it_takes_every_row_and_file_along(
    place: MakePlace, tmp_path: Path, source: str, target: str
) -> None:
    here, there = place(source), place(target)
    with here.installed() as house:
        cases = one_of_each_phase(house)
        made = keep(house.querela, tmp_path / "b.zip", MADE_AT)
    assert there.restore(tmp_path / "b.zip") == made
    assert same_instant(there.rows()) == same_instant(here.rows())
    assert there.files() == here.files()
    assert (made.items("tables/complaints.jsonl"), made.items("attachments.tar")) == (len(cases), len(cases))
    assert made.made_at == MADE_AT
    with there.opened() as house:
        assert verify(house.querela.store).ok
        assert not troubles(house.querela)


def test_it_goes_there_and_back(place: MakePlace, tmp_path: Path) -> None:
    first, second, third = place("sqlite"), place("postgresql"), place("sqlite")
    with first.installed() as house:
        one_of_each_phase(house)
        keep(house.querela, tmp_path / "1.zip")
    second.restore(tmp_path / "1.zip")
    with second.opened() as house:
        keep(house.querela, tmp_path / "2.zip")
    third.restore(tmp_path / "2.zip")
    assert third.rows() == first.rows()
    assert third.files() == first.files()


def test_codes_and_tokens_go_on_to_work(place: MakePlace, tmp_path: Path, kind: str) -> None:
    here, there = place(kind), place("sqlite")
    with here.installed() as house:
        lodged = lodge(house)
        token = house.do(AddToken("handler"), house.actor("admin"))
        sealed = house.querela.secrets.seal(b"an answer")
        keep(house.querela, tmp_path / "b.zip")
    there.restore(tmp_path / "b.zip")
    with there.opened() as house:
        house.do(ReplyByComplainant(lodged.reference, lodged.tracking_code, "On Monday."))
        person = house.ask(BearerOf(token, loopback=True))
        assert person is not None
        assert person.login == "handler"
        assert house.querela.secrets.open(sealed) == b"an answer"

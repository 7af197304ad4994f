"""Who is added may sign in as far as was said, and the clock is moved by what it can be moved by."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from engine.commands.administer import AddPerson, AddToken, AdvanceClock
from engine.errors import InvalidInput
from engine.queries.sign_in import BearerOf, PeopleList, SignIn
from tests.support.installation import MINI, Installation, installation


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installation(tmp_path_factory.mktemp("home"), package=MINI, QUERELA_ENV="sandbox") as made:
        yield made


def test_a_demo_login_answers_on_loopback_only(house: Installation) -> None:
    house.do(AddPerson("guest", ("handler",), "demo", demo=True))
    token = house.do(AddToken("guest"))
    assert house.ask(SignIn("guest", "demo", loopback=True))
    assert house.ask(SignIn("guest", "demo")) is None
    assert house.ask(BearerOf(token, loopback=True))
    assert house.ask(BearerOf(token)) is None


def test_lists_of_people_hold_no_password_hashes(house: Installation) -> None:
    assert {person.password_hash for person in house.ask(PeopleList())} == {""}


@pytest.mark.parametrize(
    "fields",
    [
        {"login": "Eve"},
        {"login": "system"},
        {"login": "a b"},
        {"roles": ()},
        {"roles": ("king",)},
        {"password": "short"},
        {"password": "long\udcffenough"},
        {"email": "eve"},
        {"email": "eve@home.example\r\nBcc: all@home.example"},
        {"email": "eve@home.example, all@home.example"},
        {"name": "Eve\x1b[31m"},
        {"name": "x" * 201},
        {"groups": ("x" * 201,)},
    ],
)
def test_a_person_is_not_added_with(house: Installation, fields: dict[str, object]) -> None:
    given = {"login": "eve", "roles": ("handler",), "password": "long enough"}
    with pytest.raises(InvalidInput):
        house.do(AddPerson(**{**given, **fields}))  # type: ignore[arg-type]


@pytest.mark.parametrize("by", [timedelta(days=999_999_999), timedelta(0), timedelta(days=-1)])
def test_the_clock_does_not_jump_out_of_the_calendar(house: Installation, by: timedelta) -> None:
    before = house.querela.now()
    with pytest.raises(InvalidInput):
        house.do(AdvanceClock(by))
    assert house.querela.now() == before

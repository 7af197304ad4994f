"""What a command or query refuses by role, whoever's door it came through."""

from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest

from engine import commands, queries
from engine.commands.lodge_complaint import Lodged
from engine.commands.merge_case import MergeCase
from engine.errors import InvalidInput, NotAllowed, NotFound, Refused
from engine.model.people import PUBLIC
from engine.model.request import Query
from engine.ports.reads import CaseFilter
from engine.queries.due import Mails
from engine.queries.house import HouseHistory
from engine.queries.processes import (
    InstanceDetail,
    InstanceList,
    StandingStill,
)
from engine.queries.register import CaseDetail, GetAttachment, Register
from engine.queries.tasklist import TaskDetail, Tasklist
from engine.queries.trace import InstanceHistory, Trace
from tests.commands.authority import (
    ALL,
    COMMANDS,
    EVERYBODY,
    EVERYBODYS,
    OWN_ONLY,
    QUERIES,
    WITH_ITS_CODE,
    WITHOUT_A_CASE,
    task,
)
from tests.commands.lodging import complete, lodge
from tests.support.installation import MINI, Installation, installation


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installation(tmp_path_factory.mktemp("home"), package=MINI, QUERELA_ENV="sandbox") as made:
        yield made


def allowed(house: Installation, act: Callable[[], object]) -> bool:
    """Whether the roles cover it; another refusal, of what is asked, comes after that one."""
    try:
        act()
    except (NotAllowed, NotFound):
        return False
    except Refused:
        return True
    return True


@pytest.mark.parametrize("name", COMMANDS)
def test_commands_are_for_those_whose_roles_cover_them(house: Installation, name: str) -> None:
    make, may = COMMANDS[name]
    for login in sorted(EVERYBODY - may):
        lodged = lodge(house)
        actor = PUBLIC if login == "public" else house.actor(login)
        command = make(lodged.reference, lodged.instance)
        assert not allowed(house, lambda a=actor, c=command: house.do(c, a)), login  # type: ignore[misc]


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - {"shut out"}))
def test_and_they_are_carried_out_for_those(house: Installation, name: str) -> None:
    make, may = COMMANDS[name]
    for login in sorted(may):
        lodged, other = lodge(house), lodge(house)
        command = make(lodged.reference, lodged.instance)
        if isinstance(command, MergeCase):
            command = MergeCase(lodged.reference, other.reference)
        assert allowed(house, lambda c=command, w=login: house.do(c, house.actor(w))), login  # type: ignore[misc]


@pytest.mark.parametrize("name", QUERIES)
def test_queries_answer_those_whose_roles_cover_them(house: Installation, name: str) -> None:
    make, may = QUERIES[name]
    reference = lodge(house).reference
    for login in sorted(EVERYBODY):
        actor = PUBLIC if login == "public" else house.actor(login)
        assert allowed(house, lambda a=actor: house.ask(make(reference), a)) is (login in may), login  # type: ignore[misc]


@pytest.mark.parametrize(
    ("make", "may"),
    [
        (lambda i: InstanceDetail(i), ALL),
        (lambda i: InstanceHistory(i), ALL),
        (lambda i: TaskDetail(task(i)), ALL),
    ],
    ids=["instance", "history", "task"],
)
def test_instances_and_tasks_are_seen_by_those_who_see_the_case(
    house: Installation, make: Callable[[str], Query[object]], may: set[str]
) -> None:
    instance = lodge(house).instance
    for login in sorted(EVERYBODY):
        actor = PUBLIC if login == "public" else house.actor(login)
        assert allowed(house, lambda a=actor: house.ask(make(instance), a)) is (login in may), login  # type: ignore[misc]


def test_every_command_and_query_stands_in_a_table() -> None:
    made = {type(make("2026-000001", "none")) for make, _ in COMMANDS.values()}
    assert set(commands.HANDLERS) == made | EVERYBODYS
    asked = {type(make("2026-000001")) for make, _ in QUERIES.values()}
    asked |= {InstanceDetail, InstanceHistory, TaskDetail}
    assert set(queries.HANDLERS) == asked | WITH_ITS_CODE | WITHOUT_A_CASE | OWN_ONLY


def in_review(house: Installation) -> Lodged:
    """A case in which one handler has done all that handlers do, and the reviewer is next."""
    lodged = lodge(house)
    complete(house, lodged.reference, "assess", "handler", severity=Decimal(5))
    answers = {"findings": "It was.", "outcome": "upheld"}
    complete(house, lodged.reference, "investigate", "handler", **answers)
    return lodged


ON_CASES = {"attach", "write", "withdraw", "convert", "pause", "resume"}


@pytest.mark.parametrize("name", sorted(ON_CASES))
def test_a_case_that_others_have_is_not_there(house: Installation, name: str) -> None:
    make, _ = COMMANDS[name]
    lodged = in_review(house)
    with pytest.raises(NotFound):
        house.do(make(lodged.reference, lodged.instance), house.actor("handler2"))
    own = house.actor("handler")
    assert allowed(house, lambda: house.do(make(lodged.reference, lodged.instance), own))


@pytest.mark.parametrize("login", ["handler2", "admin"])
def test_nor_is_it_seen(house: Installation, login: str) -> None:
    lodged, actor = in_review(house), house.actor(login)
    for query in (
        CaseDetail(lodged.reference),
        InstanceDetail(lodged.instance),
        InstanceHistory(lodged.instance),
        GetAttachment(lodged.reference, "none"),
    ):
        with pytest.raises(NotFound):
            house.ask(query, actor)
    listed = house.ask(Register(CaseFilter(limit=200)), actor).items
    assert lodged.reference not in {row.complaint.reference for row in listed}
    tasks = house.ask(Tasklist(state=None, reference=lodged.reference), actor).items
    assert tasks == []


SECRETS = ("Ada", "ada@home.example", "came open and empty", "It was.")


def test_those_who_only_prove_read_nothing_that_people_wrote(house: Installation) -> None:
    lodged, auditor = in_review(house), house.actor("auditor")
    with house.querela.store.read() as unit:
        done = [item.id for item in unit.work_items.of_instance(lodged.instance, open_only=False)]
    shown = [
        house.ask(CaseDetail(lodged.reference), auditor),
        house.ask(Trace(lodged.reference), auditor).entries,
        house.ask(InstanceHistory(lodged.instance), auditor),
        house.ask(InstanceDetail(lodged.instance), auditor).look,
        house.ask(Register(CaseFilter(limit=200)), auditor).items,
        *(house.ask(TaskDetail(item), auditor) for item in done),
    ]
    for part in shown:
        for secret in SECRETS:
            assert secret not in repr(part)
    for text in ("Ada", "empty"):
        with pytest.raises(InvalidInput):
            house.ask(Register(CaseFilter(text=text)), auditor)


def test_nor_do_those_who_keep_things_running(house: Installation) -> None:
    lodged, admin = in_review(house), house.actor("admin")
    shown = [
        house.ask(Mails(limit=200), admin),
        house.ask(InstanceList(limit=200), admin),
        house.ask(HouseHistory(), admin),
        house.ask(StandingStill(), admin),
        house.ask(Register(CaseFilter(limit=200)), admin),
    ]
    for part in shown:
        for secret in SECRETS:
            assert secret not in repr(part)
    assert lodged.reference not in repr(shown[0])

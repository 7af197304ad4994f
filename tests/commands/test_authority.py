"""What a command or query refuses by role, whoever's door it came through."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from engine.commands.administer import AddPerson, AddToken, AdvanceClock, SetPersonActive
from engine.commands.attach import Attach
from engine.commands.convert_case import ConvertCase
from engine.commands.deadlines import ExtendCase, PauseCase, ResumeCase
from engine.commands.deliver_message import DeliverMessage
from engine.commands.fire_timers import FireTimers
from engine.commands.intervene import CancelInstance, RetryInstance, SuspendInstance
from engine.commands.merge_case import MergeCase
from engine.commands.publish import Publish
from engine.commands.reopen_case import ReopenCase
from engine.commands.send_mail import ClaimMail, NoteMail
from engine.commands.set_outset import SetOutset
from engine.commands.start_instance import StartInstance
from engine.commands.withdraw_case import WithdrawCase
from engine.commands.write_to_case import WriteToCase
from engine.errors import InvalidInput, NotAllowed, NotFound, Refused
from engine.model.people import PUBLIC
from engine.model.request import Command, Query
from engine.packages import read_package
from engine.queries.due import DueInstances, DueMails, Mails
from engine.queries.figures import Figures
from engine.queries.processes import InstanceList, Processes
from engine.queries.register import CaseCounts, CaseDetail, FieldValues, GetAttachment
from engine.queries.sign_in import BearerOf, Operations, PeopleList, SignIn
from engine.queries.trace import Trace
from tests.commands.lodging import lodge
from tests.support.installation import MINI, MONDAY, STAFF, Installation, installation

LATER = MONDAY + timedelta(days=3)
EVERYBODY = frozenset(STAFF) | {"public"}
HANDLERS = {"handler", "handler2"}

#: who may; everybody else is told no, or that there is no such case
COMMANDS: dict[str, tuple[Callable[[str, str], Command[object]], set[str]]] = {
    "add a person": (lambda r, i: AddPerson("eve", ("administrator",), "long enough"), {"admin"}),
    "add a token": (lambda r, i: AddToken("admin"), {"admin"}),
    "shut out": (lambda r, i: SetPersonActive("handler", False), {"admin"}),
    "move the clock": (lambda r, i: AdvanceClock(timedelta(days=1)), {"admin"}),
    "set the outset": (lambda r, i: SetOutset(timedelta(days=1)), {"admin"}),
    "fire timers": (lambda r, i: FireTimers(i, MONDAY), set()),
    "claim a mail": (lambda r, i: ClaimMail("none"), set()),
    "note a mail": (lambda r, i: NoteMail("none"), set()),
    "publish": (lambda r, i: Publish(read_package(MINI), "x"), {"quality"}),
    "start": (lambda r, i: StartInstance("complaint"), {"quality"}),
    "send a message": (lambda r, i: DeliverMessage("reply", r), {"admin"}),
    "attach": (lambda r, i: Attach(r, "a.txt", b"a text"), {*HANDLERS, "manager", "quality"}),
    "write": (lambda r, i: WriteToCase(r, "Hello"), {*HANDLERS, "manager"}),
    "withdraw": (lambda r, i: WithdrawCase(r, "x"), {*HANDLERS, "manager"}),
    "convert": (lambda r, i: ConvertCase(r, "enquiry"), {*HANDLERS, "manager"}),
    "pause": (lambda r, i: PauseCase(r, "x", "y", LATER), {*HANDLERS, "manager"}),
    "resume": (lambda r, i: ResumeCase(r), {*HANDLERS, "manager"}),
    "extend": (lambda r, i: ExtendCase(r, "x", LATER), {"manager"}),
    "merge": (lambda r, i: MergeCase(r, "2026-000002"), {"manager"}),
    "reopen": (lambda r, i: ReopenCase(r, "x"), {"manager"}),
    "suspend": (lambda r, i: SuspendInstance(i, "x"), {"manager", "quality"}),
    "retry": (lambda r, i: RetryInstance(i, "x"), {"manager", "quality"}),
    "cancel": (lambda r, i: CancelInstance(i, "x"), {"manager", "quality"}),
}
QUERIES: dict[str, tuple[Callable[[str], Query[object]], set[str]]] = {
    "due instances": (lambda r: DueInstances(), set()),
    "due mails": (lambda r: DueMails(), set()),
    "outbox": (lambda r: Mails(), {"admin", "quality"}),
    "operations": (lambda r: Operations(), {"admin", "quality"}),
    "instances": (lambda r: InstanceList(), {"admin", "quality"}),
    "counts": (lambda r: CaseCounts(), set(STAFF)),
    "values": (lambda r: FieldValues("category"), set(STAFF)),
    "figures": (lambda r: Figures(), {"manager", "quality", "auditor"}),
    "processes": (lambda r: Processes(), set(STAFF)),
    "case": (lambda r: CaseDetail(r), {*HANDLERS, "manager", "quality", "auditor"}),
    "trace": (lambda r: Trace(r), {"manager", "quality", "auditor"}),
    "file": (lambda r: GetAttachment(r, "none"), set()),
}


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

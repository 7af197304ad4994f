"""What a command or query refuses by role, whoever's door it came through."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal

import pytest

from engine import commands, queries
from engine.commands.administer import AddPerson, AddToken, AdvanceClock, SetPersonActive
from engine.commands.assign_task import AssignTask
from engine.commands.attach import Attach
from engine.commands.attempts import ForgetAttempts, TakeAttempts
from engine.commands.call_workers import CallWorkers
from engine.commands.change_calendar import ChangeCalendar
from engine.commands.change_setting import ChangeSetting
from engine.commands.claim_task import ClaimTask
from engine.commands.complainant import (
    AnswerSurvey,
    ReactByComplainant,
    ReplyByComplainant,
    WithdrawByComplainant,
)
from engine.commands.complete_task import CompleteTask
from engine.commands.convert_case import ConvertCase
from engine.commands.deadlines import ExtendCase, PauseCase, ResumeCase
from engine.commands.deliver_message import DeliverMessage
from engine.commands.dismiss import DismissJob, DismissMail
from engine.commands.do_job import DoJob, NoteFailedJob
from engine.commands.fire_timers import FireTimers
from engine.commands.intervene import CancelInstance, ResumeInstance, RetryInstance, SuspendInstance
from engine.commands.lodge_complaint import LodgeComplaint, Lodged
from engine.commands.merge_case import MergeCase
from engine.commands.once import KeepRefusal, Once
from engine.commands.publish import Publish
from engine.commands.release_task import ReleaseTask
from engine.commands.reopen_case import ReopenCase
from engine.commands.save_draft import SaveDraft
from engine.commands.send_mail import ClaimMail, NoteMail
from engine.commands.set_outset import SetOutset
from engine.commands.start_instance import StartInstance
from engine.commands.try_again import RetryJob, RetryMail
from engine.commands.withdraw_case import WithdrawCase
from engine.commands.write_to_case import WriteToCase
from engine.errors import InvalidInput, NotAllowed, NotFound, Refused
from engine.model.people import PUBLIC
from engine.model.request import Command, Query
from engine.packages import read_package
from engine.ports.reads import CaseFilter
from engine.queries.attempts import KnownAttempts
from engine.queries.due import DueInstances, DueJobs, DueMails, DueOf, Mails
from engine.queries.figures import Figures
from engine.queries.house import HouseHistory, HouseSettings
from engine.queries.intake import IntakeForm
from engine.queries.office import OfficeCalendar
from engine.queries.operations import HowItRuns
from engine.queries.processes import (
    InstanceDetail,
    InstanceList,
    Processes,
    ProcessFile,
    ProcessPackage,
    ProcessVersions,
    StandingStill,
)
from engine.queries.register import CaseCounts, CaseDetail, FieldValues, GetAttachment, Register
from engine.queries.sign_in import BearerOf, Operations, PeopleList, PersonOf, SignIn
from engine.queries.tasklist import TaskCounts, TaskDetail, Tasklist
from engine.queries.trace import InstanceHistory, Trace
from engine.queries.track import Track
from tests.commands.lodging import complete, lodge
from tests.support.installation import MINI, MONDAY, STAFF, Installation, installation

LATER = MONDAY + timedelta(days=3)
EVERYBODY = frozenset(STAFF) | {"public"}
HANDLERS = {"handler", "handler2"}
SCORES = {"handling": Decimal(3), "ease": Decimal(3), "fairness": Decimal(3)}
ASSESS = 4

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
    "go on": (lambda r, i: ResumeInstance(i, "x"), {"manager", "quality"}),
    "cancel": (lambda r, i: CancelInstance(i, "x"), {"manager", "quality"}),
    "change a setting": (lambda r, i: ChangeSetting("organisation.name", "Mine"), {"admin"}),
    "change a calendar": (lambda r, i: ChangeCalendar("office", "", "x"), {"admin"}),
    "call workers": (lambda r, i: CallWorkers(), set()),
    "forget attempts": (lambda r, i: ForgetAttempts("none"), {"admin"}),
    "do a job": (lambda r, i: DoJob("none"), set()),
    "try a job again": (lambda r, i: RetryJob("none"), {"admin", "manager", "quality"}),
    "try a mail again": (lambda r, i: RetryMail("none"), {"admin", "manager", "quality"}),
    "dismiss a job": (lambda r, i: DismissJob("none", "x"), {"admin", "manager", "quality"}),
    "dismiss a mail": (lambda r, i: DismissMail("none", "x"), {"admin", "manager", "quality"}),
    "note a failed job": (lambda r, i: NoteFailedJob("none", "x"), set()),
    "claim": (lambda r, i: ClaimTask(task(i)), HANDLERS),
    "draft": (lambda r, i: SaveDraft(task(i), {}), HANDLERS),
    "complete": (lambda r, i: CompleteTask(task(i), {"severity": Decimal(1)}), HANDLERS),
    "assign": (lambda r, i: AssignTask(task(i), "handler"), {"manager"}),
    "release": (lambda r, i: ReleaseTask(task(i)), {*HANDLERS, "manager"}),
    "reply": (lambda r, i: ReplyByComplainant(r, "no code", "Hello"), set()),
    "withdraw by code": (lambda r, i: WithdrawByComplainant(r, "no code", "x"), set()),
    "react": (lambda r, i: ReactByComplainant(r, "no code", "accepted"), set()),
    "answer the survey": (lambda r, i: AnswerSurvey(r, "no code", SCORES), set()),
}
EVERYBODYS = {LodgeComplaint, Once, KeepRefusal, TakeAttempts}
"""Anybody may file a complaint and is counted; the others carry a command that is in the table."""
WITH_ITS_CODE = {Track}
WITHOUT_A_CASE = {BearerOf, IntakeForm, KnownAttempts, OfficeCalendar, PeopleList, PersonOf, SignIn}
"""Asked before anybody is known, or of what everybody on the staff knows."""
OWN_ONLY = {Register, TaskCounts, Tasklist}
"""Answer everybody, each with what is theirs."""
ALL = {"handler", "handler2", "manager", "quality", "auditor"}
QUERIES: dict[str, tuple[Callable[[str], Query[object]], set[str]]] = {
    "due instances": (lambda r: DueInstances(), set()),
    "due mails": (lambda r: DueMails(), set()),
    "outbox": (lambda r: Mails(), {"admin", "quality"}),
    "how it runs": (lambda r: HowItRuns(), {"admin", "quality"}),
    "operations": (lambda r: Operations(), {"admin", "quality"}),
    "instances": (lambda r: InstanceList(), {"admin", "quality"}),
    "counts": (lambda r: CaseCounts(), set(STAFF)),
    "values": (lambda r: FieldValues("category"), set(STAFF)),
    "figures": (lambda r: Figures(), {"manager", "quality", "auditor"}),
    "processes": (lambda r: Processes(), set(STAFF)),
    "case": (lambda r: CaseDetail(r), {*HANDLERS, "manager", "quality", "auditor"}),
    "trace": (lambda r: Trace(r), {"manager", "quality", "auditor"}),
    "due of one": (lambda r: DueOf("none"), set()),
    "due jobs": (lambda r: DueJobs(), set()),
    "settings": (lambda r: HouseSettings(), {"admin"}),
    "the house's history": (lambda r: HouseHistory(), {"admin", "manager", "quality", "auditor"}),
    "what stands still": (lambda r: StandingStill(), {"admin", "quality"}),
    "versions": (lambda r: ProcessVersions("complaint"), set(STAFF)),
    "package": (lambda r: ProcessPackage("complaint"), set(STAFF)),
    "file of a version": (lambda r: ProcessFile("complaint", 1, "mini.bpmn"), set(STAFF)),
    "file": (lambda r: GetAttachment(r, "none"), set()),
}


def task(instance: str) -> str:
    """The id of the instance's first task: instances of one diagram number them alike."""
    return f"{instance}-{ASSESS}"


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

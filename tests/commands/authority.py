"""Who may do and ask what: a table of all commands and one of all queries."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

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
from engine.commands.lodge_complaint import LodgeComplaint
from engine.commands.merge_case import MergeCase
from engine.commands.once import KeepRefusal, Once
from engine.commands.publish import Publish
from engine.commands.release_task import ReleaseTask
from engine.commands.reopen_case import ReopenCase
from engine.commands.save_draft import SaveDraft
from engine.commands.send_mail import ClaimMail, KeepMail, NoteMail
from engine.commands.set_outset import SetOutset
from engine.commands.start_instance import StartInstance
from engine.commands.try_again import RetryJob, RetryMail
from engine.commands.withdraw_case import WithdrawCase
from engine.commands.write_to_case import WriteToCase
from engine.model.request import Command, Query
from engine.packages import read_package
from engine.queries.attempts import KnownAttempts
from engine.queries.due import DueInstances, DueJobs, DueMails, DueOf, Mails
from engine.queries.figures import Figures
from engine.queries.house import HouseHistory, HouseSettings
from engine.queries.intake import IntakeForm
from engine.queries.office import OfficeCalendar
from engine.queries.operations import HowItRuns
from engine.queries.processes import (
    InstanceList,
    Processes,
    ProcessFile,
    ProcessPackage,
    ProcessVersions,
    StandingStill,
)
from engine.queries.register import CaseCounts, CaseDetail, FieldValues, GetAttachment, Register
from engine.queries.sign_in import BearerOf, Operations, PeopleList, PersonOf, SignIn
from engine.queries.tasklist import TaskCounts, Tasklist
from engine.queries.trace import Trace
from engine.queries.track import Track
from tests.support.installation import MINI, MONDAY, STAFF

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
    "keep a mail": (lambda r, i: KeepMail("none"), set()),
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

"""What a complainant does with reference and tracking code, without an account (ISO 10002, 7.3 and 7.9)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from engine.commands.cases import say, tracked
from engine.commands.effects.settle import settle
from engine.commands.tasks import require_running
from engine.commands.texts import optional, require_reason
from engine.commands.withdraw_case import withdraw
from engine.commands.write_to_case import Written, take_in
from engine.desk import Desk
from engine.errors import InvalidForm, InvalidInput, WrongState
from engine.events import Event
from engine.model.complaint import REACTION, SURVEY
from engine.model.request import Command

REACTIONS = ("accepted", "rejected")
SCORES = ("handling", "ease", "fairness")
MARKS = frozenset("12345")


@dataclass(frozen=True)
class ReplyByComplainant(Command[Written]):
    reference: str
    code: str
    text: str


@dataclass(frozen=True)
class WithdrawByComplainant(Command[str]):
    reference: str
    code: str
    reason: str


@dataclass(frozen=True)
class ReactByComplainant(Command[str]):
    """`reaction` to the decision: accepted or rejected."""

    reference: str
    code: str
    reaction: str
    comment: str = ""


@dataclass(frozen=True)
class AnswerSurvey(Command[str]):
    """`values`: scores from 1 to 5 for handling, ease and fairness, and a `comment`."""

    reference: str
    code: str
    values: Mapping[str, object] = field(default_factory=dict)


def reply_by_complainant(command: ReplyByComplainant, desk: Desk) -> Written:
    """Keep the message; hand it to the diagram where that waits for an answer."""
    case = tracked(desk, command.reference, command.code)
    return take_in(desk, case, command.text, "web", author="complainant")


def withdraw_by_complainant(command: WithdrawByComplainant, desk: Desk) -> str:
    """The case's status afterwards. Raises WrongState once the decision has been made."""
    case = tracked(desk, command.reference, command.code)
    return withdraw(desk, case, require_reason(command.reason)).status


def react_by_complainant(command: ReactByComplainant, desk: Desk) -> str:
    """The case's status afterwards. Raises WrongState when no reaction is awaited."""
    if command.reaction not in REACTIONS:
        raise InvalidInput("Accept the decision or reject it.")
    values: dict[str, object] = {"reaction": command.reaction}
    return _deliver(desk, command.reference, command.code, REACTION, values, optional(command.comment))


def answer_survey(command: AnswerSurvey, desk: Desk) -> str:
    """The case's status afterwards. Raises WrongState when the survey is not open (any more)."""
    chosen = {name: str(command.values.get(name, "")).strip() for name in SCORES}
    errors = {n: "Choose a number from 1 to 5." for n, score in chosen.items() if score not in MARKS}
    if errors:
        raise InvalidForm(errors)
    scores: dict[str, object] = {name: Decimal(score) for name, score in chosen.items()}
    comment = optional(str(command.values.get("comment") or ""))
    return _deliver(desk, command.reference, command.code, SURVEY, {"survey": scores}, comment)


def _deliver(
    desk: Desk, reference: str, code: str, name: str, values: Mapping[str, object], comment: str
) -> str:
    case = tracked(desk, reference, code)
    assert case.complaint is not None
    require_running(case)
    around = desk.around(case.package, case.complaint)
    step = desk.services.runtime.deliver(
        case.package, case.instance.state, name, case.complaint.reference, values, around
    )
    if step is None:
        raise WrongState("This is not awaited just now; perhaps you have answered already.")
    before: list[Event] = []
    if comment:
        before.append(say(desk, case, comment, direction="in", channel="web", author="complainant"))
    case = settle(desk, case, step, before=before)
    assert case.complaint is not None
    return case.complaint.status

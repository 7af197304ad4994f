"""What people do in a sample case: each step of its way is one ordinary command."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal

from engine.commands.assign_task import AssignTask
from engine.commands.claim_task import ClaimTask
from engine.commands.complainant import (
    AnswerSurvey,
    ReactByComplainant,
    ReplyByComplainant,
    WithdrawByComplainant,
)
from engine.commands.complete_task import CompleteTask
from engine.commands.convert_case import ConvertCase
from engine.commands.deadlines import EXTENDED_TO, ExtendCase, PauseCase, ResumeCase
from engine.commands.merge_case import MergeCase
from engine.commands.reopen_case import ReopenCase
from engine.commands.save_draft import SaveDraft
from engine.commands.withdraw_case import WithdrawCase
from engine.commands.write_to_case import WriteToCase
from engine.demo.answers import FORMS
from engine.demo.life import House, Life
from engine.queries.register import CaseDetail

Words = tuple[str, ...]
Deed = Callable[[House, Life, Words], None]

TASKS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "assess": ("assess", ("handler",)),
    "answer": ("answer", ("handler",)),
    "settle": ("resolve-early", ("handler",)),
    "unsettled": ("resolve-early", ("handler",)),
    "investigate": ("investigate", ("handler",)),
    "doubt": ("investigate", ("handler",)),
    "ask": ("ask", ("handler",)),
    "propose": ("propose", ("handler",)),
    "review": ("review", ("reviewer", "complaints-manager")),
    "return": ("review", ("reviewer", "complaints-manager")),
    "grant": ("approve", ("complaints-manager", "quality-manager")),
    "refuse": ("approve", ("complaints-manager", "quality-manager")),
    "uphold": ("stage-2", ("complaints-manager",)),
    "change": ("stage-2", ("complaints-manager",)),
    "refer": ("refer", ("complaints-manager",)),
    "external": ("external-result", ("complaints-manager",)),
    "remedy": ("remedy", ("handler",)),
    "cause": ("record-cause", ("quality-manager",)),
    "close": ("close", ("handler",)),
}
"""Step: the task that it completes, and who may."""


def do(house: House, life: Life, verb: str, words: Words) -> None:
    """Carry out one step. Raises Refused when the case does not stand so that it can be done."""
    if verb in TASKS:
        element, roles = TASKS[verb]
        actor, item = house.find(life, element, roles)
        house.querela.do(CompleteTask(item.id, FORMS[verb](life.tale)), actor)
    else:
        DEEDS[verb](house, life, words)


def _claim(house: House, life: Life, words: Words) -> None:
    actor, item = house.find(life, *TASKS[words[0]])
    house.querela.do(ClaimTask(item.id), actor)


def _draft(house: House, life: Life, words: Words) -> None:
    """Claim a task and begin to write: every other answer is there."""
    actor, item = house.find(life, *TASKS[words[0]])
    house.querela.do(ClaimTask(item.id), actor)
    answers = FORMS[words[0]](life.tale)
    begun = {key: answers[key] for key in list(answers)[::2]}
    house.querela.do(SaveDraft(item.id, begun), actor)


def _assign(house: House, life: Life, words: Words) -> None:
    _, item = house.find(life, *TASKS[words[0]])
    reason = life.tale.note or "Knows the supplier best."
    house.querela.do(AssignTask(item.id, words[1], reason), house.manager())
    life.handler = words[1]


def _reply(house: House, life: Life, _words: Words) -> None:
    text = life.tale.reply or "Here is what you asked for. I hope that it helps."
    house.querela.do(ReplyByComplainant(life.reference, life.code, text))


def _react(house: House, life: Life, reaction: str) -> None:
    house.querela.do(ReactByComplainant(life.reference, life.code, reaction, life.tale.comment))


def _survey(house: House, life: Life, words: Words) -> None:
    scores = {
        name: Decimal(score) for name, score in zip(("handling", "ease", "fairness"), words, strict=True)
    }
    house.querela.do(AnswerSurvey(life.reference, life.code, {**scores, "comment": life.tale.opinion}))


def _withdraw(house: House, life: Life, words: Words) -> None:
    reason = life.tale.note or "It has settled itself."
    if "phone" in words:
        house.querela.do(WithdrawCase(life.reference, reason), house.actor(life.handler))
    else:
        house.querela.do(WithdrawByComplainant(life.reference, life.code, reason))


def _merge(house: House, life: Life, _words: Words) -> None:
    into = house.lives[life.tale.into].reference
    reason = life.tale.note or "The same event, reported twice."
    house.querela.do(MergeCase(life.reference, into, reason), house.manager())


def _reopen(house: House, life: Life, _words: Words) -> None:
    house.querela.do(ReopenCase(life.reference, life.tale.note or "The fault came back."), house.manager())


def _pause(house: House, life: Life, words: Words) -> None:
    until = house.querela.now() + timedelta(days=int(words[0]))
    reason = life.tale.note or "The manufacturer examines the article."
    house.querela.do(PauseCase(life.reference, reason, "the manufacturer", until), house.actor(life.handler))


def _resume(house: House, life: Life, _words: Words) -> None:
    house.querela.do(ResumeCase(life.reference, "The report has come."), house.actor(life.handler))


def _extend(house: House, life: Life, words: Words) -> None:
    """Put the limit off by so many working days."""
    view = house.querela.ask(CaseDetail(life.reference), house.manager())
    limit = next(clock.due_at for clock in view.clocks if clock.stop == EXTENDED_TO)
    until = house.office.after_working_days(limit, Decimal(words[0]))
    reason = life.tale.note or "The carrier has not answered yet."
    house.querela.do(ExtendCase(life.reference, reason, until), house.manager())


def _convert(house: House, life: Life, words: Words) -> None:
    house.querela.do(ConvertCase(life.reference, words[0], life.tale.note), house.actor(life.handler))


def _write(house: House, life: Life, _words: Words) -> None:
    text = life.tale.note or "We have your parcel's number now and are asking the carrier."
    house.querela.do(WriteToCase(life.reference, text), house.actor(life.handler))


def _tell(house: House, life: Life, _words: Words) -> None:
    text = life.tale.note or "Called to ask how it stands; was told that the carrier has been asked."
    told = WriteToCase(life.reference, text, channel="phone", direction="in")
    house.querela.do(told, house.actor(life.handler))


DEEDS: Mapping[str, Deed] = {
    "claim": _claim,
    "draft": _draft,
    "assign": _assign,
    "reply": _reply,
    "accept": lambda house, life, _: _react(house, life, "accepted"),
    "reject": lambda house, life, _: _react(house, life, "rejected"),
    "survey": _survey,
    "withdraw": _withdraw,
    "merge": _merge,
    "reopen": _reopen,
    "pause": _pause,
    "resume": _resume,
    "extend": _extend,
    "convert": _convert,
    "write": _write,
    "tell": _tell,
}
"""Steps that complete no task."""

"""A case in words for staff: where it stands, and why each clock is due when it is."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from engine.model.work import Clock, WorkItemState
from engine.queries.register import CaseView
from web.people import group_name, name_of
from web.texts import _, ngettext
from web.times import day_text, distance, local, tone

OUTCOMES = {
    "upheld": "upheld",
    "partly": "upheld in part",
    "not upheld": "not upheld",
    "withdrawn": "withdrawn",
    "out of scope": "out of scope",
    "referred": "referred",
    "resolved at once": "resolved at once",
    "cancelled": "cancelled",
    "merged": "merged",
}

_UNITS = {
    "working-days": ("%(num)s working day", "%(num)s working days"),
    "working-hours": ("%(num)s working hour", "%(num)s working hours"),
    "days": ("%(num)s day", "%(num)s days"),
    "hours": ("%(num)s hour", "%(num)s hours"),
}


def status_sentence(view: CaseView) -> str:
    """One sentence: what is going on, with whom, and when the answer is due."""
    complaint = view.complaint
    if complaint.merged_into:
        return _("Handled together with %(other)s.", other=complaint.merged_into)
    if complaint.status == "closed":
        outcome = _(OUTCOMES.get(complaint.outcome or "", complaint.outcome or "without an outcome"))
        on = day_text(local(complaint.closed_at).date()) if complaint.closed_at else ""
        return _("Closed on %(day)s: %(outcome)s.", day=on, outcome=outcome)
    return " ".join((_doing(view), _answer_due(view))).strip()


def _doing(view: CaseView) -> str:
    if view.incidents:
        return _(
            "Stopped by a fault at “%(step)s”.", step=view.incidents[0].name or view.incidents[0].element
        )
    if view.paused:
        until = day_text(local(view.paused.until).date())
        return _("Paused until %(day)s, waiting for %(whom)s.", day=until, whom=view.paused.awaiting)
    if view.instance.status == "suspended":
        return _("Suspended: nothing runs until it is resumed.")
    tasks = [task for task in view.tasks if task.state is WorkItemState.OPEN]
    if not tasks and "reply" in view.awaits:
        return _("The complainant has been asked something; the answer is awaited.")
    if not tasks and "reaction" in view.awaits and "reviewed" in view.milestones:
        return _("The result of the review has been sent; the complainant may accept or reject it.")
    if not tasks and "reaction" in view.awaits:
        return _("The decision has been sent; the complainant may accept or reject it.")
    if not tasks:
        return _("Waiting; nobody has to do anything just now.")
    first = min(tasks, key=lambda task: (task.due_at is None, task.due_at or task.opened_at))
    if first.assignee:
        text = _("“%(task)s” is with %(name)s.", task=first.name, name=name_of(first.assignee))
    else:
        groups = ", ".join(group_name(group) for group in first.groups) or _("anybody")
        text = _("“%(task)s” waits for %(groups)s.", task=first.name, groups=groups)
    others = len(tasks) - 1
    return text + (
        " " + ngettext("%(num)d more task is open.", "%(num)d more tasks are open.", others) if others else ""
    )


def _answer_due(view: CaseView) -> str:
    clock = next((c for c in view.clocks if c.stop == "decided" and c.stopped_at is None), None)
    if clock is None:
        return ""
    day = day_text(local(clock.due_at).date())
    if clock.due_at < view.now:
        return _("The answer was due on %(day)s.", day=day)
    return _("Answer due %(day)s.", day=day)


@dataclass(frozen=True, slots=True)
class ClockBar:
    """A clock as a slim bar."""

    name: str
    state: str  #: met, missed, running, late or paused
    tone: str
    words: str
    why: str
    percent: int  #: of its time that has gone by
    due_at: datetime


def clock_bars(view: CaseView) -> list[ClockBar]:
    """The case's clocks, those that run first, due first."""
    ordered = sorted(view.clocks, key=lambda clock: (clock.stopped_at is not None, clock.due_at))
    return [_bar(clock, view) for clock in ordered]


def _bar(clock: Clock, view: CaseView) -> ClockBar:
    name = clock.name.replace("-", " ").capitalize()
    why = _why(clock)
    if clock.stopped_at is not None:
        missed = clock.breached_at is not None or clock.stopped_at > clock.due_at
        words = (
            _("missed; done %(day)s", day=_day(clock.stopped_at))
            if missed
            else _("kept, %(day)s", day=_day(clock.stopped_at))
        )
        return ClockBar(
            name,
            "missed" if missed else "met",
            "late" if missed else "on-track",
            words,
            why,
            100,
            clock.due_at,
        )
    if view.paused and clock.pausable:
        return ClockBar(name, "paused", "neutral", _("paused"), why, _percent(clock, view.now), clock.due_at)
    state = "late" if clock.due_at < view.now else "running"
    return ClockBar(
        name, state, tone(clock.due_at), distance(clock.due_at), why, _percent(clock, view.now), clock.due_at
    )


def _percent(clock: Clock, now: datetime) -> int:
    whole = max(clock.due_at - clock.started_at, timedelta(seconds=1))
    return min(100, max(0, round(100 * ((now - clock.started_at) / whole))))


def _why(clock: Clock) -> str:
    one, many = _UNITS.get(clock.unit, ("%(num)s", "%(num)s"))
    number = Decimal(clock.limit)
    span = _(one if number == 1 else many, num=format(number.normalize(), "f"))
    text = _(
        "%(span)s from %(start)s, until “%(stop)s” is reached",
        span=span,
        start=_day(clock.started_at),
        stop=clock.stop.replace("-", " "),
    )
    if clock.extended_reason:
        text += _("; extended: %(reason)s", reason=clock.extended_reason)
    return text + ("." if clock.pausable else _("; a pause does not stop it."))


def _day(moment: datetime) -> str:
    return day_text(local(moment).date())

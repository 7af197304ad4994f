"""A case in words for staff: where it stands, and why each clock is due when it is."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from engine.model.work import Clock, WorkItem, WorkItemState
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


def outcome_name(outcome: str | None) -> str:
    """How a closed case ended."""
    return _(OUTCOMES.get(outcome or "", outcome or "closed"))


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
        outcome = outcome_name(complaint.outcome) if complaint.outcome else _("without an outcome")
        on = day_text(local(complaint.closed_at).date()) if complaint.closed_at else ""
        return _("Closed on %(day)s: %(outcome)s.", day=on, outcome=outcome)
    return " ".join(part for part in (_round(view), _doing(view), _answer_due(view)) if part)


def opened_again_at(view: CaseView) -> datetime | None:
    """When a case that had been closed was taken up again; None: it never was."""
    started = view.instance.started_at
    return started if started > view.complaint.recorded_at else None


def _round(view: CaseView) -> str:
    again = opened_again_at(view)
    return _("Opened again on %(day)s.", day=_day(again)) if again else ""


def _doing(view: CaseView) -> str:
    if view.incidents:
        first = view.incidents[0]
        words = {"step": first.name or first.element, "day": _day(first.at)}
        return _("Stopped by a fault at “%(step)s” since %(day)s.", **words)
    if view.paused:
        words = {
            "start": _day(view.paused.started_at),
            "day": _day(view.paused.until),
            "whom": view.paused.awaiting,
        }
        return _("Paused from %(start)s until %(day)s, waiting for %(whom)s.", **words)
    if view.instance.status == "suspended":
        return _("Suspended: nothing runs until it is resumed.")
    tasks = [task for task in view.tasks if task.state is WorkItemState.OPEN]
    return _tasks(tasks) if tasks else _awaited(view)


def _awaited(view: CaseView) -> str:
    """What is waited for while nobody has a task."""
    if "reply" in view.awaits:
        asked = max((t.closed_at for t in view.tasks if t.closed_at), default=None)
        text = _("We have asked the complainant something and wait for the answer")
        return f"{text} {_('since %(day)s', day=_day(asked))}." if asked else f"{text}."
    sent = view.milestones.get("reviewed") or view.milestones.get("decided")
    if "reaction" in view.awaits:
        what = _("result of the review") if "reviewed" in view.milestones else _("decision")
        on = " " + _("on %(day)s", day=_day(sent)) if sent else ""
        return _("The %(what)s was sent%(on)s; the complainant may accept or reject it.", what=what, on=on)
    return _("Nobody has to do anything just now; the process goes on by itself.")


def _tasks(tasks: list[WorkItem]) -> str:
    """The task that is due first, with whom and since when, and how many more there are."""
    first = min(tasks, key=lambda task: (task.due_at is None, task.due_at or task.opened_at))
    since = _day(first.opened_at)
    if first.assignee:
        name = name_of(first.assignee)
        text = _("“%(task)s” is with %(name)s, open since %(day)s", task=first.name, name=name, day=since)
    else:
        groups = ", ".join(group_name(group) for group in first.groups) or _("anybody")
        text = _("“%(task)s” waits for %(groups)s since %(day)s", task=first.name, groups=groups, day=since)
    if first.due_at:
        due = _("due %(day)s, %(distance)s", day=_day(first.due_at), distance=distance(first.due_at))
        text += f", {due}"
    others = len(tasks) - 1
    more = ngettext("%(num)d more task is open.", "%(num)d more tasks are open.", others) if others else ""
    return f"{text}. {more}".strip()


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

"""What one command tells, in as few entries as prove it; and those entries told one by one again.

What somebody did, what time or a message set off, leads an entry; what followed of it in the same instant are
its steps. What said nothing of its own stands in the step of the same element: a claim and the way on in the
completion, the timers that were armed with a task. Entries written earlier hold less each, and read alike.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from engine.events import Event, case, process
from engine.events.case import TaskCompleted
from engine.events.process import DecisionMade, ElementCompleted, ElementStarted, TimerArmed, UserTaskOpened
from engine.feel.values import from_python
from engine.history.commitments import KEY
from engine.history.writing import DONE, STEPS, TIMERS, timer_of

MOST = 100
"""An entry has no more steps than this: the next one then leads another."""

FOLLOWING: frozenset[type[Event]] = frozenset(
    {
        process.ElementStarted,
        process.ElementCompleted,
        process.ElementCancelled,
        process.MilestoneReached,
        process.UserTaskOpened,
        process.TimerArmed,
        process.TimerMoved,
        process.TimerPassed,
        process.MessageThrown,
        process.SignalThrown,
        process.DecisionMade,
        process.VariableOverwritten,
        process.IncidentRaised,
        process.IncidentRetried,
        process.InstanceEnded,
        case.MailQueued,
        case.MailSkipped,
        case.ClockStarted,
        case.ClockStopped,
        case.ClockMoved,
        case.CaseClosed,
    }
)
"""What follows of something else. Every other event has its own entry, which it leads."""

_APART = ("claimed", "flows", "changes")


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that happened, as an entry of its own would say it."""

    kind: str
    element: str | None
    name: str | None
    data: Mapping[str, object]


def fold(events: Iterable[Event]) -> list[Event]:
    """The same happenings, in their order, each that leads with those that followed in its instant."""
    written: list[Event] = []
    steps: list[Event] = []
    for event in _joined_up(events):
        if written and event.at == written[-1].at and type(event) in FOLLOWING and len(steps) < MOST:
            steps.append(event)
            continue
        _close(written, steps)
        written.append(event)
    _close(written, steps)
    return written


def unfold(kind: str, element: str | None, name: str | None, data: Mapping[str, object]) -> Iterator[Told]:
    """What an entry tells, one by one; `data` are FEEL values, or those of the row."""
    if STEPS not in data:
        yield from _of_one(kind, element, name, data)
        return
    yield from _of_one(kind, element, name, _rest(data, (STEPS, KEY)))
    for step in _listed(data[STEPS]):
        if not isinstance(step, Mapping):
            continue
        own = _rest(step, ("kind", "element", "name"))
        yield from _of_one(
            _text(step.get("kind")) or DONE, _text(step.get("element")), _text(step.get("name")), own
        )


def _close(written: list[Event], steps: list[Event]) -> None:
    """Give the last entry its steps."""
    if steps:
        written[-1] = replace(written[-1], steps=tuple(steps))
        steps.clear()


def _joined_up(events: Iterable[Event]) -> list[Event]:
    """The events, with what one element did in one instant in one of them."""
    joined: list[Event] = []
    for event in _without_beginnings(list(events)):
        last = joined[-1] if joined else None
        both = _joined(last, event) if last is not None and last.at == event.at else None
        if both is not None:
            joined[-1] = both
        elif isinstance(event, UserTaskOpened) and isinstance(last, TimerArmed):
            joined.append(replace(event, timers=(*_taken(joined, event.at), *event.timers)))
        else:
            joined.append(event)
    return joined


def _of_one(kind: str, element: str | None, name: str | None, data: Mapping[str, object]) -> Iterator[Told]:
    """What one element did, one by one."""
    if kind in ("user-task-opened", "element-started") and TIMERS in data:
        own = Told(kind, element, name, _rest(data, (TIMERS,)))
        timers = [_timer(timer_of(each)) for each in _listed(data[TIMERS])]
        yield from (*timers, own) if kind == "user-task-opened" else (own, *timers)
        return
    if kind not in ("task-completed", "decision-made"):
        yield Told(kind, element, name, data)
        return
    if data.get("claimed") is True:
        yield Told("task-claimed", element, name, {"task": data.get("task")})
    yield Told(kind, element, name, _rest(data, _APART))
    if "flows" in data:
        done = {"flows": data["flows"], "changes": data.get("changes", {})}
        yield Told(DONE, element, name, done)


def _without_beginnings(events: Sequence[Event]) -> Iterator[Event]:
    """Leave out that an activity began where the same instant tells what became of it."""
    became = {(e.task, e.at) for e in events if isinstance(e, UserTaskOpened | ElementCompleted)}
    for event in events:
        if not isinstance(event, ElementStarted) or (event.task, event.at) not in became:
            yield event


def _joined(last: Event, event: Event) -> Event | None:
    """The one before with this event in it; None: it stands by itself."""
    if isinstance(event, TimerArmed) and isinstance(last, ElementStarted):
        return replace(last, timers=(*last.timers, _armed(event)))
    if not isinstance(event, ElementCompleted) or not isinstance(last, TaskCompleted | DecisionMade):
        return None
    if last.flows or not event.flows or not _is_of(last, event):
        return None
    return replace(last, flows=event.flows, changes=event.changes)


def _is_of(last: TaskCompleted | DecisionMade, event: ElementCompleted) -> bool:
    """Whether the element is the one whose answers or whose decision the event before holds."""
    if isinstance(last, TaskCompleted):
        return last.task == event.task
    return last.element == event.element


def _taken(joined: list[Event], at: datetime) -> Iterator[Mapping[str, object]]:
    """The timers that were armed just before, which then do not stand by themselves."""
    first = len(joined)
    while first and isinstance(joined[first - 1], TimerArmed) and joined[first - 1].at == at:
        first -= 1
    armed = joined[first:]
    del joined[first:]
    return (_armed(event) for event in armed if isinstance(event, TimerArmed))


def _armed(event: TimerArmed) -> Mapping[str, object]:
    due_at = event.due_at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    told = {"element": event.element, "name": event.name, "due_at": due_at}
    return {name: value for name, value in told.items() if value}


def _timer(told: Mapping[str, object]) -> Told:
    due_at = told.get("due_at")
    data = {"due_at": _moment(due_at) if isinstance(due_at, str) else due_at}
    return Told("timer-armed", _text(told.get("element")), _text(told.get("name")), data)


def _moment(written: str) -> object:
    """The moment; null where nobody has written it so."""
    try:
        return from_python(datetime.fromisoformat(written))
    except ValueError:
        return None


def _rest(data: Mapping[str, object], apart: Sequence[str]) -> Mapping[str, object]:
    return {name: value for name, value in data.items() if name not in apart}


def _listed(found: object) -> Sequence[object]:
    return found if isinstance(found, list | tuple) else ()


def _text(found: object) -> str | None:
    return found if isinstance(found, str) else None

"""What one command tells, in as few entries as prove it; and those entries told one by one again.

Entries that said nothing of their own stand in the one of the same element that they came with: a claim and
the way on in the completion, the timers that were armed with a task. Every element that was done has an entry
that names it. Chains hold entries of both kinds, older ones each by itself, and read alike.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from engine.events import Event
from engine.events.case import TaskCompleted
from engine.events.process import DecisionMade, ElementCompleted, ElementStarted, TimerArmed, UserTaskOpened
from engine.feel.values import from_python

_APART = ("claimed", "flows", "changes")


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that happened, as an entry of its own would say it."""

    kind: str
    element: str | None
    name: str | None
    data: Mapping[str, object]


def fold(events: Iterable[Event]) -> list[Event]:
    """The same happenings, in their order, with what one element did in one instant in one entry."""
    written: list[Event] = []
    for event in _without_beginnings(list(events)):
        last = written[-1] if written else None
        joined = _joined(last, event) if last is not None and last.at == event.at else None
        if joined is not None:
            written[-1] = joined
        elif isinstance(event, UserTaskOpened):
            written.append(replace(event, timers=(*_taken(written, event.at), *event.timers)))
        else:
            written.append(event)
    return written


def unfold(kind: str, element: str | None, name: str | None, data: Mapping[str, object]) -> Iterator[Told]:
    """What an entry tells, one by one; `data` are FEEL values."""
    if kind in ("user-task-opened", "element-started") and "timers" in data:
        own = Told(kind, element, name, _rest(data, ("timers",)))
        timers = [_timer(each) for each in _mappings(data["timers"])]
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
        yield Told("element-completed", element, name, done)


def _without_beginnings(events: Sequence[Event]) -> Iterator[Event]:
    """Leave out that an activity began where the same instant tells what became of it."""
    became = {(e.task, e.at) for e in events if isinstance(e, UserTaskOpened | ElementCompleted)}
    for event in events:
        if not isinstance(event, ElementStarted) or (event.task, event.at) not in became:
            yield event


def _joined(last: Event, event: Event) -> Event | None:
    """The entry before with this event in it; None: it needs an entry of its own."""
    if isinstance(event, TimerArmed) and isinstance(last, ElementStarted):
        return replace(last, timers=(*last.timers, _armed(event)))
    if not isinstance(event, ElementCompleted) or not isinstance(last, TaskCompleted | DecisionMade):
        return None
    if last.flows or not event.flows or not _is_of(last, event):
        return None
    return replace(last, flows=event.flows, changes=event.changes)


def _is_of(last: TaskCompleted | DecisionMade, event: ElementCompleted) -> bool:
    """Whether the element is the one whose answers or whose decision the entry before holds."""
    if isinstance(last, TaskCompleted):
        return last.task == event.task
    return last.element == event.element


def _taken(written: list[Event], at: datetime) -> Iterator[Mapping[str, object]]:
    """The timers that were armed just before, which then are no entries of their own."""
    first = len(written)
    while first and isinstance(written[first - 1], TimerArmed) and written[first - 1].at == at:
        first -= 1
    armed = written[first:]
    del written[first:]
    return (_armed(event) for event in armed if isinstance(event, TimerArmed))


def _armed(event: TimerArmed) -> Mapping[str, object]:
    due_at = event.due_at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    told = {"element": event.element, "name": event.name, "due_at": due_at}
    return {name: value for name, value in told.items() if value}


def _timer(told: Mapping[str, object]) -> Told:
    due_at = told.get("due_at")
    data = {"due_at": from_python(datetime.fromisoformat(due_at)) if isinstance(due_at, str) else due_at}
    return Told("timer-armed", _text(told.get("element")), _text(told.get("name")), data)


def _rest(data: Mapping[str, object], apart: Sequence[str]) -> Mapping[str, object]:
    return {name: value for name, value in data.items() if name not in apart}


def _mappings(found: object) -> Iterator[Mapping[str, object]]:
    if isinstance(found, list | tuple):
        yield from (each for each in found if isinstance(each, Mapping))


def _text(found: object) -> str | None:
    return found if isinstance(found, str) else None

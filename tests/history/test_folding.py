"""What somebody did and what followed in that instant stand in one entry, and are told one by one again."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import pytest

from engine.events import Event
from engine.events.case import TaskCompleted
from engine.events.process import (
    DecisionMade,
    ElementCompleted,
    ElementStarted,
    MilestoneReached,
    TimerArmed,
    TimerFired,
    TimerMoved,
    UserTaskOpened,
)
from engine.feel.values import from_python
from engine.history.chain import entries, read_data
from engine.history.folding import MOST, Told, fold, unfold
from engine.history.reading import reveal

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)
LATER = AT + timedelta(hours=1)
DUE = datetime(2026, 1, 8, 9, 30, tzinfo=UTC)


def started(task: int, at: datetime = AT, kind: str = "userTask") -> Event:
    return ElementStarted(at=at, element=f"e{task}", name=f"E {task}", type=kind, task=task)


def completed(task: int, at: datetime = AT, **more: object) -> Event:
    found: Mapping[str, object] = {"flows": (f"from-{task}",), "type": "exclusiveGateway", **more}
    return ElementCompleted(at=at, element=f"e{task}", name=f"E {task}", task=task, **found)  # type: ignore[arg-type]


def opened(task: int, at: datetime = AT) -> Event:
    where = {"element": f"e{task}", "name": f"E {task}"}
    return UserTaskOpened(at=at, **where, task=task, groups=("handler",), assignee=None, due_at=DUE)


def armed(name: str | None, at: datetime = AT) -> Event:
    return TimerArmed(at=at, element="half", name=name, due_at=DUE)


def fired(task: int, at: datetime = AT) -> Event:
    return TimerFired(at=at, element=f"t{task}", due_at=at)


def answered(task: int, claimed: bool = True) -> Event:
    where = {"element": f"e{task}", "name": f"E {task}"}
    return TaskCompleted(at=AT, **where, task=task, values={"note": "It leaks."}, claimed=claimed)


def decided(task: int) -> Event:
    where = {"element": f"e{task}", "name": f"E {task}"}
    return DecisionMade(at=AT, **where, decision="d", inputs={"who": "Zoë"}, result="b", rules=("r1",))


CHANGED = {"note": (None, "It leaks.")}


def told(events: Sequence[Event]) -> list[tuple[str, str | None, str | None]]:
    """What a reader of the chain is told of these events, one by one."""
    return [(each.kind, each.element, each.name) for each in read(events)]


def read(events: Sequence[Event]) -> list[Told]:
    made = entries("i1", 0, "", events, "ann", lambda: bytes(16))
    kept = {each.commitment: each.value for each in made.kept}
    found: list[Told] = []
    for row in made.rows:
        data = reveal(read_data(str(row.data)), kept)
        found += list(unfold(str(row.kind), row.element, row.name, data))  # type: ignore[arg-type]
    return found


@pytest.mark.parametrize(
    ("events", "kinds"),
    [
        ([started(1), opened(1)], ["user-task-opened"]),
        ([started(1), armed("50 %"), armed(None), opened(1)], ["user-task-opened"]),
        ([started(1), armed("50 %"), completed(2)], ["element-started + 1"]),
        ([started(1), completed(1, changes=CHANGED)], ["element-completed"]),
        ([started(1), opened(2)], ["element-started + 1"]),
        ([started(1), completed(1, at=LATER)], ["element-started", "element-completed"]),
        ([armed("alone")], ["timer-armed"]),
        ([armed("before", AT), opened(1, LATER)], ["timer-armed", "user-task-opened"]),
        ([answered(1), completed(1, changes=CHANGED), completed(2)], ["task-completed + 1"]),
        ([answered(1), completed(2)], ["task-completed + 1"]),
        ([answered(1), completed(1, flows=())], ["task-completed + 1"]),
        ([answered(1), completed(1, at=LATER)], ["task-completed", "element-completed"]),
        ([started(4), decided(4), completed(4, changes=CHANGED)], ["decision-made"]),
        ([decided(4), completed(5)], ["decision-made + 1"]),
        ([completed(1), completed(2, changes=CHANGED), completed(3)], ["element-completed + 2"]),
        ([completed(1, flows=(), type="endEvent"), completed(2)], ["element-completed + 1"]),
        (
            [
                answered(1),
                completed(1),
                MilestoneReached(at=AT, milestone="decided"),
                opened(2),
                armed("50 %"),
            ],
            ["task-completed + 3"],
        ),
        ([answered(1), completed(1), answered(2), completed(2)], ["task-completed", "task-completed"]),
        ([fired(1), completed(1), fired(2), completed(2)], ["timer-fired + 1", "timer-fired + 1"]),
        (
            [fired(1), completed(1), fired(2, LATER), completed(2, LATER)],
            ["timer-fired + 1", "timer-fired + 1"],
        ),
        ([completed(1), fired(2)], ["element-completed", "timer-fired"]),
        (
            [completed(n) for n in range(MOST + 3)],
            [f"element-completed + {MOST}", "element-completed + 1"],
        ),
    ],
)
def test_it_writes_few_entries_that_tell_the_same(events: list[Event], kinds: list[str]) -> None:
    written = fold(events)
    more = [f" + {len(event.steps)}" if event.steps else "" for event in written]
    assert [event.kind() + steps for event, steps in zip(written, more, strict=True)] == kinds
    before = told(events)
    begun = {(e.element, e.at) for e in events if not isinstance(e, ElementStarted)}
    spared = [
        ("element-started", e.element, e.name)
        for e in events
        if isinstance(e, ElementStarted) and (e.element, e.at) in begun
    ]
    assert told(written) == [each for each in before if each not in spared]


def test_it_keeps_what_each_has_said() -> None:
    events = [answered(1), completed(1, changes=CHANGED), completed(2), armed("50 %"), opened(3)]
    found = {(each.kind, each.element): each.data for each in read(fold(events))}
    assert found == {
        ("task-claimed", "e1"): {"task": 1},
        ("task-completed", "e1"): {"task": 1, "values": {"note": "It leaks."}},
        ("element-completed", "e1"): {"flows": ["from-1"], "changes": {"note": [None, "It leaks."]}},
        ("element-completed", "e2"): {"flows": ["from-2"], "type": "exclusiveGateway", "task": 2},
        ("timer-armed", "half"): {"due_at": from_python(DUE)},
        ("user-task-opened", "e3"): {
            "task": 3,
            "groups": ["handler"],
            "due_at": from_python(DUE),
        },
    }


def test_it_keeps_what_a_step_of_any_kind_and_type_has_said() -> None:
    where = {"element": "e1", "name": "E 1"}
    moved = TimerMoved(at=AT, element="half", before=AT, due_at=DUE)
    events = [fired(9), completed(1, type="startEvent", changes=CHANGED), completed(1), moved, decided(1)]
    assert [(each.kind, each.data) for each in read(fold(events))] == [
        ("timer-fired", {"due_at": from_python(AT)}),
        (
            "element-completed",
            {"flows": ["from-1"], "type": "startEvent", "task": 1, "changes": {"note": [None, "It leaks."]}},
        ),
        ("element-completed", {"flows": ["from-1"], "type": "exclusiveGateway", "task": 1}),
        ("timer-moved", {"before": from_python(AT), "due_at": from_python(DUE)}),
        ("decision-made", {"decision": "d", "inputs": {"who": "Zoë"}, "result": "b", "rules": ["r1"]}),
    ]
    assert {(each.element, each.name) for each in read(fold(events))} >= {
        tuple(where.values()),
        ("half", None),
    }


def test_it_tells_one_by_one_what_the_row_holds_as_well() -> None:
    events = [answered(1), completed(1), completed(2), armed("50 %"), opened(3)]
    made = entries("i1", 0, "", fold(events), "ann", lambda: bytes(16))
    [row] = made.rows
    found = unfold("task-completed", "e1", "E 1", read_data(str(row.data)))
    assert [(each.kind, each.element, each.name) for each in found] == told(fold(events))


def test_it_hides_personal_texts_wherever_they_stand() -> None:
    events = fold([answered(1), completed(1, changes=CHANGED), decided(4), completed(4, changes=CHANGED)])
    made = entries("i1", 0, "", events, "ann", lambda: bytes(16))
    assert not [row for row in made.rows if "leaks" in str(row.data) or "Zoë" in str(row.data)]
    assert [value.value for value in made.kept] == ['["It leaks.","Zoë"]']


def test_it_reads_entries_that_were_written_one_by_one() -> None:
    data = from_python({"task": 3, "type": "exclusiveGateway", "flows": ["a"], "changes": {}})
    assert isinstance(data, dict)
    assert [(e.kind, dict(e.data)) for e in unfold("element-completed", "e3", None, data)] == [
        ("element-completed", data)
    ]

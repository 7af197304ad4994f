"""Whatever happens in whatever order: what is told of the entries is what happened, value for value."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from engine.events import Event
from engine.events.case import MailSkipped, TaskCompleted
from engine.events.process import (
    DecisionMade,
    ElementCancelled,
    ElementCompleted,
    ElementStarted,
    MessageReceived,
    MilestoneReached,
    TimerArmed,
    TimerFired,
    UserTaskOpened,
)
from engine.history.folding import Told, fold
from tests.history.test_folding import AT, DUE, LATER, read

NAMES = st.sampled_from(["note", "$sealed", "$commitment", "$type", "steps", "kind", "due_at", "timers"])
VALUES = st.recursive(
    st.sampled_from(["x", "", "0", None, True, 7]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(NAMES, inner, max_size=2),
    max_leaves=4,
)
CONTEXTS = st.dictionaries(NAMES, VALUES, max_size=3)
CHANGES = st.dictionaries(NAMES, st.tuples(VALUES, VALUES), max_size=2)
NAMED: Mapping[int, str | None] = {1: "One", 2: None, 3: "Three"}
FLOWS = st.sampled_from([(), ("a",), ("a", "b")])
TYPES = st.sampled_from(["exclusiveGateway", "businessRuleTask"])


@st.composite
def happened(draw: st.DrawFn, at: datetime) -> Event:
    number = draw(st.sampled_from(list(NAMED)))
    moment = DUE + timedelta(microseconds=draw(st.integers(0, 2)))
    groups, assignee = draw(st.sampled_from([((), None), (("handler",), None), ((), "ann")]))
    event: Event = draw(
        st.sampled_from(
            [
                ElementStarted(at=at, type="userTask", task=number),
                ElementCancelled(at=at, type="userTask", task=number),
                ElementCompleted(
                    at=at, type=draw(TYPES), task=number, flows=draw(FLOWS), changes=draw(CHANGES)
                ),
                UserTaskOpened(at=at, task=number, groups=groups, assignee=assignee, due_at=moment),
                UserTaskOpened(at=at, task=number, groups=groups, assignee=assignee, due_at=None),
                TimerArmed(at=at, due_at=moment),
                TimerFired(at=at, due_at=moment),
                TaskCompleted(at=at, task=number, values=draw(CONTEXTS), claimed=draw(st.booleans())),
                DecisionMade(at=at, decision="d", inputs=draw(CONTEXTS), result=draw(VALUES)),
                MessageReceived(at=at, message="reply", values=draw(CONTEXTS)),
                MilestoneReached(at=at, milestone="decided"),
                MailSkipped(at=at, mail="note", reason="no address"),
            ]
        )
    )
    return replace(event, element=f"e{number}", name=NAMED[number])


@st.composite
def lives(draw: st.DrawFn) -> list[Event]:
    moments = sorted(draw(st.lists(st.sampled_from([AT, LATER]), min_size=1, max_size=10)))
    return [draw(happened(at)) for at in moments]


def plainly(events: list[Event]) -> list[Told]:
    """What entries of their own would tell, without the beginning of what is told of at once."""
    became = {(e.task, e.at) for e in events if isinstance(e, UserTaskOpened | ElementCompleted)}
    told = [e for e in events if not isinstance(e, ElementStarted) or (e.task, e.at) not in became]
    return [each for event in told for each in read([event])]


def said(told: Told) -> tuple[str, str | None, str | None, dict[str, object]]:
    """All but type and number of a step that the entry of a task or a decision tells with it."""
    data = dict(told.data)
    if told.kind == "element-completed":
        data = {"flows": data["flows"], "changes": data.get("changes", {})}
    return told.kind, told.element, told.name, data


@given(lives())
def test_it_tells_what_happened(events: list[Event]) -> None:
    assert [said(each) for each in read(fold(events))] == [said(each) for each in plainly(events)]

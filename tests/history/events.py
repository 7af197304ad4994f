"""Events for tests."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count

from engine.events import Event
from engine.events.case import ComplaintReceived, TaskCompleted
from engine.events.process import DecisionMade, ElementCompleted, MilestoneReached, UserTaskOpened
from engine.feel.values import FeelDate
from engine.history.commitments import Salts

START = datetime(2026, 1, 5, 9, 30, 15, 123456, tzinfo=UTC)

EVENTS: list[Event] = [
    ComplaintReceived(
        at=START,
        reference="2026-000001",
        type="complaint",
        channel="web",
        received_at=START,
        record={"name": "Zoë", "amount": Decimal("12.50"), "on": FeelDate(2025, 12, 24), "again": True},
    ),
    MilestoneReached(at=START, element="start", name="Complaint “received”", milestone="received"),
    UserTaskOpened(
        at=START, element="assess", name="Assess", task=3, groups=("handler",), assignee=None, due_at=START
    ),
    TaskCompleted(
        at=START + timedelta(days=1),
        element="assess",
        task=3,
        values={"why": "because", "n": Decimal(3)},
        steps=(
            ElementCompleted(at=START, element="way", type="exclusiveGateway", task=4, flows=("f2",)),
            DecisionMade(at=START, element="rate", decision="r", inputs={"why": "because"}, result="low"),
        ),
    ),
    ElementCompleted(
        at=START, element="assess", type="userTask", task=3, flows=("f1",), changes={"why": (None, "because")}
    ),
    DecisionMade(at=START, element="triage", decision="d", inputs={"text": "x"}, result=[Decimal("0.1")]),
]


def counted_salts() -> Salts:
    """Salts that are the same in each run."""
    numbers = count(1)
    return lambda: next(numbers).to_bytes(16)

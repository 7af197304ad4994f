"""Rows for tests, with everything that does not matter filled in."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from engine.model.complaint import Complainant, Complaint, Kind
from engine.model.step import InstanceStatus
from engine.model.work import Clock, Instance, OutboxMail, WorkItem
from engine.ports.reads import CaseFilter
from engine.ports.store import Unit
from engine.store import SqlStore

START = datetime(2026, 1, 5, 9, tzinfo=UTC)


def hours(number: float) -> datetime:
    """That many hours after the start."""
    return START + timedelta(hours=number)


def instance(id: str = "i1", **fields: Any) -> Instance:
    values: dict[str, Any] = {
        "key": "complaint",
        "definition_version": 1,
        "package": "0" * 64,
        "status": InstanceStatus.ACTIVE,
        "state": b"\x00state\xff",
        "version": 0,
        "started_at": START,
    }
    return Instance(id=id, **{**values, **fields})


def complaint(reference: str = "2026-000001", **fields: Any) -> Complaint:
    values: dict[str, Any] = {
        "instance": "i1",
        "kind": Kind.COMPLAINT,
        "channel": "web",
        "language": "en",
        "received_at": START,
        "recorded_at": START,
        "subject": "Broken kettle",
        "description": "It leaks.",
        "complainant": Complainant("Ada Byron", "ada@example.org", "+44 1"),
        "tracking_hash": "hash",
    }
    return Complaint(reference=reference, **{**values, **fields})


def item(instance: str = "i1", task: int = 1, **fields: Any) -> WorkItem:
    values: dict[str, Any] = {
        "element": "assess",
        "name": "Assess the complaint",
        "form": "assessment",
        "reference": None,
        "groups": ("handler",),
        "opened_at": START,
    }
    return WorkItem(id=f"{instance}-{task}", instance=instance, task=task, **{**values, **fields})


def mail(id: str = "m1", **fields: Any) -> OutboxMail:
    values: dict[str, Any] = {
        "key": f"key-{id}",
        "instance": "i1",
        "reference": None,
        "to": "ada@example.org",
        "subject": "We have it",
        "body": "Thank you.",
        "created_at": START,
    }
    return OutboxMail(id=id, **{**values, **fields})


def clock(name: str = "acknowledge", **fields: Any) -> Clock:
    values: dict[str, Any] = {
        "reference": "2026-000001",
        "stop": "acknowledged",
        "unit": "working-days",
        "limit": "2",
        "started_at": START,
        "due_at": hours(48),
        "pausable": True,
        "escalate_to": "complaints-manager",
    }
    return Clock(name=name, **{**values, **fields})


def open_case(unit: Unit, number: int = 1, **fields: Any) -> str:
    """Store an instance with its complaint; answers the reference."""
    reference = f"2026-{number:06d}"
    unit.instances.add(instance(f"i{number}", reference=reference))
    unit.complaints.add(complaint(reference, instance=f"i{number}", **fields))
    return reference


def references(store: SqlStore, wanted: CaseFilter) -> list[str]:
    """All pages of a list, one behind the other."""
    found: list[str] = []
    with store.read() as unit:
        while True:
            page = unit.reads.cases(wanted)
            found += [row.complaint.reference for row in page.items]
            if page.next is None:
                return found
            wanted = replace(wanted, cursor=page.next)

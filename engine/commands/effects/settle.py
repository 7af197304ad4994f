"""Carry a step's whole effect into the open transaction, in one order that never changes."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from engine.commands.effects import clocks
from engine.commands.effects.items import close_items, open_items
from engine.commands.effects.letters import Writing, queue_mails
from engine.commands.effects.post import post
from engine.desk import Desk
from engine.errors import NotFound
from engine.events import Event
from engine.events.case import CaseClosed
from engine.events.process import MilestoneReached
from engine.feel.wire import dumps, loads
from engine.history.folding import fold
from engine.logs import note, tally
from engine.model.complaint import Complaint
from engine.model.package import Package
from engine.model.step import InstanceStatus, Step, Waiting
from engine.model.work import InboundMessage, Instance, WorkItem
from engine.services import facts_of

OVER = frozenset({InstanceStatus.COMPLETED, InstanceStatus.CANCELLED, InstanceStatus.FAILED})


@dataclass(frozen=True)
class Case:
    """An instance opened for change, with its package and, where it handles one, its complaint."""

    instance: Instance
    package: Package
    complaint: Complaint | None


def open_case(desk: Desk, instance_id: str) -> Case:
    """The instance, locked for this transaction. Raises NotFound."""
    instance = desk.unit.instances.get(instance_id)
    note(instance=instance_id, case=instance.reference)
    return Case(instance, desk.package(instance), desk.complaint(instance))


def settle(
    desk: Desk,
    case: Case,
    step: Step,
    *,
    before: Iterable[Event] = (),
    after: Iterable[Event] = (),
    item: WorkItem | None = None,
    tracking_code: str | None = None,
    record: Complaint | None = None,
) -> Case:
    """Write everything that the step changes; answers the case as it stands now.

    `before` and `after` are entries that the command adds around the step's own; `item` is the work item that
    the actor has just completed; `record` is the case's complaint as the command changes it, not yet written.
    """
    beside = _Beside(tuple(before), tuple(after), item, tracking_code, record or case.complaint)
    case = _settled(desk, case, step, beside)
    return deliver_kept(desk, case, step.waiting) if step.waits_changed else case


@dataclass(frozen=True)
class _Beside:
    """What a command adds to the effect of a step."""

    before: tuple[Event, ...]
    after: tuple[Event, ...]
    item: WorkItem | None
    tracking_code: str | None
    record: Complaint | None


def _settled(desk: Desk, case: Case, step: Step, beside: _Beside) -> Case:
    item = beside.item
    close_items(desk, case.instance, step, done=item.task if item else None, at_item=item)
    complaint, told = _milestones(desk, case, step, beside.record)
    told += open_items(desk, case.instance, step)
    writing = Writing(desk, case.package, case.instance, complaint, beside.tracking_code)
    told += queue_mails(writing, step.mails)
    complaint = _mirror(complaint, step)
    if complaint is not None and complaint is not case.complaint and complaint != case.complaint:
        complaint = desk.unit.complaints.save(complaint)
    post(desk, case.instance, step)
    events = sorted([*beside.before, *step.happened, *told], key=lambda event: event.at)
    instance = replace(
        case.instance,
        state=step.state,
        status=step.status,
        next_timer_at=step.next_due_at,
        ended_at=_end(step, case.instance, events, desk.now),
    )
    if step.waits_changed:
        named = [w for w in step.waiting if w.kind in ("message", "signal")]
        desk.unit.instances.subscribe(instance.id, named)
    return save(desk, Case(instance, case.package, complaint), [*events, *beside.after])


def save(desk: Desk, case: Case, events: Iterable[Event]) -> Case:
    """Write entries and the instance's row, its next due moment computed anew."""
    instance = desk.unit.history.append(case.instance, fold(events), desk.actor.login)
    note(instance=instance.id, case=instance.reference)
    tally(entries=instance.chain_length - case.instance.chain_length)
    next_due_at = _next_due(desk, instance)
    if next_due_at != instance.next_due_at:
        instance = replace(instance, next_due_at=next_due_at)
    return Case(desk.unit.instances.save(instance), case.package, case.complaint)


def _milestones(
    desk: Desk, case: Case, step: Step, complaint: Complaint | None
) -> tuple[Complaint | None, list[Event]]:
    told: list[Event] = []
    if complaint is None:
        return None, told
    before = complaint
    for event in step.happened:
        if not isinstance(event, MilestoneReached):
            continue
        reached_at = complaint.received_at if event.milestone == "received" else event.at
        first = desk.unit.complaints.reach(complaint.reference, event.milestone, reached_at)
        told += clocks.on_milestone(
            desk,
            case.package,
            complaint,
            event.milestone,
            reached_at if first else event.at,
            event.at,
            {**step.variables, **facts_of(before)},
            case.instance.started_at,
        )
        if event.milestone == "closed" and complaint.status != "closed":
            complaint = replace(_mirror(complaint, step) or complaint, status="closed", closed_at=event.at)
            told += clocks.stop_all(desk, complaint.reference, event.at)
            told.append(CaseClosed(at=event.at, outcome=complaint.outcome))
    return complaint, told


def _mirror(complaint: Complaint | None, step: Step) -> Complaint | None:
    """The register entry with the few variables that it shows: what the diagram decides, it says."""
    if complaint is None:
        return None
    found = step.variables
    outcome, priority = found.get("outcome"), found.get("priority")
    category, severity = found.get("category"), found.get("severity")
    shown = {
        "outcome": outcome if isinstance(outcome, str) else complaint.outcome,
        "priority": priority if isinstance(priority, str) else complaint.priority,
        "category": category if isinstance(category, str) and category else complaint.category,
        "severity": int(severity) if isinstance(severity, Decimal) else complaint.severity,
    }
    changed = any(getattr(complaint, name) != value for name, value in shown.items())
    return replace(complaint, **shown) if changed else complaint  # type: ignore[arg-type]


def deliver_kept(desk: Desk, case: Case, waiting: Iterable[Waiting]) -> Case:
    """Hand over messages that came before the instance wanted them, or while it was suspended.

    What it has waited for since an earlier step has been looked for then: a message that comes meanwhile is
    handed over as it comes.
    """
    while (step := _given(desk, case, waiting)) is not None:
        case = _settled(desk, case, step, _Beside((), (), None, None, case.complaint))
        waiting = step.waiting
    return case


def _given(desk: Desk, case: Case, waiting: Iterable[Waiting]) -> Step | None:
    """The step that the oldest of the kept messages sets off; None: there is none for this instance."""
    for wait in waiting:
        if wait.kind != "message" or wait.name is None:
            continue
        key = None if wait.key is None else dumps(wait.key)
        for message in desk.unit.inbox.kept(wait.name, key):
            if _is_for_another(desk, case.instance, message) or _is_under_way(desk, case.instance, message):
                continue
            around = desk.around(case.package, case.complaint)
            step = desk.services.runtime.deliver(
                case.package, case.instance.state, message.name, wait.key, message.values, around
            )
            if step is not None:
                desk.unit.inbox.take(message.id, [case.instance.id])
                return step
    return None


def _is_for_another(desk: Desk, instance: Instance, message: InboundMessage) -> bool:
    """Whether the message names another case by its reference: then it is nobody else's business."""
    key = loads(message.key)
    if not isinstance(key, str) or key == instance.reference:
        return False
    try:
        return desk.unit.complaints.get(key).instance != instance.id
    except NotFound:
        return False


def _is_under_way(desk: Desk, instance: Instance, message: InboundMessage) -> bool:
    """Whether the instance has sent the message itself, and others have not been asked yet."""
    return message.id.startswith(f"{instance.id}/") and desk.unit.jobs.get(message.id) is not None


def _next_due(desk: Desk, instance: Instance) -> datetime | None:
    if instance.status is InstanceStatus.SUSPENDED:
        return None
    moments = [] if instance.status in OVER else [instance.next_timer_at]
    if instance.reference:
        moments.append(desk.unit.complaints.next_breach(instance.reference))
    return min((m for m in moments if m is not None), default=None)


def _end(step: Step, instance: Instance, events: list[Event], now: datetime) -> datetime | None:
    if step.status not in OVER:
        return None
    return instance.ended_at or max((event.at for event in events), default=now)

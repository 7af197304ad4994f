"""Deadlines of a case: started and stopped by milestones, breached by time (DOMAIN §6; ISO 10002, 4.15)."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from engine.calendars import WorkingTime, due
from engine.desk import Desk
from engine.errors import InvalidInput
from engine.events import Event
from engine.events.case import ClockBreached, ClockMoved, ClockStarted, ClockStopped
from engine.feel import FeelError, evaluate
from engine.model.complaint import Complaint
from engine.model.package import ClockRule, Package
from engine.model.work import Clock


def on_milestone(
    desk: Desk,
    package: Package,
    complaint: Complaint,
    milestone: str,
    reached_at: datetime,
    at: datetime,
    names: dict[str, object],
    instance_started_at: datetime,
) -> list[Event]:
    """Stop and start what the milestone stops and starts; `names` are the variables that limits may read.

    `reached_at` counts for the clocks; `at` is the instant of the entry, later where a case is recorded late.
    A clock runs once, and once more after each reopening; the earlier one is kept under another name.
    """
    told: list[Event] = []
    clocks = {clock.name: clock for clock in desk.unit.complaints.clocks(complaint.reference)}
    for clock in clocks.values():
        if clock.stop == milestone and clock.stopped_at is None:
            told += stop(desk, clock, reached_at, at)
    for rule in package.clocks:
        if rule.start != milestone:
            continue
        earlier = clocks.get(rule.name)
        if earlier is not None and not _before(earlier, instance_started_at):
            continue
        if earlier is not None:
            until = f"{earlier.name} (until {earlier.stopped_at:%Y-%m-%d %H:%M})"
            desk.unit.complaints.put_clock(replace(earlier, name=until))
        told += _start(desk, package, complaint, rule, reached_at, at, names)
    return told


def stop(desk: Desk, clock: Clock, stopped_at: datetime, at: datetime) -> list[Event]:
    """Stop a running clock."""
    late = stopped_at > clock.due_at
    breached_at = clock.breached_at or (clock.due_at if late else None)
    desk.unit.complaints.put_clock(replace(clock, stopped_at=stopped_at, breached_at=breached_at))
    return [ClockStopped(at=at, clock=clock.name, due_at=clock.due_at, late=late)]


def stop_all(desk: Desk, reference: str, at: datetime) -> list[Event]:
    """Stop everything that still runs: the case is over."""
    running = [c for c in desk.unit.complaints.clocks(reference) if c.stopped_at is None]
    return [event for clock in running for event in stop(desk, clock, at, at)]


def breach(desk: Desk, reference: str, at: datetime) -> list[Event]:
    """Note the breach of every clock due at `at` or before."""
    told: list[Event] = []
    for clock in desk.unit.complaints.clocks(reference):
        if clock.stopped_at is None and clock.breached_at is None and clock.due_at <= at:
            desk.unit.complaints.put_clock(replace(clock, breached_at=clock.due_at))
            told.append(ClockBreached(at=at, clock=clock.name, due_at=clock.due_at))
    return told


def recompute(desk: Desk, package: Package, complaint: Complaint, reason: str) -> list[Event]:
    """Compute the due moments of all running clocks anew, after a pause or a calendar has changed."""
    told: list[Event] = []
    paused = desk.working(package, desk.pauses(complaint))
    straight = desk.working(package)
    for clock in desk.unit.complaints.clocks(complaint.reference):
        if clock.stopped_at is not None or clock.extended_reason is not None:
            continue
        moment = _due(clock, paused if clock.pausable else straight)
        if moment == clock.due_at:
            continue
        breached_at = None if moment > desk.now else clock.breached_at
        desk.unit.complaints.put_clock(replace(clock, due_at=moment, breached_at=breached_at))
        told.append(
            ClockMoved(at=desk.now, clock=clock.name, before=clock.due_at, due_at=moment, reason=reason)
        )
    return told


def _start(
    desk: Desk,
    package: Package,
    complaint: Complaint,
    rule: ClockRule,
    started_at: datetime,
    at: datetime,
    names: dict[str, object],
) -> list[Event]:
    limit = _limit(rule, names, at)
    if limit is None:
        return []
    working = desk.working(package, desk.pauses(complaint) if rule.pausable else ())
    clock = Clock(
        reference=complaint.reference,
        name=rule.name,
        stop=rule.stop,
        unit=rule.unit,
        limit=str(limit),
        started_at=started_at,
        due_at=due(rule.unit, limit, started_at, working),
        pausable=rule.pausable,
        escalate_to=rule.escalate_to,
    )
    told: list[Event] = [ClockStarted(at=at, clock=clock.name, due_at=clock.due_at)]
    if clock.due_at <= at:
        clock = replace(clock, breached_at=clock.due_at)
        told.append(ClockBreached(at=at, clock=clock.name, due_at=clock.due_at))
    desk.unit.complaints.put_clock(clock)
    return told


def _before(clock: Clock, instance_started_at: datetime) -> bool:
    """Whether the clock belongs to the time before the case was reopened."""
    return clock.stopped_at is not None and clock.stopped_at <= instance_started_at


def _limit(rule: ClockRule, names: dict[str, object], at: datetime) -> Decimal | None:
    try:
        value = evaluate(rule.limit, names, now=at)
    except FeelError as wrong:
        raise InvalidInput(f"The limit of the clock “{rule.name}” cannot be computed: {wrong}") from wrong
    return value if isinstance(value, Decimal) else None


def _due(clock: Clock, working: WorkingTime) -> datetime:
    return due(clock.unit, Decimal(clock.limit), clock.started_at, working)

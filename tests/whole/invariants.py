"""What is true of every instance and its case between two commands, whatever has happened to them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from engine.bootstrap import Querela
from engine.commands.effects.settle import OVER
from engine.history import verify_chain
from engine.model.complaint import MILESTONES, Complaint
from engine.model.step import InstanceStatus, Look
from engine.model.work import HistoryEntry, Instance, WorkItem, WorkItemState
from engine.ports.store import Unit
from tests.support.told import Happening, happenings
from tests.whole.sight import troubles_of_sight

ALL = 1_000_000


def troubles(querela: Querela, reference: str | None = None) -> list[str]:
    """What is not as it must be in the installation, or in one case as it is now, one sentence each."""
    with querela.store.read() as unit:
        if reference is None:
            instances = all_instances(unit)
        else:
            instances = [unit.instances.get(unit.complaints.get(reference).instance)]
        found = [f"{i.reference or i.id}: {wrong}" for i in instances for wrong in _of(querela, unit, i)]
        if reference is None:
            found += troubles_of_sight(unit, {i.id: i.reference for i in instances if i.reference})
        return found


def all_instances(unit: Unit) -> list[Instance]:
    """Every instance, the latest started first."""
    page = unit.reads.instances(None, ALL, None)
    found = list(page.items)
    while page.next is not None:
        page = unit.reads.instances(None, ALL, page.next)
        found += page.items
    return found


def _of(querela: Querela, unit: Unit, instance: Instance) -> Iterator[str]:
    entries = unit.history.of_instance(instance.id, limit=ALL)
    told = happenings(entries)
    items = unit.work_items.of_instance(instance.id, open_only=False)
    look = querela.services.runtime.look(unit.definitions.package(instance.package), instance.state)
    yield from _history(instance, entries, told)
    yield from _work(instance, look, items, told)
    yield from _timers(unit, instance, look, told)
    if instance.reference:
        yield from _mails(unit, instance, told)
        complaint = unit.complaints.get(instance.reference)
        if complaint.instance == instance.id:
            yield from _case(unit, complaint, instance, told)


def _history(instance: Instance, entries: Sequence[HistoryEntry], told: Sequence[Happening]) -> Iterator[str]:
    if not entries or not instance.state:
        yield "there is a state without history, or a history without state"
    broken = verify_chain(entries, instance.chain_length, instance.chain_head)
    if broken:
        yield broken.sentence()
    ended = [e.data["status"] for e in told if e.kind == "instance-ended"]
    if ended != ([instance.status.value] if instance.status in OVER else []):
        yield f"it is {instance.status}, its history says {ended}"


def _work(
    instance: Instance, look: Look, items: Sequence[WorkItem], told: Sequence[Happening]
) -> Iterator[str]:
    open_ = {item.task: item for item in items if item.state is WorkItemState.OPEN}
    wanted = {task.id: task for task in look.open}
    if open_.keys() != wanted.keys():
        yield f"open on the lists are {sorted(open_)}, in the diagram {sorted(wanted)}"
    for number in open_.keys() & wanted.keys():
        item, task = open_[number], wanted[number]
        if (item.element, item.form, item.due_at) != (task.element, task.form, task.due_at):
            yield f"task {number} is {item.element}, due {item.due_at}; the diagram says {task}"
    opened = Counter(e.data["task"] for e in told if e.kind == "user-task-opened")
    cancelled = {e.data["task"] for e in told if e.kind == "element-cancelled"}
    listed = Counter(item.task for item in items)
    if listed - opened or not (opened - listed).keys() <= cancelled:
        # one whose own time was over when it opened (a case recorded late) never comes onto a list
        yield f"the history opened {opened}, the work items are {listed}"
    done = Counter((e.data["task"], e.actor) for e in told if e.kind == "task-completed")
    if done != Counter((i.task, i.closed_by) for i in items if i.state is WorkItemState.DONE):
        yield f"the history completed {done}, which is not what the work items say"
    if instance.status is not InstanceStatus.SUSPENDED and look.status is not instance.status:
        yield f"it is {instance.status}, its state is {look.status}"


def _timers(unit: Unit, instance: Instance, look: Look, told: Sequence[Happening]) -> Iterator[str]:
    first = _earliest(waiting.due_at for waiting in look.waiting)
    if instance.next_timer_at != first:
        yield f"its next timer is {instance.next_timer_at}, in the diagram {first}"
    clocks = unit.complaints.clocks(instance.reference) if instance.reference else ()
    running = _earliest(c.due_at for c in clocks if c.stopped_at is None and c.breached_at is None)
    due_at = _earliest((None if instance.status in OVER else first, running))
    current = not instance.reference or unit.complaints.get(instance.reference).instance == instance.id
    if instance.status is InstanceStatus.SUSPENDED:
        due_at = None
    if current and instance.next_due_at != due_at:
        yield f"it is next due at {instance.next_due_at}, which should be {due_at}"
    fired = Counter((e.element, str(e.data["due_at"])) for e in told if e.kind == "timer-fired")
    breached = Counter(str(e.data["clock"]) for e in told if e.kind == "clock-breached")
    moved = Counter(str(e.data["clock"]) for e in told if e.kind == "clock-moved")
    hosts = Counter(each.element for each in told if each.kind == "timer-armed")
    yield from (f"timer {t} fired {n} times" for t, n in fired.items() if n > max(1, hosts[t[0]]))
    yield from (f"clock {c} breached {n} times" for c, n in breached.items() if n > 1 + moved[c])


def _mails(unit: Unit, instance: Instance, told: Sequence[Happening]) -> Iterator[str]:
    mails = [m for m in unit.outbox.of_case(str(instance.reference)) if m.instance == instance.id]
    queued = Counter(e.data["outbox"] for e in told if e.kind == "mail-queued")
    if queued != Counter(mail.id for mail in mails if mail.to):  # without an address a letter is only kept
        yield f"the history queued {sum(queued.values())} mails, the outbox holds {len(mails)}"
    if len({mail.key for mail in mails}) != len(mails):
        yield "two mails have the same key"
    sent = Counter(e.data["outbox"] for e in told if e.kind == "mail-sent")
    if sent != Counter(mail.id for mail in mails if mail.state == "sent"):
        yield "the history does not tell of the mails that were sent, once each"


def _case(unit: Unit, complaint: Complaint, instance: Instance, told: Sequence[Happening]) -> Iterator[str]:
    milestones = unit.complaints.milestones(complaint.reference)
    first: dict[object, datetime] = {}
    for entry in told:
        if entry.kind == "milestone-reached":
            first.setdefault(entry.data["milestone"], entry.at)
    reached = [first[name] for name in MILESTONES if name in first]
    if reached != sorted(reached):
        yield f"its milestones are out of order: {first}"
    if any(milestones.get(str(name), later) > later for name, later in first.items()):
        yield f"the register's milestones are not the first ones: {milestones}"
    if complaint.status == "closed" and not complaint.closed_at:
        yield "it is closed, and nobody knows since when"
    if complaint.status == "closed" and "closed" not in milestones:
        yield "it is closed without the milestone"
    if complaint.status == "open" and instance.status in OVER:
        yield "its instance has ended and the case is open"
    running = [c.name for c in unit.complaints.clocks(complaint.reference) if c.stopped_at is None]
    if complaint.status == "closed" and running:
        yield f"it is closed and the clocks {running} run"


def _earliest(moments: Iterable[datetime | None]) -> datetime | None:
    return min((moment for moment in moments if moment is not None), default=None)

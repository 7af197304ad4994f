"""A case's or instance's history, for auditors: entries and the path through the diagram."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from engine.authority import require
from engine.desk import Desk
from engine.history import Break, verify_chain
from engine.history import masked as hidden
from engine.history.folding import Told, unfold
from engine.model.complaint import Complaint
from engine.model.request import Query
from engine.model.work import HistoryEntry, Instance
from engine.queries.masking import MASK, masked, sees_personal_data
from engine.sight import seen, seen_instance

MOST = 20_000


@dataclass(frozen=True)
class TraceEntry:
    """One entry with its data as the reader may see it."""

    entry: HistoryEntry
    data: Mapping[str, object]  #: FEEL values

    def told(self) -> Iterator[Told]:
        """What the entry says, one by one where it holds more than one thing."""
        return unfold(self.entry.kind, self.entry.element, self.entry.name, self.data)


@dataclass(frozen=True)
class Path:
    """What to paint on the diagram."""

    done: tuple[str, ...]  #: elements completed
    flows: tuple[str, ...]  #: sequence flows taken
    current: tuple[str, ...]  #: elements where something is open or waits
    late: tuple[str, ...]  #: elements with overdue work
    incidents: tuple[str, ...]


@dataclass(frozen=True)
class Trace(Query["TraceView"]):
    """By reference of a case."""

    reference: str


@dataclass(frozen=True)
class InstanceHistory(Query[tuple[TraceEntry, ...]]):
    """By id of an instance; `after`: the last seq that is known already."""

    instance: str
    after: int = 0
    limit: int = 100


@dataclass(frozen=True)
class TraceView:
    complaint: Complaint
    instance: Instance  #: the present one, which `path` and `diagram` are of
    instances: tuple[Instance, ...]  #: all that have handled the case, the first one first
    entries: tuple[TraceEntry, ...]  #: of all of them, in their order
    path: Path
    diagram: str  #: name of the main diagram's file within its package
    broken: str | None  #: what is wrong with the chain, as one sentence; None: it is whole


def trace(query: Trace, desk: Desk) -> TraceView:
    """The case's whole life: a reopened one has had several instances, each with a chain of its own.

    Raises:
        NotFound, NotAllowed.
    """
    require(desk.actor, "read the history")
    complaint = seen(desk, query.reference)
    instance = desk.unit.instances.get(complaint.instance)
    instances = _in_order(desk, complaint)
    told = {each.id: _entries(desk, each.id, 0, MOST) for each in instances}
    entries = told[instance.id]
    package = desk.package(instance)
    look = desk.services.runtime.look(package, instance.state)
    overdue = [t.element for t in look.open if t.due_at is not None and t.due_at < desk.now]
    current = [*(t.element for t in look.open), *(w.element for w in look.waiting)]
    way = [each for entry in entries for each in entry.told() if each.kind == "element-completed"]
    path = Path(
        done=_once(each.element for each in way),
        flows=_once(flow for each in way for flow in _flows(each.data)),
        current=_once(current),
        late=_once(overdue),
        incidents=_once(i.element for i in look.incidents),
    )
    wrong = next(filter(None, (_broken(each, told[each.id]) for each in instances)), None)
    return TraceView(
        complaint=masked(complaint, desk.actor),
        instance=instance,
        instances=instances,
        entries=tuple(entry for each in instances for entry in told[each.id]),
        path=path,
        diagram=package.process,
        broken=wrong.sentence() if wrong else None,
    )


def _in_order(desk: Desk, complaint: Complaint) -> tuple[Instance, ...]:
    """The case's instances as they followed each other: the present one is the last, whatever the moments."""
    found = desk.unit.instances.of_case(complaint.reference)
    return tuple(sorted(found, key=lambda each: each.id == complaint.instance))


def _broken(instance: Instance, entries: tuple[TraceEntry, ...]) -> Break | None:
    """What is wrong with the instance's chain."""
    return verify_chain((shown.entry for shown in entries), instance.chain_length, instance.chain_head)


def instance_history(query: InstanceHistory, desk: Desk) -> tuple[TraceEntry, ...]:
    """Entries of an instance. Raises NotFound."""
    instance = seen_instance(desk, query.instance)
    return _entries(desk, instance.id, query.after, query.limit)


def _entries(desk: Desk, instance: str, after: int, limit: int) -> tuple[TraceEntry, ...]:
    personal = sees_personal_data(desk.actor)
    entries = desk.unit.history.of_instance(instance, after=after, limit=limit)
    shown = (
        desk.unit.history.reveal_all(entries) if personal else [hidden(entry.data, MASK) for entry in entries]
    )
    return tuple(TraceEntry(entry, data) for entry, data in zip(entries, shown, strict=True))


def _flows(data: Mapping[str, object]) -> list[str]:
    flows = data.get("flows")
    return [f for f in flows if isinstance(f, str)] if isinstance(flows, list) else []


def _once(names: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(n for n in names if n))

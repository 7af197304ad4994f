"""A case's or instance's history, for auditors: entries and the path through the diagram."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain

from engine.authority import require
from engine.desk import Desk
from engine.errors import Broken
from engine.history import masked as hidden
from engine.history import verify_chain
from engine.history.folding import Told, unfold
from engine.history.writing import STEPS
from engine.model.complaint import Complaint
from engine.model.request import Query
from engine.model.work import HistoryEntry, Instance
from engine.queries.masking import MASK, masked, sees_personal_data
from engine.sight import seen, seen_instance

MOST = 20_000
"""So many things are told of each instance: as many as one page can hold."""

STRETCH = 1_000
"""So many entries are read at a time."""


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
    """By id of an instance; `after`: the last seq that is known already.

    `told`: the first entries, as many as tell so many things, whatever `after` and `limit` say.
    """

    instance: str
    after: int = 0
    limit: int = 100
    told: int | None = None


@dataclass(frozen=True)
class TraceView:
    complaint: Complaint
    instance: Instance  #: the present one, which `path` and `diagram` are of
    instances: tuple[Instance, ...]  #: all that have handled the case, the first one first
    entries: tuple[
        TraceEntry, ...
    ]  #: of all of them, in their order; of each the first that tell MOST things
    path: Path
    diagram: str  #: name of the main diagram's file within its package
    broken: str | None  #: what is wrong with the chain, as one sentence; None: it is whole
    left_out: int  #: entries that are proved and not shown


def trace(query: Trace, desk: Desk) -> TraceView:
    """The case's whole life: a reopened one has had several instances, each with a chain of its own.

    Raises:
        NotFound, NotAllowed.
    """
    require(desk.actor, "read the history")
    complaint = seen(desk, query.reference)
    instance = desk.unit.instances.get(complaint.instance)
    instances = _in_order(desk, complaint)
    told = {each.id: _first(desk, each.id, MOST) for each in instances}
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
    broken = next(filter(None, (_broken(desk, each, told[each.id]) for each in instances)), None)
    shown = tuple(entry for each in instances for entry in told[each.id])
    return TraceView(
        complaint=masked(complaint, desk.actor),
        instance=instance,
        instances=instances,
        entries=shown,
        path=path,
        diagram=package.process,
        broken=broken,
        left_out=0 if broken else sum(each.chain_length for each in instances) - len(shown),
    )


def _in_order(desk: Desk, complaint: Complaint) -> tuple[Instance, ...]:
    """The case's instances as they followed each other: the present one is the last, whatever the moments."""
    found = desk.unit.instances.of_case(complaint.reference)
    return tuple(sorted(found, key=lambda each: each.id == complaint.instance))


def _first(desk: Desk, instance: str, most: int) -> tuple[TraceEntry, ...]:
    """The instance's first entries, as many as tell so many things and can be read."""
    found: list[HistoryEntry] = []
    told = 0
    with suppress(Broken):
        for entry in _after(desk, instance, 0):
            steps = entry.data.get(STEPS)
            told += 1 + (len(steps) if isinstance(steps, list) else 0)
            if told > most and found:
                break
            found.append(entry)
    stretches = (found[first : first + STRETCH] for first in range(0, len(found), STRETCH))
    return tuple(shown for each in stretches for shown in _as_seen(desk, each))


def _after(desk: Desk, instance: str, seq: int) -> Iterator[HistoryEntry]:
    """All entries of the instance behind that number, a stretch in memory at a time."""
    entries: Sequence[HistoryEntry] = ()
    while not entries or len(entries) == STRETCH:
        entries = desk.unit.history.of_instance(instance, after=seq, limit=STRETCH)
        if not entries:
            return
        yield from entries
        seq = entries[-1].seq


def _broken(desk: Desk, instance: Instance, shown: Sequence[TraceEntry]) -> str | None:
    """What is wrong with the instance's chain, of which the first entries are shown."""
    first = [each.entry for each in shown]
    behind = _after(desk, instance.id, first[-1].seq if first else 0)
    try:
        wrong = verify_chain(chain(first, behind), instance.chain_length, instance.chain_head)
    except Broken as unreadable:
        return f"{unreadable}."
    return wrong.sentence() if wrong else None


def instance_history(query: InstanceHistory, desk: Desk) -> tuple[TraceEntry, ...]:
    """Entries of an instance. Raises NotFound."""
    instance = seen_instance(desk, query.instance)
    if query.told is not None:
        return _first(desk, instance.id, query.told)
    return _entries(desk, instance.id, query.after, query.limit)


def _entries(desk: Desk, instance: str, after: int, limit: int) -> tuple[TraceEntry, ...]:
    return _as_seen(desk, desk.unit.history.of_instance(instance, after=after, limit=limit))


def _as_seen(desk: Desk, entries: Sequence[HistoryEntry]) -> tuple[TraceEntry, ...]:
    """The entries with their data as the actor may see it."""
    if sees_personal_data(desk.actor):
        shown = desk.unit.history.reveal_all(entries)
    else:
        shown = [hidden(entry.data, MASK) for entry in entries]
    return tuple(TraceEntry(entry, data) for entry, data in zip(entries, shown, strict=True))


def _flows(data: Mapping[str, object]) -> list[str]:
    flows = data.get("flows")
    return [f for f in flows if isinstance(f, str)] if isinstance(flows, list) else []


def _once(names: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(n for n in names if n))

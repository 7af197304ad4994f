"""What must be true of a site after its processes were killed: acknowledged is done, and done once."""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from engine.bootstrap import Querela
from engine.ports.store import Unit
from tests.faults.clerks import Office
from tests.support.told import happenings
from tests.whole.invariants import ALL, all_instances, troubles

REPEATED = frozenset({"escalated", "updated"})
"""Milestones that a case may reach again."""


def reckon(querela: Querela, office: Office) -> list[str]:
    """Everything that is not as it must be, one sentence each."""
    with querela.store.read() as unit:
        found = [*_lodged(unit, office), *_done(unit, office), *_sent(unit, office), *_once(unit)]
    return [*found, *troubles(querela)]


def _lodged(unit: Unit, office: Office) -> Iterator[str]:
    """Each acknowledged case is there under its reference; the series has no gaps and no case twice."""
    for lodged in office.lodged:
        complaint = unit.complaints.by_external_id(lodged.external_id)
        if complaint is None or complaint.reference != lodged.reference:
            yield f"{lodged.external_id} was lodged as {lodged.reference}; there is {complaint}"
    references = sorted(i.reference for i in all_instances(unit) if i.reference)
    for year, series in groupby(references, lambda reference: reference[:4]):
        found = list(series)
        if found != [f"{year}-{number:06d}" for number in range(1, len(found) + 1)]:
            yield f"the series of {year} is {found}"
    kept = [unit.complaints.get(reference).external_id for reference in references]
    if len(set(kept)) != len(kept):
        yield "a case was lodged twice"


def _done(unit: Unit, office: Office) -> Iterator[str]:
    """Each acknowledged completion is there, by whom it was done and with what was answered."""
    for done in office.done:
        item = unit.work_items.get(done.task)
        if (item.state, item.closed_by) != ("done", done.login):
            yield f"{item.id} {item.element} was done by {done.login}; it is {item.state} by {item.closed_by}"
        record = unit.complaints.get(done.reference).record
        for key in ("findings", "reasons"):
            if key in done.values and key in record and record[key] != done.values[key]:
                yield f"{item.id} {item.element} answered {done.values[key]!r}, kept is {record[key]!r}"
    twice = [task for task, times in Counter(done.task for done in office.done).items() if times > 1]
    if twice:
        yield f"completed twice: {twice}"


def _sent(unit: Unit, office: Office) -> Iterator[str]:
    """No acknowledged message is still waiting to be delivered."""
    waiting = {message.id for name in office.way.messages for message in unit.inbox.kept(name, None)}
    yield from (f"the message {id} was not delivered" for id in waiting.intersection(office.sent))


def _once(unit: Unit) -> Iterator[str]:
    """No milestone twice, no mail to the complainant twice."""
    for instance in all_instances(unit):
        entries = happenings(unit.history.of_instance(instance.id, limit=ALL))
        reached = Counter(e.data["milestone"] for e in entries if e.kind == "milestone-reached")
        mails = Counter(
            e.data["mail"] for e in entries if e.kind == "mail-queued" and e.data["mail"] not in ("reminder",)
        )
        for name, times in reached.items():
            if times > 1 and name not in REPEATED:
                yield f"{instance.reference} reached {name} {times} times"
        for name in ("acknowledgement", "decision", "closing", "survey"):
            if mails[name] > 1:
                yield f"{instance.reference} queued {name} {mails[name]} times"

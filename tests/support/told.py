"""What a history tells, one by one, whether in an entry of its own or among the steps of one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.history.folding import unfold
from engine.model.work import HistoryEntry


@dataclass(frozen=True)
class Happening:
    """One thing that happened, with what its entry says of when and by whom."""

    at: datetime
    actor: str
    kind: str
    element: str | None
    name: str | None
    data: Mapping[str, object]  #: as it was given: as the row holds it, or revealed


def happenings(
    entries: Iterable[HistoryEntry], shown: Iterable[Mapping[str, object]] | None = None
) -> list[Happening]:
    """All that the entries tell, in their order; `shown`: the data of each entry, where it was revealed."""
    entries = list(entries)
    given = [entry.data for entry in entries] if shown is None else shown
    return [
        Happening(entry.at, entry.actor, each.kind, each.element, each.name, each.data)
        for entry, data in zip(entries, given, strict=True)
        for each in unfold(entry.kind, entry.element, entry.name, data)
    ]

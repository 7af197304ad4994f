"""The rounds of a case: each time it was opened, with its own way through the diagram and its own chain."""

from dataclasses import dataclass
from datetime import datetime

from engine.model.work import Instance
from engine.queries.processes import InstanceDetail, ProcessPackage
from engine.queries.trace import TraceView
from web.diagrams import Drawing, drawing, drawing_of
from web.gate import ask
from web.history_words import Line, lines


@dataclass(frozen=True, slots=True)
class Round:
    """One instance that handled the case."""

    number: int  #: from 1
    instance: Instance
    lines: list[Line]
    drawing: Drawing

    @property
    def until(self) -> datetime | None:
        """When it ended; None: it still runs."""
        return self.instance.ended_at


def rounds(view: TraceView, now: datetime) -> list[Round]:
    """All rounds, the present one first."""
    found = [_round(number, each, view, now) for number, each in enumerate(view.instances, 1)]
    return found[::-1]


def _round(number: int, instance: Instance, view: TraceView, now: datetime) -> Round:
    entries = [item for item in view.entries if item.entry.instance == instance.id]
    if instance.id == view.instance.id:
        return Round(number, instance, lines(entries), drawing(instance, view.diagram, view.path))
    _definition, package = ask(ProcessPackage(instance.key, instance.definition_version))
    painted = drawing_of(ask(InstanceDetail(instance.id)), package.process, entries, now)
    return Round(number, instance, lines(entries), painted)

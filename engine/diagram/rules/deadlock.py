"""No join waits for a token that cannot come any more."""

from collections.abc import Iterator

from engine.diagram.model import Diagram
from engine.diagram.names import words
from engine.diagram.rule import Report, Rule, Setting
from engine.diagram.soundness import judge
from engine.diagram.soundness.verdict import Deadlock
from engine.model.findings import Severity

_HINT = (
    "Join what an exclusive gateway split by an exclusive one, and what a parallel one split by a parallel."
)


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    for verdict in judge(diagram):
        for deadlock in verdict.deadlocks:
            severity = Severity.ERROR if deadlock.certain else Severity.WARNING
            yield Report(deadlock.join, _message(deadlock), _HINT, severity)
        if verdict.unplayed:
            message = f"Not every way through {verdict.scope} was tried, because {verdict.unplayed}."
            hint = (
                "Deadlocks may be missed. Smaller parts, as subprocesses of their own, can be tried wholly."
            )
            yield Report(verdict.scope, message, hint, Severity.INFO)


def _message(deadlock: Deadlock) -> str:
    when = "always waits for ever" if deadlock.certain else "may wait for ever"
    missing = f", because nothing comes from {' and '.join(deadlock.missing)}" if deadlock.missing else ""
    kind = words(deadlock.join.type)
    return f"The {kind} {deadlock.join} {when}{missing}. For example: {deadlock.path}."


rule = Rule("deadlock", Severity.WARNING, check)

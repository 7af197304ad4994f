"""A timer says when: one duration, moment or repetition, in ISO 8601 or FEEL, and never backwards."""

from collections.abc import Iterator
from datetime import UTC, datetime

from engine.diagram.expressions import HOST_NAMES, bare
from engine.diagram.model import Diagram, EventDefinition, is_bpmn, local
from engine.diagram.rule import Report, Rule, Setting
from engine.diagram.timers import fault, is_iso
from engine.feel import FeelError, evaluate, parse
from engine.feel.values import DaysDuration, FeelDate, FeelDateTime, MonthsDuration
from engine.model.findings import Severity

_HINT = "Write a duration (P3D, PT2H), a moment (2026-03-01T09:00:00Z), a repetition (R3/P1D), or FEEL."
_KINDS = frozenset({"timeDuration", "timeDate", "timeCycle"})
_SOME_DAY = datetime(2026, 1, 5, 9, tzinfo=UTC)


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    for event in diagram.events:
        if event.kind == "timer":
            yield from _timer(event)
    for node in diagram.nodes:
        due = node.own("due")
        reason = fault(due) if due and is_iso(due) else None
        if reason:
            yield Report(node, f"The due time of {node} cannot be kept: {reason}.", _HINT)


def _timer(event: EventDefinition) -> Iterator[Report]:
    node = event.node
    parts = [part for part in event.xml if is_bpmn(part) and local(part) in _KINDS]
    texts = [(part, "".join(part.itertext()).strip()) for part in parts]
    written = [(part, text) for part, text in texts if text]
    if not written:
        yield Report(node, f"The timer of {node} is empty: it would never fire.", _HINT)
    elif len(written) > 1:
        message = f"The timer of {node} says {len(written)} times at once."
        yield Report(node, message, "Keep one of duration, date and cycle.")
    for part, text in written:
        if reason := (fault(text) if is_iso(text) else _constant_fault(text)):
            message = f"The timer of {node} cannot be armed: {reason}."
            yield Report(node, message, _HINT, line=part.sourceline)


def _constant_fault(text: str) -> str | None:
    """What is wrong with a FEEL timer that reads no variable; what reads one is known when it runs."""
    try:
        parsed = parse(bare(text), names=HOST_NAMES)
        if parsed.references():
            return None
        value = evaluate(parsed, {}, now=_SOME_DAY)
    except FeelError:
        return None  # expression-syntax says so, or it is a matter of the run
    shown = " ".join(text.split())
    if isinstance(value, str):
        return fault(value) if is_iso(value) else f"“{value}” is no length of time and no moment"
    if isinstance(value, DaysDuration | MonthsDuration):
        size = value.months if isinstance(value, MonthsDuration) else value.nanos
        return "it is a negative duration, and a timer cannot go backwards" if size < 0 else None
    if isinstance(value, FeelDate | FeelDateTime | list):
        return None
    return f"“{shown}” gives neither a moment nor a duration"


rule = Rule("timer-syntax", Severity.ERROR, check)

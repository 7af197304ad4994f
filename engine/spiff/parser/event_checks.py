"""Events that could never do what they are drawn for."""

from collections.abc import Iterator

from engine.spiff.specs import definitions as events
from engine.spiff.specs.activities import Transaction
from engine.spiff.specs.events import BoundaryEvent, CatchEvent, EndEvent, Event, StartEvent, ThrowEvent
from engine.spiff.specs.node import Node
from engine.spiff.specs.process import Process

Faults = Iterator[tuple[str, str]]
_WAITED = events.WAITED_FOR
_LINK = events.LinkEventDefinition
_CANCEL = events.CancelEventDefinition
_ERROR = events.ErrorEventDefinition
_COMPENSATE = events.CompensateEventDefinition
_SENT = (
    events.MessageEventDefinition,
    events.SignalEventDefinition,
    events.EscalationEventDefinition,
    _COMPENSATE,
)
_THROWN_TO = (_ERROR, events.EscalationEventDefinition, _COMPENSATE)


def event_faults(node: Event, process: Process) -> Faults:
    """Rule and message of everything that is wrong with an event of a process."""
    for trigger in node.triggers:
        if not isinstance(trigger, _allowed(node, process)):
            yield "event", f"An event of this kind cannot be here ({_word(trigger)})."
        elif isinstance(node, EndEvent) and isinstance(trigger, _CANCEL) and process.kind != "transaction":
            yield "event", "Only a transaction can be cancelled from inside."
        elif (
            isinstance(node, ThrowEvent) and isinstance(trigger, _LINK) and trigger.name not in process.links
        ):
            yield "link", f"No catching link event is named “{trigger.name}” here."
    yield from _together(node)
    if _runs_beside(node) and _has(node, _ERROR):
        yield "event", "An error always interrupts; the event is drawn as running beside."
    if isinstance(node, StartEvent) and not node.interrupting and _has(node, _COMPENSATE):
        yield "event", "Compensation never runs beside; the event is drawn as if it did."
    if isinstance(node, CatchEvent) and not node.triggers:
        yield "event", "The event waits for nothing."
    if isinstance(node, BoundaryEvent) and node.host not in process.refused:
        yield from _boundary(node, process)


def _together(node: Event) -> Faults:
    """What cannot stand beside other definitions in one event."""
    if len(node.triggers) > 1 and _has(node, _LINK):
        yield "event", "A link event has no other trigger beside the link."
    if not node.all_triggers_needed:
        return
    if node.throws:
        yield "event", "Only an event that catches can wait for several things at once."
    elif not all(isinstance(trigger, _WAITED) for trigger in node.triggers):
        yield "event", "An event can wait for several messages, signals, timers and conditions at once only."


def _has(node: Event, kind: type[events.EventDefinition]) -> bool:
    return any(isinstance(trigger, kind) for trigger in node.triggers)


def _allowed(node: Event, process: Process) -> tuple[type[events.EventDefinition], ...]:
    """What an event may carry where it stands. Source: BPMN 2.0.2, 10.5.1, tables of event types."""
    if isinstance(node, StartEvent):
        return (*_WAITED, *_THROWN_TO) if process.kind == "eventSubProcess" else _WAITED
    if isinstance(node, CatchEvent):
        return (*_WAITED, _LINK)
    if isinstance(node, ThrowEvent):
        return (*_SENT, _LINK)
    if isinstance(node, EndEvent):
        return (*_SENT, _ERROR, _CANCEL, events.TerminateEventDefinition)
    if isinstance(node, BoundaryEvent):
        return (*_WAITED, *_THROWN_TO, _CANCEL)
    return (events.MessageEventDefinition,)


def _runs_beside(node: Event) -> bool:
    if isinstance(node, StartEvent):
        return not node.interrupting
    return isinstance(node, BoundaryEvent) and not node.cancel_activity


def _boundary(node: BoundaryEvent, process: Process) -> Faults:
    host = process.task_specs.get(node.host)
    if not isinstance(host, Node) or not host.is_activity:
        yield "boundary", "The boundary event is attached to no activity of its process."
    elif not node.triggers:
        yield "boundary", "The boundary event has no trigger."
    cancels = any(isinstance(trigger, _CANCEL) for trigger in node.triggers)
    if cancels and not isinstance(host, Transaction):
        yield "boundary", "Only a transaction can be left by a cancel event."
    if node.incoming:
        yield "flow", "A sequence flow leads into the boundary event."


def _word(trigger: events.EventDefinition) -> str:
    return type(trigger).__name__.removesuffix("EventDefinition").lower()

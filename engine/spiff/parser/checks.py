"""What can be seen only when a scope is complete: nodes that could never do what they are drawn for."""

from collections.abc import Iterator

from engine.model.findings import Finding, Severity
from engine.spiff.specs import definitions as events
from engine.spiff.specs.activities import (
    BusinessRuleTask,
    EventSubprocess,
    ReceiveTask,
    SendTask,
    ServiceTask,
    SubProcess,
    Transaction,
)
from engine.spiff.specs.events import BoundaryEvent, CatchEvent, EndEvent, StartEvent, ThrowEvent
from engine.spiff.specs.gateways import ExclusiveGateway
from engine.spiff.specs.node import Node
from engine.spiff.specs.process import Process

_WAITED = events.WAITED_FOR
_SENT = (
    events.MessageEventDefinition,
    events.SignalEventDefinition,
    events.EscalationEventDefinition,
    events.CompensateEventDefinition,
)
_LINK = events.LinkEventDefinition
_THROWN = (events.ErrorEventDefinition, events.EscalationEventDefinition, events.CompensateEventDefinition)
_MAY_CARRY: dict[type[Node], tuple[type[events.EventDefinition], ...]] = {
    CatchEvent: (*_WAITED, _LINK),
    ThrowEvent: (*_SENT, _LINK),
    EndEvent: (
        *_SENT,
        events.ErrorEventDefinition,
        events.CancelEventDefinition,
        events.TerminateEventDefinition,
    ),
    BoundaryEvent: (*_WAITED, *_THROWN, events.CancelEventDefinition),
}


def check(process: Process) -> list[Finding]:
    """Findings of a scope and of all scopes inside it."""
    found = []
    for node in process.nodes:
        found += [
            finding(f"unsupported-{rule}", message, node, process) for rule, message in _faults(node, process)
        ]
        if _does_nothing(node):
            message = "It calls nothing that this engine knows: it only passes."
            found.append(finding("unsupported-call", message, node, process, Severity.WARNING))
        if isinstance(node, SubProcess) and node.shares_variables:
            found += check(node.body)
    return found


def finding(
    rule: str, message: str, node: Node, process: Process, severity: Severity = Severity.ERROR
) -> Finding:
    """A finding on a node."""
    return Finding(
        rule=rule,
        severity=severity,
        message=message,
        file=process.file or "",
        element=node.bpmn_id,
        name=node.label or None,
        line=node.line,
    )


def _does_nothing(node: Node) -> bool:
    """Tasks whose work lies outside, with nothing said that would do it here."""
    if isinstance(node, SendTask):
        return not node.extras.mail and not node.triggers
    if isinstance(node, BusinessRuleTask):
        return not node.extras.decision
    return isinstance(node, ServiceTask)


def _faults(node: Node, process: Process) -> Iterator[tuple[str, str]]:
    yield from _wrong_events(node, process)
    if isinstance(node, BoundaryEvent):
        yield from _boundary(node, process)
    elif isinstance(node, CatchEvent) and not node.triggers:
        yield "event", "The event waits for nothing."
    elif isinstance(node, ThrowEvent):
        for trigger in node.triggers:
            if isinstance(trigger, _LINK) and trigger.name not in process.links:
                yield "link", f"No catching link event is named “{trigger.name}” here."
    elif isinstance(node, ReceiveTask) and not node.triggers:
        yield "event", "The receive task does not say which message it waits for."
    elif isinstance(node, EventSubprocess):
        yield from _handler(node)
    elif isinstance(node, ExclusiveGateway):
        yield from _exclusive(node)
    conditional = any(flow.condition for flow in node.flows)
    if node.default is not None and conditional and node.default not in [flow.id for flow in node.flows]:
        yield "flow", "Its default flow does not leave it."


def _wrong_events(node: Node, process: Process) -> Iterator[tuple[str, str]]:
    allowed = _MAY_CARRY.get(type(node))
    if isinstance(node, StartEvent):
        allowed = (*_WAITED, *_THROWN) if process.kind == "eventSubProcess" else _WAITED
    if allowed is None:
        return
    for trigger in node.triggers:
        if not isinstance(trigger, allowed):
            yield "event", f"An event of this kind cannot be here ({_word(trigger)})."
        elif _cancels(trigger, node) and process.kind != "transaction":
            yield "event", "Only a transaction can be cancelled from inside."
    if isinstance(node, StartEvent | BoundaryEvent):
        beside = not getattr(node, "interrupting", True) or not getattr(node, "cancel_activity", True)
        if beside and any(isinstance(t, events.ErrorEventDefinition) for t in node.triggers):
            yield "event", "An error always interrupts; the event is drawn as running beside."


def _boundary(node: BoundaryEvent, process: Process) -> Iterator[tuple[str, str]]:
    host = process.task_specs.get(node.host)
    if node.host in process.refused:
        return
    if not isinstance(host, Node) or not host.is_activity:
        yield "boundary", "The boundary event is attached to no activity of its process."
    elif not node.triggers:
        yield "boundary", "The boundary event has no trigger."
    cancels = any(isinstance(t, events.CancelEventDefinition) for t in node.triggers)
    if cancels and not isinstance(host, Transaction):
        yield "boundary", "Only a transaction can be left by a cancel event."
    if node.incoming:
        yield "flow", "A sequence flow leads into the boundary event."


def _handler(node: EventSubprocess) -> Iterator[tuple[str, str]]:
    if node.flows or node.incoming:
        yield "event-subprocess", "An event subprocess has no sequence flows; its event starts it."


def _exclusive(node: ExclusiveGateway) -> Iterator[tuple[str, str]]:
    bare = [flow for flow in node.flows if flow.condition is None and flow.id != node.default]
    if len(node.flows) > 1 and bare:
        yield (
            "condition",
            f"The flow “{bare[0].id}” out of the exclusive gateway has no condition and is not its default.",
        )


def _cancels(trigger: events.EventDefinition, node: Node) -> bool:
    return isinstance(trigger, events.CancelEventDefinition) and isinstance(node, EndEvent)


def _word(trigger: events.EventDefinition) -> str:
    return type(trigger).__name__.removesuffix("EventDefinition").lower()

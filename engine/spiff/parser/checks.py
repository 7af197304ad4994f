"""What can be seen only when a scope is complete: nodes that could never do what they are drawn for."""

from collections.abc import Iterator

from engine.model.findings import Finding, Severity
from engine.spiff.parser.event_checks import Faults, event_faults
from engine.spiff.parser.undo_checks import undo_faults
from engine.spiff.specs.activities import (
    BusinessRuleTask,
    EventSubprocess,
    ReceiveTask,
    SendTask,
    ServiceTask,
    SubProcess,
)
from engine.spiff.specs.events import CatchEvent, Event
from engine.spiff.specs.gateways import EventBasedGateway, ExclusiveGateway, ParallelGateway
from engine.spiff.specs.node import Node
from engine.spiff.specs.process import Process


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
    if isinstance(node, Event):
        yield from event_faults(node, process)
    if isinstance(node, ReceiveTask) and not node.triggers:
        yield "event", "The receive task does not say which message it waits for."
    elif isinstance(node, EventSubprocess) and (node.flows or node.incoming):
        yield "event-subprocess", "An event subprocess has no sequence flows; its event starts it."
    elif isinstance(node, ExclusiveGateway):
        yield from _exclusive(node)
    elif isinstance(node, EventBasedGateway):
        yield from _event_based(node)
    elif isinstance(node, ParallelGateway):
        yield from _parallel(node)
    yield from undo_faults(node, process)
    if node.instantiate:
        yield from _instantiating(node, process)
    conditional = any(flow.condition for flow in node.flows)
    if node.default is not None and conditional and node.default not in [flow.id for flow in node.flows]:
        yield "flow", "Its default flow does not leave it."


def _exclusive(node: ExclusiveGateway) -> Faults:
    bare = [flow.id for flow in node.flows if flow.condition is None and flow.id != node.default]
    if len(node.flows) > 1 and bare:
        yield "condition", f"Its flow “{bare[0]}” has no condition and is not its default."


def _parallel(node: ParallelGateway) -> Faults:
    conditional = [flow.id for flow in node.flows if flow.condition]
    if conditional:
        yield "condition", f"A parallel gateway takes every flow, but “{conditional[0]}” has a condition."


def _instantiating(node: Node, process: Process) -> Faults:
    if process.kind != "process":
        yield "start", "It would start a process, but lies inside a subprocess."
    elif node.incoming:
        yield "start", "It would start the process, but a flow leads into it."


def _event_based(node: EventBasedGateway) -> Faults:
    if not node.flows:
        yield "event-gateway", "No event follows the event-based gateway."
    for flow in node.flows:
        if not isinstance(flow.target, CatchEvent | ReceiveTask):
            yield "event-gateway", f"The flow “{flow.id}” leads to something that does not wait for an event."

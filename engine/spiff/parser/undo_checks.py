"""Compensation and transactions that could not undo what they are drawn to undo. Source: BPMN 2.0.2, 10.7."""

from collections.abc import Iterator

from engine.spiff.parser.event_checks import Faults
from engine.spiff.specs.activities import Transaction
from engine.spiff.specs.definitions import CancelEventDefinition, CompensateEventDefinition
from engine.spiff.specs.events import BoundaryEvent, EndEvent, ThrowEvent
from engine.spiff.specs.node import Node
from engine.spiff.specs.process import Process


def undo_faults(node: Node, process: Process) -> Faults:
    """Rule and message of what is wrong with a node's part in compensation."""
    if node.for_compensation and (node.flows or node.incoming):
        yield "compensation", "An activity for compensation stands outside the flow, but a flow touches it."
    asked = list(_asked(node))
    if isinstance(node, BoundaryEvent) and asked:
        yield from _boundary(node, process)
    elif isinstance(node, ThrowEvent | EndEvent):
        for activity in asked:
            if activity is not None and activity not in _visible(process):
                yield "compensation", f"The activity “{activity}” that it undoes is not in the same scope."
    if isinstance(node, Transaction) and _can_be_cancelled(node.body) and not _left_by_cancel(node, process):
        yield "transaction", "It can be cancelled, but no cancel event on its border says how to go on then."


def _asked(node: Node) -> Iterator[str | None]:
    """The activities that compensation is asked for; None: for all."""
    return (t.activity for t in node.triggers if isinstance(t, CompensateEventDefinition))


def _boundary(node: BoundaryEvent, process: Process) -> Faults:
    if node.flows:
        yield "compensation", "A flow leaves the compensation event; an association leads to what undoes."
    elif node.host not in process.compensators and not process.refused:
        yield "compensation", "No association leads to an activity that is marked as being for compensation."


def _visible(process: Process) -> set[str]:
    """Ids of what a throw can undo: beside itself, or beside the event subprocess that it lies in."""
    around = process.around if process.kind == "eventSubProcess" else None
    return {node.bpmn_id for scope in (process, around) if scope is not None for node in scope.nodes}


def _can_be_cancelled(body: Process) -> bool:
    return any(_cancels(node) for node in body.nodes if isinstance(node, EndEvent))


def _left_by_cancel(node: Node, process: Process) -> bool:
    return any(_cancels(boundary) for boundary in process.boundaries.get(node.bpmn_id, []))


def _cancels(node: Node) -> bool:
    return any(isinstance(trigger, CancelEventDefinition) for trigger in node.triggers)

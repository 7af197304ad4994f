"""Intermediate and end events carry only what BPMN lets them catch or throw."""

from collections.abc import Iterator

from engine.diagram.model import Diagram, Node
from engine.diagram.names import one, words
from engine.diagram.rule import Report, Rule, Setting
from engine.model.findings import Severity

_ALLOWED = {
    "intermediateCatchEvent": frozenset("message timer signal conditional link".split()),
    "intermediateThrowEvent": frozenset("message signal escalation compensate link".split()),
    "endEvent": frozenset("message signal error escalation compensate cancel terminate".split()),
}


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    for node in diagram.nodes:
        if node.type not in _ALLOWED:
            continue
        if node.type == "intermediateCatchEvent" and not node.events:
            message = f"The catching event {node} waits for nothing: it has no trigger."
            yield Report(node, message, "Choose a trigger: timer, message, signal, condition.")
        for event in node.events:
            if event.kind not in _ALLOWED[node.type]:
                message = f"The {words(node.type)} {node} cannot be {one(event.kind)} event."
                yield Report(node, message, "Choose another kind of event, or put it elsewhere.")
        if "cancel" in node.kinds and node.type == "endEvent" and not _in_transaction(node):
            message = f"The cancel end event {node} lies in no transaction."
            yield Report(node, message, "Make the subprocess around it a transaction.")


def _in_transaction(node: Node) -> bool:
    owner = node.scope.owner
    while owner is not None and owner.is_event_subprocess:
        owner = owner.scope.owner
    return owner is not None and owner.type == "transaction"


rule = Rule("event-kind", Severity.ERROR, check)

"""Messages, signals and conditions that are waited for or sent are named."""

from collections.abc import Iterator

from engine.diagram.model import Diagram, EventDefinition, Node
from engine.diagram.names import THROW_EVENTS, words
from engine.diagram.rule import Report, Rule, Setting
from engine.model.findings import Severity

_HINT = "Choose or create one in the modeler."


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    for node in diagram.nodes:
        for event in node.events:
            yield from _unnamed(node, event)
        if node.type in ("sendTask", "receiveTask") and not node.xml.get("messageRef"):
            if node.type == "sendTask" and node.own("mail"):
                continue
            if node.type == "sendTask":
                yield _sends_nothing(node)
            else:
                yield Report(node, f"The {words(node.type)} {node} waits for no message.", _HINT)
    yield from _nameless(diagram)


def _unnamed(node: Node, event: EventDefinition) -> Iterator[Report]:
    throws = node.type in THROW_EVENTS
    if event.kind in ("message", "signal") and not event.reference:
        if throws and event.kind == "message" and node.own("mail"):
            return
        if throws and event.kind == "message":
            yield _sends_nothing(node)
            return
        verb = "sends" if throws else "waits for"
        yield Report(node, f"The {words(node.type)} {node} {verb} no particular {event.kind}.", _HINT)
    if event.kind == "conditional" and not event.child_text("condition"):
        message = f"The {words(node.type)} {node} waits for a condition that is not written."
        yield Report(node, message, "Write the condition as a FEEL expression.")


def _sends_nothing(node: Node) -> Report:
    """What is sent without a name changes nothing: nobody can wait for it."""
    message = f"The {words(node.type)} {node} sends no particular message: nobody can receive it."
    return Report(node, message, _HINT, Severity.WARNING)


def _nameless(diagram: Diagram) -> Iterator[Report]:
    """Messages and signals find each other by name: one that is used needs one."""
    for event in diagram.events:
        if event.kind in ("message", "signal") and event.reference:
            target = diagram.by_id.get(event.reference)
            if target is not None and not (target.get("name") or "").strip():
                message = f"The {event.kind} “{event.reference}” of {event.node} has no name."
                hint = "Give it a name: it is found by it, not by its id."
                yield Report(event.node, message, hint, Severity.WARNING)


rule = Rule("event-reference", Severity.ERROR, check)

"""Parsers of events: every definition of a node is read, none is dropped."""

from collections.abc import Callable

from lxml.etree import _Element
from SpiffWorkflow.bpmn.parser.event_parsers import EventDefinitionParser

from engine.spiff.expressions import bare
from engine.spiff.failure import Failure
from engine.spiff.parser.names import is_true, local, text
from engine.spiff.parser.nodes import OwnReading
from engine.spiff.parser.trouble import Unsupported
from engine.spiff.specs.definitions import (
    CompensateEventDefinition,
    ConditionalEventDefinition,
    CycleTimerEventDefinition,
    DurationTimerEventDefinition,
    EventDefinition,
    LinkEventDefinition,
    MultipleEventDefinition,
    NoneEventDefinition,
    TimeDateEventDefinition,
)
from engine.spiff.specs.gateways import EventBasedGateway
from engine.spiff.specs.node import Node
from engine.spiff.timers import reading

_TIMERS = {
    "timeDate": TimeDateEventDefinition,
    "timeDuration": DurationTimerEventDefinition,
    "timeCycle": CycleTimerEventDefinition,
}
_REFERENCES = {
    "messageRef": ("messages", "message"),
    "signalRef": ("signals", "signal"),
    "errorRef": ("errors", "error"),
    "escalationRef": ("escalations", "escalation"),
}


class EventParser(OwnReading, EventDefinitionParser):
    """An event, or a task that sends or receives."""

    def create_task(self) -> Node:
        """The node's spec. Raises Unsupported."""
        found = self.definitions(self.node)
        if local(self.node) in ("sendTask", "receiveTask") and self.node.get("messageRef"):
            self._check_references(self.node)
            found.append(self.parse_message_event(self.node))
        definition = self._together(found)
        cancels = None
        if local(self.node) == "boundaryEvent":
            cancels = is_true(self.node, "cancelActivity", default=True)
        spec: Node = self._create_task(definition, cancels)
        return spec

    def definitions(self, node: _Element) -> list[EventDefinition]:
        """All event definitions of an element, in document order. Raises Unsupported."""
        found = [n for n in node if isinstance(n.tag, str) and _is_definition(n)]
        return [self._definition(n) for n in found if not _sends_nothing(node, n)]

    def _together(self, found: list[EventDefinition]) -> EventDefinition:
        if not found:
            return NoneEventDefinition()
        if len(found) == 1:
            return found[0]
        return MultipleEventDefinition(found, is_true(self.node, "parallelMultiple"))

    def _definition(self, node: _Element) -> EventDefinition:
        self._check_references(node)
        readers: dict[str, Callable[[_Element], EventDefinition]] = {
            "message": self.parse_message_event,
            "signal": self.parse_signal_event,
            "error": self.parse_error_event,
            "escalation": self.parse_escalation_event,
            "cancel": self.parse_cancel_event,
            "terminate": self.parse_terminate_event,
            "timer": self._timer,
            "conditional": self._condition,
            "link": lambda n: LinkEventDefinition(n.get("name") or self.node.get("name") or ""),
            "compensate": self._compensation,
        }
        kind = local(node).removesuffix("EventDefinition")
        if kind not in readers:
            raise Unsupported("event", f"Events of the kind “{kind}” do not run here.")
        return readers[kind](node)

    def _check_references(self, node: _Element) -> None:
        """SpiffWorkflow answers a reference that leads nowhere with a TypeError."""
        for attribute, (place, word) in _REFERENCES.items():
            reference = node.get(attribute)
            if reference and reference not in getattr(self.process_parser.parser, place):
                raise Unsupported("reference", f"The {word} “{reference}” is not in the file.")

    def _timer(self, node: _Element) -> EventDefinition:
        for tag, definition in _TIMERS.items():
            expression = text(node, tag)
            if expression is None:
                continue
            if reading.is_bare(expression):
                try:
                    reading.check(expression)
                except Failure as failure:
                    raise Unsupported("timer", f"The timer cannot be armed: {failure}.") from failure
            return definition(self.bpmn_id, expression if reading.is_bare(expression) else bare(expression))
        raise Unsupported("timer", "The timer has no time.", "Give a date, a duration or a repetition.")

    def _compensation(self, node: _Element) -> EventDefinition:
        reference = (node.get("activityRef") or "").rpartition(":")[2]
        return CompensateEventDefinition(
            reference or None, waits=is_true(node, "waitForCompletion", default=True)
        )

    def _condition(self, node: _Element) -> EventDefinition:
        condition = text(node, "condition")
        if condition is None:
            raise Unsupported("condition", "The conditional event has no condition.")
        return ConditionalEventDefinition(condition)


class EventGatewayParser(OwnReading, EventDefinitionParser):
    """An event-based gateway; the events stay with the nodes behind it."""

    def create_task(self) -> Node:
        """The node's spec. Raises Unsupported for a parallel one in the middle of the flow."""
        spec: EventBasedGateway = self._create_task(MultipleEventDefinition())
        spec.all_needed = self.node.get("eventGatewayType") == "Parallel"
        if spec.all_needed and not is_true(self.node, "instantiate"):
            raise Unsupported("event-gateway", "A parallel event-based gateway can only start a process.")
        return spec


def _sends_nothing(node: _Element, definition: _Element) -> bool:
    """Whether a throwing event names no message: it may send a mail; nobody could wait for anything else."""
    nameless = local(definition) == "messageEventDefinition" and not definition.get("messageRef")
    return nameless and local(node) in ("intermediateThrowEvent", "endEvent", "implicitThrowEvent")


def _is_definition(node: _Element) -> bool:
    return local(node).endswith("EventDefinition")

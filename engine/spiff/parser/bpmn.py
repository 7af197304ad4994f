"""SpiffWorkflow's parser with our parser and spec registered for every element."""

from typing import Any, ClassVar

from lxml.etree import _Element
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser

from engine.spiff.parser.events import EventGatewayParser, EventParser
from engine.spiff.parser.names import BPMN, full_tag
from engine.spiff.parser.nodes import CallParser, PlainParser, ScriptParser, SubProcessParser
from engine.spiff.parser.process import ScopeParser
from engine.spiff.parser.trouble import Troubles
from engine.spiff.specs import activities, events, gateways

SPECS: dict[str, tuple[type[Any], type[Any]]] = {
    "task": (PlainParser, activities.AbstractTask),
    "userTask": (PlainParser, activities.UserTask),
    "manualTask": (PlainParser, activities.ManualTask),
    "scriptTask": (ScriptParser, activities.ScriptTask),
    "serviceTask": (PlainParser, activities.ServiceTask),
    "businessRuleTask": (PlainParser, activities.BusinessRuleTask),
    "sendTask": (EventParser, activities.SendTask),
    "receiveTask": (EventParser, activities.ReceiveTask),
    "subProcess": (SubProcessParser, activities.SubProcess),
    "transaction": (SubProcessParser, activities.Transaction),
    "adHocSubProcess": (SubProcessParser, activities.AdHocSubProcess),
    "callActivity": (CallParser, activities.CallActivity),
    "exclusiveGateway": (PlainParser, gateways.ExclusiveGateway),
    "parallelGateway": (PlainParser, gateways.ParallelGateway),
    "inclusiveGateway": (PlainParser, gateways.InclusiveGateway),
    "complexGateway": (PlainParser, gateways.ComplexGateway),
    "eventBasedGateway": (EventGatewayParser, gateways.EventBasedGateway),
    "startEvent": (EventParser, events.StartEvent),
    "endEvent": (EventParser, events.EndEvent),
    "boundaryEvent": (EventParser, events.BoundaryEvent),
    "intermediateCatchEvent": (EventParser, events.CatchEvent),
    "intermediateThrowEvent": (EventParser, events.ThrowEvent),
}


class DiagramParser(BpmnParser):
    """One file. Ids of messages, signals and errors count within their file."""

    PROCESS_PARSER_CLASS = ScopeParser
    PARSER_CLASSES: ClassVar = {full_tag(tag): classes for tag, classes in SPECS.items()}

    def __init__(self, troubles: Troubles) -> None:
        super().__init__()
        self.troubles = troubles

    def _add_messages(self, bpmn: _Element) -> None:
        """Messages by id; one without a name is named by its id."""
        self.messages.update(_named(bpmn, "message"))

    def _add_signals(self, bpmn: _Element) -> None:
        """Signals by id; one without a name is named by its id."""
        self.signals.update(_named(bpmn, "signal"))

    def _add_data_stores(self, bpmn: _Element) -> None:
        """Nothing: data stores are drawn for people; SpiffWorkflow refuses those that it has no class for."""

    def _add_diagram_indexes(self, bpmn: _Element) -> None:
        """Nothing: lanes are read by `Performers`, and where a shape lies changes nothing."""

    def _add_correlations(self, bpmn: _Element) -> None:
        """Nothing: messages are correlated by `querela:key`."""

    def _find_dependencies(self, process: _Element) -> None:
        """Nothing: called processes are found when all files of a package are read."""


def _named(bpmn: _Element, tag: str) -> dict[str, str]:
    return {n.get("id", ""): n.get("name") or str(n.get("id")) for n in bpmn.iterchildren(BPMN + tag)}

"""Every element inside a process is one that BPMN knows there."""

from collections.abc import Iterator

from engine.diagram.model import Diagram, Element, is_bpmn, local
from engine.diagram.names import FLOW_NODES
from engine.diagram.rule import Report, Rule, Setting
from engine.model.findings import Severity

BESIDE = frozenset(
    "sequenceFlow dataObject dataObjectReference dataStoreReference association group textAnnotation laneSet "
    "ioSpecification property documentation extensionElements auditing monitoring performer humanPerformer "
    "potentialOwner resourceRole correlationSubscription incoming outgoing dataInputAssociation "
    "dataOutputAssociation dataInput dataOutput inputSet outputSet multiInstanceLoopCharacteristics "
    "standardLoopCharacteristics completionCondition supports artifact category categoryValueRef "
    "supportedInterfaceRef ioBinding rendering partnerRole".split()
)


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    for scope in diagram.scopes:
        for child in scope.xml:
            if is_bpmn(child) and local(child) not in FLOW_NODES | BESIDE:
                message = f"“{local(child)}” is no element that can stand in a process."
                yield Report(Element(child), message, "Draw it with another element, or remove it.")


rule = Rule("element-known", Severity.ERROR, check)

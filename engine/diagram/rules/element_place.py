"""What says how an element runs lies in an element that can run so: a trigger lies in an event."""

from collections.abc import Iterator

from lxml import etree

from engine.diagram.model import Diagram, Element, is_bpmn, local
from engine.diagram.names import ACTIVITIES, EVENT_DEFINITIONS, EVENTS, words
from engine.diagram.rule import Report, Rule, Setting
from engine.model.findings import Severity

PLACES: dict[str, frozenset[str]] = {
    **dict.fromkeys(EVENT_DEFINITIONS, EVENTS | {"definitions"}),
    "standardLoopCharacteristics": ACTIVITIES,
    "multiInstanceLoopCharacteristics": ACTIVITIES,
    "script": frozenset({"scriptTask", "globalScriptTask"}),
    "conditionExpression": frozenset({"sequenceFlow"}),
    "condition": frozenset({"conditionalEventDefinition"}),
    "completionCondition": frozenset({"multiInstanceLoopCharacteristics", "adHocSubProcess"}),
    "activationCondition": frozenset({"complexGateway"}),
    **dict.fromkeys(("timeDate", "timeDuration", "timeCycle"), frozenset({"timerEventDefinition"})),
    **dict.fromkeys(("loopCondition",), frozenset({"standardLoopCharacteristics"})),
    **dict.fromkeys(
        ("loopCardinality", "loopDataInputRef", "loopDataOutputRef", "complexBehaviorDefinition"),
        frozenset({"multiInstanceLoopCharacteristics"}),
    ),
}


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    for scope in diagram.scopes:
        for child in scope.xml:
            if is_bpmn(child):
                yield from _inside(child)


def _inside(element: "etree._Element") -> Iterator[Report]:
    """Parts that lie directly in an element of a scope; an extension may hold what it likes."""
    for part in element:
        allowed = PLACES.get(local(part)) if is_bpmn(part) else None
        if allowed is not None and local(element) not in allowed:
            holder = Element(element)
            message = (
                f"The {words(holder.type)} {holder} holds a <{local(part)}>, which it can do nothing with."
            )
            hint = "Remove it, or choose the element that it belongs to."
            yield Report(holder, message, hint, line=part.sourceline)


rule = Rule("element-place", Severity.ERROR, check)

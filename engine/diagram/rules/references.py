"""What an element refers to exists, and is of the right kind."""

from collections.abc import Iterable, Iterator

from lxml import etree

from engine.diagram.model import Diagram, Element, is_bpmn, local, unprefixed
from engine.diagram.names import ACTIVITIES, BPMN, EVENT_DEFINITIONS, FLOW_NODES, one, words
from engine.diagram.rule import Report, Rule, Setting
from engine.model.findings import Severity

_DEFINITIONS = frozenset(EVENT_DEFINITIONS)
_ANY: frozenset[str] = frozenset()

_RUNS: dict[tuple[str, str], frozenset[str]] = {
    ("sequenceFlow", "sourceRef"): FLOW_NODES,
    ("sequenceFlow", "targetRef"): FLOW_NODES,
    ("", "messageRef"): frozenset({"message"}),
    ("", "errorRef"): frozenset({"error"}),
    ("", "signalRef"): frozenset({"signal"}),
    ("", "escalationRef"): frozenset({"escalation"}),
    ("", "operationRef"): frozenset({"operation"}),
    ("", "attachedToRef"): ACTIVITIES,
    ("", "default"): frozenset({"sequenceFlow"}),
    ("", "activityRef"): ACTIVITIES,
    ("", "dataObjectRef"): frozenset({"dataObject"}),
    ("", "processRef"): frozenset({"process"}),
    ("", "noneBehaviorEventRef"): _DEFINITIONS,
    ("", "oneBehaviorEventRef"): _DEFINITIONS,
    ("association", "sourceRef"): _ANY,
    ("association", "targetRef"): _ANY,
    ("messageFlow", "sourceRef"): _ANY,
    ("messageFlow", "targetRef"): _ANY,
}
"""(element or any, attribute): what it may point at. A wrong one changes what runs."""

_ASKED = frozenset(attribute for _, attribute in _RUNS)

_RUNS_TEXT = {"flowNodeRef": FLOW_NODES, "eventDefinitionRef": _DEFINITIONS}

_LOOKS = frozenset(["itemSubjectRef", "dataStoreRef", "categoryValueRef", "supportedInterfaceRef"])
_LOOKS_TEXT = {
    "incoming": frozenset({"sequenceFlow"}),
    "outgoing": frozenset({"sequenceFlow"}),
    "sourceRef": _ANY,
    "targetRef": _ANY,
}
"""References that only say something to the modeler: a warning at most."""


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    for xml in diagram.xml.iter(f"{{{BPMN}}}*"):
        if len(xml.attrib):
            yield from _attributes(diagram, xml)
    for xml in diagram.xml.iter(*(f"{{{BPMN}}}{name}" for name in (*_RUNS_TEXT, *_LOOKS_TEXT))):
        yield from _texts(diagram, xml)
    yield from _absent_ends(diagram)
    yield from _foreign_defaults(diagram)


def _attributes(diagram: Diagram, xml: "etree._Element") -> Iterator[Report]:
    for name, value in xml.attrib.items():
        attribute = str(name)
        if attribute in _LOOKS:
            yield from _judge(diagram, xml, attribute, str(value), _ANY, Severity.WARNING)
        elif attribute in _ASKED:
            allowed = _RUNS.get((local(xml), attribute), _RUNS.get(("", attribute)))
            if allowed is not None:
                yield from _judge(diagram, xml, attribute, str(value), allowed, Severity.ERROR)


def _texts(diagram: Diagram, xml: "etree._Element") -> Iterator[Report]:
    type_name = local(xml)
    if type_name in _RUNS_TEXT:
        allowed, severity = _RUNS_TEXT[type_name], Severity.ERROR
    elif type_name in _LOOKS_TEXT:
        allowed, severity = _LOOKS_TEXT[type_name], Severity.WARNING
    else:
        return
    parent = xml.getparent()
    if parent is not None and is_bpmn(parent):
        yield from _judge(diagram, parent, type_name, xml.text or "", allowed, severity, xml.sourceline)


def _judge(
    diagram: Diagram,
    xml: "etree._Element",
    attribute: str,
    value: str,
    allowed: Iterable[str],
    severity: Severity,
    line: int | None = None,
) -> Iterator[Report]:
    target = diagram.by_id.get(value.strip())
    if target is None:
        target = diagram.by_id.get(unprefixed(value))
    if target is not None and (not allowed or local(target) in allowed):
        return
    element = Element(xml)
    kind = words(element.type)
    if target is None:
        what = f"“{value.strip()}”, which does not exist" if value.strip() else "nothing"
        message = f"The {kind} {element} refers ({attribute}) to {what}."
        yield Report(
            element,
            message,
            "Choose an existing one in the modeler, or remove the reference.",
            severity,
            line,
        )
    else:
        wanted = (
            " or ".join(sorted(words(name) for name in allowed)) if len(list(allowed)) < 4 else "flow element"
        )
        message = (
            f"The {kind} {element} refers ({attribute}) to “{unprefixed(value)}”, "
            f"which is {one(words(local(target)))} and not {one(wanted)}."
        )
        yield Report(element, message, "Choose one of the right kind in the modeler.", severity, line)


def _absent_ends(diagram: Diagram) -> Iterator[Report]:
    for flow in diagram.flows:
        for end, word in (("sourceRef", "begins"), ("targetRef", "ends")):
            if flow.xml.get(end) is None:
                yield Report(flow, f"The sequence flow {flow} {word} nowhere.", "Connect both of its ends.")


def _foreign_defaults(diagram: Diagram) -> Iterator[Report]:
    for node in diagram.nodes:
        named = node.xml.get("default")
        target = diagram.by_id.get(named) if named else None
        if target is not None and local(target) == "sequenceFlow" and node.default is None:
            message = f"The default flow of {node}, “{named}”, leaves another element."
            decides = len(node.outgoing) > 1 or any(flow.conditional for flow in node.outgoing)
            severity = Severity.ERROR if decides else Severity.WARNING
            yield Report(node, message, "Choose one of its own flows as the default.", severity)


rule = Rule("references", Severity.ERROR, check)

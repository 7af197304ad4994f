"""A diagram's bytes turned into XML that the parser can take as it is."""

from copy import deepcopy

from lxml import etree

from engine.errors import DiagramError
from engine.model.findings import Severity
from engine.safe_xml import read_xml
from engine.spiff.parser.names import BPMN, local
from engine.spiff.parser.trouble import Troubles
from engine.unnamed_messages import name_messages

_REFERENCES = (
    "messageRef",
    "signalRef",
    "errorRef",
    "escalationRef",
    "calledElement",
    "noneBehaviorEventRef",
    "oneBehaviorEventRef",
)
_GLOBAL_TASKS = {
    "globalTask": "task",
    "globalUserTask": "userTask",
    "globalManualTask": "manualTask",
    "globalScriptTask": "scriptTask",
    "globalBusinessRuleTask": "businessRuleTask",
}
_FLOW_ELEMENTS = ("Task", "task", "Gateway", "Event", "Process", "transaction", "Activity", "sequenceFlow")


def read(data: bytes, troubles: Troubles) -> etree._Element | None:
    """The root of a diagram, or None with a finding.

    Entities, document types and the network are out of reach.
    """
    try:
        root = read_xml(data)
    except DiagramError as refused:
        for found in refused.findings:
            troubles.add("unreadable", None, found.message)
        return None
    if root.tag != f"{BPMN}definitions":
        troubles.add("unreadable", None, "The file is not a BPMN 2.0 diagram.")
        return None
    _prepare(root, troubles)
    return root


def _prepare(root: etree._Element, troubles: Troubles) -> None:
    """Say in elements that the parser knows what BPMN also lets one say in others."""
    for node in root.iter(f"{BPMN}*"):
        for name in _REFERENCES:
            value = node.get(name)
            if value and ":" in value:
                node.set(name, value.rpartition(":")[2])
    name_messages(root)
    _number_the_nameless(root)
    _copy_shared_definitions(root, troubles)
    _wrap_global_tasks(root)
    for node in root.iter(f"{BPMN}correlationKey"):
        message = "The correlation key is not looked at; messages are correlated by querela:key."
        troubles.add("unsupported-correlation", node, message, severity=Severity.WARNING)


def _number_the_nameless(root: etree._Element) -> None:
    """Give an id to every part of a process that has none, so that it can be told about."""
    parts = (node for process in root.iter(f"{BPMN}process") for node in process.iter(f"{BPMN}*"))
    nameless = [node for node in parts if not node.get("id") and local(node).endswith(_FLOW_ELEMENTS)]
    for number, node in enumerate(nameless, start=1):
        node.set("id", f"nameless-{number}")


def _copy_shared_definitions(root: etree._Element, troubles: Troubles) -> None:
    shared = {n.get("id"): n for n in root if isinstance(n.tag, str) and local(n).endswith("EventDefinition")}
    for reference in list(root.iter(f"{BPMN}eventDefinitionRef")):
        event = reference.getparent()
        source = shared.get((reference.text or "").strip().rpartition(":")[2])
        if source is None:
            message = f"The event's definition “{(reference.text or '').strip()}” is not in the file."
            troubles.add("unsupported-reference", event, message)
        elif event is not None:
            event.replace(reference, deepcopy(source))


def _wrap_global_tasks(root: etree._Element) -> None:
    """A global task is called like a process: it becomes a process with that one task."""
    for node in [n for n in root if isinstance(n.tag, str) and local(n) in _GLOBAL_TASKS]:
        process = etree.SubElement(root, f"{BPMN}process", id=node.get("id", ""), name=node.get("name", ""))
        task = deepcopy(node)
        task.tag = BPMN + _GLOBAL_TASKS[local(node)]
        task.set("id", f"{node.get('id')}.task")
        if node.get("scriptLanguage"):
            task.set("scriptFormat", node.get("scriptLanguage", ""))
        process.append(task)
        root.remove(node)

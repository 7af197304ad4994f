"""Camunda 8: elements of its own under the extensions, expressions in FEEL with a leading equals sign."""

from lxml import etree

from engine.diagram.model import local
from engine.diagram.names import BPMN
from engine.normaliser.dialect import ZEEBE
from engine.normaliser.feel import text_literal
from engine.normaliser.sheet import Sheet
from engine.normaliser.tree import bpmn_child, foreign, own, said, text_of
from engine.normaliser.vendor.activiti_family import set_repeat
from engine.normaliser.vendor.writing import RULE, give, give_due, give_feel, give_people, mapping


def apply(sheet: Sheet, node: "etree._Element") -> None:
    """Translate what a node says in this dialect."""
    for entry in list(foreign(node, ZEEBE)):
        _work(sheet, node, entry)
        match local(entry):
            case "assignmentDefinition":
                _assignment(sheet, node, entry)
            case "formDefinition":
                key = entry.get("formId") or (entry.get("formKey") or "").rsplit(":", 1)[-1]
                give(sheet, node, "form", key, "The form")
            case "taskSchedule":
                give_due(sheet, node, entry.get("dueDate") or "", "The due date")
            case "priorityDefinition":
                give_feel(sheet, node, "priority", entry.get("priority") or "", "The priority")
            case "ioMapping":
                _mappings(sheet, node, entry)
    _loop(sheet, node)
    _subscription(sheet, node)


def _work(sheet: Sheet, node: "etree._Element", entry: "etree._Element") -> None:
    """What does the work of a task that is not a person's."""
    match local(entry):
        case "calledElement":
            _called(sheet, node, entry)
        case "calledDecision":
            give(sheet, node, "decision", (entry.get("decisionId") or "").removeprefix("="), "The decision")
            give(sheet, node, "result", entry.get("resultVariable") or "", "The result variable")
        case "script":
            _script(sheet, node, entry)
        case "taskDefinition" if local(node) in ("serviceTask", "sendTask"):
            worker = entry.get("type")
            message = f"{said(node)} is done by the worker “{worker}”, which is not here, and only passes."
            sheet.note(RULE, node, message)


def _assignment(sheet: Sheet, node: "etree._Element", entry: "etree._Element") -> None:
    for name, word in (("assignee", "The assignee"), ("candidateGroups", "The candidate groups")):
        if text := entry.get(name):
            give_people(sheet, node, name, text, word)
    if (users := entry.get("candidateUsers")) and own(node, "candidateGroups") is None:
        sheet.note(RULE, node, f"{said(node)} is offered to single people ({users}); offer it to a group.")


def _mappings(sheet: Sheet, node: "etree._Element", box: "etree._Element") -> None:
    for entry in box:
        if isinstance(entry.tag, str) and local(entry) in ("input", "output"):
            source = entry.get("source") or ""
            if not source.startswith("="):
                source = "=" + text_literal(source)
            mapping(sheet, node, f"{local(entry)}s", source, entry.get("target"), "The mapping")


def _called(sheet: Sheet, node: "etree._Element", entry: "etree._Element") -> None:
    called = entry.get("processId") or ""
    if node.get("calledElement") or not called or bpmn_kept(node, "calledElement"):
        return
    if called.startswith("="):
        sheet.note(RULE, node, f"{said(node)} finds out only when it runs which process it calls ({called}).")
        return
    node.set("calledElement", called)
    sheet.change(RULE, node, f"The process that {said(node)} calls became its called element.", None, called)


def bpmn_kept(node: "etree._Element", what: str) -> bool:
    """Whether that was taken away from the node by an import before."""
    box = bpmn_child(node, "extensionElements")
    return box is not None and any(local(c) == "original" and c.get("what") == what for c in box)


def _script(sheet: Sheet, node: "etree._Element", entry: "etree._Element") -> None:
    expression, result = entry.get("expression") or "", entry.get("resultVariable") or ""
    if local(node) != "scriptTask" or text_of(bpmn_child(node, "script")) or not expression or not result:
        return
    script = bpmn_child(node, "script")
    if script is None:
        script = etree.SubElement(node, f"{{{BPMN}}}script")
    script.text = f"{{{result}: {expression.removeprefix('=').strip()}}}"
    sheet.change(RULE, node, f"The script of {said(node)} became a FEEL context.", expression, script.text)


def _loop(sheet: Sheet, node: "etree._Element") -> None:
    loop = bpmn_child(node, "multiInstanceLoopCharacteristics")
    if loop is None or own(loop, "repeat"):
        return
    for entry in foreign(loop, ZEEBE):
        if local(entry) == "loopCharacteristics" and (collection := entry.get("inputCollection")):
            set_repeat(sheet, node, loop, collection, entry.get("inputElement"))
            if entry.get("outputCollection"):
                message = (
                    f"The results of {said(node)} were gathered in “{entry.get('outputCollection')}”; here "
                    "they are not."
                )
                sheet.note(RULE, node, message)


def _subscription(sheet: Sheet, node: "etree._Element") -> None:
    """The key of a message becomes the key of whoever waits for it."""
    holders = [node, *(c for c in node if local(c) == "messageEventDefinition")]
    for holder in holders:
        message = sheet.called(holder.get("messageRef"))
        if message is None:
            continue
        for entry in foreign(message, ZEEBE):
            if local(entry) == "subscription" and (key := entry.get("correlationKey")):
                give_feel(sheet, node, "key", key, "The correlation key")

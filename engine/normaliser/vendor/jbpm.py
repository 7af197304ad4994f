"""jBPM and Kogito: who does a task, and how urgent it is, stands in data inputs with fixed names."""

from lxml import etree

from engine.normaliser.dialect import DROOLS
from engine.normaliser.feel import read_expression, rewrite, text_literal
from engine.normaliser.sheet import Sheet
from engine.normaliser.tree import bpmn_child, bpmn_children, own, said, text_of
from engine.normaliser.vendor.writing import RULE, give_due, give_feel, give_people

_INPUTS = {"GroupId": "candidateGroups", "ActorId": "assignee", "SwimlaneActorId": "assignee"}


def apply(sheet: Sheet, node: "etree._Element") -> None:
    """Read the data inputs of a task, and make their fixed texts texts of FEEL."""
    inputs = _names(node)
    for association in bpmn_children(node, "dataInputAssociation", "dataOutputAssociation"):
        name = inputs.get(text_of(bpmn_child(association, "targetRef")), "")
        for assignment in bpmn_children(association, "assignment"):
            source = bpmn_child(assignment, "from")
            if source is None or not text_of(source):
                continue
            text = own(source, "original") or text_of(source)
            _said(sheet, node, name, text)
            _literal(sheet, node, source)


def is_jbpm(root: "etree._Element") -> bool:
    """Whether a file was made for this engine."""
    return DROOLS in root.nsmap.values()


def _names(node: "etree._Element") -> dict[str, str]:
    specification = bpmn_child(node, "ioSpecification")
    if specification is None:
        return {}
    return {
        entry.get("id") or "": entry.get("name") or "" for entry in bpmn_children(specification, "dataInput")
    }


def _said(sheet: Sheet, node: "etree._Element", name: str, text: str) -> None:
    if name in _INPUTS:
        give_people(sheet, node, _INPUTS[name], text.replace("#{", "${"), f"The data input {name}")
    elif name == "Priority" and text.strip().isdigit():
        give_feel(sheet, node, "priority", text, "The priority")
    elif name in ("DueDate", "TaskDueDate"):
        give_due(sheet, node, text, "The due date")


def _literal(sheet: Sheet, node: "etree._Element", source: "etree._Element") -> None:
    """A text that is assigned stands for itself in this dialect."""
    text = text_of(source)
    if own(source, "original") is not None or text.startswith(('"', "=")):
        return
    if any(mark in text for mark in ("${", "#{")):
        reading = read_expression(sheet, text)
        feel = reading.feel or text_literal(text)
    elif text in ("true", "false") or text.lstrip("-").isdigit():
        return
    else:
        feel = text_literal(text)
    rewrite(source, feel)
    sheet.change(RULE, node, f"A text that is assigned in {said(node)} is written as one.", text, feel)

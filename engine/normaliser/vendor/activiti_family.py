"""Activiti and what came of it: Camunda 7, Operaton, CIB seven, Flowable. Same names, expressions in JUEL."""

from lxml import etree

from engine.diagram.model import local
from engine.diagram.names import BPMN
from engine.normaliser.dialect import JUEL
from engine.normaliser.feel import read_expression, text_literal
from engine.normaliser.sheet import Sheet
from engine.normaliser.tree import bpmn_child, foreign, own, said, set_own, text_of
from engine.normaliser.vendor import writing
from engine.normaliser.vendor.writing import RULE, give, give_due, give_feel, give_people, mapping

_CODE = {
    "class": "a Java class",
    "delegateExpression": "a Java bean",
    "topic": "an external worker",
    "connectorId": "a connector",
}
_LISTENERS = frozenset(["taskListener", "executionListener", "connector"])


def apply(sheet: Sheet, node: "etree._Element") -> None:
    """Translate what a node says in one of these dialects."""
    _people(sheet, node)
    _form(sheet, node)
    _work(sheet, node)
    _mappings(sheet, node)
    _loop(sheet, node)
    names = {local(entry) for entry in foreign(node, *JUEL)}
    if found := sorted(names & _LISTENERS):
        message = (
            f"{said(node)} carries code of another engine ({', '.join(found)}), which does not run here."
        )
        sheet.note(RULE, node, message)


def value_of(node: "etree._Element", name: str) -> str | None:
    """The attribute in whichever namespace of the family."""
    return next((value for space in JUEL if (value := node.get(f"{{{space}}}{name}"))), None)


def _people(sheet: Sheet, node: "etree._Element") -> None:
    if assignee := value_of(node, "assignee"):
        give_people(sheet, node, "assignee", assignee, "The assignee")
    if groups := value_of(node, "candidateGroups"):
        give_people(sheet, node, "candidateGroups", groups, "The candidate groups")
    users = value_of(node, "candidateUsers")
    if users and own(node, "assignee") is None and own(node, "candidateGroups") is None:
        if "," not in users:
            give_people(sheet, node, "assignee", users, "The candidate user")
        else:
            message = f"{said(node)} is offered to single people ({users}); offer it to a group."
            sheet.note(RULE, node, message)
    if due := value_of(node, "dueDate"):
        give_due(sheet, node, due, "The due date")
    if local(node) == "userTask" and (priority := value_of(node, "priority")):
        give_feel(sheet, node, "priority", priority, "The priority")


def _form(sheet: Sheet, node: "etree._Element") -> None:
    key = value_of(node, "formKey") or value_of(node, "formRef")
    if key:
        give(sheet, node, "form", form_name(key), "The form")
    fields = [
        field.get("id") or field.get("name") or ""
        for entry in foreign(node, *JUEL)
        for field in ([entry] if local(entry) == "formProperty" else entry)
        if isinstance(field.tag, str) and local(field) in ("formField", "formProperty")
    ]
    if fields:
        message = (
            f"{said(node)} shows fields that stand in the diagram ({', '.join(fields)}): make a form of them."
        )
        sheet.note(RULE, node, message)


def form_name(key: str) -> str:
    """The form's own name in a key that says where it lies."""
    name = key.rsplit("/", 1)[-1].rsplit(":", 1)[-1]
    for ending in (".html", ".form", ".json", ".jsf", ".xhtml"):
        name = name.removesuffix(ending)
    return name or key


def _work(sheet: Sheet, node: "etree._Element") -> None:
    kind = local(node)
    if kind == "businessRuleTask":
        if decision := value_of(node, "decisionRef") or _field(node, "decisionTableReferenceKey"):
            give(sheet, node, "decision", decision, "The decision")
        if result := value_of(node, "resultVariable"):
            give(sheet, node, "result", result, "The result variable")
    if kind == "callActivity" and not node.get("calledElement") and (case := value_of(node, "caseRef")):
        sheet.note(RULE, node, f"{said(node)} calls the case “{case}”, and cases (CMMN) do not run here.")
    if kind in ("serviceTask", "sendTask"):
        _service(sheet, node)


def _service(sheet: Sheet, node: "etree._Element") -> None:
    expression, result = value_of(node, "expression"), value_of(node, "resultVariable")
    result = result or value_of(node, "resultVariableName")
    if expression and result:
        reading = read_expression(sheet, expression)
        if reading.feel is not None:
            writing.put_mapping(sheet, node, "outputs", reading, result, "The expression")
            return
    what = next(
        (f"{word} ({value})" for name, word in _CODE.items() if (value := value_of(node, name))), None
    )
    if what is None and expression:
        what = f"the expression {expression}"
    if what is None and (kind := value_of(node, "type") or node.get("type")):
        what = f"a {kind} task"
    if what:
        message = (
            f"{said(node)} calls {what}, which is not here, and only passes: make it a user task or a mail "
            "if it matters."
        )
        sheet.note(RULE, node, message)


def _field(node: "etree._Element", name: str) -> str | None:
    for entry in foreign(node, *JUEL):
        if local(entry) == "field" and entry.get("name") == name:
            return entry.get("stringValue") or text_of(entry) or None
    return None


def _mappings(sheet: Sheet, node: "etree._Element") -> None:
    for entry in foreign(node, *JUEL):
        kind = local(entry)
        if kind in ("in", "out"):
            source = entry.get("source") or entry.get("sourceExpression")
            mapping(sheet, node, f"{kind}puts", source, entry.get("target"), "The mapping")
        elif kind == "inputOutput":
            for part in entry:
                if not isinstance(part.tag, str) or local(part) not in ("inputParameter", "outputParameter"):
                    continue
                _parameter(sheet, node, part)


def _parameter(sheet: Sheet, node: "etree._Element", part: "etree._Element") -> None:
    many = "inputs" if local(part) == "inputParameter" else "outputs"
    text, name = text_of(part), part.get("name") or ""
    if len(part):
        sheet.note(
            RULE,
            node,
            f"The parameter “{name}” of {said(node)} is a script or a list, which is not translated.",
        )
    elif any(mark in text for mark in ("${", "#{")):
        mapping(sheet, node, many, text, name, "The parameter")
    elif text:
        mapping(sheet, node, many, "=" + text_literal(text), name, "The parameter")


def _loop(sheet: Sheet, node: "etree._Element") -> None:
    loop = bpmn_child(node, "multiInstanceLoopCharacteristics")
    collection = None if loop is None else value_of(loop, "collection")
    if loop is None or not collection or own(loop, "repeat") or own(node, "repeat"):
        return
    reading = read_expression(sheet, collection)
    if reading.feel is None:
        message = f"The collection of {said(node)}, “{collection}”, cannot be translated: {reading.reason}"
        sheet.note(RULE, node, message)
        return
    set_repeat(sheet, node, loop, reading.feel, value_of(loop, "elementVariable"))


def set_repeat(
    sheet: Sheet, node: "etree._Element", loop: "etree._Element", collection: str, item: str | None
) -> None:
    """Write `querela:repeat`; a collection that nothing sets counts as one round."""
    plain = collection.removeprefix("=").strip()
    guarded = f"if {plain} = null then [null] else {plain}"
    text = f"{item} in {guarded}" if item and item.isidentifier() else guarded
    for name in ("loopDataInputRef", "inputDataItem"):
        if (part := loop.find(f"{{{BPMN}}}{name}")) is not None:
            loop.remove(part)
    set_own(loop, "repeat", text)
    sheet.change(
        RULE, node, f"{said(node)} is done for each entry of {plain}; once while there are none.", None, text
    )

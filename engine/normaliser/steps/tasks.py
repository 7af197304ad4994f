"""Tasks that nothing here would do become tasks for a person; what is done by itself stays so."""

from lxml import etree

from engine.diagram.model import Node, local, unprefixed
from engine.diagram.names import BPMN, GLOBAL_TASKS, QUERELA, words
from engine.normaliser.expressions import translate_script
from engine.normaliser.feel import read_expression
from engine.normaliser.questions import to_person
from engine.normaliser.sheet import Sheet
from engine.normaliser.tree import bpmn_child, bpmn_children, keep, own, text_of
from engine.normaliser.triggers import definitions_of

RULE = "tasks"


def apply(sheet: Sheet) -> None:
    """Look at every task for what would do its work."""
    for node in sheet.graph.nodes:
        match node.type:
            case "task":
                _abstract(sheet, node)
            case "businessRuleTask":
                _decision(sheet, node)
            case "callActivity":
                _call(sheet, node)
            case "scriptTask":
                _script(sheet, node)
            case "subProcess":
                _empty(sheet, node)


def _abstract(sheet: Sheet, node: Node) -> None:
    """In a drawing a task without a type is work; only in what ran elsewhere it passed."""
    if node.scope.process.xml in sheet.drawings and not node.is_compensation_handler:
        to_person(sheet, RULE, node.xml, f"{node} has no type, and would only pass")


def _empty(sheet: Sheet, node: Node) -> None:
    """A subprocess that is only a box is work that nobody has drawn out yet."""
    if node.scope.process.xml not in sheet.drawings or node.is_event_subprocess or node.inner is None:
        return
    if node.inner.nodes or any("cancel" in event.kinds for event in node.boundary):
        return
    node.xml.attrib.pop("triggeredByEvent", None)
    for child in list(node.xml):
        if child.tag == f"{{{BPMN}}}laneSet":
            node.xml.remove(child)
    to_person(sheet, RULE, node.xml, f"The subprocess {node} is empty, and would only pass", sure=False)


def _decision(sheet: Sheet, node: Node) -> None:
    named = own(node.xml, "decision")
    if named and named in sheet.decisions:
        return
    if named:
        keep(node.xml, "decision", named)
        why = f"The decision “{named}” lies not beside the file"
    else:
        why = f"{node} does not say which decision it asks"
    result = own(node.xml, "result")
    asked = f", who sets “{result}”" if result else ""
    for name in ("decision", "result"):
        node.xml.attrib.pop(f"{{{QUERELA}}}{name}", None)
    if result:
        keep(node.xml, "result", result)
    to_person(sheet, RULE, node.xml, f"{why}, so a person decides{asked}", sure=False)


def _call(sheet: Sheet, node: Node) -> None:
    called = node.xml.get("calledElement")
    found = sheet.called(called)
    here = found is not None and (local(found) == "process" or local(found) in GLOBAL_TASKS)
    by_event = here and found is not None and _starts_by_event(found)
    if called and not by_event and (here or unprefixed(called) in sheet.callable):
        return
    if called:
        keep(node.xml, "calledElement", called)
        del node.xml.attrib["calledElement"]
        why = f"The process “{called}” that {node} calls "
        why += "starts only by an event" if by_event else "lies not beside the file"
    else:
        node.xml.attrib.pop("calledElement", None)
        why = f"{node} does not say which process it calls"
    to_person(sheet, RULE, node.xml, f"{why}, so a person does it", sure=False, before="callActivity")


def _starts_by_event(process: "etree._Element") -> bool:
    """Whether a process has starts, and all of them wait for something."""
    starts = bpmn_children(process, "startEvent")
    return bool(starts) and all(definitions_of(start) for start in starts)


def _script(sheet: Sheet, node: Node) -> None:
    script = bpmn_child(node.xml, "script")
    text, language = text_of(script), (node.xml.get("scriptFormat") or "").strip()
    if script is None or not text:
        if sheet.ours:
            return
        _to_person(sheet, node, f"{node} has no script")
        return
    if (not language or "feel" in language.lower()) and read_expression(sheet, text, "feel").feel is not None:
        return
    found = translate_script(text, language or None)
    if found.feel is not None:
        keep(node.xml, "script", text)
        if language:
            keep(node.xml, "scriptFormat", language)
            del node.xml.attrib["scriptFormat"]
        for child in list(script):
            script.remove(child)
        script.text = found.feel
        message = f"The script of {node} was translated to FEEL. {found.reason}".strip()
        sheet.change(RULE, node.xml, message, text, found.feel)
        return
    _to_person(
        sheet,
        node,
        f"The script of {node} is in {language or 'another language'}. {found.reason} Its text is kept",
    )


def _to_person(sheet: Sheet, node: Node, why: str) -> None:
    script = bpmn_child(node.xml, "script")
    if script is not None:
        if text := text_of(script):
            keep(node.xml, "script", text)
        node.xml.remove(script)
    if language := node.xml.attrib.pop("scriptFormat", None):
        keep(node.xml, "scriptFormat", str(language))
    to_person(sheet, RULE, node.xml, why, sure=False, before=words("scriptTask"))

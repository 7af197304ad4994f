"""Choices that the file does not decide become questions to the person of the step before.

A gateway's flows carry conditions, or one is the default. Where neither is so, or a condition cannot be read,
the answer is a variable: `choice_` and the gateway's id. Each flow is taken for the text of its label; the
one that comes soonest to an end is the default, so that no case stops for want of an answer.
"""

from lxml import etree

from engine.diagram.model import Flow, Node
from engine.diagram.names import BPMN
from engine.normaliser.feel import (
    Reading,
    holds_for_nothing,
    is_constant,
    rewrite,
    text_literal,
    translated,
    unset,
)
from engine.normaliser.questions import ask
from engine.normaliser.sheet import Sheet
from engine.normaliser.tree import set_own, text_of, variable
from engine.normaliser.ways import nearest_end

RULE = "choices"
CONDITIONS = "conditions"


def apply(sheet: Sheet) -> None:
    """Translate every condition, and make a question of what is left open."""
    for node in sheet.graph.nodes:
        if node.outgoing:
            _node(sheet, node)


def _node(sheet: Sheet, node: Node) -> None:
    readings = {flow: _condition(sheet, flow) for flow in node.outgoing if _text(flow)}
    default = node.default
    if node.type == "eventBasedGateway":
        _decided_by_event(sheet, node, [flow for flow in readings if flow is not default])
        return
    if default is not None and default in readings:
        _unconditional(sheet, default, f"The default flow {default} had a condition, which nobody asks")
        del readings[default]
    if node.type == "parallelGateway":
        for flow in readings:
            _unconditional(
                sheet, flow, f"A parallel gateway takes every flow, whatever the condition of {flow} says"
            )
        return
    unclear = [flow for flow, reading in readings.items() if reading.feel is None]
    clear = [flow for flow in readings if flow not in unclear]
    bare = [flow for flow in node.outgoing if flow not in readings and flow is not default]
    if node.type == "exclusiveGateway" and len(node.outgoing) > 1:
        _exclusive(sheet, node, clear, unclear, bare, readings)
    elif node.type == "exclusiveGateway":
        for flow in unclear:
            _unconditional(sheet, flow, f"{node} has one way out, so nothing is asked")
    elif unclear or (node.type == "inclusiveGateway" and len(bare) == len(node.outgoing) > 1):
        _question(sheet, node, unclear or bare)
    elif clear and node.default is None and len(clear) == len(node.outgoing):
        _default_for_unset(sheet, node, clear, readings)


def _text(flow: Flow) -> str:
    return text_of(flow.condition)


def _condition(sheet: Sheet, flow: Flow) -> Reading:
    condition = flow.condition
    assert condition is not None
    text = text_of(condition)
    target = (flow.target.id if flow.target is not None else None) or ""
    if len(target) > 5 and target in text and not sheet.ours:
        return Reading(
            None, reason="The condition names the element behind the flow, which only its own engine asks."
        )
    named = flow.name is not None and flow.name.casefold() == " ".join(text.split()).casefold()
    if named and not sheet.ours:
        return Reading(None, reason="The condition repeats the label.")
    if not sheet.ours and is_constant(text):
        return Reading(None, reason="The condition is a mere value.")
    ends = f"from {flow.source} to {flow.target}" if flow.source and flow.target else str(flow)
    return translated(sheet, CONDITIONS, flow.xml, f"The condition {ends}", condition)


def _exclusive(
    sheet: Sheet,
    node: Node,
    clear: list[Flow],
    unclear: list[Flow],
    bare: list[Flow],
    readings: dict[Flow, Reading],
) -> None:
    if not unclear and not bare:
        if node.default is None:
            _default_for_unset(sheet, node, clear, readings)
    elif len(bare) == 1 and not unclear and node.default is None:
        _make_default(node, bare[0])
        message = f"Only {_words(bare[0])} had no condition, so it is the default of {node}."
        sheet.change(RULE, node.xml, message, None, bare[0].id)
    else:
        _question(sheet, node, [flow for flow in node.outgoing if flow in unclear or flow in bare])


def _default_for_unset(sheet: Sheet, node: Node, clear: list[Flow], readings: dict[Flow, Reading]) -> None:
    reads = frozenset[str]().union(*(readings[flow].reads for flow in clear))
    if sheet.ours or not (missing := unset(sheet, reads)):
        return
    flow = nearest_end(sheet, clear)[0]
    for other in clear:
        if other is not flow:
            _silent_while_unset(sheet, other, readings[other], missing)
    _unconditional(sheet, flow, None)
    _make_default(node, flow)
    message = (
        f"{node} decides by {', '.join(missing)}, which nothing in the file sets for sure, and has no "
        f"default: {_words(flow)} is the default now, so that a case goes on when no condition holds. "
        "Have a form or a script set the variables."
    )
    sheet.decide(RULE, node.xml, message, None, flow.id)


def _silent_while_unset(sheet: Sheet, flow: Flow, reading: Reading, missing: list[str]) -> None:
    """A translated condition such as `not done` says nothing as long as its variables are not there.

    Its own engine would have stopped there; here the default is taken.
    """
    names = [name for name in missing if name in reading.reads]
    if not reading.changed or reading.feel is None or not names or not holds_for_nothing(reading.feel):
        return
    there = " and ".join(f"{name} != null" for name in names)
    _write(flow, f"{there} and ({reading.feel})")
    message = f"The condition of {_words(flow)} counts only once {', '.join(names)} is set."
    sheet.change(RULE, flow.xml, message, reading.feel, text_of(flow.condition))


def _question(sheet: Sheet, node: Node, flows: list[Flow]) -> None:
    """Each of the flows is taken for an answer; one of them, or the drawn default, where there is none."""
    options = _options(flows)
    rest: Flow | None = None
    if node.default is None:
        rest = nearest_end(sheet, flows)[0]
        _make_default(node, rest)
    name = variable("choice", node.xml)
    for flow in flows:
        text = options[flow]
        if flow is rest:
            _unconditional(sheet, flow, None)
        elif node.type == "exclusiveGateway":
            _write(flow, f"{name} = {text_literal(text)}")
        else:
            _write(flow, f"list contains({name}, {text_literal(text)})")
    default = rest or node.default
    others = f" Otherwise {_words(default)} is taken." if default is not None else ""
    asked = _asked(sheet, node)
    many = "one of" if node.type == "exclusiveGateway" else "a list of any of"
    listed = ", ".join(text_literal(options[flow]) for flow in flows)
    message = (
        f"Nothing in the file says which way leads on from {node}. It is a question to {asked}: "
        f"set {name} to {many} {listed}.{others}"
    )
    sheet.decide(RULE, node.xml, message, None, name)


def _asked(sheet: Sheet, node: Node) -> str:
    if node.type == "userTask":
        return f"whoever completes {node}"
    question = node.name or "Which way?"
    return ask(sheet, RULE, node, question)


def _options(flows: list[Flow]) -> dict[Flow, str]:
    """What each flow is called: its label, its condition, else what it leads to; no two alike."""
    found: dict[Flow, str] = {}
    for flow in flows:
        wanted = flow.name or " ".join(_text(flow).split())[:80]
        if not flow.name and (not wanted or any(mark in wanted for mark in "${}()=<>'\"")):
            wanted = str(flow.target.name or flow.target.id) if flow.target is not None else str(flow.id)
        text, number = wanted, 1
        while text in found.values():
            number += 1
            text = f"{wanted} ({number})"
        found[flow] = text
    return found


def _words(flow: Flow) -> str:
    return f"“{flow.name}”" if flow.name else f"the flow to {flow.target}"


def _make_default(node: Node, flow: Flow) -> None:
    node.xml.set("default", flow.id or "")


def _write(flow: Flow, feel: str) -> None:
    condition = flow.condition
    if condition is None:
        place = [
            i for i, c in enumerate(flow.xml) if str(c.tag).endswith(("documentation", "extensionElements"))
        ]
        condition = flow.xml.makeelement(f"{{{BPMN}}}conditionExpression", {})
        flow.xml.insert(place[-1] + 1 if place else 0, condition)
        condition.text = feel
        return
    rewrite(condition, feel) if text_of(condition) else _fill(condition, feel)


def _fill(condition: "etree._Element", feel: str) -> None:
    condition.attrib.pop("language", None)
    condition.text = feel


def _unconditional(sheet: Sheet, flow: Flow, why: str | None) -> None:
    """Take a flow's condition away; its text stays with the flow."""
    condition = flow.condition
    if condition is None:
        return
    if text := text_of(condition):
        set_own(flow.xml, "original", text)
        if language := condition.get("language"):
            set_own(flow.xml, "originalLanguage", language)
    flow.xml.remove(condition)
    if why:
        sheet.decide(RULE, flow.xml, f"{why}: it was taken away.", text)


def _decided_by_event(sheet: Sheet, node: Node, flows: list[Flow]) -> None:
    for flow in flows:
        _unconditional(
            sheet,
            flow,
            f"Behind the event-based gateway {node} the event decides, not the condition of {flow}",
        )

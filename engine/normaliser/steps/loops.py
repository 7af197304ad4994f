"""Loops say how often: a person who was not told is asked, and one round is made where nobody answers."""

from lxml import etree

from engine.diagram.model import Node
from engine.normaliser.feel import rewrite, translated, unset
from engine.normaliser.sheet import Sheet
from engine.normaliser.tree import bpmn_child, insert_child, own, set_own, text_of, variable

RULE = "loops"
_TEXTS = ("loopCardinality", "completionCondition", "loopCondition")


def apply(sheet: Sheet) -> None:
    """Translate what loops say, and let the person decide where they say nothing."""
    for node in sheet.graph.nodes:
        standard = bpmn_child(node.xml, "standardLoopCharacteristics")
        multiple = bpmn_child(node.xml, "multiInstanceLoopCharacteristics")
        for loop in (standard, multiple):
            if loop is not None:
                _texts(sheet, node, loop)
        if standard is not None:
            _standard(sheet, node, standard)
        if multiple is not None:
            _multiple(sheet, node, multiple)
        if node.type in ("adHocSubProcess", "complexGateway"):
            _other(sheet, node)


def _texts(sheet: Sheet, node: Node, loop: "etree._Element") -> None:
    for name in _TEXTS:
        xml = bpmn_child(loop, name)
        if xml is None:
            continue
        text = text_of(xml)
        if not text:
            loop.remove(xml)
            sheet.touch()
            continue
        reading = translated(sheet, RULE, node.xml, f"The {name} of {node}", xml)
        if reading.feel is None:
            set_own(loop, "original", text)
            loop.remove(xml)
            message = f"The {name} of {node}, “{text}”, cannot be read: {reading.reason}"
            sheet.decide(RULE, node.xml, message, text)
        elif name == "loopCardinality" and not sheet.ours and (missing := unset(sheet, reading.reads)):
            _guarded(sheet, node, xml, missing)


def _guarded(sheet: Sheet, node: Node, xml: "etree._Element", missing: list[str]) -> None:
    before = text_of(xml)
    guard = " or ".join(f"{name} = null" for name in missing)
    rewrite(xml, f"if {guard} then 1 else {before.removeprefix('=').strip()}")
    message = (
        f"{node} is repeated by {', '.join(missing)}, which nothing in the file sets: once, until something "
        "does."
    )
    sheet.decide(RULE, node.xml, message, before, text_of(xml))


def _standard(sheet: Sheet, node: Node, loop: "etree._Element") -> None:
    maximum = loop.get("loopMaximum")
    if maximum is not None and not (maximum.isdecimal() and int(maximum) > 0):
        del loop.attrib["loopMaximum"]
        sheet.change(RULE, node.xml, f"“{maximum}” is no number of rounds for {node}.", maximum)
        maximum = None
    if maximum is not None or text_of(bpmn_child(loop, "loopCondition")):
        return
    name = variable("again", node.xml)
    insert_child(loop, "loopCondition").text = f"{name} = true"
    loop.attrib.pop("testBefore", None)
    message = (
        f"The loop of {node} does not say when it ends. Whoever completes it sets {name} to true to do it "
        "again."
    )
    sheet.decide(RULE, node.xml, message, None, f"{name} = true")


def _multiple(sheet: Sheet, node: Node, loop: "etree._Element") -> None:
    cardinality = bpmn_child(loop, "loopCardinality")
    collection = bpmn_child(loop, "loopDataInputRef")
    repeat = own(loop, "repeat") or own(node.xml, "repeat")
    if cardinality is None and collection is None and not repeat:
        name = variable("number", node.xml)
        text = f"if {name} = null then 1 else {name}"
        insert_child(loop, "loopCardinality").text = text
        message = (
            f"{node} does not say how often it is done: as often as the variable {name} says, else once."
        )
        sheet.decide(RULE, node.xml, message, None, text)
    elif cardinality is not None and (collection is not None or repeat):
        set_own(loop, "original", text_of(cardinality))
        loop.remove(cardinality)
        message = f"{node} named a number of rounds beside its collection; the collection counts."
        sheet.decide(RULE, node.xml, message)
    behaviour = loop.get("behavior", "All")
    attribute = {"None": "noneBehaviorEventRef", "One": "oneBehaviorEventRef"}.get(behaviour)
    if attribute and not loop.get(attribute):
        loop.attrib.pop("behavior", None)
        sheet.change(
            RULE, node.xml, f"{node} names no event to throw for its rounds, so it throws none.", behaviour
        )


def _other(sheet: Sheet, node: Node) -> None:
    name = "completionCondition" if node.type == "adHocSubProcess" else "activationCondition"
    xml = bpmn_child(node.xml, name)
    if xml is None:
        return
    if not text_of(xml):
        node.xml.remove(xml)
        sheet.touch()
        return
    text = text_of(xml)
    if translated(sheet, RULE, node.xml, f"The {name} of {node}", xml).feel is None:
        set_own(node.xml, "original", text)
        node.xml.remove(xml)
        sheet.decide(
            RULE, node.xml, f"The {name} of {node}, “{text}”, cannot be read, and was taken away.", text
        )

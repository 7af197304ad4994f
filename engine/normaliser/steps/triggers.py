"""Events without a trigger: read from the label where it says a time, else a message named like the label."""

from lxml import etree

from engine.diagram.model import EventDefinition, Node
from engine.diagram.names import BPMN
from engine.normaliser.feel import translated
from engine.normaliser.labels import duration_in
from engine.normaliser.sheet import Sheet
from engine.normaliser.steps.timers import told_time, write_time
from engine.normaliser.tree import text_of
from engine.normaliser.triggers import await_message

RULE = "triggers"


def apply(sheet: Sheet) -> None:
    """Give every catching event that lacks one a trigger, and every condition its text."""
    for node in sheet.graph.nodes:
        handler = node.scope.owner is not None and node.scope.owner.is_event_subprocess
        catching = node.type in ("intermediateCatchEvent", "boundaryEvent")
        if not node.events and (catching or (node.type == "startEvent" and handler)):
            _missing(sheet, node)
        for event in node.events:
            if event.kind == "conditional" and not _condition(sheet, node, event):
                break


def _condition(sheet: Sheet, node: Node, event: EventDefinition) -> bool:
    """Translate what a conditional event waits for; False: it waits for a message now."""
    condition = next(iter(event.children("condition")), None)
    if condition is None or not text_of(condition):
        await_message(sheet, RULE, node, "Its condition is not written")
        return False
    text = text_of(condition)
    if translated(sheet, RULE, node.xml, f"The condition of {node}", condition).feel is None:
        await_message(sheet, RULE, node, f"Its condition, “{text}”, cannot be read")
        return False
    return True


def _missing(sheet: Sheet, node: Node) -> None:
    found = duration_in(node.name or "")
    if found is None:
        await_message(sheet, RULE, node, "It did not say what it waits for")
        return
    definition = etree.SubElement(node.xml, f"{{{BPMN}}}timerEventDefinition")
    write_time(etree.SubElement(definition, f"{{{BPMN}}}timeDuration"), found)
    told_time(sheet, node, "It did not say what it waits for", found, RULE)

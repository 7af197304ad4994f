"""What an event waits for or sends, written where it is missing."""

from lxml import etree

from engine.diagram.model import EventDefinition, Node, local
from engine.diagram.names import BPMN, EVENT_DEFINITIONS, words
from engine.normaliser.sheet import Sheet
from engine.normaliser.tree import bpmn_child, detach, keep, text_of

_KEPT = ("timeDuration", "timeDate", "timeCycle", "condition", "operationRef")


def await_message(sheet: Sheet, rule: str, node: Node, why: str, name: str | None = None) -> None:
    """Let a node wait for a message that is named like it, in place of what it waits for."""
    name = name or node.name or _owner_name(node) or f"{words(node.type)} {node.id}"
    message = message_named(sheet, name)
    definition = next((event.xml for event in node.events if event.xml.getparent() is node.xml), None)
    before = ", ".join(sorted(node.kinds)) or None
    strip_triggers(node, keep_first=True)
    if definition is None:
        definition = etree.SubElement(node.xml, f"{{{BPMN}}}messageEventDefinition")
    for child in list(definition):
        if local(child) in _KEPT:
            if text := text_of(child):
                keep(node.xml, local(child), text)
            detach(child)
    definition.tag = f"{{{BPMN}}}messageEventDefinition"
    for attribute in [a for a in definition.attrib if not str(a).startswith("{") and a != "id"]:
        keep(node.xml, str(attribute), str(definition.get(attribute)))
        del definition.attrib[attribute]
    definition.set("messageRef", message.get("id") or "")
    told = f"{why}: {node} waits for the message “{name}”, which somebody sends when it has happened."
    sheet.decide(rule, node.xml, told, before, f"message {name}")


def strip_triggers(node: Node, *, keep_first: bool = False) -> None:
    """Take a node's event definitions away, their text kept among its extensions."""
    mine = [event.xml for event in node.events if event.xml.getparent() is node.xml]
    for definition in mine[1:] if keep_first else mine:
        keep(
            node.xml,
            local(definition),
            etree.tostring(definition, encoding="unicode", with_tail=False),
        )
        detach(definition)
    for reference in node.children("eventDefinitionRef"):
        detach(reference)
    node.xml.attrib.pop("parallelMultiple", None)


def message_named(sheet: Sheet, name: str) -> "etree._Element":
    """The message of that name, made where there is none."""
    return named(sheet, "message", name)


def named(sheet: Sheet, kind: str, name: str) -> "etree._Element":
    """The message, signal, error or escalation of that name, made where there is none."""
    return sheet.named(kind, name)


def own_definition(event: EventDefinition) -> bool:
    """Whether the definition stands in its event rather than at the top of the file."""
    return event.xml.getparent() is event.node.xml


def _owner_name(node: Node) -> str | None:
    owner = node.scope.owner
    return owner.name if owner is not None and node.type == "startEvent" else None


def definitions_of(node: "etree._Element") -> "list[etree._Element]":
    """Event definitions that stand in an element."""
    return [c for c in node if isinstance(c.tag, str) and local(c) in EVENT_DEFINITIONS]


def condition_of(definition: "etree._Element") -> "etree._Element | None":
    """The condition that a conditional event waits for."""
    return bpmn_child(definition, "condition")

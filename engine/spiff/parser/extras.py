"""Attributes and elements of Querela's own namespace, read from a node."""

from lxml.etree import _Element

from engine.spiff.parser.names import QUERELA, child, local
from engine.spiff.parser.performers import Performers
from engine.spiff.specs.extras import Assignment, Extras

_ATTRIBUTES = {
    "form": "form",
    "assignee": "assignee",
    "candidateGroups": "groups",
    "due": "due",
    "priority": "priority",
    "milestone": "milestone",
    "decision": "decision",
    "result": "result",
    "mail": "mail",
    "to": "to",
    "key": "key",
    "excludes": "excludes",
}


def extras_of(node: _Element, around: Performers) -> Extras:
    """What the node says beyond BPMN; on an event, its event definition may say it too."""
    found: dict[str, str] = {}
    for holder in (node, *_parts(node)):
        for name, text in holder.items():
            field = _ATTRIBUTES.get(name.removeprefix(QUERELA)) if name.startswith(QUERELA) else None
            if field is not None and text.strip():
                found.setdefault(field, text.strip())
    if not found.keys() & {"assignee", "groups"}:
        found |= around.of(node)
    return Extras(
        **found,
        inputs=_assignments(node, "inputs", "input"),
        outputs=_assignments(node, "outputs", "output"),
    )


def _parts(node: _Element) -> list[_Element]:
    """What belongs to the node itself and may carry its attributes; nodes inside a subprocess do not."""
    return [part for part in node if local(part).endswith(("EventDefinition", "LoopCharacteristics"))]


def repeat_of(node: _Element) -> tuple[str, str | None] | None:
    """Collection and item variable of `querela:repeat`.

    Written as `item in collection`, as `collection, item`, or as an extension element.
    """
    for holder in (node, *_parts(node)):
        value = (holder.get(f"{QUERELA}repeat") or "").strip()
        if value:
            item, word, collection = value.partition(" in ")
            if word and item.strip().isidentifier():
                return collection.strip(), item.strip()
            before, comma, after = value.rpartition(",")
            if comma and after.strip().isidentifier():
                return before.strip(), after.strip()
            return value, None
    element = _extension(node, "repeat")
    if element is None:
        return None
    return (element.get("collection") or "").strip(), (element.get("item") or "").strip() or None


def _assignments(node: _Element, many: str, one: str) -> tuple[Assignment, ...]:
    found = []
    context = (node.get(QUERELA + many) or "").strip()
    if context:
        found.append(Assignment(context))
    element = _extension(node, many)
    if element is not None:
        for entry in element.iterchildren(QUERELA + one):
            source, target = entry.get("source", "").strip(), entry.get("target", "").strip()
            if source and target:
                found.append(Assignment(source, target))
    return tuple(found)


def _extension(node: _Element, name: str) -> _Element | None:
    box = child(node, "extensionElements")
    return None if box is None else box.find(QUERELA + name)

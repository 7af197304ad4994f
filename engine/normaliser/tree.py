"""Small reading and writing of the tree: labels, texts, children, extensions, and what is kept."""

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from engine.diagram.model import is_bpmn, local
from engine.diagram.names import BPMN, QUERELA

_HEAD = frozenset(["documentation", "extensionElements", "auditing", "monitoring", "categoryValueRef"])
_NO_VARIABLE_CHARACTER = re.compile(r"\W+")


def label(xml: "etree._Element") -> str | None:
    """The element's label on one line."""
    return " ".join((xml.get("name") or "").split()) or None


def said(xml: "etree._Element") -> str:
    """The element as a sentence names it."""
    return f"“{label(xml) or xml.get('id') or local(xml)}”"


def text_of(xml: "etree._Element | None") -> str:
    """The text inside an element without its comments; empty where there is no element."""
    if xml is None:
        return ""
    parts = [xml.text or ""] + [(text_of(c) if isinstance(c.tag, str) else "") + (c.tail or "") for c in xml]
    return "".join(parts).strip()


def bpmn_children(xml: "etree._Element", *names: str) -> "list[etree._Element]":
    """BPMN children of those names, all where none is given."""
    return [c for c in xml if isinstance(c.tag, str) and is_bpmn(c) and (not names or local(c) in names)]


def bpmn_child(xml: "etree._Element", name: str) -> "etree._Element | None":
    """The first BPMN child of that name."""
    return xml.find(f"{{{BPMN}}}{name}")


def insert_child(parent: "etree._Element", name: str, before: Iterable[str] = ()) -> "etree._Element":
    """A new BPMN child behind the head of its parent, behind those named `before` too."""
    head = _HEAD | set(before)
    place = 0
    for index, child in enumerate(parent):
        if isinstance(child.tag, str) and is_bpmn(child) and local(child) in head:
            place = index + 1
    made = parent.makeelement(f"{{{BPMN}}}{name}", {})
    parent.insert(place, made)
    return made


def extensions(xml: "etree._Element") -> "etree._Element":
    """The element's box for extensions, made where there is none."""
    box = bpmn_child(xml, "extensionElements")
    if box is None:
        box = xml.makeelement(f"{{{BPMN}}}extensionElements", {})
        documents = [i for i, c in enumerate(xml) if local(c) == "documentation"]
        xml.insert(documents[-1] + 1 if documents else 0, box)
    return box


def own(xml: "etree._Element", name: str) -> str | None:
    """The attribute of this engine's namespace."""
    return xml.get(f"{{{QUERELA}}}{name}")


def set_own(xml: "etree._Element", name: str, value: str) -> None:
    """Write an attribute of this engine's namespace."""
    xml.set(f"{{{QUERELA}}}{name}", value)


def keep(xml: "etree._Element", what: str, text: str) -> None:
    """Keep a text that this engine does not read among the element's extensions."""
    kept = etree.SubElement(extensions(xml), f"{{{QUERELA}}}original", {"what": what})
    kept.text = text


def put_aside(xml: "etree._Element", into: "etree._Element") -> None:
    """Take an element out of the tree, and keep its text among the extensions of another."""
    keep(into, local(xml), etree.tostring(xml, encoding="unicode", with_tail=False))
    detach(xml)


def detach(xml: "etree._Element") -> None:
    """Take an element out of the tree, but leave the text behind it."""
    parent = xml.getparent()
    if parent is None:
        return
    if xml.tail and xml.tail.strip():
        previous = xml.getprevious()
        if previous is not None:
            previous.tail = (previous.tail or "") + xml.tail
        else:
            parent.text = (parent.text or "") + xml.tail
    parent.remove(xml)


def variable(prefix: str, xml: "etree._Element") -> str:
    """A variable name made of an element's id."""
    return f"{prefix}_{_NO_VARIABLE_CHARACTER.sub('_', xml.get('id') or 'x').strip('_')}"


def foreign(xml: "etree._Element", *namespaces: str) -> "Iterator[etree._Element]":
    """Extension elements of one of these namespaces, of the element itself."""
    box = bpmn_child(xml, "extensionElements")
    if box is not None:
        yield from (c for c in box if isinstance(c.tag, str) and etree.QName(c).namespace in namespaces)

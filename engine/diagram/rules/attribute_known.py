"""Attributes and elements of the engine's own namespace are ones that it reads."""

from collections.abc import Iterator
from difflib import get_close_matches

from lxml import etree

from engine.diagram.model import Diagram, Element, is_own, local
from engine.diagram.names import OWN_ATTRIBUTES, OWN_ELEMENTS, QUERELA, words
from engine.diagram.rule import Report, Rule, Setting
from engine.model.findings import Severity


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    for xml in diagram.xml.iter("{*}*"):
        for name in xml.attrib:
            namespace, _, attribute = str(name).removeprefix("{").rpartition("}")
            if namespace == QUERELA and attribute not in OWN_ATTRIBUTES:
                yield _unknown(Element(xml), "attribute", attribute, OWN_ATTRIBUTES)
        if is_own(xml) and local(xml) not in OWN_ELEMENTS:
            yield _unknown(Element(_holder(xml)), "element", local(xml), OWN_ELEMENTS, xml.sourceline)


def _holder(xml: "etree._Element") -> "etree._Element":
    """The element whose extension this is."""
    return next((above for above in xml.iterancestors() if above.get("id")), xml)


def _unknown(at: Element, what: str, name: str, known: frozenset[str], line: int | None = None) -> Report:
    near = get_close_matches(name, known, 1)
    message = f"Nothing reads the {what} querela:{name} of the {words(at.type)} {at}."
    hint = f"Did you mean querela:{near[0]}?" if near else "Remove it, or look up its name."
    return Report(at, message, hint, line=line)


rule = Rule("attribute-known", Severity.WARNING, check)

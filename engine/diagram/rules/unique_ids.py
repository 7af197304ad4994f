"""An id names one element only."""

from collections.abc import Iterator

from lxml import etree

from engine.diagram.model import Diagram, Element, is_bpmn
from engine.diagram.names import BPMN, FLOW_NODES, words
from engine.diagram.rule import Report, Rule, Setting
from engine.model.findings import Severity


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    homes: dict[str, set[etree._Element | None]] = {}
    for xml in diagram.xml.iter("{*}*"):
        key = xml.get("id")
        if not is_bpmn(xml):
            continue
        element = Element(xml)
        first = diagram.by_id.get(key) if key else None
        if first is not None and first is not xml:
            message = f"The id “{key}” is used twice: first in line {first.sourceline}."
            hint = "Give one of the two elements another id."
            others = homes.setdefault(first.get("id", ""), {_process(first)})
            apart = None not in others and _process(xml) not in (None, *others)
            others.add(_process(xml))
            yield Report(element, message, hint, Severity.WARNING if apart else Severity.ERROR)
        if key is None and element.type in FLOW_NODES:
            yield Report(element, f"A {words(element.type)} has no id.", "Give it an id in the modeler.")


def _process(xml: "etree._Element") -> "etree._Element | None":
    """The process that holds the element. Two of them never mix their elements, so both still run."""
    return next(xml.iterancestors(f"{{{BPMN}}}process"), None)


rule = Rule("unique-ids", Severity.ERROR, check, only_where_it_runs=False)

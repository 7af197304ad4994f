"""What a file defines at its root, something in it uses."""

from collections.abc import Iterator

from engine.diagram.model import Diagram, Element, is_bpmn, local, unprefixed
from engine.diagram.rule import Report, Rule, Setting
from engine.model.findings import Severity

_KINDS = frozenset({"message", "signal", "error", "escalation"})


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    used = {
        unprefixed(str(value))
        for xml in diagram.xml.iter("{*}*")
        for name, value in xml.attrib.items()
        if str(name).endswith("Ref")
    }
    used |= {unprefixed(xml.text or "") for xml in diagram.xml.iter("{*}*") if local(xml).endswith("Ref")}
    for child in diagram.xml:
        if is_bpmn(child) and local(child) in _KINDS and child.get("id") not in used:
            element = Element(child)
            message = f"Nothing in the diagram uses the {local(child)} {element}."
            yield Report(element, message, "Choose it where it is sent or waited for, or remove it.")


rule = Rule("unused-definition", Severity.INFO, check)

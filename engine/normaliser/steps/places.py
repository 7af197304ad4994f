"""Elements that stand where BPMN knows none of their kind are taken out, their text kept where they stood."""

from lxml import etree

from engine.diagram.model import is_bpmn, local
from engine.diagram.names import BPMN, FLOW_NODES
from engine.diagram.rules.element_known import BESIDE
from engine.diagram.rules.element_place import PLACES
from engine.normaliser.sheet import Sheet
from engine.normaliser.tree import bpmn_children, extensions, keep, put_aside, said

RULE = "places"


def apply(sheet: Sheet) -> None:
    """Take out triggers, loops and scripts of what cannot have any, and elements that BPMN does not know."""
    led = {flow.xml.get(end) for flow in sheet.graph.flows for end in ("sourceRef", "targetRef")}
    for scope in sheet.graph.scopes:
        for child in list(scope.xml):
            if not (isinstance(child.tag, str) and is_bpmn(child)):
                continue
            if local(child) in FLOW_NODES | {"sequenceFlow"}:
                _parts(sheet, child)
            elif local(child) not in BESIDE:
                _unknown(sheet, scope.xml, child, child.get("id") in led)


def _parts(sheet: Sheet, element: "etree._Element") -> None:
    for part in bpmn_children(element):
        allowed = PLACES.get(local(part))
        if allowed is not None and local(element) not in allowed:
            message = (
                f"{said(element)} can do nothing with a <{local(part)}>: it was taken out, its text kept."
            )
            sheet.decide(RULE, element, message, local(part))
            put_aside(part, element)


def _unknown(sheet: Sheet, scope: "etree._Element", element: "etree._Element", in_the_flow: bool) -> None:
    """A step of a kind that BPMN does not know is done by a person; anything else is put aside."""
    kind = local(element)
    if not in_the_flow:
        sheet.decide(
            RULE, element, f"A <{kind}> cannot stand in a process: it was taken out, its text kept.", kind
        )
        put_aside(element, scope)
        return
    text = etree.tostring(element, encoding="unicode", with_tail=False)
    for part in bpmn_children(element):
        if local(part) not in ("documentation", "extensionElements", "incoming", "outgoing"):
            element.remove(part)
    for name in [
        name for name in element.attrib if name not in ("id", "name") and not str(name).startswith("{")
    ]:
        del element.attrib[name]
    element.tag = f"{{{BPMN}}}userTask"
    extensions(element)
    keep(element, kind, text)
    sheet.decide(RULE, element, f"A <{kind}> does not run here, so a person does it.", kind, "userTask")

"""Vendors' forms, people, dates, mappings and collections, said again in this engine's words."""

from lxml import etree

from engine.normaliser.feel import read_expression, rewrite
from engine.normaliser.sheet import Sheet, bpmn_children, keep, own, text_of
from engine.normaliser.vendor import activiti_family, jbpm, people, zeebe

RULE = "data"


def apply(sheet: Sheet) -> None:
    """Translate every node by each dialect: what it does not say, it says not."""
    by_data = jbpm.is_jbpm(sheet.root)
    for node in sheet.graph.nodes:
        zeebe.apply(sheet, node.xml)
        activiti_family.apply(sheet, node.xml)
        if by_data:
            jbpm.apply(sheet, node.xml)
        people.apply(sheet, node.xml)
    for node in sheet.graph.nodes:
        for association in bpmn_children(node.xml, "dataInputAssociation", "dataOutputAssociation"):
            _association(sheet, association)


def _association(sheet: Sheet, association: "etree._Element") -> None:
    """Expressions of data associations are FEEL; one that cannot be read is kept, and copies nothing."""
    node = association.getparent()
    for part in [
        *bpmn_children(association, "transformation"),
        *association.iterfind("{*}assignment/{*}from"),
    ]:
        text = text_of(part)
        if not text or own(part, "original") is not None:
            continue
        reading = read_expression(sheet, text, part.get("language"))
        if reading.feel is None:
            assert node is not None
            holder = part if part.getparent() is association else part.getparent()
            assert holder is not None
            keep(node, "dataAssociation", etree.tostring(holder, encoding="unicode", with_tail=False))
            association.remove(holder)
            sheet.decide(RULE, node, f"A data assignment, “{text}”, cannot be read: {reading.reason}", text)
        elif reading.changed:
            rewrite(part, reading.feel)
            sheet.change(RULE, node, "A data assignment was translated to FEEL.", text, reading.feel)

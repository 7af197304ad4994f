"""Vendors' forms, people, dates, mappings and collections, said again in this engine's words."""

from lxml import etree

from engine.normaliser.dialect import JUEL, ZEEBE, namespaces_of
from engine.normaliser.feel import read_expression, rewrite
from engine.normaliser.sheet import Sheet
from engine.normaliser.tree import bpmn_children, keep, own, text_of
from engine.normaliser.vendor import activiti_family, jbpm, people, zeebe

RULE = "data"


def apply(sheet: Sheet) -> None:
    """Translate every node by each dialect that the file uses."""
    used = namespaces_of(sheet.root)
    dialects = [people.apply]
    if jbpm.is_jbpm(sheet.root):
        dialects.insert(0, jbpm.apply)
    if used & set(JUEL):
        dialects.insert(0, activiti_family.apply)
    if ZEEBE in used:
        dialects.insert(0, zeebe.apply)
    for node in sheet.graph.nodes:
        for translate in dialects:
            translate(sheet, node.xml)
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

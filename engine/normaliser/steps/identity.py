"""Ids: what runs has one, and an id names one element only."""

from lxml import etree

from engine.diagram.model import is_bpmn, local
from engine.diagram.names import BPMN, FLOW_NODES, words
from engine.normaliser.sheet import Sheet
from engine.normaliser.tree import said

RULE = "ids"
_NAMED = FLOW_NODES | {"process", "sequenceFlow"}


def apply(sheet: Sheet) -> None:
    """Give ids to what has none, and new ids to the second bearers of one."""
    for xml in sheet.root.iter(f"{{{BPMN}}}*"):
        if local(xml) in _NAMED and not xml.get("id"):
            made = sheet.new_id(f"{local(xml)}_without_id")
            xml.set("id", made)
            sheet.change(RULE, xml, f"The {words(local(xml))} had no id; it got “{made}”.", None, made)
    seen: dict[str, etree._Element] = {}
    for xml in sheet.root.iter("{*}*"):
        ident = xml.get("id")
        if not ident or not is_bpmn(xml):
            continue
        if ident in seen:
            _rename(sheet, xml, ident, seen[ident])
        else:
            seen[ident] = xml


def _rename(sheet: Sheet, xml: "etree._Element", ident: str, first: "etree._Element") -> None:
    """References keep pointing at the first bearer, except those that can only mean the second."""
    fresh = sheet.new_id(ident)
    xml.set("id", fresh)
    process, other = _process(xml), _process(first)
    if process is not None and process is not other:
        _follow(process, ident, fresh)
    message = (
        f"The id “{ident}” was used twice; {said(xml)} is now “{fresh}”, and references stay with "
        f"{said(first)}."
    )
    sheet.decide(RULE, xml, message, ident, fresh)


def _follow(process: "etree._Element", ident: str, fresh: str) -> None:
    """Within the process of the second bearer, its id can mean no other."""
    for xml in process.iter(f"{{{BPMN}}}*"):
        for name in ("sourceRef", "targetRef", "attachedToRef", "default"):
            if xml.get(name) == ident:
                xml.set(name, fresh)
        if local(xml) in ("incoming", "outgoing", "flowNodeRef") and (xml.text or "").strip() == ident:
            xml.text = fresh


def _process(xml: "etree._Element") -> "etree._Element | None":
    return next(xml.iterancestors(f"{{{BPMN}}}process"), None)

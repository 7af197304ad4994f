"""Writing this engine's attributes for what a vendor's say; what is there already is never overwritten."""

import re

from lxml import etree

from engine.diagram.expressions import is_plain_names
from engine.diagram.names import QUERELA
from engine.diagram.timers import fault, is_iso
from engine.normaliser.feel import Reading, read_expression, text_literal
from engine.normaliser.sheet import Sheet
from engine.normaliser.tree import extensions, own, said, set_own

RULE = "vendor"
_LITERAL = re.compile(r"[^${}=\"]*")


def give(sheet: Sheet, node: "etree._Element", name: str, value: str, source: str) -> None:
    """Write one attribute, unless the node has it."""
    if own(node, name) is None and value:
        set_own(node, name, value)
        sheet.change(RULE, node, f"{source} of {said(node)} became querela:{name}.", None, value)


def give_people(sheet: Sheet, node: "etree._Element", name: str, text: str, source: str) -> None:
    """Write who does the task: plain names as they are, expressions in FEEL."""
    text = text.strip()
    if not text or own(node, name) is not None:
        return
    if is_plain_names(text):
        give(sheet, node, name, text, source)
        return
    feel = _people(sheet, text)
    if feel is None:
        sheet.note(RULE, node, f"{source} of {said(node)}, “{text}”, cannot be read here; name who does it.")
    else:
        give(sheet, node, name, feel, source)


def _people(sheet: Sheet, text: str) -> str | None:
    """A list of names and expressions between commas, as one FEEL expression."""
    reading = read_expression(sheet, text)
    if reading.feel is not None and "," not in text:
        return reading.feel.removeprefix("=").strip()
    parts = [part.strip() for part in re.split(r",(?![^{]*\})", text) if part.strip()]
    found: list[str] = []
    for part in parts:
        if any(mark in part for mark in ("${", "#{")):
            inner = read_expression(sheet, part).feel
            if inner is None:
                return None
            found.append(inner)
        elif _LITERAL.fullmatch(part):
            found.append(text_literal(part))
        else:
            return reading.feel.removeprefix("=").strip() if reading.feel is not None else None
    # A name that nobody has set is none, and the others still hold.
    return f"[{', '.join(found)}][item != null]" if len(found) > 1 else found[0]


def give_due(sheet: Sheet, node: "etree._Element", text: str, source: str) -> None:
    """Write when the task is due: a length of time, a moment, or FEEL."""
    text = text.strip()
    if not text or own(node, "due") is not None:
        return
    if is_iso(text):
        if fault(text) is None:
            give(sheet, node, "due", text, source)
        return
    feel = _feel(sheet, node, text, source)
    if feel:
        give(sheet, node, "due", feel, source)


def give_feel(sheet: Sheet, node: "etree._Element", name: str, text: str, source: str) -> None:
    """Write an attribute that holds FEEL."""
    if text.strip() and own(node, name) is None and (feel := _feel(sheet, node, text.strip(), source)):
        give(sheet, node, name, feel, source)


def _feel(sheet: Sheet, node: "etree._Element", text: str, source: str) -> str | None:
    reading = read_expression(sheet, text)
    if reading.feel is None:
        sheet.note(RULE, node, f"{source} of {said(node)}, “{text}”, cannot be translated: {reading.reason}")
        return None
    return reading.feel.removeprefix("=").strip()


def mapping(
    sheet: Sheet, node: "etree._Element", many: str, source: str | None, target: str | None, where: str
) -> None:
    """One entry of `querela:inputs` or `querela:outputs`, unless its target is there already."""
    if not source or not target or not target.isidentifier():
        return
    reading = read_expression(sheet, source)
    if reading.feel is None:
        text = f"{where} of {said(node)} for “{target}” cannot be translated: {reading.reason}"
        sheet.note(RULE, node, text)
        return
    put_mapping(sheet, node, many, reading, target, where)


def put_mapping(
    sheet: Sheet, node: "etree._Element", many: str, reading: Reading, target: str, where: str
) -> None:
    """Write a mapping whose source has been read."""
    one = f"{{{QUERELA}}}{many.removesuffix('s')}"
    feel = (reading.feel or "").removeprefix("=").strip()
    box = extensions(node)
    group = box.find(f"{{{QUERELA}}}{many}")
    if group is None:
        group = etree.SubElement(box, f"{{{QUERELA}}}{many}")
    if any(entry.get("target") == target for entry in group.iterfind(one)):
        return
    etree.SubElement(group, one, {"source": feel, "target": target})
    sheet.change(RULE, node, f"{where} of {said(node)} became querela:{many}.", None, f"{target} = {feel}")

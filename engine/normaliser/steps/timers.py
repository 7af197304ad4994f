"""Timers say when: as written, else as the label says, else in a day, which somebody has to put right."""

from lxml import etree

from engine.diagram.model import EventDefinition, Node, is_bpmn, local
from engine.diagram.names import BPMN
from engine.diagram.timers import fault, is_iso
from engine.normaliser.feel import Reading, is_constant, read_expression, rewrite, unset
from engine.normaliser.labels import Timing, duration_in
from engine.normaliser.sheet import Sheet
from engine.normaliser.tree import detach, keep, text_of

RULE = "timers"
PLACEHOLDER = "P1D"
_KINDS = ("timeDuration", "timeDate", "timeCycle")
_TAGS = {"duration": "timeDuration", "date": "timeDate", "cycle": "timeCycle"}


def apply(sheet: Sheet) -> None:
    """Give every timer a time that it can keep to."""
    for event in list(sheet.graph.events):
        if event.kind == "timer":
            _timer(sheet, event)


def _timer(sheet: Sheet, event: EventDefinition) -> None:
    parts = [
        part for part in event.xml if isinstance(part.tag, str) and is_bpmn(part) and local(part) in _KINDS
    ]
    written = [part for part in parts if text_of(part)]
    for part in written[1:]:
        keep(event.node.xml, local(part), text_of(part))
        detach(part)
        message = f"The timer of {event.node} said several times at once; the first one counts."
        sheet.decide(RULE, event.node.xml, message, text_of(part))
    if not written:
        _from_label(sheet, event, parts)
    else:
        _written(sheet, event, written[0])


def _from_label(sheet: Sheet, event: EventDefinition, parts: "list[etree._Element]") -> None:
    node = event.node
    found = duration_in(node.name or "")
    for part in parts[1:]:
        detach(part)
    part = parts[0] if parts else etree.SubElement(event.xml, f"{{{BPMN}}}timeDuration")
    part.attrib.pop("language", None)
    for child in list(part):
        part.remove(child)
    write_time(part, found)
    if found is None:
        message = f"The timer of {node} does not say when. It fires after one day: write the right time."
        sheet.decide(RULE, node.xml, message, None, PLACEHOLDER)
    else:
        told_time(sheet, node, "The timer was empty", found)


def write_time(part: "etree._Element", found: Timing | None) -> None:
    """Let a part of a timer say the time of a label, or a day where there is none."""
    part.tag = f"{{{BPMN}}}{_TAGS[found.kind] if found else 'timeDuration'}"
    part.text = found.iso if found else PLACEHOLDER


def told_time(sheet: Sheet, node: Node, why: str, found: Timing, rule: str = RULE) -> None:
    """Say that a label was read as a time, and what of it was guessed."""
    message = f"{why}; “{found.words}” was read as {found.iso}."
    if found.exact and not found.working:
        sheet.change(rule, node.xml, message, node.name, found.iso)
    else:
        note = found.note or (
            "working days are counted as days" if found.working else "look whether it is meant"
        )
        sheet.decide(rule, node.xml, f"{message} Mind: {note}.", node.name, found.iso)


def _written(sheet: Sheet, event: EventDefinition, part: "etree._Element") -> None:
    node, text = event.node, text_of(part)
    if is_iso(text) and fault(text) is None:
        return
    reading = read_expression(sheet, text, part.get("language"))
    if not is_iso(text) and reading.feel is not None and not is_constant(text):
        _expression(sheet, node, part, reading)
        return
    found = duration_in(text) or duration_in(node.name or "")
    rewrite(part, "")
    write_time(part, found)
    if found is None:
        message = (
            f"“{text}” is no time that a timer can be set to. It fires after one day: write the right time."
        )
        sheet.decide(RULE, node.xml, message, text, PLACEHOLDER)
    else:
        told_time(sheet, node, f"“{text}” is no time that a timer can be set to", found)


def _expression(sheet: Sheet, node: Node, part: "etree._Element", reading: Reading) -> None:
    text, feel = text_of(part), (reading.feel or "").removeprefix("=").strip()
    missing = [] if sheet.ours else unset(sheet, reading.reads)
    if missing:
        guard = " or ".join(f"{name} = null" for name in missing)
        feel = f'if {guard} then duration("{PLACEHOLDER}") else {feel}'
        rewrite(part, feel)
        message = (
            f"The timer of {node} reads {', '.join(missing)}, which nothing in the file sets; until "
            "something does, it fires after one day."
        )
        sheet.decide(RULE, node.xml, message, text, feel)
    elif reading.changed:
        rewrite(part, feel)
        sheet.change(RULE, node.xml, f"The timer of {node} was translated to FEEL.", text, feel)

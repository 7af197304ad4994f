"""Events that BPMN does not know where they stand: what was meant becomes the nearest one that it knows."""

from lxml import etree

from engine.diagram.model import Node, Scope, unprefixed
from engine.diagram.names import BPMN, words
from engine.normaliser.sheet import Sheet
from engine.normaliser.tree import detach, keep
from engine.normaliser.triggers import await_message, strip_triggers
from engine.normaliser.weaving import flow_between

RULE = "event-kinds"
_CAUGHT = frozenset(["message", "timer", "signal", "conditional"])
_START_OF_HANDLER = _CAUGHT | {"error", "escalation", "compensate"}
_ON_EDGE = _START_OF_HANDLER | {"cancel"}
_THROWN = frozenset(["message", "signal", "escalation", "compensate", "link"])
_ENDS = frozenset(["message", "signal", "error", "escalation", "compensate", "cancel", "terminate"])


def apply(sheet: Sheet) -> None:
    """Give every event a kind that it may have where it stands."""
    for node in sheet.graph.nodes:
        if node.is_event_subprocess and (node.incoming or node.outgoing):
            node.xml.set("triggeredByEvent", "false")
            message = f"Flows lead to or from the event subprocess {node}, so it is an ordinary subprocess."
            sheet.decide(RULE, node.xml, message, "true", "false")
        if len(node.events) > 1:
            _several(sheet, node)
    sheet.settle()
    by_type = {
        "startEvent": _start,
        "intermediateCatchEvent": _catching,
        "intermediateThrowEvent": _throwing,
        "endEvent": _end,
        "boundaryEvent": _boundary,
    }
    for node in sheet.graph.nodes:
        if node.type in by_type:
            by_type[node.type](sheet, node)
    sheet.settle()
    for node in sheet.graph.nodes:
        if node.is_event_subprocess:
            _handler(sheet, node)


def _several(sheet: Sheet, node: Node) -> None:
    """An event that waits for several things waits for messages, signals, timers and conditions only."""
    if node.type in ("endEvent", "intermediateThrowEvent"):
        return
    odd = [event for event in node.events if event.kind not in _CAUGHT]
    for event in odd if len(odd) < len(node.events) else odd[1:]:
        if event.xml.getparent() is node.xml:
            keep(node.xml, event.type, etree.tostring(event.xml, encoding="unicode", with_tail=False))
            detach(event.xml)
        for reference in node.children("eventDefinitionRef"):
            if unprefixed(reference.text or "") == event.id:
                detach(reference)
        message = f"{node} cannot wait for {event.kind} beside other things: it does not."
        sheet.decide(RULE, node.xml, message, event.kind)


def _start(sheet: Sheet, node: Node) -> None:
    owner = node.scope.owner
    if owner is None:
        if node.kinds - _CAUGHT:
            await_message(sheet, RULE, node, f"A process cannot start by {_listed(node.kinds - _CAUGHT)}")
    elif not owner.is_event_subprocess and node.events:
        if node.kinds <= _CAUGHT and len(_starts(node.scope)) == 1:
            _rename(node.xml, "intermediateCatchEvent")
            message = (
                f"A subprocess starts when it is reached, so the start event {node} became one that is "
                "waited for."
            )
            sheet.decide(RULE, node.xml, message, "startEvent", "intermediateCatchEvent")
        else:
            strip_triggers(node)
            message = f"A subprocess starts when it is reached, so the start event {node} lost its trigger."
            sheet.decide(RULE, node.xml, message)


def _catching(sheet: Sheet, node: Node) -> None:
    wrong = node.kinds - _CAUGHT - {"link"}
    if not wrong:
        return
    if node.kinds <= _THROWN:
        _rename(node.xml, "intermediateThrowEvent")
        message = f"{node} can only throw {_listed(wrong)} here, not catch it: it became a throwing event."
        sheet.decide(RULE, node.xml, message, "intermediateCatchEvent", "intermediateThrowEvent")
    else:
        await_message(sheet, RULE, node, f"Nothing on the way can wait for {_listed(wrong)}")


def _throwing(sheet: Sheet, node: Node) -> None:
    wrong = node.kinds - _THROWN
    if not wrong:
        return
    if node.kinds <= _CAUGHT:
        tag = "intermediateCatchEvent"
    elif not node.outgoing and node.kinds <= _ENDS:
        tag = "endEvent"
    else:
        strip_triggers(node)
        sheet.decide(RULE, node.xml, f"{node} cannot throw {_listed(wrong)} on the way: it only passes now.")
        return
    _rename(node.xml, tag)
    message = f"{node} cannot throw {_listed(wrong)} on the way: it became a {words(tag)}."
    sheet.decide(RULE, node.xml, message, "intermediateThrowEvent", tag)


def _end(sheet: Sheet, node: Node) -> None:
    wrong = node.kinds - _ENDS
    if wrong:
        tag = "intermediateCatchEvent" if node.kinds <= _CAUGHT else "intermediateThrowEvent"
        if not node.kinds <= _CAUGHT and not node.kinds <= _THROWN:
            strip_triggers(node)
            sheet.decide(
                RULE, node.xml, f"The end event {node} cannot throw {_listed(wrong)}: it only ends now."
            )
            return
        _rename(node.xml, tag)
        message = (
            f"The end event {node} cannot be one of {_listed(wrong)}: it became a {words(tag)} with nothing "
            "behind it."
        )
        sheet.decide(RULE, node.xml, message, "endEvent", tag)
    elif "cancel" in node.kinds and not _in_transaction(node):
        definition = next(event.xml for event in node.events if event.kind == "cancel")
        definition.tag = f"{{{BPMN}}}terminateEventDefinition"
        message = f"{node} cancels, but lies in no transaction: it ends everything around it instead."
        sheet.decide(RULE, node.xml, message, "cancel", "terminate")


def _boundary(sheet: Sheet, node: Node) -> None:
    if node.host is None or node.host.is_event_subprocess or not node.host.is_activity:
        _rename(node.xml, "intermediateCatchEvent")
        kept = node.xml.attrib.pop("attachedToRef", None)
        message = f"{node} sits on no activity, so it became an event on its own."
        sheet.decide(RULE, node.xml, message, str(kept or ""))
        if node.kinds - _CAUGHT:
            await_message(
                sheet, RULE, node, f"Nothing on the way can wait for {_listed(node.kinds - _CAUGHT)}"
            )
        return
    if "cancel" in node.kinds and node.host.type != "transaction":
        if node.host.type == "subProcess":
            node.host.xml.tag = f"{{{BPMN}}}transaction"
            message = f"{node.host} can be cancelled, so it is a transaction."
            sheet.decide(RULE, node.host.xml, message, "subProcess", "transaction")
        else:
            await_message(sheet, RULE, node, f"{node.host} is no transaction that could be cancelled")
            return
    if node.kinds - _ON_EDGE:
        await_message(sheet, RULE, node, f"Nothing on an edge can wait for {_listed(node.kinds - _ON_EDGE)}")
    elif node.kinds & {"error", "cancel"} and not node.interrupting:
        node.xml.set("cancelActivity", "true")
        message = f"{_listed(node.kinds & {'error', 'cancel'})} always interrupts, so {node} does."
        sheet.decide(RULE, node.xml, message, "false", "true")


def _handler(sheet: Sheet, node: Node) -> None:
    """An event subprocess has exactly one start event with a trigger."""
    starts = _starts(node.inner) if node.inner else []
    if not starts:
        _own_start(sheet, node)
        return
    for other in starts[1:]:
        strip_triggers(other)
        _rename(other.xml, "intermediateThrowEvent")
        message = f"The event subprocess {node} has several start events; only {starts[0]} starts it."
        sheet.decide(RULE, other.xml, message, "startEvent", "intermediateThrowEvent")
    start = starts[0]
    if start.kinds - _START_OF_HANDLER:
        wrong = _listed(start.kinds - _START_OF_HANDLER)
        await_message(sheet, RULE, start, f"An event subprocess cannot start by {wrong}")
    elif "error" in start.kinds and not start.interrupting:
        start.xml.set("isInterrupting", "true")
        sheet.decide(RULE, start.xml, f"An error always interrupts, so {node} does.", "false", "true")


def _own_start(sheet: Sheet, node: Node) -> None:
    """A handler drawn as a box gets the start that it lacks, which the next step gives a trigger."""
    ident = sheet.new_id(f"{node.id}_start")
    start = node.xml.makeelement(f"{{{BPMN}}}startEvent", {"id": ident, "name": node.name or ident})
    first = node.inner.entries() if node.inner else []
    node.xml.append(start)
    sheet.inserted.add(ident)
    sheet.know(start)
    if first:
        flow_between(sheet, start, first[0].xml)
    message = f"The event subprocess {node} says not by what it starts; it got a start event."
    sheet.decide(RULE, node.xml, message, None, ident)


def _starts(scope: Scope | None) -> list[Node]:
    return [node for node in scope.nodes if node.type == "startEvent"] if scope else []


def _in_transaction(node: Node) -> bool:
    owner = node.scope.owner
    while owner is not None and owner.is_event_subprocess:
        owner = owner.scope.owner
    return owner is not None and owner.type == "transaction"


def _rename(xml: "etree._Element", tag: str) -> None:
    xml.tag = f"{{{BPMN}}}{tag}"
    for name in ("isInterrupting", "cancelActivity"):
        xml.attrib.pop(name, None)


def _listed(kinds: frozenset[str] | set[str]) -> str:
    return " or ".join(sorted(kinds))

"""Messages and signals that are sent or awaited have a name; both ends of a message flow the same one."""

from lxml import etree

from engine.diagram.model import Node, unprefixed
from engine.diagram.names import BPMN, THROW_EVENTS, words
from engine.normaliser.sheet import Sheet
from engine.normaliser.tree import label, own
from engine.normaliser.triggers import message_named, named

RULE = "messages"
_KINDS = ("message", "signal", "error", "escalation")


def apply(sheet: Sheet) -> None:
    """Name what is sent and awaited: by the message flow, by the other end of it, else by the label."""
    for kind in _KINDS:
        _broken(sheet, kind)
    for kind in ("message", "signal"):
        _nameless(sheet, kind)
    sheet.settle()
    flows = _message_flows(sheet)
    for node in sheet.graph.nodes:
        for event in node.events:
            if event.kind in ("message", "signal") and not event.reference and not _is_mail(node, event.xml):
                _give(sheet, node, event.xml, event.kind, flows)
        if (
            node.type in ("sendTask", "receiveTask")
            and not node.xml.get("messageRef")
            and not own(node.xml, "mail")
        ):
            _give(sheet, node, node.xml, "message", flows)


def _is_mail(node: Node, definition: "etree._Element") -> bool:
    return node.type in THROW_EVENTS and bool(own(node.xml, "mail") or own(definition, "mail"))


def _broken(sheet: Sheet, kind: str) -> None:
    """A message, signal, error or escalation that is referred to and not there is made, named like its id."""
    attribute = f"{kind}Ref"
    for xml in list(sheet.root.iter(f"{{{BPMN}}}*")):
        value = xml.get(attribute)
        if value is None:
            continue
        if not value.strip():
            del xml.attrib[attribute]
            sheet.touch()
            continue
        found = sheet.called(value)
        if found is None or found.tag != f"{{{BPMN}}}{kind}":
            made = named(sheet, kind, unprefixed(value))
            xml.set(attribute, made.get("id") or "")
            message = f"The {kind} “{value}” is not in the file; it was made."
            sheet.change(RULE, xml if xml.get("id") else xml.getparent(), message, value, made.get("id"))


def _nameless(sheet: Sheet, kind: str) -> None:
    """They are found by their names, so one without a name gets its id as name."""
    for xml in sheet.root.iterfind(f"{{{BPMN}}}{kind}"):
        if not (xml.get("name") or "").strip() and xml.get("id"):
            xml.set("name", xml.get("id") or "")
            sheet.change(RULE, xml, f"The {kind} had no name; it is found by “{xml.get('name')}” now.")


def _message_flows(sheet: Sheet) -> "dict[str, list[tuple[etree._Element, str]]]":
    """Node: its message flows, with the node at the other end."""
    found: dict[str, list[tuple[etree._Element, str]]] = {}
    for flow in sheet.root.iter(f"{{{BPMN}}}messageFlow"):
        source, target = (unprefixed(flow.get(name) or "") for name in ("sourceRef", "targetRef"))
        found.setdefault(source, []).append((flow, target))
        found.setdefault(target, []).append((flow, source))
    return found


def _give(
    sheet: Sheet,
    node: Node,
    holder: "etree._Element",
    kind: str,
    flows: "dict[str, list[tuple[etree._Element, str]]]",
) -> None:
    why = "it is named by the label"
    name = label(node.xml)
    if kind == "message":
        for flow, other in flows.get(node.id or "", []):
            found = sheet.called(flow.get("messageRef"))
            if found is None:
                found = _message_at(sheet, other)
            if found is not None:
                name, why = label(found), "it is the one of the other end of its message flow"
                break
            if label(flow):
                name, why = label(flow), "it is named by its message flow"
                break
    owner = node.scope.owner
    if name is None and owner is not None and node.type == "startEvent":
        name = owner.name
    if name is None and node.host is not None and node.host.name:
        name = f"{node.host.name}: {kind}"
    name = name or f"{kind} {node.id}"
    made = message_named(sheet, name) if kind == "message" else named(sheet, kind, name)
    holder.set(f"{kind}Ref", made.get("id") or "")
    verb = "sent" if node.type in THROW_EVENTS or node.type == "sendTask" else "waited for"
    message = f"The {words(node.type)} {node} {verb} no particular {kind}: {why}, “{name}”."
    sheet.change(RULE, node.xml, message, None, name)


def _message_at(sheet: Sheet, ident: str) -> "etree._Element | None":
    """The message that the node at the other end of a message flow already has."""
    node = sheet.called(ident)
    if node is None:
        return None
    for holder in (node, *node.iterchildren(f"{{{BPMN}}}messageEventDefinition")):
        if (found := sheet.called(holder.get("messageRef"))) is not None:
            return found
    return None

"""Undoing: an event on the edge that starts it leads to the activity that does it, by an association."""

from lxml import etree

from engine.diagram.model import Node, Scope, truth, unprefixed
from engine.diagram.names import ACTIVITIES, BPMN
from engine.normaliser.drawing import Box, box_of, draw_box, draw_line, shape_of
from engine.normaliser.sheet import Sheet
from engine.normaliser.tree import bpmn_children
from engine.normaliser.weaving import unmark

RULE = "compensation"


def apply(sheet: Sheet) -> None:
    """Connect every compensation event on an edge with what it starts."""
    for node in sheet.graph.nodes:
        if node.type == "boundaryEvent" and "compensate" in node.kinds:
            _connect(sheet, node)
        elif node.type == "transaction" and node.inner is not None:
            _way_on(sheet, node)


def _way_on(sheet: Sheet, node: Node) -> None:
    """A transaction that can be cancelled has a cancel event on its edge, be it one that leads nowhere."""
    cancels = [
        n for scope in _inside(node) for n in scope.nodes if n.type == "endEvent" and "cancel" in n.kinds
    ]
    if not cancels or any("cancel" in event.kinds for event in node.boundary):
        return
    event = {"id": sheet.new_id(f"{node.id}_cancelled"), "name": "Cancelled", "attachedToRef": node.id or ""}
    made = node.xml.makeelement(f"{{{BPMN}}}boundaryEvent", dict(event))
    etree.SubElement(made, f"{{{BPMN}}}cancelEventDefinition")
    node.xml.addnext(made)
    sheet.inserted.add(event["id"])
    sheet.know(made)
    there = box_of(shape_of(sheet, node.id))
    if there is not None:
        x, y = there.x + there.width / 4, there.y + there.height
        draw_box(sheet, event["id"], Box(x - 18, y - 18, 36, 36), node.id)
    message = (
        f"{node} can be cancelled, but nothing said how it goes on then: it ends there. Draw what follows."
    )
    sheet.decide(RULE, node.xml, message, None, event["id"])


def _inside(node: Node) -> list[Scope]:
    """The scopes of a transaction, without those of transactions inside it."""
    found = [node.inner] if node.inner is not None else []
    for scope in found:
        found += [n.inner for n in scope.nodes if n.inner is not None and n.type != "transaction"]
    return found


def _connect(sheet: Sheet, node: Node) -> None:
    scope = node.xml.getparent()
    assert scope is not None
    ties = [t for t in bpmn_children(scope, "association") if _end(t, "sourceRef") == node.id]
    ties += [t for t in bpmn_children(scope, "association") if _end(t, "targetRef") == node.id]
    for tie in ties:
        other = sheet.called(_end(tie, "targetRef" if _end(tie, "sourceRef") == node.id else "sourceRef"))
        if other is not None and etree.QName(other).localname in ACTIVITIES:
            if not truth(other.get("isForCompensation")):
                other.set("isForCompensation", "true")
                message = f"The event {node} leads to it, so it is for compensation."
                sheet.change(RULE, other, message, "false", "true")
            if _end(tie, "targetRef") == node.id:
                tie.set("sourceRef", node.id or "")
                tie.set("targetRef", other.get("id") or "")
                sheet.change(RULE, tie, f"The association leads from {node}, not to it.")
            return
    if len(node.outgoing) == 1 and _by_flow(sheet, node):
        return
    _by_person(sheet, node, scope)


def _end(tie: "etree._Element", name: str) -> str:
    return unprefixed(tie.get(name) or "")


def _by_flow(sheet: Sheet, node: Node) -> bool:
    """A flow from the event to an activity of its own was meant as the association; False: it was not."""
    flow = node.outgoing[0]
    target = flow.target
    if target is None or not target.is_activity or len(target.incoming) > 1 or target.outgoing:
        return False
    unmark(sheet, {flow.id or ""})
    flow.xml.tag = f"{{{BPMN}}}association"
    target.xml.set("isForCompensation", "true")
    message = (
        f"A compensation event leads to what undoes by an association, not by a flow: {flow.id} became one."
    )
    sheet.change(RULE, node.xml, message)
    return True


def _by_person(sheet: Sheet, node: Node, scope: "etree._Element") -> None:
    """Nothing says how the activity is undone, so a person does it."""
    name = f"Undo: {node.host}".replace("“", "").replace("”", "")
    task = {"id": sheet.new_id(f"{node.id}_undo"), "name": name, "isForCompensation": "true"}
    made = scope.makeelement(f"{{{BPMN}}}userTask", task)
    scope.insert(list(scope).index(node.xml) + 1, made)
    tie = scope.makeelement(f"{{{BPMN}}}association", {"id": sheet.new_id(f"{node.id}_to_undo")})
    tie.set("associationDirection", "One")
    tie.set("sourceRef", node.id or "")
    tie.set("targetRef", made.get("id") or "")
    scope.append(tie)
    sheet.inserted.update((made.get("id") or "", tie.get("id") or ""))
    sheet.know(made)
    sheet.know(tie)
    there = box_of(shape_of(sheet, node.id))
    if there is not None:
        box = Box(there.x + 40, there.y + 90, 100, 80)
        draw_box(sheet, task["id"], box, node.id)
        x, y = there.middle[0], there.y + there.height
        draw_line(sheet, tie.get("id") or "", [(x, y), (x, box.middle[1]), (box.x, box.middle[1])], node.id)
    message = f"{node} does not lead to what undoes {node.host}: the task “{name}” is for a person to do it."
    sheet.decide(RULE, node.xml, message, None, task["id"])

"""Links: a throwing link event has its catching one, by the same name in the same scope."""

from engine.diagram.model import Node, Scope
from engine.diagram.names import BPMN
from engine.normaliser.sheet import Sheet
from engine.normaliser.triggers import strip_triggers
from engine.normaliser.weaving import unmark

RULE = "links"


def apply(sheet: Sheet) -> None:
    """Pair the link events of every scope; a throwing one without partner ends its way."""
    for scope in sheet.graph.scopes:
        thrown = [n for n in scope.nodes if n.type == "intermediateThrowEvent" and "link" in n.kinds]
        caught = [n for n in scope.nodes if n.type == "intermediateCatchEvent" and "link" in n.kinds]
        _same_twice(sheet, caught)
        alone = [n for n in thrown if _name(n) not in {_name(c) for c in caught}]
        free = [c for c in caught if _name(c) not in {_name(n) for n in thrown}]
        for node in alone:
            _pair(sheet, scope, node, free)
        for node in thrown:
            if node.outgoing and "link" in node.kinds and node not in alone:
                _loosen(
                    sheet, node, [flow.id or "" for flow in node.outgoing], "leads on by its link, not by"
                )
        for node in caught:
            if node.incoming:
                _loosen(
                    sheet, node, [flow.id or "" for flow in node.incoming], "is reached by its link, not by"
                )


def _name(node: Node) -> str:
    return next(
        (e.xml.get("name") or node.xml.get("name") or "" for e in node.events if e.kind == "link"), ""
    )


def _pair(sheet: Sheet, scope: Scope, node: Node, free: list[Node]) -> None:
    wanted = _name(node).strip().casefold()
    like = [c for c in free if _name(c).strip().casefold() == wanted] or (free if len(free) == 1 else [])
    link = next(event.xml for event in node.events if event.kind == "link")
    if like:
        partner = like[0]
        message = f"The link “{_name(node) or node}” led nowhere; it now leads to {partner}."
        link.set("name", _name(partner))
        free.remove(partner)
        sheet.decide(RULE, node.xml, message, wanted, _name(partner))
        return
    strip_triggers(node)
    goes = "goes on as drawn" if node.outgoing else "ends here"
    message = (
        f"No catching link event of {scope} has the name of {node}, so it {goes}. Name both links alike."
    )
    sheet.decide(RULE, node.xml, message, wanted)


def _same_twice(sheet: Sheet, caught: list[Node]) -> None:
    seen: set[str] = set()
    for node in caught:
        if _name(node) in seen:
            link = next(event.xml for event in node.events if event.kind == "link")
            fresh = f"{_name(node)} ({node.id})"
            link.set("name", fresh)
            message = (
                "Two catching link events had one name; a link has one target, so this one is not reached."
            )
            sheet.decide(RULE, node.xml, message, _name(node), fresh)
        seen.add(_name(node))


def _loosen(sheet: Sheet, node: Node, idents: list[str], why: str) -> None:
    unmark(sheet, set(idents))
    for ident in idents:
        flow = sheet.called(ident)
        if flow is not None:
            flow.tag = f"{{{BPMN}}}association"
    sheet.decide(RULE, node.xml, f"{node} {why} {', '.join(idents)}, which became an association.")

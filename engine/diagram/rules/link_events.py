"""A throwing link event has its catching one in the same scope, and only one."""

from collections import Counter
from collections.abc import Iterator

from engine.diagram.model import Diagram, Node, Scope
from engine.diagram.rule import Report, Rule, Setting
from engine.model.findings import Severity


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    for scope in diagram.scopes:
        caught = Counter(name for node in scope.nodes for name in _names(node, "intermediateCatchEvent"))
        for node in scope.nodes:
            for name in _names(node, "intermediateThrowEvent"):
                if name not in caught:
                    yield _without_target(scope, node, name)
                if node.outgoing:
                    message = f"A sequence flow leads out of the throwing link event {node}."
                    yield Report(node, message, "Remove it: the token goes on at the catching link event.")
            for name in _names(node, "intermediateCatchEvent"):
                if caught[name] > 1:
                    message = f"Several catching link events are named “{name}”."
                    yield Report(node, message, "Keep one of them: a link has one target.")
                if node.incoming:
                    message = f"A sequence flow leads into the catching link event {node}."
                    yield Report(node, message, "Lead it to the element after the link event.")


def _names(node: Node, type_name: str) -> list[str]:
    """Names of the links of an event of that type."""
    if node.type != type_name:
        return []
    return [e.xml.get("name") or node.xml.get("name") or "" for e in node.events if e.kind == "link"]


def _without_target(scope: Scope, node: Node, name: str) -> Report:
    where = "this subprocess" if scope.owner else "this process"
    message = f"The link “{name}” leads nowhere: no catching link event in {where} has that name."
    return Report(node, message, "Give the catching link event the same name.")


rule = Rule("link-events", Severity.ERROR, check)

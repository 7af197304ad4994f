"""Where a drawing shows its ends, it shows where it begins."""

from collections.abc import Iterator

from engine.diagram.model import Diagram
from engine.diagram.rule import Report, Rule, Setting
from engine.model.findings import Severity


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    for scope in diagram.scopes:
        types = {node.type for node in scope.nodes}
        waits = any(node.xml.get("instantiate") in ("true", "1") for node in scope.nodes)
        if "endEvent" in types and "startEvent" not in types and not waits:
            begin = ", ".join(sorted(str(node) for node in scope.entries()))
            message = (
                f"There is an end event, but no start event in {scope}: it begins with {begin or 'nothing'}."
            )
            at = scope if scope.owner is None else scope.owner
            yield Report(at, message, "Draw a start event before what begins.")


rule = Rule("implicit-start", Severity.WARNING, check)

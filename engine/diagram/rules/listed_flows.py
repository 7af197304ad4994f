"""What a node lists as its flows, and a lane as its nodes, is what the diagram has."""

from collections.abc import Iterator

from engine.diagram.model import Diagram, Element, Node, unprefixed
from engine.diagram.names import BPMN, words
from engine.diagram.rule import Report, Rule, Setting
from engine.model.findings import Severity

_HINT = "Delete the flow and draw it again, or save the diagram from a modeler."


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    flows = {flow.id for flow in diagram.flows}
    for node in diagram.nodes:
        yield from _listed(node, "incoming", {flow.id for flow in node.incoming}, flows)
        yield from _listed(node, "outgoing", {flow.id for flow in node.outgoing}, flows)
    for process in diagram.processes:
        own = {node.id for node in process.nodes}
        others = {node.id for node in diagram.nodes} - own
        for xml in process.xml.iter(f"{{{BPMN}}}lane"):
            lane = Element(xml)
            for named in lane.children("flowNodeRef"):
                if (name := unprefixed(named.text or "")) in others:
                    message = f"The lane {lane} holds {name}, which lies in another pool."
                    yield Report(lane, message, "Move the element in the modeler.", line=named.sourceline)


def _listed(node: Node, word: str, real: set[str | None], known: set[str | None]) -> Iterator[Report]:
    for named in node.children(word):
        name = unprefixed(named.text or "")
        if name in known and name not in real:
            message = f"The {words(node.type)} {node} lists “{name}” as {word}, but that flow is elsewhere."
            yield Report(node, message, _HINT, line=named.sourceline)


rule = Rule("listed-flows", Severity.WARNING, check)

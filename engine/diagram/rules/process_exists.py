"""A call activity names a process that is there."""

from collections.abc import Iterator

from engine.diagram.model import Diagram, unprefixed
from engine.diagram.rule import Report, Rule, Setting
from engine.model.findings import Severity


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    known = diagram.callable_ids().union(*(other.callable_ids() for other in setting.diagrams.values()))
    for node in diagram.nodes:
        if node.type != "callActivity":
            continue
        called = unprefixed(node.xml.get("calledElement") or "")
        if not called:
            message = f"The call activity {node} does not say which process it calls."
            yield Report(node, message, "Enter the id of the process as its called element.")
        elif called not in known:
            place = "this package" if setting.whole else "this file or its folder"
            message = f"The call activity {node} calls “{called}”, which no diagram of {place} has."
            yield Report(node, message, "Correct the id, or add the diagram (in package.toml, under “also”).")


rule = Rule("process-exists", Severity.ERROR, check)

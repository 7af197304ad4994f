"""What people have to do by a time has somebody who hears of it when the time is up."""

from collections.abc import Iterator

from engine.diagram.model import Diagram, Node
from engine.diagram.rule import Report, Rule, Setting
from engine.model.findings import Severity


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    if not setting.whole:
        return
    for node in diagram.nodes:
        if node.type != "userTask":
            continue
        timers = [event for event in node.boundary if "timer" in event.kinds]
        if not timers and not _timed_around(node):
            message = f"Nothing happens when the step {node} is left undone: no timer sits on it."
            yield Report(node, message, "Put a timer on its edge that reminds, escalates or goes on.")
        elif timers and not any(_acts(event) for event in timers):
            message = f"When the step {node} stays undone, people are only reminded: nobody else hears of it."
            hint = "Add a timer that goes on another way, or that tells somebody (milestone escalated)."
            yield Report(node, message, hint)


def _timed_around(node: Node) -> bool:
    owner = node.scope.owner
    while owner is not None:
        if any("timer" in event.kinds for event in owner.boundary):
            return True
        owner = owner.scope.owner
    return False


def _acts(event: Node) -> bool:
    """Whether the timer takes the step away, or escalates, or gives work to somebody."""
    if event.interrupting:
        return True
    seen: set[Node] = set()
    todo = [event]
    while todo:
        node = todo.pop()
        if node.own("milestone") == "escalated" or node.is_activity or "escalation" in node.kinds:
            return True
        for flow in node.outgoing:
            if flow.target is not None and flow.target not in seen:
                seen.add(flow.target)
                todo.append(flow.target)
    return False


rule = Rule("step-limit", Severity.INFO, check)

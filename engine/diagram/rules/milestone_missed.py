"""Wherever a case can end, the milestones that its deadlines wait for have been reached."""

from collections import deque
from collections.abc import Iterator

from engine.diagram.model import Diagram, Node
from engine.diagram.order import Order, Place, orders
from engine.diagram.rule import Report, Rule, Setting
from engine.model.complaint import MILESTONES
from engine.model.findings import Severity


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    if not setting.whole or diagram.file != setting.package.process:
        return
    clocks = {milestone for clock in setting.package.clocks for milestone in (clock.start, clock.stop)}
    for order in orders(diagram):
        marked = {node.own("milestone") for node in order.process.nodes}
        for milestone in MILESTONES:
            if milestone in marked:
                yield from _missed(order, milestone)
            elif milestone in clocks or (milestone == "closed" and marked & set(MILESTONES)):
                message = f"No element of {order.process} reaches the milestone “{milestone}”."
                yield Report(
                    order.process, message, "Mark the element where it is reached (querela:milestone)."
                )


def _missed(order: Order, milestone: str) -> Iterator[Report]:
    """Places where a case may end without having passed the milestone."""
    reached = _without(order, milestone)
    last = [node for node, over in reached if _is_last(node) and over == (node.inner is not None)]
    if last:
        labels = ", ".join(sorted({str(node) for node in last}))
        message = f"A case may end without having reached “{milestone}”: at {labels}."
        hint = "Look whether that is meant, or mark an element on the way (querela:milestone)."
        yield Report(order.process, message, hint, Severity.INFO)


def _is_last(node: Node) -> bool:
    """Whether a token of the outermost scope ends here."""
    beside = node.type == "intermediateThrowEvent" and "link" in node.kinds
    return node.scope.owner is None and not node.outgoing and not beside and not node.is_compensation_handler


def _without(order: Order, milestone: str) -> set[Place]:
    """Places passed on some way from the start on which the milestone is not reached.

    A parallel join is passed so only where every branch comes without it. Work beside (non-interrupting
    events) is left aside.
    """
    waiting = {place: set(order.before.get(place, ())) for place in order.next if _joins(place[0])}
    passed: set[Place] = set()
    todo: deque[tuple[Place | None, Place]] = deque((None, start) for start in order.starts)
    while todo:
        source, place = todo.popleft()
        node, over = place
        if place in passed or (node.own("milestone") == milestone and (over or node.inner is None)):
            continue
        if _beside(node):
            continue
        if place in waiting and source is not None:
            waiting[place].discard(source)
            if waiting[place]:
                continue
        passed.add(place)
        todo.extend((place, follower) for follower in order.next.get(place, ()))
    return passed


def _joins(node: Node) -> bool:
    return node.type == "parallelGateway" and len(node.incoming) > 1


def _beside(node: Node) -> bool:
    if node.type == "boundaryEvent":
        return not node.interrupting
    if node.is_event_subprocess and node.inner is not None:
        starts = [inner for inner in node.inner.nodes if inner.type == "startEvent"]
        return not any(start.interrupting for start in starts)
    return False


rule = Rule("milestone-missed", Severity.WARNING, check)

"""What can run before what: all scopes of a process laid out as one graph.

A subprocess stands in it twice, where it begins and where it ends; everything else once.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from engine.diagram.model import Diagram, Node, Process, Scope

Place = tuple[Node, bool]
"""A node, and whether it is where a subprocess ends."""


@dataclass(eq=False)
class Order:
    """The places of one process and where a token may go from each."""

    process: Process
    starts: list[Place] = field(default_factory=list)
    next: dict[Place, list[Place]] = field(default_factory=dict)
    before: dict[Place, list[Place]] = field(default_factory=dict)

    def reach(self, passable: Callable[[Place], bool]) -> set[Place]:
        """Places that a token can come to by way of passable ones; the others are reached, not passed."""
        seen = set(self.starts)
        todo = list(seen)
        while todo:
            place = todo.pop()
            if passable(place):
                for follower in self.next.get(place, ()):
                    if follower not in seen:
                        seen.add(follower)
                        todo.append(follower)
        return seen


@lru_cache(maxsize=4)
def orders(diagram: Diagram) -> tuple[Order, ...]:
    """The order of each process of the diagram."""
    return tuple(_order(process) for process in diagram.processes)


def _order(process: Process) -> Order:
    order = Order(process)
    for scope in process.scopes:
        if scope.owner is None:
            order.starts = [(node, False) for node in _begin(scope)]
        for node in scope.nodes:
            for after in _after(node):
                _join(order, (node, node.inner is not None), (after, False))
            for event in node.boundary:
                _join(order, (node, False), (event, False))
            if node.inner is not None:
                _inside(order, node, node.inner)
    return order


def _join(order: Order, first: Place, second: Place) -> None:
    order.next.setdefault(first, []).append(second)
    order.before.setdefault(second, []).append(first)


def _begin(scope: Scope) -> list[Node]:
    """Nodes that may begin with the scope, its handlers among them."""
    starts = [node for node in scope.nodes if node.type == "startEvent"] or scope.entries()
    return [*starts, *scope.handlers()]


def _after(node: Node) -> list[Node]:
    found = [flow.target for flow in node.outgoing if flow.target is not None]
    if node.type == "intermediateThrowEvent" and "link" in node.kinds:
        names = {event.xml.get("name") for event in node.events}
        catching = (n for n in node.scope.nodes if n.type == "intermediateCatchEvent")
        found += [n for n in catching for event in n.events if event.xml.get("name") in names]
    return found


def _inside(order: Order, owner: Node, scope: Scope) -> None:
    for node in _begin(scope):
        _join(order, (owner, False), (node, False))
    for node in scope.nodes:
        if not _after(node):
            _join(order, (node, node.inner is not None), (owner, True))
    if not scope.nodes:
        _join(order, (owner, False), (owner, True))
    if owner.type == "adHocSubProcess":
        for node in scope.nodes:
            _join(order, (owner, False), (node, False))

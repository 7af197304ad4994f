"""A scope as a net: tokens lie on sequence flows; each node takes some and puts others.

Conditions are open: whatever a drawing allows may happen. Work that goes on beside (non-interrupting events)
leaves once at most.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import NamedTuple

from engine.diagram.model import Flow, Node, Scope

MAX_CHOICES = 6  #: of so many flows each subset is played; of more, only one alone and all together
_KILLS = frozenset({"terminate", "error", "cancel"})


class Outcome(NamedTuple):
    """One way in which a node may end."""

    flows: tuple[int, ...]  #: where tokens are put
    through: tuple[int, ...] = ()  #: further nodes that this way passes: boundary events, link targets
    kills: bool = False  #: the whole scope ends


@dataclass(eq=False)
class Net:
    """Nodes and flows by number; a token lies on a flow.

    blocked: subprocesses that never come to an end by themselves.
    """

    scope: Scope
    blocked: frozenset[Node] = frozenset()
    nodes: list[Node] = field(init=False)
    flows: list[Flow] = field(init=False)
    target: list[int] = field(init=False)  #: of a flow: its node
    incoming: list[frozenset[int]] = field(init=False)  #: of a node: its flows
    quantity: list[int] = field(init=False)  #: tokens that a node takes to start
    number: dict[Node, int] = field(init=False)

    def __post_init__(self) -> None:
        # By id, so that the order of elements in the file changes neither a verdict nor its example.
        self.nodes = sorted(self.scope.nodes, key=_ident)
        self.number = {node: place for place, node in enumerate(self.nodes)}
        inside = self.number.keys()
        self.flows = sorted(
            (flow for flow in self.scope.flows if flow.source in inside and flow.target in inside), key=_ident
        )
        self.target = [self.number[f.target] for f in self.flows if f.target is not None]
        self.incoming = [frozenset() for _ in self.nodes]
        for place, node in enumerate(self.target):
            self.incoming[node] |= {place}
        self.quantity = [quantity(node, "startQuantity") for node in self.nodes]

    @cached_property
    def outgoing(self) -> list[list[int]]:
        found: list[list[int]] = [[] for _ in self.nodes]
        for place, flow in enumerate(self.flows):
            if flow.source is not None:
                found[self.number[flow.source]].append(place)
        return found

    @cached_property
    def links(self) -> dict[str, int]:
        """Catching link events by name."""
        return {
            event.xml.get("name") or "": self.number[node]
            for node in self.nodes
            if node.type == "intermediateCatchEvent"
            for event in node.events
            if event.kind == "link"
        }

    @cached_property
    def outcomes(self) -> list[tuple[Outcome, ...]]:
        """Of each node, every way in which it may end, its boundary events included."""
        return [tuple(self._outcomes(node)) for node in self.nodes]

    def _outcomes(self, node: Node) -> Iterator[Outcome]:
        usual = list(self._own(node))
        beside: list[Outcome] = []
        for event in node.boundary:
            if event not in self.number or "compensate" in event.kinds:
                continue
            if event.interrupting:
                yield from self._through(event)
            else:
                beside += self._through(event)
        yield from usual
        for extra in beside:
            for way in usual:
                yield Outcome(way.flows + extra.flows, way.through + extra.through, way.kills)

    def _through(self, event: Node) -> Iterator[Outcome]:
        for way in self._own(event):
            yield way._replace(through=(self.number[event], *way.through))

    def _own(self, node: Node) -> Iterator[Outcome]:
        """The ways out of the node itself."""
        if node in self.blocked:
            return
        if node.type == "endEvent" and node.kinds & _KILLS:
            yield Outcome((), kills=True)
            return
        target = self._link_target(node)
        if target is not None:
            for way in self._own(self.nodes[target]):
                yield way._replace(through=(target, *way.through))
            return
        times = quantity(node, "completionQuantity")
        for flows in self._choices(node):
            yield Outcome(flows * times)

    def _link_target(self, node: Node) -> int | None:
        if node.type != "intermediateThrowEvent":
            return None
        names = [event.xml.get("name") or "" for event in node.events if event.kind == "link"]
        return self.links.get(names[0]) if names else None

    def _choices(self, node: Node) -> Iterator[tuple[int, ...]]:
        out = self.outgoing[self.number[node]]
        if node.type in ("exclusiveGateway", "eventBasedGateway"):
            yield from ((place,) for place in out)
            if not out:
                yield ()
            return
        if node.type == "parallelGateway":
            yield tuple(out)
            return
        default = node.default
        sure = tuple(p for p in out if not self.flows[p].conditional and self.flows[p] is not default)
        perhaps = [p for p in out if self.flows[p].conditional and self.flows[p] is not default]
        spare = tuple(p for p in out if self.flows[p] is default)
        if node.type == "inclusiveGateway" and len(sure) > 1 and not perhaps:
            perhaps, sure = list(sure), ()  # conditions are still to be written: any of them may be taken
        for some in subsets(perhaps):
            yield sure + some
        if sure or spare or not perhaps:
            yield sure + spare

    def starts(self) -> Iterator[tuple[int, ...]]:
        """Sets of nodes that begin together, one set for each way to start the scope."""
        events = [n for n in self.nodes if n.type == "startEvent"]
        plain = [n for n in events if not n.events]
        typed = [n for n in events if n.events]
        if plain:
            yield tuple(self.number[n] for n in plain)
        for event in typed:
            yield (self.number[event],)
        if not events:
            entries = self.scope.entries()
            seeds = [n for n in entries if n.xml.get("instantiate") in ("true", "1")]
            if rest := [n for n in entries if n not in seeds]:
                yield tuple(self.number[n] for n in rest)
            for seed in seeds:
                yield (self.number[seed],)

    @cached_property
    def next_nodes(self) -> list[frozenset[int]]:
        """Of each node, those that a token may come to next."""
        found: list[frozenset[int]] = []
        for node in self.nodes:
            here = {self.target[place] for place in self.outgoing[self.number[node]]}
            here |= {self.number[event] for event in node.boundary if event in self.number}
            target = self._link_target(node)
            found.append(frozenset(here if target is None else here | {target}))
        return found


def _ident(element: Node | Flow) -> str:
    return element.id or ""


def quantity(node: Node, name: str) -> int:
    """`startQuantity` or `completionQuantity`; what is no number counts as one."""
    text = (node.xml.get(name) or "1").strip()
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 5 else 1


def subsets(places: list[int]) -> Iterator[tuple[int, ...]]:
    """Non-empty subsets, or of many places only each alone and all together."""
    sizes = range(1, len(places) + 1) if len(places) <= MAX_CHOICES else (1, len(places))
    for size in sizes:
        yield from combinations(places, size)

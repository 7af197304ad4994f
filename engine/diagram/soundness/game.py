"""The token game: which markings a net can come to, as few of them as tell the same.

Joins that can fire do so first; else one token is moved on, in all its ways. Where a token stands before a
merge and another may still come to the same merge, the other is moved first, so that they are seen to meet;
what ends the whole scope comes last. The order in which independent tokens move changes neither what gets
stuck nor what ends, so other orders are not played.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.diagram.soundness.net import Net, Outcome

MAX_MARKINGS = 20_000
MAX_TOKENS = 4  #: on one flow beyond what its node takes at once
MAX_ORDERED = 400  #: nodes, up to which it pays to look for the token that has to wait

Marking = tuple[int, ...]
"""Flows that hold a token, sorted, one entry for each token."""


@dataclass
class Play:
    """Everything that was seen."""

    before: dict[Marking, tuple[Marking | None, tuple[int, ...]]] = field(default_factory=dict)
    """Of each marking: the one it came from, and the nodes that ran on the way."""
    stuck: list[Marking] = field(default_factory=list)
    meetings: dict[int, Marking] = field(
        default_factory=dict
    )  #: node: a marking where two tokens are before it
    ran: set[int] = field(default_factory=set)
    ends: bool = False  #: some play ends
    complete: bool = True  #: False: too many markings, or tokens pile up

    def path(self, marking: Marking) -> list[int]:
        """Nodes that ran on one way to the marking, in order."""
        steps: list[int] = []
        here: Marking | None = marking
        while here is not None:
            here, nodes = self.before[here]
            steps[:0] = nodes
        return steps


class Game:
    """Plays one net to its end."""

    def __init__(self, net: Net) -> None:
        self.net = net
        self.play = Play()
        self._arrivals: dict[tuple[int, int], frozenset[int]] = {}
        self._after: dict[int, frozenset[int]] = {}
        self._todo: list[Marking] = []

    def run(self) -> Play:
        """Everything that can be seen from all starts."""
        for nodes in self.net.starts():
            self._start(nodes)
        while self._todo:
            marking = self._todo.pop()
            self._step(marking)
            if len(self.play.before) > MAX_MARKINGS:
                self.play.complete = False
                break
        return self.play

    def _start(self, nodes: tuple[int, ...]) -> None:
        states: list[tuple[tuple[int, ...], tuple[int, ...], bool]] = [((), (), False)]
        for node in nodes:
            states = [
                (flows + way.flows, (*ran, node, *way.through), killed or way.kills)
                for flows, ran, killed in states[:64]
                for way in self.net.outcomes[node]
            ]
        for flows, ran, killed in states:
            self._reach(None, () if killed else tuple(sorted(flows)), ran)

    def _step(self, marking: Marking) -> None:
        if not marking:
            self.play.ends = True
            return
        move = self._move(marking)
        if move is None:
            self.play.stuck.append(marking)
            return
        node, taken = move
        rest = list(marking)
        for place in taken:
            rest.remove(place)
        for way in self.net.outcomes[node]:
            self._reach(marking, self._put(rest, way), (node, *way.through))

    def _put(self, rest: list[int], way: Outcome) -> Marking:
        return () if way.kills else tuple(sorted([*rest, *way.flows]))

    def _reach(self, source: Marking | None, marking: Marking, ran: tuple[int, ...]) -> None:
        self.play.ran.update(ran)
        if marking in self.play.before:
            return
        counts = Counter(marking)
        for place, count in counts.items():
            if count >= MAX_TOKENS + self.net.quantity[self.net.target[place]]:
                self.play.complete = False
                return
        self.play.before[marking] = (source, ran)
        self._note_meetings(marking)
        self._todo.append(marking)

    def _note_meetings(self, marking: Marking) -> None:
        """Two tokens before one node that takes them one by one: it will run twice."""
        waiting = Counter(self.net.target[place] for place in marking)
        for node, count in waiting.items():
            if count > 1 and not self._joins(node) and node not in self.play.meetings:
                self.play.meetings[node] = marking

    def _joins(self, node: int) -> bool:
        kind = self.net.nodes[node].type
        joining = kind in ("parallelGateway", "inclusiveGateway") and len(self.net.incoming[node]) > 1
        return joining or self.net.quantity[node] > 1

    def _move(self, marking: Marking) -> tuple[int, tuple[int, ...]] | None:
        """The node to run next and the tokens that it takes; None: nothing can run."""
        here: dict[int, list[int]] = {}
        for place in marking:
            here.setdefault(self.net.target[place], []).append(place)
        single: list[int] = []
        for node, places in here.items():
            if not self._joins(node):
                single.append(node)
            elif taken := self._taken(node, places, marking):
                return node, taken
        if not single:
            return None
        node = self._first(single, here)
        return node, (here[node][0],)

    def _taken(self, node: int, places: list[int], marking: Marking) -> tuple[int, ...]:
        """What a join takes now, nothing while it has to wait."""
        if self.net.quantity[node] > 1:
            wanted = self.net.quantity[node]
            return tuple(places[:wanted]) if len(places) >= wanted else ()
        filled = frozenset(places)
        empty = self.net.incoming[node] - filled
        if not empty:
            return tuple(sorted(filled))
        if self.net.nodes[node].type == "parallelGateway":
            return ()
        others = {self.net.target[place] for place in marking} - {node}
        for other in others:
            arriving = self._arriving(node, other)
            if arriving & empty and not arriving & filled:
                return ()
        return tuple(sorted(filled))

    def _first(self, single: list[int], here: dict[int, list[int]]) -> int:
        """A node that may run before all others: no other token can still come to it."""
        single = [node for node in single if not self._kills(node)] or single
        if len(here) == 1 or len(self.net.nodes) > MAX_ORDERED:
            return single[0]
        plain = [node for node in single if len(self.net.incoming[node]) <= 1]
        if plain:
            return plain[0]
        for node in single:
            if not any(node in self._reachable(other) for other in here if other != node):
                return node
        return single[0]

    def _kills(self, node: int) -> bool:
        return any(way.kills for way in self.net.outcomes[node])

    def _reachable(self, node: int) -> frozenset[int]:
        """Nodes that a token at this node may come to."""
        if node not in self._after:
            self._after[node] = frozenset(self._walk(node, without=None))
        return self._after[node]

    def _arriving(self, join: int, node: int) -> frozenset[int]:
        """Flows of the join on which a token at the node may arrive, not counting what passes the join.

        Source: BPMN 2.0.2, 13.4.3 (inclusive gateway).
        """
        key = (join, node)
        if key not in self._arrivals:
            sources = {node, *self._walk(node, without=join)}
            self._arrivals[key] = frozenset(
                place
                for place in self.net.incoming[join]
                if (source := self.net.flows[place].source) is not None and self.net.number[source] in sources
            )
        return self._arrivals[key]

    def _walk(self, node: int, without: int | None) -> Iterator[int]:
        seen: set[int] = set()
        todo = [node]
        while todo:
            for follower in self.net.next_nodes[todo.pop()]:
                if follower not in seen and follower != without:
                    seen.add(follower)
                    todo.append(follower)
                    yield follower

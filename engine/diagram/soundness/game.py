"""The token game: which markings a net can come to, as few of them as tell the same.

Joins that can fire do so first; else one token is moved on, in all its ways. Where a token stands before a
merge and another may still come to the same merge, the other is moved first, so that they are seen to meet;
what ends the whole scope comes last. The order in which independent tokens move changes neither what gets
stuck nor what ends, so other orders are not played; only where a move leads to nothing new, the next is.
"""

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from engine.diagram.soundness.net import Net, Outcome

MAX_MARKINGS = 20_000
MAX_WORK = 1_000_000  #: tokens looked at, over all scopes of a diagram
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

    def __init__(self, net: Net, work: int = MAX_WORK) -> None:
        self.net = net
        self.work = work  #: what may still be spent
        self.play = Play()
        self._arrivals: dict[tuple[int, int], frozenset[int]] = {}
        self._after: dict[int, frozenset[int]] = {}
        self._todo: list[tuple[Marking, bool]] = []  #: markings to enter, or (True) to leave
        self._entered: set[Marking] = set()
        self._way: set[Marking] = set()  #: those that lead from a start to the present one

    def run(self) -> Play:
        """Everything that can be seen from all starts."""
        for nodes in self.net.starts():
            self._start(nodes)
        while self._todo:
            marking, leaving = self._todo.pop()
            if leaving:
                self._way.discard(marking)
            elif marking not in self._entered:
                self._entered.add(marking)
                self._way.add(marking)
                self._todo.append((marking, True))
                self._step(marking)
            if len(self.play.before) > MAX_MARKINGS or self.work < 0:
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
        self.work -= 3 * len(marking)
        moves = self._moves(marking)
        if not moves:
            self.play.stuck.append(marking)
        for node, taken in moves:
            rest = list(marking)
            for place in taken:
                rest.remove(place)
            self.work -= len(marking) * len(self.net.outcomes[node])
            followers = [(self._put(rest, way), (node, *way.through)) for way in self.net.outcomes[node]]
            for follower, ran in followers:
                self._reach(marking, follower, ran)
            if any(follower not in self._way for follower, _ in followers):
                return  # where a token only goes round in circles, the others have to move as well

    def _put(self, rest: list[int], way: Outcome) -> Marking:
        return () if way.kills else tuple(sorted([*rest, *way.flows]))

    def _reach(self, source: Marking | None, marking: Marking, ran: tuple[int, ...]) -> None:
        self.play.ran.update(ran)
        if marking in self.play.before:
            if marking not in self._entered:
                self._todo.append((marking, False))
            return
        counts = Counter(marking)
        for place, count in counts.items():
            if count >= MAX_TOKENS + self.net.quantity[self.net.target[place]]:
                self.play.complete = False
                return
        self.play.before[marking] = (source, ran)
        self._note_meetings(marking)
        self._todo.append((marking, False))

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

    def _moves(self, marking: Marking) -> list[tuple[int, tuple[int, ...]]]:
        """Nodes that may run next, the one to play first, with the tokens that each takes."""
        here: dict[int, list[int]] = {}
        for place in marking:
            here.setdefault(self.net.target[place], []).append(place)
        single: list[int] = []
        for node, places in here.items():
            if not self.net.outcomes[node]:
                continue  # a subprocess that never ends keeps its token
            if not self._joins(node):
                single.append(node)
            elif taken := self._taken(node, places, marking):
                return [(node, taken)]
        if not single:
            return []
        first = self._first(single, here)
        return [(node, (here[node][0],)) for node in (first, *(n for n in single if n != first))]

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
        """The node to run before all others: the furthest to which no other token can still come.

        Going on where the last move ended closes each choice before the next is opened.
        """
        single = [node for node in single if not self._kills(node)] or single
        if len(here) > 1 and len(self.net.nodes) <= MAX_ORDERED:
            others = list(here)
            single = [node for node in single if self._is_alone(node, others)] or single
        return max(single, key=lambda node: (self._depth.get(node, 0), -node))

    def _is_alone(self, node: int, others: list[int]) -> bool:
        if len(self.net.incoming[node]) <= 1:
            return True
        return not any(node in self._reachable(other) for other in others if other != node)

    @cached_property
    def _depth(self) -> dict[int, int]:
        """Of each node, how many steps it lies from a start."""
        found: dict[int, int] = {}
        todo = deque((node, 0) for nodes in self.net.starts() for node in nodes)
        while todo:
            node, depth = todo.popleft()
            if node not in found:
                found[node] = depth
                todo.extend((follower, depth + 1) for follower in self.net.next_nodes[node])
        return found

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
                self.work -= 1
                if follower not in seen and follower != without:
                    seen.add(follower)
                    todo.append(follower)
                    yield follower

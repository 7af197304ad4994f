"""What the token game says about a scope, in terms of its nodes."""

from dataclasses import dataclass
from functools import lru_cache

from engine.diagram.model import Diagram, Node, Scope
from engine.diagram.soundness.game import MAX_WORK, Game, Marking, Play
from engine.diagram.soundness.net import Net, quantity

MAX_NODES = 3_000  #: of one scope; beyond it the game would take too long
MAX_QUANTITY = 8
_SHOWN = 12


@dataclass(frozen=True)
class Deadlock:
    """A join that waits for ever on some play."""

    join: Node
    missing: tuple[str, ...]  #: where the tokens would come from
    path: str
    certain: bool  #: no play avoids it


@dataclass(frozen=True)
class Verdict:
    """What may go wrong in one scope."""

    scope: Scope
    deadlocks: tuple[Deadlock, ...] = ()
    doubled: tuple[tuple[Node, str], ...] = ()  #: nodes that run twice beside each other, with a path
    dead: tuple[Node, ...] = ()  #: nodes that never run, though something leads to them
    complete: bool = True  #: False: too much to play, or tokens that pile up without end


@lru_cache(maxsize=2)
def judge(diagram: Diagram) -> tuple[Verdict, ...]:
    """A verdict on each scope that can be played; none on those with complex gateways or ad-hoc work."""
    verdicts = []
    work = MAX_WORK
    for scope in diagram.scopes:
        if _playable(scope):
            game = Game(Net(scope), work)
            verdicts.append(_judged(game))
            work = game.work
    return tuple(verdicts)


def _playable(scope: Scope) -> bool:
    if len(scope.nodes) > MAX_NODES or (scope.owner is not None and scope.owner.type == "adHocSubProcess"):
        return False
    return not any(
        node.type == "complexGateway"
        or quantity(node, "startQuantity") > MAX_QUANTITY
        or quantity(node, "completionQuantity") > MAX_QUANTITY
        for node in scope.nodes
    )


def _judged(game: Game) -> Verdict:
    net, play = game.net, game.run()
    doubled = tuple(
        (net.nodes[node], _path(net, play, marking))
        for node, marking in play.meetings.items()
        if net.nodes[node].type != "endEvent"
    )
    dead: tuple[Node, ...] = ()
    if play.complete:
        dead = tuple(node for node in _connected(net) if net.number[node] not in play.ran)
    return Verdict(net.scope, tuple(_deadlocks(net, play)), doubled, dead, play.complete)


def _deadlocks(net: Net, play: Play) -> list[Deadlock]:
    """One for each join, by the shortest play that leaves it waiting."""
    hopeless = play.complete and not play.ends and not _rescued(net.scope)
    found: dict[int, Deadlock] = {}
    for marking in sorted(play.stuck, key=lambda one: len(play.path(one))):
        for join in {net.target[place] for place in marking}:
            if join not in found:
                # What waits at a join that has run is left over; the rest of the scope may be done.
                certain = hopeless and join not in play.path(marking)
                found[join] = _deadlock(net, play, marking, join, certain)
    return list(found.values())


def _deadlock(net: Net, play: Play, marking: Marking, join: int, certain: bool) -> Deadlock:
    sources = [net.flows[place].source for place in sorted(net.incoming[join] - set(marking))]
    missing = tuple(dict.fromkeys(str(source) for source in sources if source is not None))
    return Deadlock(net.nodes[join], missing, _path(net, play, marking), certain)


def _rescued(scope: Scope) -> bool:
    """Whether an event may end the scope whatever its tokens do."""
    handlers = (start for node in scope.handlers() if node.inner for start in node.inner.nodes)
    if any(start.type == "startEvent" and start.interrupting for start in handlers):
        return True
    owner = scope.owner
    if owner is None:
        return False
    around = any(event.interrupting and "compensate" not in event.kinds for event in owner.boundary)
    return around or _rescued(owner.scope)


def _connected(net: Net) -> list[Node]:
    """Nodes that some flow, host or link leads to from a start."""
    seen = {node for nodes in net.starts() for node in nodes}
    todo = list(seen)
    while todo:
        for follower in net.next_nodes[todo.pop()]:
            if follower not in seen:
                seen.add(follower)
                todo.append(follower)
    compensating = (n for n in net.nodes if n.type == "boundaryEvent" and "compensate" in n.kinds)
    seen -= {net.number[node] for node in compensating}
    return [net.nodes[place] for place in sorted(seen)]


def _path(net: Net, play: Play, marking: Marking) -> str:
    """The play as a person would tell it: labels of what ran, joined by arrows."""
    steps = [str(net.nodes[node]) for node in play.path(marking)]
    if len(steps) > _SHOWN:
        steps = [*steps[: _SHOWN // 2], "…", *steps[-_SHOWN // 2 :]]
    return " → ".join(steps)

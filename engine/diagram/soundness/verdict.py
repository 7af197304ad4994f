"""What the token game says about a scope, in terms of its nodes."""

from dataclasses import dataclass, replace
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
    unplayed: str = ""  #: why the scope was not, or not wholly, played; nothing where it was


@lru_cache(maxsize=2)
def judge(diagram: Diagram) -> tuple[Verdict, ...]:
    """A verdict on each scope, the outermost first; ad-hoc work has no order that could go wrong.

    Scopes are played from within: a subprocess that no play ends blocks the scope around it. Only where
    that scope cannot end without it either, its deadlock is certain.
    """
    verdicts: dict[Scope, Verdict] = {}
    blocked: set[Node] = set()
    work = MAX_WORK
    for process in diagram.processes:
        hopeless: set[Scope] = set()
        for scope in reversed(process.scopes):
            if reason := _unplayable(scope):
                verdicts[scope] = Verdict(scope, unplayed=reason)
            elif scope.nodes and not _is_loose(scope) and not _is_simple(scope):
                game = Game(Net(scope, frozenset(blocked)), work)
                verdicts[scope] = _judged(game)
                work = game.work
                if _is_hopeless(game):
                    hopeless.add(scope)
                    if scope.owner is not None and _always_runs(scope.owner):
                        blocked.add(scope.owner)
        for scope in hopeless:
            if not _unavoidable(scope, hopeless):
                verdicts[scope] = _avoidable(verdicts[scope])
    return tuple(verdicts[scope] for scope in diagram.scopes if scope in verdicts)


def _is_hopeless(game: Game) -> bool:
    """Whether no play ends the scope, and nothing else does."""
    return game.play.complete and not game.play.ends and not is_rescued(game.net.scope)


def _unavoidable(scope: Scope, hopeless: set[Scope]) -> bool:
    """Whether every scope around is stuck as well once this one is."""
    owner = scope.owner
    if owner is None:
        return True
    return _always_runs(owner) and owner.scope in hopeless and _unavoidable(owner.scope, hopeless)


def _always_runs(owner: Node) -> bool:
    """Whether a token at the subprocess opens it: not where there may be no instance or no round of it."""
    loops = owner.children("multiInstanceLoopCharacteristics") + owner.children("standardLoopCharacteristics")
    return not owner.is_event_subprocess and not loops


def _avoidable(verdict: Verdict) -> Verdict:
    deadlocks = tuple(replace(deadlock, certain=False) for deadlock in verdict.deadlocks)
    return replace(verdict, deadlocks=deadlocks)


def _is_loose(scope: Scope) -> bool:
    return scope.owner is not None and scope.owner.type == "adHocSubProcess"


def _is_simple(scope: Scope) -> bool:
    """Whether a scope is so big that playing takes long, and has no place where tokens could meet."""
    return len(scope.nodes) > MAX_NODES and not any(_joins(node) for node in scope.nodes)


def _unplayable(scope: Scope) -> str:
    """Why a scope is not played, nothing where it is."""
    if len(scope.nodes) > MAX_NODES and any(_joins(node) for node in scope.nodes):
        return f"it has more than {MAX_NODES} nodes"
    if any(node.type == "complexGateway" for node in scope.nodes):
        return "a complex gateway decides by counting"
    for node in scope.nodes:
        if max(quantity(node, "startQuantity"), quantity(node, "completionQuantity")) > MAX_QUANTITY:
            return f"{node} takes or gives more than {MAX_QUANTITY} tokens at once"
    return ""


def _joins(node: Node) -> bool:
    """Whether tokens may wait here for others, or start others beside them."""
    return node.type in ("parallelGateway", "inclusiveGateway") or len(node.outgoing) > 1


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
    unplayed = "" if play.complete else "there are too many ways through it to play them all"
    return Verdict(net.scope, tuple(_deadlocks(game)), doubled, dead, unplayed)


def _deadlocks(game: Game) -> list[Deadlock]:
    """One for each join, by the shortest play that leaves it waiting."""
    net, play = game.net, game.play
    hopeless = _is_hopeless(game)
    found: dict[int, Deadlock] = {}
    for marking in sorted(play.stuck, key=lambda one: len(play.path(one))):
        for join in sorted({net.target[place] for place in marking}):
            if join not in found and net.outcomes[join]:
                # What waits at a join that has run is left over; the rest of the scope may be done.
                certain = hopeless and join not in play.path(marking)
                found[join] = _deadlock(net, play, marking, join, certain)
    return list(found.values())


def _deadlock(net: Net, play: Play, marking: Marking, join: int, certain: bool) -> Deadlock:
    sources = [net.flows[place].source for place in sorted(net.incoming[join] - set(marking))]
    missing = tuple(sorted({str(source) for source in sources if source is not None}))
    wanted = f" for {' and '.join(missing)}" if missing else " for more tokens"
    path = f"{_path(net, play, marking)} → waits for ever at {net.nodes[join]}{wanted}"
    return Deadlock(net.nodes[join], missing, path, certain)


def is_rescued(scope: Scope) -> bool:
    """Whether an event may end the scope whatever its tokens do."""
    handlers = (start for node in scope.handlers() if node.inner for start in node.inner.nodes)
    if any(start.type == "startEvent" and start.interrupting for start in handlers):
        return True
    owner = scope.owner
    if owner is None:
        return False
    around = any(event.interrupting and "compensate" not in event.kinds for event in owner.boundary)
    return around or is_rescued(owner.scope)


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

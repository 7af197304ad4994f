"""Which of several ways comes soonest to an end, so that a case which nobody decides does not stop."""

from collections.abc import Callable
from heapq import heappop, heappush

from engine.diagram.model import Flow, Node
from engine.normaliser.sheet import Sheet

_NEVER, _JOIN = 1_000_000, 1_000
_MOST_NODES = 1_000  #: in bigger diagrams nobody looks for who waits at a join
_MOST_JOINS = 5
_ONE_WAY = frozenset(["exclusiveGateway", "eventBasedGateway", "complexGateway"])


def nearest_end(sheet: Sheet, flows: list[Flow]) -> list[Flow]:
    """The flows by how soon they end; those that never do last.

    A way to a parallel join at which other branches of the same fork wait comes before all others, because
    the case could not end without it.
    """
    if sheet.distances is None:
        sheet.distances = _distances(sheet)
    far = sheet.distances
    joins = _to_awaited_joins(sheet, flows)
    ways = [
        (joins[place], far.get(flow.target, _NEVER) if flow.target else _NEVER, -place)
        for place, flow in enumerate(flows)
    ]
    return [flows[-place] for _, _, place in sorted(ways)]


def _distances(sheet: Sheet) -> dict[Node, int]:
    """Steps from each node to an end; a join that waits for other ways counts as many."""
    best: dict[Node, int] = {}
    heap: list[tuple[int, int, Node]] = []
    for place, node in enumerate(sheet.graph.nodes):
        if not node.outgoing:
            best[node] = 0
            heap.append((0, place, node))
    pushed = len(sheet.graph.nodes)
    while heap:
        steps, _, node = heappop(heap)
        if steps > best[node]:
            continue
        for flow in node.incoming:
            source = flow.source
            if source is None:
                continue
            waits = _JOIN if _is_join(source) else 1
            if steps + waits < best.get(source, _NEVER):
                pushed += 1
                best[source] = steps + waits
                heappush(heap, (steps + waits, pushed, source))
    return best


def _to_awaited_joins(sheet: Sheet, flows: list[Flow]) -> list[int]:
    """Steps along each flow to a join that waits for this branch; the same for all where there is none."""
    here = flows[0].source if flows else None
    if here is None or len(sheet.graph.nodes) > _MOST_NODES:
        return [_NEVER] * len(flows)
    ahead = [join for join in _reached(here, _after) if join is not here and _is_join(join)]
    awaited = {join for join in ahead[:_MOST_JOINS] if _is_awaited(join, here)}
    return [_steps_to(awaited, flow.target, here) if awaited else _NEVER for flow in flows]


def _is_awaited(join: Node, here: Node) -> bool:
    """Whether one fork leads both to the join without this node, and to this node without the join."""
    forks = [node for node in _reached(here, _before, without=join) if _is_fork(node) and node is not here]
    return any(join in _reached(fork, _after, without=here) for fork in forks[:_MOST_JOINS])


def _steps_to(goals: set[Node], start: Node | None, without: Node) -> int:
    if start is None or start is without:
        return _NEVER
    return next((steps for node, steps in _reached(start, _after, without).items() if node in goals), _NEVER)


def _reached(
    start: Node, further: Callable[[Node], list[Node]], without: Node | None = None
) -> dict[Node, int]:
    """Every node that is reached without going through one of them, nearest first, and in how many steps."""
    steps = {start: 0}
    todo = [start]
    for node in todo:
        for other in further(node):
            if other is not without and other not in steps:
                steps[other] = steps[node] + 1
                todo.append(other)
    return steps


def _after(node: Node) -> list[Node]:
    return [flow.target for flow in node.outgoing if flow.target is not None]


def _before(node: Node) -> list[Node]:
    return [flow.source for flow in node.incoming if flow.source is not None]


def _is_join(node: Node) -> bool:
    return node.type == "parallelGateway" and len(node.incoming) > 1


def _is_fork(node: Node) -> bool:
    return len(node.outgoing) > 1 and node.type not in _ONE_WAY

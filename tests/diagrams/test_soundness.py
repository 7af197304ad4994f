"""The token game sees what playing every order sees, in far fewer markings."""

import random
from collections import Counter
from random import Random
from time import thread_time

import pytest
from lxml import etree

from engine.diagram.build import read_diagram
from engine.diagram.check import Checkers, check
from engine.diagram.names import BPMN
from engine.diagram.soundness import judge
from engine.diagram.soundness.game import MAX_MARKINGS, Game, Marking
from engine.diagram.soundness.net import Net
from tests.diagrams.drawing import document, flows, package

GATEWAYS = ("exclusiveGateway", "parallelGateway")
MOST_TOKENS = 3


def net_of(body: str) -> Net:
    diagram = read_diagram(document(body))
    return Net(diagram.processes[0].scopes[0])


class EveryOrder:
    """The same net played naively: every enabled node in every order."""

    def __init__(self, net: Net) -> None:
        self.net = net
        self.stuck: set[Marking] = set()
        self.ends = False
        self.ran: set[int] = set()
        self.bounded = True
        self.seen: set[Marking] = set()
        self._play()

    def _play(self) -> None:
        todo = [()]
        for start in next(iter(self.net.starts()), ()):
            self.ran.add(start)
            todo = [(*marking, *way.flows) for marking in todo for way in self.net.outcomes[start]]
        todo = [tuple(sorted(marking)) for marking in todo]
        seen = self.seen = set(todo)
        while todo:
            marking = todo.pop()
            followers = list(self._followers(marking))
            if not marking:
                self.ends = True
            elif not followers:
                self.stuck.add(marking)
            for follower in followers:
                if max(Counter(follower).values(), default=0) > MOST_TOKENS or len(seen) > 5_000:
                    self.bounded = False
                elif follower not in seen:
                    seen.add(follower)
                    todo.append(follower)

    def _followers(self, marking: Marking):
        for node in {self.net.target[place] for place in marking}:
            here = sorted({place for place in marking if self.net.target[place] == node})
            joins = self.net.nodes[node].type == "parallelGateway" and len(self.net.incoming[node]) > 1
            if joins and len(here) < len(self.net.incoming[node]):
                continue
            for taken in [here] if joins else [[place] for place in here]:
                self.ran.add(node)
                rest = list(marking)
                for place in taken:
                    rest.remove(place)
                for way in self.net.outcomes[node]:
                    self.ran.update(way.through)
                    yield () if way.kills else tuple(sorted([*rest, *way.flows]))


def any_diagram(seed: int) -> str:
    """A small diagram of tasks and gateways with flows drawn at random."""
    chance = random.Random(seed)
    ids = [f"n{number}" for number in range(chance.randint(3, 7))]
    nodes = ['<startEvent id="s"/>', '<endEvent id="e"/>']
    for ident in ids:
        kind = chance.choice(["task", *GATEWAYS, *GATEWAYS])
        nodes.append(f'<{kind} id="{ident}"/>')
    lines = {(("s"), chance.choice(ids))}
    for ident in ids:
        for _ in range(chance.choice([1, 1, 2])):
            lines.add((ident, chance.choice([*ids, "e", "e"])))
    return "".join(nodes) + flows(*(f"{a} {b}" for a, b in sorted(lines)))


@pytest.mark.parametrize("seed", range(400))
def test_it_agrees_with_playing_every_order(seed: int) -> None:
    net = net_of(any_diagram(seed))
    naive = EveryOrder(net)
    play = Game(net).run()

    if not naive.bounded or not play.complete:
        return  # tokens pile up: neither gives a verdict
    assert play.ends == naive.ends
    assert bool(play.stuck) == bool(naive.stuck)
    assert set(play.stuck) <= naive.stuck
    assert play.ran == naive.ran
    assert set(play.meetings.values()) <= naive.seen


def test_most_random_diagrams_are_judged() -> None:
    judged = [EveryOrder(net_of(any_diagram(seed))).bounded for seed in range(100)]

    assert sum(judged) > 50


def parallel_blocks(count: int, width: int) -> str:
    """Blocks in a row, each split into several branches with a choice, and joined again."""
    nodes, lines = ['<startEvent id="s"/>', '<endEvent id="e"/>'], ["s g0"]
    for block in range(count):
        nodes += [f'<parallelGateway id="g{block}"/>', f'<parallelGateway id="j{block}"/>']
        lines.append(f"j{block} g{block + 1}" if block + 1 < count else f"j{block} e")
        for branch in range(width):
            name = f"{block}x{branch}"
            nodes += [f'<exclusiveGateway id="x{name}"/>', f'<task id="a{name}"/>', f'<task id="b{name}"/>']
            nodes.append(f'<exclusiveGateway id="m{name}"/>')
            lines += [f"g{block} x{name} a{name} m{name} j{block}", f"x{name} b{name} m{name}"]
    return "".join(nodes) + flows(*lines)


@pytest.mark.parametrize(("count", "width"), [(5, 5), (1, 24), (30, 1)])
def test_a_hundred_nodes_take_less_than_a_second(count: int, width: int) -> None:
    data = document(parallel_blocks(count, width))
    diagram = read_diagram(data)
    begun = thread_time()
    (verdict,) = judge(diagram)

    assert thread_time() - begun < 1
    assert len(diagram.nodes) > 95
    assert (verdict.deadlocks, verdict.doubled, verdict.dead) == ((), (), ())


def test_it_gives_up_quietly_when_there_is_too_much_to_play() -> None:
    # Every branch is an inclusive choice of its own whose tokens never join: nothing can be left out.
    nodes = '<startEvent id="s"/><parallelGateway id="g"/><parallelGateway id="j"/><exclusiveGateway id="x"/>'
    choices = ["s g"]
    for branch in range(12):
        nodes += f'<inclusiveGateway id="i{branch}"/><task id="a{branch}"/><task id="b{branch}"/>'
        choices += [f"g i{branch}", f"i{branch} a{branch} if: x", f"i{branch} b{branch} if: y"]
        choices += [f"a{branch} x", f"b{branch} x"]
    net = net_of(nodes + flows(*choices, "x j"))
    play = Game(net).run()

    assert len(play.before) <= MAX_MARKINGS + 64
    assert not play.complete


def test_an_inclusive_join_waits_for_what_may_still_come() -> None:
    body = """<startEvent id="s"/><inclusiveGateway id="g"/><task id="a"/><task id="b"/><task id="c"/>
    <inclusiveGateway id="j"/><task id="z"/>"""
    body += flows("s g", "g a if: x", "g b if: y", "a j z", "b c j")
    (verdict,) = judge(read_diagram(document(body)))

    assert (verdict.deadlocks, verdict.doubled, verdict.dead) == ((), (), ())


STUCK = """<startEvent id="i"/><exclusiveGateway id="g" default="g-x"/><task id="x"/><task id="y"/>
<parallelGateway id="j" name="Join"/><endEvent id="o"/>""" + flows("i g x j o", "g y if: a > 1", "y j")
AROUND = '<startEvent id="s"/><subProcess id="q" {}>{}</subProcess><endEvent id="e"/>{}'
TIMEOUT = """<boundaryEvent id="b" attachedToRef="q"><timerEventDefinition><timeDuration>P1D</timeDuration>
</timerEventDefinition></boundaryEvent>"""
LOOP = "<multiInstanceLoopCharacteristics><loopCardinality>n</loopCardinality>"
LOOP += "</multiInstanceLoopCharacteristics>"


@pytest.mark.parametrize(
    ("body", "certain"),
    [
        (AROUND.format("", STUCK, flows("s q e")), True),
        (AROUND.format("", STUCK, TIMEOUT + flows("s q e", "b e")), False),
        (AROUND.format("", LOOP + STUCK, flows("s q e")), False),
        (AROUND.format('triggeredByEvent="true"', STUCK, flows("s e")), False),
        (
            AROUND.format(
                "", STUCK, '<exclusiveGateway id="w" default="w-q"/>' + flows("s w q e", "w e if: z")
            ),
            False,
        ),
        (
            AROUND.format("", STUCK, '<parallelGateway id="w"/><task id="t"/>' + flows("s w q e", "w t e")),
            True,
        ),
    ],
    ids=["always", "a timer ends it", "maybe no instance", "a handler", "one of two ways", "beside another"],
)
def test_a_deadlock_inside_is_certain_where_nothing_gets_round_it(body: str, certain: bool) -> None:
    verdicts = judge(read_diagram(document(body)))
    found = {(deadlock.join.id, deadlock.certain) for verdict in verdicts for deadlock in verdict.deadlocks}

    assert found == {("j", certain)}


def test_the_example_is_told_as_a_way_to_where_it_waits() -> None:
    (verdict,) = judge(read_diagram(document(STUCK)))

    assert verdict.deadlocks[0].path == "i → g → y → waits for ever at “Join” for x"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ('<startEvent id="s"/><complexGateway id="g"/>' + flows("s g"), "complex gateway"),
        ('<startEvent id="s"/><task id="a" startQuantity="20"/>' + flows("s a"), "more than 8 tokens"),
    ],
)
def test_it_says_what_it_did_not_play(body: str, reason: str) -> None:
    (verdict,) = judge(read_diagram(document(body)))

    assert reason in verdict.unplayed


def permuted(data: bytes, seed: int) -> bytes:
    """The same diagram with the elements of each scope in another order."""
    root = etree.fromstring(data)
    for scope in root.iter(f"{{{BPMN}}}process", f"{{{BPMN}}}subProcess"):
        children = sorted(scope, key=lambda child: Random(f"{seed} {child.get('id')}").random())
        scope[:] = children
    return etree.tostring(root)


@pytest.mark.parametrize("seed", range(60))
def test_the_order_of_elements_in_the_file_does_not_matter(seed: int) -> None:
    data = document(any_diagram(seed))
    told = []
    for order in range(3):
        found = check(package(permuted(data, order)), Checkers())
        told.append({(f.rule, f.element, str(f.severity), f.message) for f in found if f.rule != "schema"})

    assert told[0] == told[1] == told[2]

"""The verdict of the token game against the production runtime, playing drawings that chance has made.

What is called sound never gets stuck, what is called a certain deadlock never ends, and every step that some
play comes to is not called dead.
"""

from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.diagram.build import read_diagram
from engine.diagram.soundness import judge
from engine.dmn import DmnDecisions
from engine.events.process import ElementCompleted
from engine.model.step import InstanceStatus, Step
from engine.ports.runtime import Surroundings
from engine.spiff import SpiffRuntime
from tests.diagrams.drawing import document, flows, package
from tests.packages.playing import MONDAY

RUNTIME = SpiffRuntime(DmnDecisions())
PLAYS = 8
LONG = 400  #: nodes in one play, after which it counts as going round

KINDS = ("task", "task", "exclusiveGateway", "parallelGateway", "parallelGateway", "inclusiveGateway")


@st.composite
def drawings(draw: st.DrawFn) -> str:
    """A process of tasks and gateways, connected at random; every choice has a default."""
    count = draw(st.integers(2, 7))
    ids = [f"n{number}" for number in range(count)]
    kinds = {ident: draw(st.sampled_from(KINDS)) for ident in ids}
    lines = [f"s {draw(st.sampled_from(ids))}"]
    nodes = ['<startEvent id="s"/><endEvent id="e"/>']
    for place, ident in enumerate(ids):
        later = [*ids[place + 1 :], "e", "e"] if draw(st.integers(0, 4)) else [*ids, "e"]
        most = 1 if kinds[ident] == "task" else 3
        targets = draw(st.lists(st.sampled_from(later), min_size=1, max_size=most, unique=True))
        decides = kinds[ident] in ("exclusiveGateway", "inclusiveGateway") and len(targets) > 1
        default = f' default="{ident}-{targets[0]}"' if decides else ""
        nodes.append(f'<{kinds[ident]} id="{ident}"{default}/>')
        for number, target in enumerate(targets):
            condition = " if: toss() = 0" if decides and number else ""
            lines.append(f"{ident} {target}{condition}")
    return "".join(nodes) + flows(*lines)


def played(body: str, seed: int) -> tuple[str, frozenset[str]]:
    """How one play goes (`ended`, `stuck` or `round`), and the nodes that ran."""
    chance = Random(seed)
    around = Surroundings(
        MONDAY, functions=lambda now: {"toss": lambda: chance.randint(0, 1)}, max_moves=LONG
    )
    step = RUNTIME.start(package(document(body)), {}, around)
    ran = frozenset(str(event.element) for event in step.happened if isinstance(event, ElementCompleted))
    return _outcome(step), ran


def _outcome(step: Step) -> str:
    if step.status is InstanceStatus.COMPLETED:
        return "ended"
    assert step.incidents, step.status
    return "round" if any(str(LONG) in incident.message for incident in step.incidents) else "stuck"


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(drawings())
def test_the_verdict_is_what_plays_show(body: str) -> None:
    (verdict,) = judge(read_diagram(document(body)))
    if verdict.unplayed:
        return  # tokens pile up without end: no verdict
    plays = [played(body, seed) for seed in range(PLAYS)]
    outcomes = {outcome for outcome, _ in plays}
    ran = frozenset[str]().union(*(nodes for _, nodes in plays))

    if not verdict.deadlocks:
        assert "stuck" not in outcomes
    if any(deadlock.certain for deadlock in verdict.deadlocks):
        assert "ended" not in outcomes
    assert not ran & {node.id for node in verdict.dead}


def test_plays_are_told_apart() -> None:
    nodes = '<startEvent id="s"/><endEvent id="e"/><task id="a"/><{}Gateway id="g" default="g-e"/>'
    nodes += '<parallelGateway id="j"/>'

    assert played(nodes.format("exclusive") + flows("s a e"), 0)[0] == "ended"
    assert played(nodes.format("exclusive") + flows("s g j e", "a j").replace("g-e", "g-j"), 0)[0] == "stuck"
    assert played(nodes.format("exclusive") + flows("s a a"), 0)[0] == "round"

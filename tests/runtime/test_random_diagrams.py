"""Diagrams drawn at random, block by block: what must come of them is known. Then with events strewn in."""

import json
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.events.process import ElementCancelled, ElementCompleted, ElementStarted
from engine.model.step import InstanceStatus
from tests.runtime.disturbing import Disturber
from tests.runtime.drawing import diagram, end, flows, start
from tests.runtime.pen import Pen
from tests.runtime.playing import Player
from tests.runtime.shuffling import shuffled
from tests.whole.effort import either

Draw = st.DrawFn


@st.composite
def drawings(draw: Draw, *, events: bool = False) -> tuple[bytes, dict[str, object], Counter[str]]:
    pen = (Disturber if events else Pen)(draw)
    block = pen.block(3)
    drawn = start() + end() + block.drawn + flows(f"s {block.first}", f"{block.last} e")
    return diagram(drawn, *pen.called), {"turned": False, **pen.given}, +block.runs


@pytest.mark.timeout(either(240, 3600))
@settings(max_examples=either(25, 300), deadline=None)
@given(drawings(), st.randoms(use_true_random=False), st.booleans(), st.none() | st.integers(0, 9))
def test_every_task_runs_as_often_as_it_is_drawn(drawing, random, in_memory: bool, order: int | None) -> None:  # type: ignore[no-untyped-def]
    data, variables, runs = drawing
    data = data if order is None else shuffled(data, order)
    player = Player(data, variables, in_memory=in_memory)
    for _ in range(2000):
        if not player.open:
            break
        player.complete(random.choice(player.open))
    assert player.step.status is InstanceStatus.COMPLETED, player.incidents
    done = Counter(e.element for e in player.told(ElementCompleted) if getattr(e, "type", "") == "userTask")
    assert done == runs


@pytest.mark.timeout(either(240, 3600))
@settings(max_examples=either(25, 300), deadline=None)
@given(drawings(events=True), st.randoms(use_true_random=False))
def test_storing_and_loading_changes_nothing(drawing, random) -> None:  # type: ignore[no-untyped-def]
    data, variables, _ = drawing
    both = [Player(data, variables, in_memory=in_memory, max_moves=2000) for in_memory in (True, False)]
    for _ in range(60):
        assert both[0].step == both[1].step
        opened = both[0].open
        if both[0].step.status not in (InstanceStatus.ACTIVE, InstanceStatus.INCIDENT) or not opened:
            break
        commands = [f">{random.choice('ab')}", "!go", f"+PT{random.choice([10, 70])}M", *opened, *opened]
        commands.append(f'={{"turned": {random.choice(["true", "false"])}}}')
        command = random.choice(commands)
        for player in both:
            player.play([command])
        every_activity_is_accounted_for(both[1])


def every_activity_is_accounted_for(player: Player) -> None:
    """What has started is completed, cancelled or still open: one of them, once."""
    begun = Counter(getattr(event, "task", None) for event in player.told(ElementStarted))
    over = Counter(
        event.task
        for event in player.happened
        if isinstance(event, ElementCompleted | ElementCancelled) and event.task in begun
    )
    assert set(begun.values()) <= {1}
    assert set(over.values()) <= {1}
    live = {entry[0] for entry in json.loads(player.step.state)["tokens"]}
    assert live.isdisjoint(over)
    assert begun.keys() - over.keys() <= live

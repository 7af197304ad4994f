"""Many parallel instances take work and space in proportion to their number; counted, not timed."""

import cProfile
from collections.abc import Callable

import pytest

from engine.model.step import InstanceStatus
from engine.playback import Playback
from engine.ports.runtime import Surroundings
from engine.spiff import LiveRuntime
from tests.benchmarks.instances import DIAGRAMS, cases, play, state_bytes
from tests.runtime.drawing import diagram, end, flows, multi, start, sub, task, times, user, xor
from tests.runtime.playing import MONDAY, Player, Rules, packed

FEW, MANY = 40, 160


def calls(act: Callable[[], None]) -> int:
    """How many function calls it takes: the same on a busy machine and on an idle one."""
    profile = cProfile.Profile()
    profile.runcall(act)
    return sum(entry.callcount for entry in profile.getstats())


@pytest.mark.parametrize("name", DIAGRAMS)
def test_four_times_the_instances_take_about_four_times_the_work(name: str) -> None:
    play(name, 1)  # what is done once for all is done
    few, many = (calls(lambda: play(name, count)) for count in (FEW, MANY))  # noqa: B023 - called at once
    assert many / few < 4.6


def test_cases_take_work_in_proportion_to_their_number() -> None:
    few, many = (calls(lambda: cases(count)) for count in (FEW, MANY))  # noqa: B023 - called at once
    assert many / few < 4.3


@pytest.mark.parametrize("name", DIAGRAMS)
def test_the_stored_state_grows_in_proportion(name: str) -> None:
    assert state_bytes(name, 400) < 4.2 * state_bytes(name, 100)


def test_an_instance_stores_what_is_its_own() -> None:
    long = "x" * 10_000
    instances = user("t", multi(times(50)))
    player = Player(diagram(start() + instances + end() + flows("s t e")), {"text": long})
    assert len(player.step.state) < 2 * len(long)


def test_many_instances_of_a_long_subprocess_are_no_endless_loop() -> None:
    names = [f"t{number}" for number in range(18)]
    body = start("i") + task(" ".join(names)) + end("ie") + flows(" ".join(["i", *names, "ie"]))
    data = diagram(start() + sub("x", body + multi(times(600))) + end() + flows("s x e"))
    playback = Playback(LiveRuntime(Rules()), packed(data), Surroundings(MONDAY))
    playback.start({})
    assert playback.outcome().status == "completed"


def test_a_loop_around_many_instances_ends_as_an_incident() -> None:
    data = diagram(start() + xor("m") + task("y") + user("z") + flows("s m y m"))
    looped = data.replace(b'id="y" name="y">', b'id="y" name="y">' + multi(times(50)).encode())
    player = Player(looped, in_memory=True, max_moves=500)
    assert player.step.status is InstanceStatus.INCIDENT
    assert "does not end" in player.incidents[0][1]

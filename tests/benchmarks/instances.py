"""Whether parallel instances take time in proportion to their number: `python -m tests.benchmarks.instances`.

Few and many are played in turn, so that whatever the machine does meanwhile meets both; the figure is the
ratio of the medians, 1,000 to 250: 4 is proportional.
"""

import argparse
import json
import sys
from collections.abc import Callable
from decimal import Decimal
from statistics import median
from time import perf_counter, process_time

from engine.dmn import DmnDecisions
from engine.playback import Playback
from engine.ports.runtime import Surroundings
from engine.spiff import LiveRuntime, SpiffRuntime
from tests.runtime.drawing import (
    boundary,
    diagram,
    end,
    flows,
    inc,
    multi,
    node,
    script,
    start,
    sub,
    task,
    timer,
    times,
    user,
)
from tests.runtime.playing import MONDAY, packed

FEW, MANY = 250, 1_000
PAIRS = 5
COLLECTION = (
    "<loopDataInputRef>items</loopDataInputRef><loopDataOutputRef>out</loopDataOutputRef>"
    '<inputDataItem id="item"/><outputDataItem id="answer"/>'
)
Drawn = Callable[[int], bytes]


def _several(activity: Callable[[str], str]) -> Drawn:
    return lambda count: diagram(start() + activity(multi(times(count))) + end() + flows("s x e"))


def _inside(body: str, *chains: str) -> Drawn:
    return _several(lambda loop: sub("x", start("i") + body + end("ie") + flows(*chains) + loop))


#: What is drawn for a number of instances; user tasks in it are called t.
DIAGRAMS: dict[str, Drawn] = {
    "user tasks": lambda count: diagram(
        start() + user("t", multi(times(count))) + boundary("b", "t", timer("P9D")) + end() + flows("s t e")
    ),
    "one after the other": lambda count: diagram(
        start() + user("t", multi(times(count), isSequential=True)) + end() + flows("s t e")
    ),
    "a collection and its results": lambda _: diagram(
        start() + user("t", multi(COLLECTION)) + end() + flows("s t e")
    ),
    "scripts": _several(lambda loop: script("x", "{y: loopCounter}", loop)),
    "subprocesses with timers": _inside(user("t") + boundary("b", "t", timer("P9D")), "i t ie"),
    "subprocesses with joins": _inside(inc("g j") + user("t") + task("k"), "i g t j ie", "g k j"),
    "receive tasks": _several(
        lambda loop: node("receiveTask", "x", loop, messageRef="message_m", q_key="loopCounter")
    ),
}


def play(name: str, count: int) -> None:
    """Play a diagram with so many instances to its end."""
    package = packed(DIAGRAMS[name](count))
    playback = Playback(LiveRuntime(DmnDecisions()), package, Surroundings(MONDAY))
    playback.start({"items": [Decimal(number) for number in range(count)]})
    for number in range(count):
        if name == "receive tasks":
            playback.message("m", Decimal(number + 1), {})
        elif name != "scripts":
            playback.complete("t", {"answer": "yes"})
    assert playback.outcome().status == "completed", name


def cases(count: int) -> None:
    """Start and finish so many cases, stored between their steps."""
    runtime, around = SpiffRuntime(DmnDecisions()), Surroundings(MONDAY)
    package = packed(diagram(start() + user("t") + end() + flows("s t e")))
    started = [runtime.start(package, {}, around) for _ in range(count)]
    for step in started:
        runtime.complete(package, step.state, step.opened[0].id, {}, around)


def state_bytes(name: str, count: int) -> int:
    """The size of the stored state while everything is open."""
    given = {"items": [Decimal(number) for number in range(count)]}
    runtime = SpiffRuntime(DmnDecisions())
    return len(runtime.start(packed(DIAGRAMS[name](count)), given, Surroundings(MONDAY)).state)


def figures(few: int, many: int, pairs: int) -> dict[str, dict[str, float]]:
    """Ratios on the wall and of work, and of the stored bytes."""
    found = {}
    acts: dict[str, Callable[[int], None]] = {
        **{name: (lambda count, name=name: play(name, count)) for name in DIAGRAMS},  # type: ignore[misc]
        "cases": cases,
    }
    for name, act in acts.items():
        sides = _timed(act, few, many, pairs)
        (wall, work), (more_wall, more_work) = (tuple(map(median, zip(*s, strict=True))) for s in sides)
        found[f"instances, {name}"] = {
            "value": round(more_wall / wall, 2),
            "of_work": round(more_work / work, 2),
            "of_bytes": round(state_bytes(name, many) / state_bytes(name, few), 2) if name in DIAGRAMS else 1,
            "many_ms": round(more_wall * 1000, 1),
        }
    return found


def _timed(act: Callable[[int], None], few: int, many: int, pairs: int) -> list[list[tuple[float, float]]]:
    sides: list[list[tuple[float, float]]] = [[], []]
    for _ in range(pairs):
        for side, count in zip(sides, (few, many), strict=True):
            wall, work = perf_counter(), process_time()
            act(count)
            side.append((perf_counter() - wall, process_time() - work))
    return sides


def main() -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--few", type=int, default=FEW)
    parser.add_argument("--many", type=int, default=MANY)
    parser.add_argument("--pairs", type=int, default=PAIRS)
    given = parser.parse_args()
    sys.stdout.write(json.dumps(figures(given.few, given.many, given.pairs), indent=1) + "\n")


if __name__ == "__main__":
    main()

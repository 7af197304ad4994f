"""`http_floor_ratio`: completing a task over HTTP ÷ an empty Flask request with the same commit, same server.

Both servers run as processes of their own on SQLite; one client asks them in turn over connections that stay
open. Work is that of the server's processes, the client's is not counted.
"""

import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from engine.clock import system_clock
from engine.commands.administer import AddToken
from engine.commands.lodge_complaint import Lodged
from engine.feel.wire import dumps
from tests.benchmarks.floor import Recorder, copy_database
from tests.benchmarks.lives import SHIPPED, Act
from tests.benchmarks.measure import Figure, Life, Took, in_turn, ratio
from tests.benchmarks.ours import Ours, ours
from tests.benchmarks.rows import Writes
from tests.benchmarks.served import Server, python, querela

LIVES, ROUNDS = 8, 3


def measure(quick: bool) -> Figure:
    """Of a life with three rounds of rework: work of the servers; `wall`: as the client sees it."""
    lives = (2 if quick else LIVES) + 1
    with TemporaryDirectory() as folder, _both(Path(folder), lives) as sides:
        found = [_live(*sides) for _ in range(lives)][1:]  # the first warms up
    return ratio([life for life, _ in found], [life for _, life in found])


class Own:
    """Our server, and a hand on its database to begin cases and to find tasks."""

    def __init__(self, own: Ours, server: Server) -> None:
        self._own, self._server = own, server
        self._tokens: dict[str, str] = {}

    def begin(self) -> Lodged:
        """A new case."""
        return self._own.begin()

    def act(self, case: Lodged, act: Act) -> Took:
        """One request that completes a task; the complainant's message goes past the server."""
        if not act.login:
            return self._own.act(case, act)
        if act.login not in self._tokens:
            self._tokens[act.login] = self._own.house.do(AddToken(act.login))
        item = next(item for item in self._own.open(case) if item.element == act.element)
        body = dumps({"values": dict(act.values)}).encode()
        return self._server.post(f"/api/v1/tasks/{item.id}/complete", body, self._tokens[act.login])


class Floor:
    """The empty server: each request commits the next of the recorded writes."""

    def __init__(self, server: Server) -> None:
        self._server, self._next = server, 0

    def commit(self) -> Took:
        """One request."""
        took = self._server.post(f"/api/v1/tasks/{self._next}/complete", b'{"values": {}}')
        self._next += 1
        return took


def _live(own: Own, floor: Floor) -> tuple[Life, Life]:
    case = own.begin()
    floor.commit()
    pairs = []
    for position, act in enumerate(SHIPPED.acts(ROUNDS)):
        took = in_turn(partial(own.act, case, act), floor.commit, position)
        if act.login:
            pairs.append(took)
    return [ours_ for ours_, _ in pairs], [theirs for _, theirs in pairs]


@contextmanager
def _both(folder: Path, lives: int) -> Iterator[tuple[Own, Floor]]:
    """Our server, and the empty one with the writes that as many lives of a twin have made."""
    record = folder / "writes"
    with ours(folder / "twin", SHIPPED) as twin:
        twin.house.clock.now = system_clock()
        copy_database(folder / "twin", folder / "floor.db")
        record.write_bytes(pickle.dumps(list(_writes(twin, lives))))
    with ours(folder / "ours", SHIPPED) as own:
        own.house.clock.now = system_clock()
        empty = python("-m", "tests.benchmarks.empty_server", folder / "floor.db", record)
        with querela(folder / "ours", "serve", "--no-worker") as real, empty as bare:
            yield Own(own, real), Floor(bare)


def _writes(twin: Ours, lives: int) -> Iterator[Writes]:
    recorder = Recorder(twin)
    for _ in range(lives):
        case = twin.begin()
        yield recorder.news()
        for act in SHIPPED.acts(ROUNDS):
            twin.act(case, act)
            yield recorder.news()

"""`due_lookup_growth`, `tasklist_growth`: looking things up among 1,000,000 open cases ÷ among 10,000.

Both databases are filled in bulk and asked in turn, through the queries that workers and pages use.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory

from engine.bootstrap import from_environment
from engine.commands.administer import AddPerson
from engine.model.people import SYSTEM
from engine.model.request import Query
from engine.ports.reads import CaseFilter
from engine.queries.due import DueInstances
from engine.queries.register import Register
from engine.queries.tasklist import Tasklist
from tests.benchmarks.many import BEGIN, LARGE_GROUP, NEWCOMER, SMALL_GROUP, STEP, TERM, fill
from tests.benchmarks.measure import Figure, Kind, Life, in_turn, ratio, timed
from tests.support import postgres
from tests.support.installation import PASSWORD, Installation, StandingClock

FEW, MANY, QUICK = 10_000, 1_000_000, 100_000
PAIRS, QUICK_PAIRS = 40, 12
DUE = 100
"""How many instances are due where some are."""
GROUPS = (LARGE_GROUP, SMALL_GROUP)
PEOPLE = {LARGE_GROUP: "handler", SMALL_GROUP: "reviewer", "clerk-00": "handler", NEWCOMER: "handler"}
"""Login: role. Who works for a group looks at its tasks, the others at their own."""
OWN = 10
"""Tasks of a page of one's own: as many as a clerk has in the smaller database."""

Ask = Callable[[Installation], object]


def due_lookup(quick: bool) -> Figure:
    """The worst of the lookups: where some are due and where none is, on each database that is here."""
    return _worst("due", quick)


def tasklist(quick: bool) -> Figure:
    """The worst of the first pages: the register, and the tasks of people in large and small groups."""
    return _worst("lists", quick)


def _worst(kind: str, quick: bool) -> Figure:
    found = {name: figure for name, figure in _measured(quick).items() if name.startswith(kind)}
    parts = {name.partition(", ")[2]: figure for name, figure in found.items()}
    return {
        "value": max(float(str(figure["value"])) for figure in parts.values()),
        "cases": QUICK if quick else MANY,
        "than": FEW,
        **parts,
    }


@cache
def _measured(quick: bool) -> Mapping[str, Figure]:
    """Every lookup's growth; the full run asks PostgreSQL too, where it is installed."""
    many, pairs = (QUICK, QUICK_PAIRS) if quick else (MANY, PAIRS)
    found: dict[str, Figure] = {}
    with (
        TemporaryDirectory() as folder,
        _lite(Path(folder), many) as large,
        _lite(Path(folder), FEW) as small,
    ):
        found |= {
            f"{name}, SQLite": _growth(ask, large, small, "work", pairs) for name, ask in _asks().items()
        }
    if not quick:
        with ExitStack() as stack:
            try:
                server = postgres.server_url()
            except postgres.NoPostgres:
                return found
            large, small = (stack.enter_context(_post(server, cases)) for cases in (many, FEW))
            found |= {
                f"{name}, PostgreSQL": _growth(a, large, small, "wall", pairs) for name, a in _asks().items()
            }
    return found


def _asks() -> dict[str, Ask]:
    asks: dict[str, Ask] = {
        "due, none": partial(_due, at=0),
        f"due, {DUE}": partial(_due, at=DUE),
    }
    for login in PEOPLE:
        asks[f"lists, register of {login}"] = partial(_ask, Register(CaseFilter()), login)
        own = Tasklist(mine=True, limit=OWN)
        asks[f"lists, tasks of {login}"] = partial(_ask, Tasklist() if login in GROUPS else own, login)
    return asks


def _ask(query: Query[object], login: str, house: Installation) -> None:
    house.ask(query, house.actor(login))


def _due(house: Installation, at: int) -> None:
    house.clock.now = BEGIN + TERM + STEP * at
    assert len(house.ask(DueInstances(), SYSTEM)) == at


def _growth(ask: Ask, large: Installation, small: Installation, kind: Kind, count: int) -> Figure:
    turns = [partial(_life, ask, house) for house in (large, small)]
    pairs = [in_turn(turns[0], turns[1], number) for number in range(count)]
    return ratio([a for a, _ in pairs[2:]], [b for _, b in pairs[2:]], kind)


def _life(ask: Ask, house: Installation) -> Life:
    return [timed(partial(ask, house))]


@contextmanager
def _lite(folder: Path, cases: int) -> Iterator[Installation]:
    """An installation on SQLite with so many open cases."""
    home = folder / str(cases)
    home.mkdir()
    with _filled(home, f"sqlite:///{home / 'querela.db'}", cases) as house:
        yield house


@contextmanager
def _post(server: str, cases: int) -> Iterator[Installation]:
    """The same on PostgreSQL."""
    url = postgres.create_database(server)
    try:
        with TemporaryDirectory() as home, _filled(Path(home), url, cases) as house:
            yield house
    finally:
        postgres.drop_database(server, url)


@contextmanager
def _filled(home: Path, url: str, cases: int) -> Iterator[Installation]:
    fill(url, cases)
    clock = StandingClock(BEGIN + TERM)
    querela = from_environment({"QUERELA_HOME": str(home), "QUERELA_DATABASE_URL": url}, clock)
    try:
        querela.initialise()
        for login, role in PEOPLE.items():
            querela.do(AddPerson(login, (role,), PASSWORD, email=f"{login}@office.example"))
        yield Installation(querela, clock)
    finally:
        querela.close()

"""`due_lookup_growth`, `tasklist_growth`: looking things up among 1,000,000 open cases ÷ among 10,000.

Both databases are filled in bulk and asked in turn, through the queries that workers and pages use.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
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
GROUPS = (LARGE_GROUP, SMALL_GROUP, "several")
PEOPLE = {
    LARGE_GROUP: ("handler",),
    SMALL_GROUP: ("reviewer",),
    "several": ("handler", "reviewer"),
    "clerk-00": ("handler",),
    NEWCOMER: ("handler",),
    "stranger": ("administrator",),
    "manager": ("complaints-manager",),
}
"""Login: roles. Who works for a group looks at its tasks, the others at their own; a stranger has none, and
a manager sees every case."""
OWN = 10
"""Tasks of a page of one's own: as many as a clerk has in the smaller database."""
ORDERS = {"": "-received_at", ", due first": "next_clock_due_at", ", gravest first": "-severity"}
REPEATED = {"due": 40, "lists": 4}
"""So often each lookup is asked at a time: one alone is too short to be measured among others' work."""

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
            f"{name}, SQLite": _growth(name, ask, large, small, "work", pairs)
            for name, ask in _asks().items()
        }
    if not quick:
        with ExitStack() as stack:
            try:
                server = postgres.server_url()
            except postgres.NoPostgres:
                return found
            large, small = (stack.enter_context(_post(server, cases)) for cases in (many, FEW))
            found |= {
                f"{name}, PostgreSQL": _growth(name, ask, large, small, "wall", pairs)
                for name, ask in _asks().items()
            }
    return found


def _asks() -> dict[str, Ask]:
    asks: dict[str, Ask] = {
        "due, none": partial(_due, at=0),
        f"due, {DUE}": partial(_due, at=DUE),
    }
    for login in PEOPLE:
        for words, sort in ORDERS.items():
            wanted = CaseFilter(sort=sort, limit=OWN if login == "clerk-00" else CaseFilter().limit)
            asks[f"lists, register of {login}{words}"] = partial(_ask, Register(wanted), login)
        asks[f"lists, next page for {login}"] = partial(_next_page, login)
        own = Tasklist(mine=True, limit=OWN)
        asks[f"lists, tasks of {login}"] = partial(_ask, Tasklist() if login in GROUPS else own, login)
    return asks


def _ask(query: Query[object], login: str, house: Installation) -> None:
    house.ask(query, house.actor(login))


def _next_page(login: str, house: Installation) -> None:
    """The third page of five, for whoever has as many."""
    actor, wanted = house.actor(login), CaseFilter(limit=5)
    for _ in range(2):
        wanted = replace(wanted, cursor=house.ask(Register(wanted), actor).next)
    house.ask(Register(wanted), actor)


def _due(house: Installation, at: int) -> None:
    house.clock.now = BEGIN + TERM + STEP * at
    assert len(house.ask(DueInstances(), SYSTEM)) == at


def _growth(name: str, ask: Ask, large: Installation, small: Installation, kind: Kind, count: int) -> Figure:
    times = REPEATED[name.partition(",")[0]]
    turns = [partial(_life, ask, house, times) for house in (large, small)]
    pairs = [in_turn(turns[0], turns[1], number) for number in range(count)]
    return ratio([a for a, _ in pairs[2:]], [b for _, b in pairs[2:]], kind)


def _life(ask: Ask, house: Installation, times: int) -> Life:
    def several() -> None:
        for _ in range(times):
            ask(house)

    return [timed(several)]


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
        for login, roles in PEOPLE.items():
            querela.do(AddPerson(login, roles, PASSWORD, email=f"{login}@office.example"))
        yield Installation(querela, clock)
    finally:
        querela.close()

"""The only wiring: every port meets its implementation here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import metadata
from typing import TYPE_CHECKING, TypeVar

from engine import commands, queries
from engine.bus import Bus
from engine.checking import refuse_errors
from engine.clock import Clock, system_clock
from engine.config import Config, read_config
from engine.dmn import DmnDecisions
from engine.errors import BadConfiguration, DiagramError, WrongState
from engine.files import Files
from engine.jobs import Dispatcher, Hands, Worker
from engine.jobs.smtp import Postman
from engine.model.package import Beginning, Package
from engine.model.people import SYSTEM, Actor
from engine.model.request import Command, Query
from engine.playback.pools import pools
from engine.secrets import Secrets, load_secrets
from engine.services import Beginnings, Services
from engine.spiff import SpiffRuntime
from engine.store import SqlStore
from engine.store.migrations import HEAD
from engine.store.presence import RESTORE

if TYPE_CHECKING:
    from engine.watching import Watch

Answer = TypeVar("Answer")

INSTALLATION = "installation.kind"
"""Setting: production or sandbox, as it was at `init`."""


@dataclass(frozen=True)
class Querela:
    """The whole application: what web, command line and workers hold in hand."""

    config: Config
    bus: Bus
    services: Services
    store: SqlStore
    watch: "Watch | None" = None  #: who looks on, in servers and workers

    def do(self, command: Command[Answer], actor: Actor = SYSTEM) -> Answer:
        """Carry out a command. Raises Refused when it cannot be done; then nothing has changed."""
        return self.bus.do(command, actor)

    def ask(self, query: Query[Answer], actor: Actor = SYSTEM) -> Answer:
        """Look something up. Raises Refused."""
        return self.bus.ask(query, actor)

    def now(self) -> datetime:
        """The installation's present instant, UTC."""
        return self.bus.now()

    @property
    def secrets(self) -> Secrets:
        """Codes, tokens and sealed values."""
        return self.services.secrets

    def dispatcher(self) -> Dispatcher:
        """Runs what is due as the tables say, on either database."""
        return Dispatcher(self._hands())

    def worker(self) -> Worker:
        """Runs what is due as this database allows: alone on SQLite, beside others on PostgreSQL."""
        if self.store.conninfo is None:
            return self.dispatcher()
        from engine.jobs.crew import Crew  # Procrastinate takes a quarter of a second to load

        return Crew(self._hands(), self.store.conninfo)

    def _hands(self) -> Hands:
        return Hands(self.bus, Postman(self.config, self.services.secrets), self.store.holding)

    def initialise(self, stage: str | None = None) -> None:
        """Create or upgrade the schema and note the kind of this installation; safe to repeat.

        `stage`: only the steps "before" or "after" the servers of this release take over.

        Raises:
            BadConfiguration: the installation was made as the other kind, or a step is not of that stage.
        """
        if self.store.ready() and self._kind() is not None:
            self.require_kind()
        self.store.migrate(stage)
        with self.store.begin() as unit:
            if unit.settings.get(INSTALLATION) is None:
                unit.settings.set(INSTALLATION, self.config.env)
        self.require_kind()

    def require_kind(self) -> None:
        """Look whether the database can be used.

        Raises:
            BadConfiguration: it is missing, outdated, or of the other kind.
            Broken: it does not answer; the text says why.
        """
        kind = self._kind() if self.store.ready() else None
        if kind is None:
            with self.store.read():  # a database that does not answer says so itself
                pass
            raise BadConfiguration("The database is not set up, or of another release: run “querela init”.")
        if kind != self.config.env:
            raise BadConfiguration(
                f"This installation was made as {kind}; QUERELA_ENV says {self.config.env}."
            )

    def require_no_restore(self) -> None:
        """Raises WrongState where the database is about to be replaced by a backup."""
        for other in self.store.others():
            if other.role == RESTORE:
                raise WrongState(
                    f"The database is being restored by {other}; start again when that has ended."
                )

    def _kind(self) -> str | None:
        with self.store.read() as unit:
            return unit.settings.get(INSTALLATION)

    def about(self) -> Mapping[str, str]:
        """`version` of this release, `schema` that it needs, kind of `database`."""
        return {"version": version(), "schema": HEAD, "database": self.config.database_url.partition(":")[0]}

    def close(self) -> None:
        """Give back all connections."""
        self.store.close()


@cache
def version() -> str:
    """This release's."""
    return metadata.version("querela")


def build(
    config: Config, clock: Clock = system_clock, watch: "Watch | None" = None, role: str = ""
) -> Querela:
    """Wire an application; touches no database yet. `watch` looks on while it carries out commands; `role`:
    serve or worker, where others are to know that one runs.

    Raises:
        BadConfiguration: home or key cannot be used.
    """
    secrets = load_secrets(config.home, config.secret_key)
    decisions = DmnDecisions()
    runtime = SpiffRuntime(decisions)
    spans = watch.spans if watch else None
    store = SqlStore(config.database_url, role)
    services = Services(
        config=config,
        secrets=secrets,
        runtime=runtime if spans is None else spans.runtime(runtime),
        decisions=decisions,
        files=Files(config.home / "attachments"),
        check=lambda package: refuse_errors(package, runtime),
        beginnings=_beginnings(),
    )
    handlers = {**commands.HANDLERS, **queries.HANDLERS}
    watched = store if spans is None else spans.store(store)
    return Querela(config, Bus(watched, clock, services, handlers, watch), services, store, watch)


def watched(
    config: Config, environ: Mapping[str, str], clock: Clock = system_clock, role: str = ""
) -> Querela:
    """An application that somebody watches, for one process of a server or a worker.

    Raises:
        BadConfiguration: home or key cannot be used, or spans are wanted that cannot be sent.
    """
    from engine.watching import Watch, telemetry
    from engine.watching.figures import Figures  # counts from now on where `shared` has said
    from engine.watching.sampling import Sampler

    watch = Watch(Figures(), telemetry.spans(environ, version()))
    querela = build(config, clock, watch, role)
    watch.sampler = Sampler(watch.figures, querela.store.pool)
    return querela


def _beginnings() -> Beginnings:
    """What packages begin with, each read once by its content."""
    read: dict[str, tuple[Beginning, ...]] = {}

    def of(package: Package) -> tuple[Beginning, ...]:
        """Nothing where the diagram cannot be read any more: then it cannot start either."""
        if package.sha256 not in read:
            try:
                found = pools(package)
            except DiagramError:
                found = ()
            read[package.sha256] = tuple(Beginning(p.process, p.messages, p.signals) for p in found)
        return read[package.sha256]

    return of


def from_environment(environ: Mapping[str, str], clock: Clock = system_clock) -> Querela:
    """An application as the environment says. Raises BadConfiguration."""
    return build(read_config(environ), clock)

"""Places where an installation is or is to be, and what can be done there."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, inspect, select, table, text

from engine.bootstrap import Querela, build
from engine.commands.attach import Attach
from engine.config import Config, read_config
from engine.rescue import Manifest, back_up, restore
from tests.commands.lodging import case
from tests.support.installation import MONDAY, Installation, StandingClock, installation
from tests.whole.life import ANSWERS, COMPLAINT, PHASES, arrive, finish

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
RELEASE = "0.0.0"
ROUNDS = 60


@dataclass(frozen=True)
class Place:
    """A home and a database."""

    home: Path
    url: str
    environ: Mapping[str, str] = field(default_factory=dict)

    @property
    def config(self) -> Config:
        """The configuration of an installation here."""
        return read_config({"QUERELA_HOME": str(self.home), "QUERELA_DATABASE_URL": self.url, **self.environ})

    @contextmanager
    def installed(self, package: Path = COMPLAINT) -> Iterator[Installation]:
        """A new installation with staff."""
        embedded = self.url == f"sqlite:///{self.home / 'querela.db'}"
        with installation(self.home, None if embedded else self.url, package, **self.environ) as house:
            yield house

    @contextmanager
    def opened(self, now: datetime = MONDAY, *, ready: bool = True) -> Iterator[Installation]:
        """The installation that is here; `ready`: its database must be set up already."""
        clock = StandingClock(now)
        with closing(build(self.config, clock)) as querela:
            if ready:
                querela.require_kind()
            yield Installation(querela, clock)

    def restore(self, file: Path, *, replace: bool = False, other_key: bool = False) -> Manifest:
        """Restore the archive here."""
        return restore(file, self.config, replace=replace, other_key=other_key)

    def rows(self) -> dict[str, list[Any]]:
        """Every row of every table that is there, sorted; values as the database keeps them."""
        engine = create_engine(self.url)
        with engine.connect() as connection:
            names = [n for n in inspect(connection).get_table_names() if not n.startswith("procrastinate")]
            found = {
                name: sorted(
                    map(tuple, connection.execute(select(text("*")).select_from(table(name)))), key=repr
                )
                for name in names
            }
        engine.dispose()
        return found

    def files(self) -> dict[str, bytes]:
        """Every file of the home but the database's own, by its name."""
        return {
            str(file.relative_to(self.home)): file.read_bytes()
            for file in sorted(self.home.rglob("*"))
            if file.is_file() and not str(file.relative_to(self.home)).startswith("querela.db")
        }


def keep(querela: Querela, file: Path, now: datetime = MONDAY) -> Manifest:
    """Back up the installation."""
    services = querela.services
    return back_up(
        file, querela.store, services.files, services.secrets, querela.config, release=RELEASE, now=now
    )


def one_of_each_phase(house: Installation) -> dict[str, str]:
    """A case in every phase of the shipped process, with a file each; reference by phase."""
    references = {}
    for number, phase in enumerate(PHASES):
        lodged = arrive(house, phase)
        data = PNG + number.to_bytes(2, "big")
        house.do(Attach(lodged.reference, "photo.png", data, lodged.tracking_code))
        references[phase] = lodged.reference
    return references


def see_through(house: Installation, references: Iterable[str]) -> dict[str, str]:
    """Work on these cases until each is closed; the status of each, and of its instance."""
    left = list(references)
    for _ in range(ROUNDS):
        left = [reference for reference in left if _work_on(house, reference)]
        if not left:
            break
        house.clock.advance(days=10)
        house.run_due()
    return {reference: case(house, reference).complaint.status for reference in references}


def _work_on(house: Installation, reference: str) -> bool:
    """Complete what can be done now; whether the case is still open, or its instance still runs."""
    while items := [t for t in case(house, reference).tasks if t.state == "open" and t.element in ANSWERS]:
        finish(house, items[0])
    view = case(house, reference)
    return view.complaint.status == "open" or view.instance.status == "active"

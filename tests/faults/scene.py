"""A set-up installation in a sandbox, with processes that can be struck and a test that looks on."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from engine.bootstrap import Querela, from_environment
from engine.commands.administer import AddToken
from tests.faults.clerks import Office, Way
from tests.faults.orders import Nursery, Orders
from tests.faults.reckoning import reckon
from tests.faults.site import Site
from tests.support.installation import MINI, STAFF, installation
from tests.whole.invariants import all_instances

SMALL = Way(
    tasks={
        "assess": ("handler", {"severity": 4}),
        "investigate": ("handler", {"findings": "Case {case} was open.", "outcome": "upheld"}),
        "review": ("reviewer", {"approved": True}),
    },
    messages={},
)
"""How a case of the small process comes to its end."""


@dataclass
class Scene:
    """`querela` is the test's own application, which is never struck."""

    site: Site
    querela: Querela
    office: Office
    orders: Orders
    nursery: Nursery  #: where processes of this installation begin fast, one at a time
    sleepers: Nursery  #: another, for those that stand still meanwhile
    meant: tuple[str, ...] = ()  #: beginnings of troubles that a test has made on purpose

    @property
    def cases(self) -> set[str]:
        """External ids of all cases that were lodged."""
        return {lodged.external_id for lodged in self.office.lodged}

    def work(self) -> None:
        """Let a worker do what is due."""
        assert self.nursery.run("worker", "--once") == 0, self.site.log()[-3000:]

    def advance(self, **length: float) -> None:
        """Put the clock of all processes, and the test's own, so much on."""
        self.orders.set_clock(self.orders.clock_wrong_by() + timedelta(**length).total_seconds())

    def mails(self, state: str | None = None) -> set[str]:
        """Ids of all mails of the cases that were lodged, or of those in one state."""
        references = {lodged.reference for lodged in self.office.lodged}
        with self.querela.store.read() as unit:
            found = [mail for reference in references for mail in unit.outbox.of_case(reference)]
        return {mail.id for mail in found if state in (None, mail.state)}

    def mails_leave(self, seconds: float) -> bool:
        """Whether the workers that run send everything, never longer than that without sending one."""
        gone, give_up_at = self.mails("sent"), time.monotonic() + seconds
        while gone != self.mails():
            now_gone = self.mails("sent")
            if now_gone != gone:
                gone, give_up_at = now_gone, time.monotonic() + seconds
            if time.monotonic() > give_up_at:
                return False
            time.sleep(0.5)
        return True

    def let_time_pass(self) -> None:
        """Leases run out, and what waits for time alone comes to its end; the worker does what is due."""
        self.advance(minutes=3)
        for _ in range(2):
            self.work()
            self.advance(days=30)
        self.work()

    def bring_to_an_end(self, clerks: int = 2, seconds: float = 120) -> None:
        """All cases that were lodged go on to their end, by clerks and by time."""
        if self.site.server is None:
            self.site.start_server("--no-worker")
        self.site.wait_until_ready()
        self.office.start(sorted(self.cases), clerks)
        self.office.finish(seconds)
        assert not self.office.wrong, self.office.wrong
        self.let_time_pass()

    def end_well(self) -> None:
        """All cases that were lodged come to their end, and everything is as it must be."""
        self.bring_to_an_end()
        self.verify(ended=len(self.cases))

    def verify(self, ended: int | None = None) -> None:
        """Everything is as it must be; `ended`: so many cases are there, and all have completed."""
        found = [wrong for wrong in reckon(self.querela, self.office) if not wrong.startswith(self.meant)]
        assert not found, found
        assert self.nursery.run("audit", "verify") == 0, self.nursery.said()
        if ended is not None:
            with self.querela.store.read() as unit:
                statuses = Counter(i.status.value for i in all_instances(unit) if i.reference)
            assert statuses == {"completed": ended}, statuses


@contextmanager
def scene(
    folder: Path,
    url: str | None,
    *,
    package: Path = MINI,
    way: Way = SMALL,
    smtp: str = "",
    seen_by: str | None = None,
) -> Iterator[Scene]:
    """An installation in a folder of its own. `seen_by`: where its processes find the database."""
    home, orders = folder / "home", Orders(folder / "orders")
    orders.folder.mkdir()
    with installation(home, url, package, QUERELA_ENV="sandbox") as house:
        tokens = {login: house.do(AddToken(login)) for login in STAFF}
        config = house.querela.config
    environ = {
        "QUERELA_HOME": str(home),
        "QUERELA_DATABASE_URL": config.database_url,
        "QUERELA_ENV": "sandbox",
        "QUERELA_SMTP_URL": smtp,
    }
    querela = from_environment(environ, orders.clock)
    site = Site(folder, {**environ, "QUERELA_DATABASE_URL": seen_by or config.database_url}, orders.folder)
    nurseries = [Nursery(orders, site.environ, folder / "log") for _ in range(2)]
    try:
        yield Scene(site, querela, Office(site, tokens, way), orders, *nurseries)
    finally:
        site.end()
        for nursery in nurseries:
            nursery.close()
        querela.close()

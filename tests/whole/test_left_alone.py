"""A case left alone: reminders, escalations and breaches come when the working calendar says, each once.

Every phase of the shipped process has a case of its own that is brought there on a known Monday and then
never touched. The expectation is the hand-written table of `alone.py`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path

import pytest

from engine.bootstrap import from_environment
from engine.history import verify
from tests.commands.lodging import case, mails
from tests.support import postgres, requires
from tests.support.installation import Installation, installation
from tests.support.told import happenings
from tests.whole.alone import BERLIN, BREACHED, CALENDAR, COMES, LODGED, breached, coming
from tests.whole.effort import either
from tests.whole.life import COMPLAINT, PHASES, arrive

UNTIL = LODGED + timedelta(days=either(47, 235))
Entry = tuple[datetime, str, str, str | None, str | None, object]
Passing = Callable[[Installation], Installation]


@dataclass(frozen=True)
class Alone:
    """What the database held of one case at the end."""

    reference: str
    came: list[tuple[datetime, str, str]]  #: instant, element, address or `opens`
    queued: int  #: mails in the outbox
    breached: dict[str, datetime]
    escalated: datetime | None
    open: list[str]
    history: list[Entry]


def day_by_day(house: Installation) -> Installation:
    """The worker runs once a day, in a new application after every fifth night."""
    while house.clock.now < UNTIL:
        house.clock.advance(days=1)
        if (house.clock.now - LODGED).days % 5 == 0:
            house.querela.close()
            house = Installation(from_environment(environment(house), house.clock), house.clock)
        house.run_due()
    return house


def at_once(house: Installation) -> Installation:
    """The worker was away all the time and comes at the end."""
    house.clock.now = UNTIL
    house.run_due()
    return house


def environment(house: Installation) -> dict[str, str]:
    config = house.querela.config
    return {
        "QUERELA_HOME": str(config.home),
        "QUERELA_DATABASE_URL": config.database_url,
        "QUERELA_TIMEZONE": config.timezone,
    }


@dataclass
class Lives:
    """The same cases, lived through on one database in two ways."""

    home: Path
    server: str | None

    @cached_property
    def day_by_day(self) -> dict[str, Alone]:
        return self._live(day_by_day)

    @cached_property
    def at_once(self) -> dict[str, Alone]:
        return self._live(at_once)

    def _live(self, passing: Passing) -> dict[str, Alone]:
        url = postgres.create_database(self.server) if self.server else None
        home = self.home / passing.__name__
        with installation(home, url, COMPLAINT, QUERELA_TIMEZONE=BERLIN.key) as house:
            house.clock.now = LODGED
            with house.querela.store.begin() as unit:
                unit.settings.set("calendar.office", CALENDAR)
            references = {phase: arrive(house, phase).reference for phase in PHASES}
            house = passing(house)
            assert house.run_due() == (0, 0, 0)
            assert verify(house.querela.store).ok
            found = {phase: _look(house, reference) for phase, reference in references.items()}
            house.querela.close()
        if self.server and url:
            postgres.drop_database(self.server, url)
        return found


def _look(house: Installation, reference: str) -> Alone:
    view = case(house, reference)
    came, history = [], []
    with house.querela.store.read() as unit:
        entries = unit.history.of_instance(view.instance.id, limit=10_000)
        for each in happenings(entries, unit.history.reveal_all(entries)):
            plain = repr(each.data).replace(view.instance.id, "…")
            history.append((each.at, each.actor, each.kind, each.element, each.name, plain))
            if each.at > LODGED and each.kind == "mail-queued":
                came.append((each.at, str(each.element), str(each.data["to"])))
            elif each.at > LODGED and each.kind == "user-task-opened":
                came.append((each.at, str(each.element), "opens"))
    return Alone(
        reference=reference,
        came=came,
        queued=sum(mail.instance == view.instance.id for mail in mails(house, reference)),
        breached={clock.name: clock.breached_at for clock in view.clocks if clock.breached_at},
        escalated=view.milestones.get("escalated"),
        open=[task.element for task in view.tasks if task.state == "open"],
        history=history,
    )


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def lives(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Lives:
    server = requires.postgres() if request.param == "postgresql" else None
    return Lives(tmp_path_factory.mktemp("alone"), server)


def test_the_table_names_every_phase() -> None:
    assert set(COMES) == set(PHASES)
    assert set(BREACHED) <= set(PHASES)


@pytest.mark.parametrize("phase", PHASES)
def test_everything_comes_in_time_and_once(lives: Lives, phase: str) -> None:
    found = lives.day_by_day[phase]
    expected = coming(phase, UNTIL)
    assert sorted(found.came) == expected
    in_outbox = [entry for entry in found.history if entry[2] == "mail-queued"]
    assert found.queued == len(in_outbox)
    late = [at for at, element, _ in expected if element.endswith(("-late", "report-overdue"))]
    assert found.escalated == min(late, default=None)
    assert found.breached == breached(phase, UNTIL)


def test_a_late_worker_without_restarts_leaves_the_same_history(lives: Lives) -> None:
    assert lives.at_once == lives.day_by_day


def test_the_work_itself_is_still_there(lives: Lives) -> None:
    still = {phase: found.open for phase, found in lives.day_by_day.items()}
    assert still["reaction"] == ["remedy"]
    assert still["survey"] == []
    assert [phase for phase, open_ in still.items() if len(open_) != 1] == ["survey"]

"""The backlog by age, counted between moments, is the same as each open case's age counted one by one."""

from datetime import timedelta
from pathlib import Path
from random import Random

from engine.calendars import WorkingTime
from engine.queries.figures import BANDS, Figures
from tests.commands.lodging import lodge
from tests.support.installation import MONDAY, installation

AGES = (0, 1, 5, 6, 10, 11, 20, 21, 40, 41, 60)
"""Working days around which cases were received, to the microsecond."""


def test_it_counts_open_cases_by_their_age(tmp_path: Path) -> None:
    with installation(tmp_path) as house:
        lodge(house)
        services = house.querela.bus.services
        with house.querela.store.read() as unit:
            office: WorkingTime = services.working(unit, "office")
        house.clock.now = now = MONDAY + timedelta(days=100, hours=3, minutes=7)
        random = Random(5)
        moments = [now - timedelta(days=random.randint(0, 99), seconds=random.randint(0, 9999)) for _ in AGES]
        for days in AGES:
            whole = now - timedelta(days=7 * (days // 5) + days % 5)
            moments += [whole, whole - timedelta(microseconds=1), whole + timedelta(microseconds=1)]
        for moment in moments:
            lodge(house, received_at=min(moment, now))
        ages = [int(office.working_time_between(min(moment, now), now)[0]) for moment in (MONDAY, *moments)]
        view = house.ask(Figures())
    numbers = [sum(low <= age <= high for age in ages) for low, high in BANDS]
    assert [number for _band, number in view.backlog] == [*numbers, len(ages) - sum(numbers)]
    assert all(number > 0 for _band, number in view.backlog)

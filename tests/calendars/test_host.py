"""Working time as expressions see it."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from engine.calendars import WorkingTime, shipped
from engine.calendars.host import host_functions
from engine.feel.values import FeelDate, FeelDateTime, from_python, to_instant

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)  # Monday, 10:00 in Berlin
BERLIN = WorkingTime(shipped("Europe/Berlin")["office"])


@pytest.mark.parametrize(
    ("name", "n", "start", "end"),
    [
        ("working days", "2", None, datetime(2026, 1, 7, 9, tzinfo=UTC)),
        ("working hours", "4", None, datetime(2026, 1, 5, 13, tzinfo=UTC)),
        ("calendar days", "7", None, datetime(2026, 1, 12, 9, tzinfo=UTC)),
        ("working days", "1", from_python(NOW + timedelta(days=1)), datetime(2026, 1, 7, 9, tzinfo=UTC)),
        ("working days", "1", FeelDate(2026, 1, 9), datetime(2026, 1, 12, 8, tzinfo=UTC)),
        ("working days", "0.5", from_python(datetime(2026, 1, 9, 9)), datetime(2026, 1, 9, 12, tzinfo=UTC)),  # noqa: DTZ001
    ],
)
def test_it_gives_the_moment_so_much_later(name: str, n: str, start: object, end: datetime) -> None:
    function = host_functions(BERLIN)(NOW)[name]
    found = function(Decimal(n)) if start is None else function(Decimal(n), start)
    assert isinstance(found, FeelDateTime)
    assert found.zone == "Europe/Berlin"
    assert to_instant(found) == end


@pytest.mark.parametrize(
    "arguments",
    [
        (None,),
        ("3",),
        (Decimal(-1),),
        (Decimal("1e9"),),
        (Decimal(1), None),
        (Decimal(1), "now"),
        (Decimal(1), FeelDate(9999, 1, 1)),
    ],
)
def test_it_gives_null_for_what_means_nothing(arguments: tuple[object, ...]) -> None:
    for function in host_functions(BERLIN)(NOW).values():
        assert function(*arguments) is None

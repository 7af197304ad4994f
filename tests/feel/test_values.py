"""The calendar, zones and conversion to and from Python."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from engine.feel import FeelDate, FeelDateTime, FeelError, FeelTime, from_python, to_instant
from engine.feel.values.calendar import civil_from_days, days_from_civil, iso_week, weekday
from tests.feel.tables import at

EPOCH = date(1970, 1, 1)
START, END = datetime.combine(date(1900, 1, 2), time()), datetime.combine(date(2100, 1, 1), time())
LOCAL = datetime.combine(date(2026, 3, 1), time(9, 30, 0, 500))


@given(some.dates())
def test_the_calendar_agrees_with_pythons(day: date) -> None:
    days = days_from_civil(day.year, day.month, day.day)
    assert days == (day - EPOCH).days
    assert civil_from_days(days) == (day.year, day.month, day.day)
    assert (weekday(days), iso_week(days)) == (day.isoweekday(), day.isocalendar().week)


@given(some.integers(-(10**11), 10**11))
def test_the_calendar_runs_both_ways_for_any_year(days: int) -> None:
    assert days_from_civil(*civil_from_days(days)) == days


@given(
    some.datetimes(min_value=START, max_value=END),
    some.sampled_from(["Europe/Paris", "America/New_York", "Australia/Melbourne", "Asia/Kathmandu"]),
)
def test_zones_agree_with_pythons(local: datetime, zone: str) -> None:
    aware = local.replace(tzinfo=ZoneInfo(zone))
    assert to_instant(from_python(aware)) == aware.astimezone(UTC)


CONVERTED = [
    (1, "1"),
    (Decimal("1.50"), "1.50"),
    (date(2026, 3, 1), "2026-03-01"),
    (time(9, 30), "09:30:00"),
    (time(9, 30, tzinfo=UTC), "09:30:00Z"),
    (LOCAL, "2026-03-01T09:30:00.0005"),
    (datetime(2026, 3, 1, 9, 30, tzinfo=ZoneInfo("Europe/Paris")), "2026-03-01T09:30:00@Europe/Paris"),
    (datetime(2026, 3, 1, 9, 30, tzinfo=timezone(timedelta(hours=-5))), "2026-03-01T09:30:00-05:00"),
    (timedelta(days=1, hours=2), "P1DT2H"),
    (timedelta(seconds=-1.5), "-PT1.5S"),
    ((1, 2), "[Decimal('1'), Decimal('2')]"),
]


@pytest.mark.parametrize(("value", "expected"), CONVERTED)
def test_it_converts_python(value: object, expected: str) -> None:
    assert str(from_python(value)) == expected


@pytest.mark.parametrize(
    "value", [0.1, float("nan"), Decimal("NaN"), Decimal("1e99999"), object(), {1: 2}, b"x", 1j]
)
def test_it_refuses_python(value: object) -> None:
    with pytest.raises(FeelError):
        from_python(value)


INSTANTS = [
    ("2026-03-01T09:30:00Z", UTC, datetime(2026, 3, 1, 9, 30, tzinfo=UTC)),
    ("2026-03-01T09:30:00", "Europe/Paris", datetime(2026, 3, 1, 8, 30, tzinfo=UTC)),
    ("2026-03-01T09:30:00", timezone(timedelta(hours=2)), datetime(2026, 3, 1, 7, 30, tzinfo=UTC)),
    ("2026-07-01T09:30:00@Europe/Paris", UTC, datetime(2026, 7, 1, 7, 30, tzinfo=UTC)),
]


@pytest.mark.parametrize(("moment", "zone", "expected"), INSTANTS)
def test_it_tells_the_instant(moment: str, zone: str, expected: datetime) -> None:
    value = at(moment)
    assert isinstance(value, FeelDateTime)
    assert to_instant(value, zone) == expected


@pytest.mark.parametrize("moment", ["12026-03-01T09:30:00Z", "-0001-01-01T00:00:00Z"])
def test_python_has_no_instant_beyond_its_years(moment: str) -> None:
    value = at(moment)
    assert isinstance(value, FeelDateTime)
    with pytest.raises(FeelError):
        to_instant(value)


def test_there_are_no_impossible_dates_and_times() -> None:
    for make in (
        lambda: FeelDate(2026, 2, 29),
        lambda: FeelDate(10**9, 1, 1),
        lambda: FeelTime(24, 0, 0),
        lambda: FeelTime(1, 0, 0, 0, 70_000),
        lambda: FeelTime(1, 0, 0, 0, "Nowhere/Atall"),
    ):
        with pytest.raises(FeelError):
            make()


def test_far_years_keep_their_zone() -> None:
    far = at("20260-07-01T12:00:00@Europe/Paris")
    assert isinstance(far, FeelDateTime)
    assert far.offset == 7200

"""Working time, as tables: what counts, where a limit ends, and what a change of the clocks does to it."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from engine.calendars import WorkingTime, calendar_from_toml, due, shipped
from engine.calendars.scales import days_of
from engine.errors import InvalidInput

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = WorkingTime(shipped("Europe/Berlin")["office"])
ALWAYS = WorkingTime(shipped("Europe/Berlin")["always"])
SHOP = WorkingTime(
    calendar_from_toml(
        """
        name = "shop"
        zone = "Europe/Berlin"
        country = "DE"
        subdivision = "BY"
        [week]
        monday = ["08:00-12:00", "13:00-17:00"]
        tuesday = ["08:00-12:00", "13:00-17:00"]
        wednesday = ["08:00-12:00"]
        thursday = ["08:00-12:00", "13:00-17:00"]
        friday = ["08:00-12:00", "13:00-17:00"]
        [holidays]
        2026-03-16 = "Stocktaking"
        """
    )
)
NIGHT = WorkingTime(
    calendar_from_toml('name = "night"\nzone = "Europe/Berlin"\n[week]\nsunday = ["00:00-06:00"]')
)


def at(text: str) -> datetime:
    """A moment on the wall in Berlin, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-01-05T09:00", "1", "2026-01-06T09:00"),
        ("2026-01-05T10:30", "3", "2026-01-08T10:30"),
        ("2026-01-09T16:00", "1", "2026-01-12T16:00"),  # over a weekend
        ("2026-01-10T11:00", "1", "2026-01-13T09:00"),  # from a Saturday: counts from Monday
        ("2026-01-05T17:00", "2", "2026-01-08T09:00"),  # from the close
        ("2026-01-05T03:00", "0", "2026-01-05T09:00"),
        ("2026-01-05T09:00", "0.5", "2026-01-05T13:00"),
        ("2026-01-05T09:00", "7.5", "2026-01-14T13:00"),  # half of 15 working days
        ("2026-03-27T10:00", "1", "2026-03-30T10:00"),  # summer time begins in between
        ("2026-10-23T10:00", "1", "2026-10-26T10:00"),  # and ends
        ("2026-01-05T09:00", "261", "2027-01-05T09:00"),
    ],
)
def test_it_counts_working_days(start: str, days: str, end: str) -> None:
    assert OFFICE.after_working_days(at(start), Decimal(days)) == at(end)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-01-05T09:00", "4", "2026-01-05T13:00"),
        ("2026-01-05T09:00", "8", "2026-01-05T17:00"),  # the close, not the next opening
        ("2026-01-05T15:00", "4", "2026-01-06T11:00"),
        ("2026-01-09T16:30", "1", "2026-01-12T09:30"),
        ("2026-01-10T11:00", "0", "2026-01-12T09:00"),
        ("2026-03-27T16:00", "2", "2026-03-30T10:00"),
        ("2026-01-05T09:00", "0.25", "2026-01-05T09:15"),
    ],
)
def test_it_counts_working_hours(start: str, hours: str, end: str) -> None:
    assert OFFICE.after_working_hours(at(start), Decimal(hours)) == at(end)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-01-07T08:00", "1", "2026-01-08T08:00"),  # a short Wednesday is a day like any other
        ("2026-01-07T10:00", "1", "2026-01-08T13:00"),  # half of it, then half of a long day: after the break
        ("2026-01-05T10:00", "0.25", "2026-01-05T13:00"),  # the break does not count
        ("2026-01-05T08:00", "1", "2026-01-07T08:00"),  # 6 January is a holiday in Bavaria
        ("2026-03-13T08:00", "1", "2026-03-17T08:00"),  # one of its own, on a Monday
    ],
)
def test_it_takes_a_working_day_as_one_whatever_its_hours(start: str, days: str, end: str) -> None:
    assert SHOP.after_working_days(at(start), Decimal(days)) == at(end)


def test_it_names_its_holidays() -> None:
    assert SHOP.calendar.holiday(at("2026-03-16T12:00").date()) == "Stocktaking"
    assert SHOP.calendar.holiday(at("2026-12-25T12:00").date()) is not None
    assert SHOP.calendar.holiday(at("2026-03-17T12:00").date()) is None


@pytest.mark.parametrize("day", ["2026-03-28", "2026-03-29", "2026-10-24", "2026-10-25", "2026-06-01"])
def test_it_neither_adds_nor_loses_minutes_when_always_open(day: str) -> None:
    start = at(f"{day}T13:37")
    assert ALWAYS.after_working_hours(start, Decimal(24)) - start == timedelta(hours=24)
    assert ALWAYS.after_working_days(start, Decimal(1)) - start == timedelta(hours=24)
    assert ALWAYS.working_time_between(start, start + timedelta(days=3)) == (Decimal(3), timedelta(days=3))


@pytest.mark.parametrize(
    ("sunday", "hours"),
    [("2026-03-29", 5), ("2026-10-25", 7), ("2026-06-07", 6)],  # 00:00 to 06:00 on the wall
)
def test_it_counts_a_night_as_long_as_it_was(sunday: str, hours: int) -> None:
    start, end = at(f"{sunday}T00:00"), at(f"{sunday}T06:00")
    assert NIGHT.working_time_between(start, end) == (Decimal(1), timedelta(hours=hours))
    assert NIGHT.after_working_hours(start, Decimal(hours)) == end


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (
            "2026-03-28T02:30",
            "1",
            datetime(2026, 3, 29, 1, 0, tzinfo=UTC),
        ),  # 02:30 is left out: 03:00 summer time
        ("2026-10-24T02:30", "1", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # shown twice: the first
        ("2026-03-28T10:00", "1", datetime(2026, 3, 29, 8, 0, tzinfo=UTC)),
        ("2026-03-28T10:00", "1.5", datetime(2026, 3, 29, 20, 0, tzinfo=UTC)),
    ],
)
def test_it_counts_calendar_days_by_the_clock_on_the_wall(start: str, days: str, end: datetime) -> None:
    assert OFFICE.after_days(at(start), Decimal(days)) == end


@pytest.mark.parametrize(
    ("moment", "working"),
    [
        ("2026-01-05T08:59", False),
        ("2026-01-05T09:00", True),
        ("2026-01-05T16:59", True),
        ("2026-01-05T17:00", False),
        ("2026-01-10T12:00", False),
    ],
)
def test_it_knows_when_work_goes_on(moment: str, working: bool) -> None:
    assert OFFICE.is_working(at(moment)) is working
    assert ALWAYS.is_working(at(moment))


@pytest.mark.parametrize(
    ("unit", "limit", "end"),
    [
        ("working-days", "2", "2026-01-08T15:00"),  # Tuesday 10:00 to Wednesday 10:00 does not count
        ("working-hours", "3", "2026-01-06T10:00"),  # used up just as the pause begins
        ("working-hours", "4", "2026-01-07T11:00"),
        ("days", "2", "2026-01-08T15:00"),
        ("hours", "30", "2026-01-07T21:00"),
    ],
)
def test_it_does_not_count_a_pause(unit: str, limit: str, end: str) -> None:
    paused = WorkingTime(OFFICE.calendar, [(at("2026-01-06T10:00"), at("2026-01-07T10:00"))])
    assert due(unit, Decimal(limit), at("2026-01-05T15:00"), paused) == at(end)


def test_it_rests_in_a_pause() -> None:
    paused = WorkingTime(OFFICE.calendar, [(at("2026-01-05T10:00"), at("2026-01-05T12:00"))])
    assert not paused.is_working(at("2026-01-05T11:00"))
    assert paused.next_working(at("2026-01-05T11:00")) == at("2026-01-05T12:00")
    assert paused.working_time_between(at("2026-01-05T10:00"), at("2026-01-05T12:00")) == (0, timedelta(0))


def test_it_takes_overlapping_pauses_once() -> None:
    nested = [
        (at("2026-01-06T10:00"), at("2026-01-06T14:00")),
        (at("2026-01-06T11:00"), at("2026-01-06T12:00")),
        (at("2026-01-06T13:00"), at("2026-01-06T16:00")),
    ]
    paused = WorkingTime(OFFICE.calendar, nested)
    assert paused.after_working_hours(at("2026-01-06T09:00"), Decimal(2)) == at("2026-01-06T17:00")


@pytest.mark.parametrize(
    ("unit", "limit"),
    [("weeks", "1"), ("days", "-1"), ("working-days", "1000000"), ("hours", "NaN"), ("hours", "Infinity")],
)
def test_it_refuses_limits_that_mean_nothing(unit: str, limit: str) -> None:
    with pytest.raises(InvalidInput):
        due(unit, Decimal(limit), at("2026-01-05T09:00"), OFFICE)


def test_it_refuses_a_moment_without_a_zone() -> None:
    with pytest.raises(InvalidInput, match="without a time zone"):
        OFFICE.is_working(datetime(2026, 1, 5, 9))  # noqa: DTZ001


def test_it_tells_the_same_whatever_was_asked_before() -> None:
    starts = [at(f"{year}-12-{day}T15:00") for day in (28, 30) for year in (2031, 2024, 2027, 2024, 2031)]
    asked = [SHOP.after_working_days(start, Decimal(n)) for n in (1, 4) for start in (*starts, *starts)]
    alone = []
    for n in (1, 4):
        for start in (*starts, *starts):
            days_of.cache_clear()
            alone.append(WorkingTime(SHOP.calendar).after_working_days(start, Decimal(n)))
    assert asked == alone

"""What holds for every calendar, every start, every limit and every pause."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.calendars import Calendar, WorkingTime, calendar_from_toml, due, shipped
from engine.calendars.limits import UNITS

ROUNDING = timedelta(microseconds=20)
"""Two steps round twice; a microsecond of a short day can be several of a long one."""

TINY = Decimal("0.00000001")

CALENDARS = [
    *shipped("Europe/Berlin").values(),
    shipped("UTC")["office"],
    calendar_from_toml(
        'name = "around the clock"\nzone = "America/Santiago"\n[week]\n'
        + "\n".join(
            f'{day} = ["00:00-24:00"]'
            for day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
        )
    ),
    calendar_from_toml(
        """
        name = "odd"
        zone = "Australia/Lord_Howe"
        country = "AU"
        [week]
        monday = ["07:00-11:45", "12:30-15:00"]
        wednesday = ["02:15-02:45", "22:00-24:00"]
        thursday = ["00:00-06:00"]
        sunday = ["01:45-02:10"]
        """
    ),
]

START = datetime(2018, 1, 1, tzinfo=UTC)

moments = st.timedeltas(timedelta(0), timedelta(days=4383)).map(lambda passed: START + passed)
lengths = st.timedeltas(timedelta(minutes=1), timedelta(days=30))
amounts = st.decimals(Decimal(0), Decimal(60), places=3)
pauses = st.lists(st.tuples(moments, lengths).map(lambda pair: (pair[0], pair[0] + pair[1])), max_size=4)
workings = st.builds(WorkingTime, st.sampled_from(CALENDARS), pauses)


@given(workings, moments, moments)
def test_positions_never_fall(working: WorkingTime, a: datetime, b: datetime) -> None:
    a, b = min(a, b), max(a, b)
    assert working.position(a) <= working.position(b)
    days, hours = working.working_time_between(a, b)
    assert days >= 0
    assert hours >= timedelta(0)


@given(
    workings, moments, moments, amounts, amounts, st.sampled_from(("working-days", "working-hours", "hours"))
)
def test_later_starts_and_longer_limits_never_end_earlier(
    working: WorkingTime, a: datetime, b: datetime, m: Decimal, n: Decimal, unit: str
) -> None:
    start, later = sorted((a, b))
    short, long = sorted((m, n))
    assert due(unit, short, start, working) <= due(unit, short, later, working)
    assert due(unit, short, start, working) <= due(unit, long, start, working)


@given(workings, moments, amounts, st.sampled_from(UNITS))
def test_a_limit_never_ends_before_it_begins(
    working: WorkingTime, start: datetime, n: Decimal, unit: str
) -> None:
    assert due(unit, n, start, working) >= start


@given(workings, moments, amounts)
def test_time_between_is_the_inverse(working: WorkingTime, start: datetime, n: Decimal) -> None:
    days, _ = working.working_time_between(start, working.after_working_days(start, n))
    assert abs(days - n) < TINY
    _, hours = working.working_time_between(start, working.after_working_hours(start, n))
    assert abs(hours - timedelta(hours=float(n))) <= ROUNDING


@given(workings, moments, amounts.filter(bool), amounts.filter(bool))
def test_two_steps_are_one(working: WorkingTime, start: datetime, m: Decimal, n: Decimal) -> None:
    hours = working.after_working_hours(working.after_working_hours(start, m), n)
    assert hours == working.after_working_hours(start, m + n)
    reached = working.after_working_days(working.after_working_days(start, m), n)
    days, _ = working.working_time_between(working.after_working_days(start, m + n), reached)
    assert abs(days) < TINY


@given(st.sampled_from(CALENDARS), moments, amounts.filter(bool), moments, lengths)
@settings(max_examples=200)
def test_a_pause_adds_exactly_its_working_length(
    calendar: Calendar, start: datetime, n: Decimal, paused: datetime, length: timedelta
) -> None:
    plain = WorkingTime(calendar)
    resumed = paused + length
    inside = WorkingTime(plain.calendar, [(paused, resumed)])
    before = plain.after_working_hours(start, n)
    if resumed <= start or paused >= before:
        assert inside.after_working_hours(start, n) == before
        return
    _, lost = plain.working_time_between(max(paused, start), resumed)
    _, gained = plain.working_time_between(before, inside.after_working_hours(start, n))
    assert gained == lost


@given(workings, moments, amounts)
def test_work_goes_on_just_before_a_limit_of_hours_ends(
    working: WorkingTime, start: datetime, n: Decimal
) -> None:
    end = working.after_working_hours(start, n)
    assert n == 0 or working.is_working(end - timedelta(microseconds=1))
    assert working.is_working(working.after_working_days(start, n))

"""When timers are due, what they fire, how they are armed anew."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from engine.errors import InvalidInput
from engine.events.process import (
    ElementCompleted,
    TimerArmed,
    TimerFired,
    TimerMoved,
    TimerPassed,
    UserTaskOpened,
)
from engine.feel.values import DaysDuration, MonthsDuration, from_python
from engine.ports.runtime import Surroundings
from engine.spiff.failure import Failure
from engine.spiff.timers.period import from_iso
from engine.spiff.timers.reading import is_bare, schedule_of
from engine.spiff.timers.schedule import armed
from tests.runtime.drawing import boundary, catch, diagram, end, flows, handler, start, timer, user
from tests.runtime.playing import MONDAY, Player

BERLIN = ZoneInfo("Europe/Berlin")


def moments(value: object, at: datetime = MONDAY, zone: str = "UTC", most: int = 4) -> list[str]:
    """The first instants at which a timer fires."""
    info = ZoneInfo(zone)
    alarm, found = armed(schedule_of(value, at, info), at, info), []
    while alarm is not None and len(found) < most:
        found.append(alarm.due_at.strftime("%Y-%m-%dT%H:%M:%S"))
        alarm = alarm.rung(info)
    return found


@pytest.mark.parametrize(
    ("text", "zone", "due"),
    [
        ("PT1H", "UTC", ["2026-01-05T10:00:00"]),
        ("P1D", "UTC", ["2026-01-06T09:00:00"]),
        ("P2W", "UTC", ["2026-01-19T09:00:00"]),
        ("P1Y2M", "UTC", ["2027-03-05T09:00:00"]),
        ("PT0.5S", "UTC", ["2026-01-05T09:00:00"]),
        ("PT36H", "UTC", ["2026-01-06T21:00:00"]),
        ("P0.5D", "UTC", ["2026-01-05T21:00:00"]),
        ("2026-03-01T09:00:00Z", "UTC", ["2026-03-01T09:00:00"]),
        ("2026-03-01T09:00:00+02:00", "UTC", ["2026-03-01T07:00:00"]),
        ("2026-03-01T09:00:00", "Europe/Berlin", ["2026-03-01T08:00:00"]),
        ("2026-07-01T09:00:00", "Europe/Berlin", ["2026-07-01T07:00:00"]),
        ("2026-03-01T09:00:00@Asia/Tokyo", "UTC", ["2026-03-01T00:00:00"]),
        ("2026-03-01", "UTC", ["2026-03-01T00:00:00"]),
        ("2026-W10-1", "UTC", ["2026-03-02T00:00:00"]),
        ("2020-01-01T00:00:00Z", "UTC", ["2020-01-01T00:00:00"]),
        ("R3/PT1H", "UTC", ["2026-01-05T10:00:00", "2026-01-05T11:00:00", "2026-01-05T12:00:00"]),
        ("R2/2026-02-01T00:00:00Z/P1D", "UTC", ["2026-02-01T00:00:00", "2026-02-02T00:00:00"]),
        ("R/P1D/2026-01-07T12:00:00Z", "UTC", ["2026-01-06T09:00:00", "2026-01-07T09:00:00"]),
        ("R2/2026-01-31T08:00:00Z/P1M", "UTC", ["2026-01-31T08:00:00", "2026-02-28T08:00:00"]),
        ("R2/2026-03-28T09:00:00/P1D", "Europe/Berlin", ["2026-03-28T08:00:00", "2026-03-29T07:00:00"]),
        ("R3/2020-01-01T00:00:00Z/P1D", "UTC", ["2026-01-05T09:00:00"]),
        ("R3/2026-01-04T10:00:00Z/P1D", "UTC", ["2026-01-05T10:00:00", "2026-01-06T10:00:00"]),
    ],
)  # fmt: skip
def test_iso_texts(text: str, zone: str, due: list[str]) -> None:
    assert is_bare(text)
    assert moments(text, zone=zone) == due


def test_a_cycle_of_months_does_not_drift() -> None:
    due = moments("R/2026-01-31T08:00:00Z/P1M", most=5)
    assert [moment[5:10] for moment in due] == ["01-31", "02-28", "03-31", "04-30", "05-31"]


def test_an_old_endless_cycle_goes_on_from_now() -> None:
    assert moments("R/1990-01-01T12:00:00Z/PT1S", most=2) == ["2026-01-05T09:00:00", "2026-01-05T09:00:01"]


@pytest.mark.parametrize(
    "value",
    [
        "", "P", "PT", "P1H", "P-1D", "-P1D", "P1.5M", "R0/PT1H", "R/PT0S", "R/PT1H/PT1H", "R3/", "Rx/PT1H",
        "P99999999999D", "PT99999999999999H", MonthsDuration(-1), DaysDuration(10**30),
        "tomorrow", "2026-13-01", "2026-02-30T09:00:00", "2026-03-01T09:00:00@No/Where", "P99999Y", "PT1H30",
        None, True, 5, {"a": 1}, [DaysDuration.of(hours=1)], DaysDuration.of(hours=-1),
    ],
)  # fmt: skip
def test_what_is_no_time_is_refused(value: object) -> None:
    with pytest.raises(Failure):
        schedule_of(value, MONDAY, UTC)


@pytest.mark.parametrize("text", ["P1D", "pt5m", "R/PT1H", "2026-03-01", "2026-03-01T09:00:00Z", "-P1D"])
def test_bare_texts_are_told_from_expressions(text: str) -> None:
    assert is_bare(text)


@pytest.mark.parametrize("text", ["P", "Period", "R", "Received + P1", "now()", '"P1D"', "limit", '@"P1D"'])
def test_expressions_are_told_from_bare_texts(text: str) -> None:
    assert not is_bare(text)


@pytest.mark.parametrize(
    ("expression", "due"),
    [
        ('duration("PT2H")', "2026-01-05T11:00:00"),
        ('duration("P1M")', "2026-02-05T09:00:00"),
        ('date("2026-02-01")', "2026-02-01T00:00:00"),
        ('date and time("2026-02-01T10:00:00Z")', "2026-02-01T10:00:00"),
        ('now() + duration("P1D")', "2026-01-06T09:00:00"),
        ('"P3D"', "2026-01-08T09:00:00"),
        ('="R/PT5H"', "2026-01-05T14:00:00"),
        ("limit", "2026-01-05T10:00:00"),
        ("working days(5)", "2026-01-12T09:00:00"),
        ('[date("2026-03-01"), date("2026-02-01")]', "2026-02-01T00:00:00"),
    ],
)
def test_expressions(expression: str, due: str) -> None:
    drawn = diagram(start() + catch("t", timer(expression, "timeCycle")) + end() + flows("s t e"))
    player = Player(drawn, {"limit": "PT1H"}, functions=working_days)
    assert player.incidents == []
    assert player.step.next_due_at is not None
    assert player.step.next_due_at.strftime("%Y-%m-%dT%H:%M:%S") == due
    assert player.step.waiting[0].due_at == player.step.next_due_at


def working_days(now: datetime) -> Mapping[str, Callable[..., object]]:
    """Counts no Saturday and no Sunday, from the instant at which it is asked."""

    def after(count: object) -> object:
        moment, left = now, int(str(count))
        while left:
            moment += timedelta(days=1)
            left -= moment.weekday() < 5
        return from_python(moment)

    return {"working days": after}


def test_a_host_function_counts_from_the_moment_of_arming() -> None:
    drawn = diagram(
        start() + user("a b") + boundary("t", "b", timer("working days(1)")) + end() + flows("s a b e", "t e")
    )
    player = Player(drawn, functions=working_days)
    player.sleep("P4D")  # Friday
    player.complete("a")
    assert player.step.next_due_at == datetime(2026, 1, 12, 9, tzinfo=UTC)


def test_a_list_of_moments_fires_at_each_once() -> None:
    reminders = '[now() + duration("PT1H"), now() + duration("PT3H")]'
    drawn = diagram(
        start()
        + user("a r")
        + boundary("t", "a", timer(reminders, "timeCycle"), beside=True)
        + end()
        + flows("s a e", "t r e")
    )
    player = Player(drawn)
    player.wait("PT2H")
    assert player.open == ["a", "r"]
    assert player.step.next_due_at == MONDAY + timedelta(hours=3)
    player.wait("P9D")
    assert player.open == ["a", "r", "r"]
    assert player.step.next_due_at is None


def test_what_follows_a_timer_happens_at_the_timers_own_instant() -> None:
    drawn = diagram(
        start()
        + user("a h")
        + boundary("t", "a", timer("PT1H"))
        + boundary("u", "h", timer("PT1H"), beside=True)
        + user("k")
        + end()
        + flows("s a e", "t h e", "u k e")
    )
    player = Player(drawn)
    player.wait("P9D")
    told = {(type(e).__name__, e.element): e.at for e in player.steps[-1].happened}
    assert told["TimerFired", "t"] == told["UserTaskOpened", "h"] == MONDAY + timedelta(hours=1)
    assert told["TimerFired", "u"] == told["UserTaskOpened", "k"] == MONDAY + timedelta(hours=2)
    assert [e.element for e in player.told(TimerArmed)] == ["t", "u"]
    instants = [event.at for event in player.happened]
    assert instants == sorted(instants)


def test_a_moment_in_the_past_fires_when_it_is_armed_and_not_before() -> None:
    player = Player(
        diagram(start() + catch("t", timer("2020-01-01T00:00:00Z", "timeDate")) + end() + flows("s t e"))
    )
    assert player.step.status == "completed"
    fired = player.told(TimerFired)[0]
    assert isinstance(fired, TimerFired)
    assert fired.at == MONDAY
    assert fired.due_at.year == 2020


def test_reminders_due_before_the_case_was_recorded_here_are_noted_only() -> None:
    drawn = diagram(
        start()
        + user("a r h")
        + boundary("reminder", "a", timer("R/P1D", "timeCycle"), beside=True)
        + boundary("deadline", "a", timer("P9D"))
        + end()
        + flows("s a e", "reminder r e", "deadline h e")
    )
    player = Player(drawn, quiet_until=MONDAY + timedelta(days=3))
    player.wait("P4D")
    assert [event.at.day for event in player.told(TimerPassed)] == [6, 7, 8]
    assert [event.at.day for event in player.told(TimerFired)] == [9]
    assert player.open == ["a", "r"]


def test_quiet_does_not_keep_a_deadline_from_ending_its_task() -> None:
    drawn = diagram(
        start() + user("a h") + boundary("d", "a", timer("P1D")) + end() + flows("s a e", "d h e")
    )
    player = Player(drawn, quiet_until=MONDAY + timedelta(days=3))
    player.wait("P2D")
    assert player.open == ["h"]


def test_rearm_counts_from_the_moment_of_arming() -> None:
    drawn = diagram(
        start()
        + user("a h")
        + boundary("d", "a", timer("duration(limit)"))
        + boundary("fixed", "a", timer("P20D"), beside=True)
        + end()
        + flows("s a e", "d h e", "fixed h")
    )
    player = Player(drawn, {"limit": "P5D"})
    player.wait("P2D")
    player.write({"limit": "P8D"})
    player.rearm()
    moved = player.told(TimerMoved)
    assert [(e.element, e.before, e.due_at) for e in moved if isinstance(e, TimerMoved)] == [
        ("d", MONDAY + timedelta(days=5), MONDAY + timedelta(days=8))
    ]
    assert player.step.next_due_at == MONDAY + timedelta(days=8)
    player.wait("P5D")
    assert player.open == ["a"]
    player.write({"limit": "P1D"})
    player.rearm()
    assert player.open == ["h"], "it is due already"


def test_rearm_keeps_how_often_a_reminder_has_come() -> None:
    drawn = diagram(
        start()
        + user("a h")
        + boundary("d", "a", timer('"R3/" + pace', "timeCycle"), beside=True)
        + end()
        + flows("s a e", "d h e")
    )
    player = Player(drawn, {"pace": "P1D"})
    player.wait("P1D")
    player.write({"pace": "P2D"})
    player.rearm()
    assert player.step.next_due_at == MONDAY + timedelta(days=4)
    player.wait("P30D")
    assert player.open == ["a", "h", "h", "h"]


def test_rearm_that_cannot_compute_a_timer_is_refused_and_changes_nothing() -> None:
    drawn = diagram(start() + catch("t", timer("duration(limit)")) + end() + flows("s t e"))
    player = Player(drawn, {"limit": "P5D"})
    player.write({"limit": None})
    state = player.step.state
    with pytest.raises(InvalidInput, match="computed anew"):
        player.rearm()
    assert player.look().waiting[0].due_at == MONDAY + timedelta(days=5)
    assert player.step.state == state


def test_a_handler_says_its_start_event_as_what_waits() -> None:
    drawn = diagram(
        start()
        + user("a")
        + end()
        + flows("s a e")
        + handler("H", timer("P1D"), user("h") + flows("Hs h"), beside=True)
    )
    player = Player(drawn)
    assert [(w.element, w.kind) for w in player.step.waiting] == [("Hs", "timer")]
    player.wait("P1D")
    assert [e.element for e in player.told(TimerFired)] == ["Hs"]
    assert "Hs" in [e.element for e in player.told(ElementCompleted)]
    assert [e.element for e in player.told(UserTaskOpened)] == ["a", "h"]


def test_a_month_is_a_month_in_the_zone() -> None:
    start_of_february = datetime(2026, 1, 31, 23, 30, tzinfo=UTC)
    assert from_iso("P1M").after(start_of_february, 1, BERLIN) == datetime(2026, 2, 28, 23, 30, tzinfo=UTC)
    assert Surroundings(MONDAY).zone == "UTC"

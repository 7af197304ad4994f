"""Calendars as text: what is understood, what comes back, and what is refused in plain words."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from engine.calendars import WorkingTime, calendar_from_dict, calendar_from_toml, calendar_to_dict, shipped
from engine.errors import InvalidInput

SHOP = """
name = "shop"
zone = "Europe/Berlin"
country = "DE"
subdivision = "BY"
[week]
monday = ["09:00-12:00", "13:30-24:00"]
sunday = ["00:00-02:00"]
[holidays]
2026-12-24 = "Christmas Eve"
"""


def test_it_comes_back_from_plain_data_as_it_was() -> None:
    for calendar in (calendar_from_toml(SHOP), *shipped("Asia/Taipei").values()):
        stored = json.loads(json.dumps(calendar_to_dict(calendar)))
        assert calendar_from_dict(stored) == calendar


def test_it_takes_the_organisations_zone_where_none_is_written() -> None:
    calendar = calendar_from_toml('name = "x"\n[week]\nmonday = ["09:00-17:00"]', zone="Europe/Athens")
    assert calendar.zone == "Europe/Athens"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("week =", "cannot be read"),
        ('name = "x"', "no working hours"),
        ('zone = "Mars/Olympus"\nalways = true', "no time zone"),
        ("hours = 3", "no “hours”"),
        ("always = 1", "true or false"),
        ("name = 1\nalways = true", "is a text"),
        ("week = 3", "table of days"),
        ("[week]\nfunday = []", "no day of the week"),
        ('[week]\nmonday = "09:00-17:00"', "are a list"),
        ('[week]\nmonday = ["9 to 5"]', "no stretch of time"),
        ("[week]\nmonday = [9]", "no stretch of time"),
        ('[week]\nmonday = ["22:00-06:00"]', "in two parts"),
        ('[week]\nmonday = ["09:00-12:00", "11:00-13:00"]', "before the stretch ahead"),
        ('[week]\nmonday = ["09:00-24:00", "11:00-13:00"]', "before the stretch ahead"),
        ('always = true\n[holidays]\nchristmas = "x"', "no date"),
        ("always = true\nholidays = 3", "table of dates"),
        ('always = true\ncountry = "Atlantis"', "No public holidays"),
        ('always = true\ncountry = "DE"\nsubdivision = "XX"', "“DE-XX”"),
    ],
)
def test_it_refuses_what_is_no_calendar(text: str, says: str) -> None:
    with pytest.raises(InvalidInput, match=says):
        calendar_from_toml(text)


def test_it_does_not_look_beyond_reasonable_years() -> None:
    with pytest.raises(InvalidInput, match="do not reach"):
        WorkingTime(shipped("UTC")["office"]).position(datetime(3000, 1, 1, tzinfo=UTC))


def test_it_does_not_look_for_a_deadline_beyond_reasonable_years() -> None:
    with pytest.raises(InvalidInput, match="does not reach"):
        WorkingTime(shipped("UTC")["office"]).after_working_days(
            datetime(2390, 1, 1, tzinfo=UTC), Decimal(10_000)
        )

"""The proleptic Gregorian calendar for any year.

Days count from 1970-01-01. Python's `datetime` ends at the years 1 and 9999; FEEL's dates do not.
"""

from typing import Final

MAX_YEAR: Final = 999_999_999
DAYS_IN_ERA: Final = 146_097  # 400 years
_EPOCH: Final = 719_468  # days from 0000-03-01 to 1970-01-01
_LENGTHS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_leap(year: int) -> bool:
    """Whether the year has a 29 February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year: int, month: int) -> int:
    """28 to 31."""
    return 29 if month == 2 and is_leap(year) else _LENGTHS[month - 1]


def days_from_civil(year: int, month: int, day: int) -> int:
    """Days from 1970-01-01 to the date.

    Years are counted from 1 March here, so that the leap day is the last day of its year.
    """
    shifted = year - (month <= 2)
    era, year_of_era = divmod(shifted, 400)
    day_of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    day_of_era = year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year
    return era * DAYS_IN_ERA + day_of_era - _EPOCH


def civil_from_days(days: int) -> tuple[int, int, int]:
    """Year, month and day of the date so many days after 1970-01-01."""
    era, day_of_era = divmod(days + _EPOCH, DAYS_IN_ERA)
    year_of_era = (day_of_era - day_of_era // 1460 + day_of_era // 36524 - day_of_era // 146096) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted_month = (5 * day_of_year + 2) // 153
    day = day_of_year - (153 * shifted_month + 2) // 5 + 1
    month = shifted_month + 3 if shifted_month < 10 else shifted_month - 9
    return year_of_era + era * 400 + (month <= 2), month, day


def weekday(days: int) -> int:
    """1 for Monday to 7 for Sunday."""
    return (days + 3) % 7 + 1


def iso_week(days: int) -> int:
    """Number of the week by ISO 8601: week 1 holds the year's first Thursday."""
    thursday = days - weekday(days) + 4
    first_of_year = days_from_civil(civil_from_days(thursday)[0], 1, 1)
    return (thursday - first_of_year) // 7 + 1

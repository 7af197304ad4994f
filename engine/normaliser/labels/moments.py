"""ISO 8601 itself, calendar dates, hours of the day and days of the month."""

import re
from datetime import date, datetime

from engine.normaliser.labels.text import Label, Word, split, units
from engine.normaliser.labels.timing import Timing

_DATE = r"P(?=\d|T\d)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?"
_ISO = re.compile(rf"(?<![\w-])(?P<again>R\d*/)?(?P<length>{_DATE})(?![\w-])")
_DAY_FIRST = re.compile(r"(?<![\d.])(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?![\d.])")
_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4})(?![\d/])")
_YEAR_FIRST = re.compile(
    r"(?<![\d-])(\d{4})-(\d{2})-(\d{2})"
    r"(?P<time>[t ](?P<clock>\d{2}:\d{2}(?::\d{2})?)(?P<zone>z|[+-]\d{2}:\d{2})?)?(?![\d-])"
)
_CLOCK = re.compile(
    r"(?:(?<![\w.])(?P<at>at|um|à|om|alle(?: ore)?|ore|às|a las|στισ|στη|в|saat|الساعه|ساعت|o)\s+)?"
    r"(?<![\d.:,/-])(?P<hour>\d{1,2})(?P<minutes>[:.h]\d{2})?(?![\d:,/%-])(?!\.\d)"
    r"\s*(?P<word>a\.?m\b\.?|p\.?m\b\.?|o'clock|uhr|heures|h\b|uur)?"
)
_MONTH_WORDS = r"(?:month|monats?|mois|mese|mes|mês|maand|miesiąca|месяца|μηνα|ayın|الشهر|ماه)"
_DAY_OF_MONTH = re.compile(
    r"(?:(?P<day>\d{1,2})\.?(?:st|nd|rd|th|er|°|º)?|(?P<first>first|ersten|primo|premier|eerste))(?:\s+day|\s+tag)?"
    r"\s+(?:(?:of|des|eines|du|de|del|di|van)(?:\s+(?:the|every|each|jeden|chaque|ogni|cada|de|elke))?"
    r"|every|each|jedes|jeden|chaque|ogni|cada|elke)"
    rf"\s+{_MONTH_WORDS}(?!\w)"
)


def iso_itself(label: Label) -> Timing | None:
    """A length or cycle that is written as ISO 8601 in the label."""
    found = list(_ISO.finditer(label.original.upper() if len(label.original) < 40 else label.original))
    if len(found) != 1:
        return None
    match = found[0]
    again = match["again"] or ""
    words = label.original[match.start() : match.end()]
    exact = words == label.original.strip()
    note = "" if exact else "the label says more than this time"
    return Timing(f"{again}{match['length']}", "cycle" if again else "duration", words, exact, note)


def calendar_date(label: Label) -> Timing | None:
    """A date that is written with digits; `03/04/2026` could be two dates and is not read."""
    text = label.folded
    if found := _YEAR_FIRST.search(text):
        day = _date(found[1], found[2], found[3])
        clock = found["clock"]
    elif found := _DAY_FIRST.search(text):
        day, clock = _date(found[3], found[2], found[1]), None
    elif found := _SLASHED.search(text):
        first, second = int(found[1]), int(found[2])
        month_first = second > 12
        if first <= 12 and second <= 12 and first != second:
            return None
        parts = (found[1], found[2]) if month_first else (found[2], found[1])
        day, clock = _date(found[3], *parts), None
    else:
        return None
    if day is None or (clock is not None and not _is_time(clock)):
        return None
    zone = (found["zone"] if clock else None) or ""
    full = f"{clock}:00" if clock and len(clock) == 5 else clock or "00:00:00"
    note = (
        "" if zone else "the time is taken for UTC" if clock else "the day is taken to begin at midnight UTC"
    )
    words = label.between(found.start(), found.end())
    return Timing(f"{day.isoformat()}T{full}{zone.upper() or 'Z'}", "date", words, not note, note)


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _is_time(text: str) -> bool:
    try:
        datetime.strptime(text[:5], "%H:%M")  # noqa: DTZ007 - an hour of the day has no zone
    except ValueError:
        return False
    return True


def day_of_month(label: Label) -> Timing | None:
    """`am 1. des Monats`: a monthly cycle and its day."""
    found = _DAY_OF_MONTH.search(label.folded)
    if found is None:
        return None
    day = int(found["day"]) if found["day"] else 1
    if not 1 <= day <= 31:
        return None
    words = label.between(found.start(), found.end())
    return Timing("R/P1M", "cycle", words, False, "the cycle does not hold the day of the month", day=day)


def clock_in(text: str) -> tuple[str, int, int] | None:
    """The hour of the day in a folded text as `09:00`, and where it stands; None where there is none."""
    for found in _CLOCK.finditer(text):
        word, minutes = (found["word"] or "").replace(".", ""), found["minutes"]
        plain = minutes is not None and minutes[0] == ":"
        if not (found["at"] or plain or word in ("am", "pm", "o'clock", "uhr")):
            continue
        end = found.end()
        if not (minutes or word):
            following = split(text[end:])[:1]
            if not _may_be_hour(found["at"], following):
                continue
            end += following[0].end if following and following[0].text in units() else 0
        hour = int(found["hour"])
        if word in ("am", "pm"):
            if not 1 <= hour <= 12:
                continue
            hour = hour % 12 + (12 if word == "pm" else 0)
        if hour > 23 or int((minutes or ":00")[1:]) > 59:
            continue
        return f"{hour:02d}:{(minutes or ':00')[1:]}", found.start(), end
    return None


def _may_be_hour(at: str, following: list[Word]) -> bool:
    """Whether a bare number can be an hour before these words: `à 9 heures` is, `alle 2 Wochen` is not."""
    unit = units().get(following[0].text) if following else None
    return unit is None or (unit == "H" and (at != "alle" or following[0].text == "ore"))

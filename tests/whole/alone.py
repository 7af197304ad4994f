"""What comes by itself, and when, to a case that nobody touches: written down by hand from a wall calendar.

The office works Monday to Friday from nine to five in Berlin. The complaint is lodged on Monday, 23 March
2026, at ten. On 29 March the clocks go forward, on 25 October back. A limit of n working days ends at ten on
the n-th working day after that Monday; half a day more is two in the afternoon.

     1 Tue 24 Mar     8 Thu  2 Apr    15 Wed 15 Apr    28 Tue  5 May     90 Mon  3 Aug
     2 Wed 25 Mar     -- Good Friday  16 Thu 16 Apr    30 Thu  7 May    100 Mon 17 Aug
     3 Thu 26 Mar     -- Easter Mon.  18 Mon 20 Apr    -- Ascension     110 Mon 31 Aug
     4 Fri 27 Mar     9 Tue  7 Apr    20 Wed 22 Apr    40 Fri 22 May    120 Mon 14 Sep
     -- clocks        10 Wed 8 Apr    25 Wed 29 Apr    -- Whit Monday   140 Mon 12 Oct
     5 Mon 30 Mar     12 Fri 10 Apr   26 Thu 30 Apr    50 Mon  8 Jun     -- clocks
     7 Wed  1 Apr                     -- 1 May         60 Mon 22 Jun    160 Mon  9 Nov
                                                       70 Mon  6 Jul
                                                       80 Mon 20 Jul
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")
LODGED = datetime(2026, 3, 23, 9, tzinfo=UTC)
CALENDAR = """
name = "office"
zone = "Europe/Berlin"

[week]
monday = ["09:00-17:00"]
tuesday = ["09:00-17:00"]
wednesday = ["09:00-17:00"]
thursday = ["09:00-17:00"]
friday = ["09:00-17:00"]

[holidays]
2026-04-03 = "Good Friday"
2026-04-06 = "Easter Monday"
2026-05-01 = "Labour Day"
2026-05-14 = "Ascension Day"
2026-05-25 = "Whit Monday"
"""

Row = tuple[str, str, str]
"""Element; who gets its mail, or `opens` for a task; the moments, local time."""

EVERY_20 = (
    "Wed 22 Apr 10:00, Fri 22 May 10:00, Mon 22 Jun 10:00, Mon 20 Jul 10:00, "
    "Mon 17 Aug 10:00, Mon 14 Sep 10:00, Mon 12 Oct 10:00, Mon 09 Nov 10:00"
)
OPEN: tuple[Row, ...] = (("update", "complainant", EVERY_20),)
UNDECIDED: tuple[Row, ...] = (*OPEN, ("report-overdue", "quality", EVERY_20))
IN_3_DAYS = "Tue 24 Mar 14:00, Wed 25 Mar 13:12"
IN_5_DAYS = "Wed 25 Mar 14:00, Fri 27 Mar 10:00"
IN_10_DAYS = "Mon 30 Mar 10:00, Thu 02 Apr 10:00"
LATE: Row = ("investigation-late", "manager", "Wed 15 Apr 10:00")
INVESTIGATION: tuple[Row, ...] = (
    ("investigation-remind", "handlers", "Wed 01 Apr 14:00, Fri 10 Apr 10:00"),
    LATE,
)
REMEDY_AFTER_SILENCE: tuple[Row, ...] = (
    ("remedy", "opens", "Wed 22 Apr 10:00"),
    ("remedy-remind", "handlers", "Wed 29 Apr 10:00, Tue 05 May 10:00"),
    ("remedy-late", "manager", "Thu 07 May 10:00"),
)

COMES: Mapping[str, tuple[Row, ...]] = {
    "assessment": (
        ("assess-remind", "handlers", "Tue 24 Mar 10:00, Tue 24 Mar 14:48"),
        ("assess-late", "manager", "Wed 25 Mar 10:00"),
        *UNDECIDED,
    ),
    "an enquiry": (
        ("answer-remind", "handlers", IN_10_DAYS),
        ("answer-late", "manager", "Wed 08 Apr 10:00"),
        *UNDECIDED,
    ),
    "early resolution": (
        ("resolve-early-remind", "handlers", "Wed 25 Mar 13:12"),
        ("investigate", "opens", "Thu 26 Mar 10:00"),
        ("investigation-remind", "handlers", "Wed 08 Apr 14:00, Wed 15 Apr 10:00"),
        ("investigation-late", "manager", "Mon 20 Apr 10:00"),
        *UNDECIDED,
    ),
    "investigation": (*INVESTIGATION, *UNDECIDED),
    "a question to write": (  # by who had the investigation last
        ("investigation-remind", "the one", "Wed 01 Apr 14:00, Fri 10 Apr 10:00"),
        LATE,
        *UNDECIDED,
    ),
    "a question asked": (  # unanswered, the investigation is offered to everybody again
        ("investigation-remind", "the one", "Wed 01 Apr 14:00"),
        ("investigate", "opens", "Wed 08 Apr 10:00"),
        ("investigation-remind", "handlers", "Fri 10 Apr 10:00"),
        LATE,
        *UNDECIDED,
    ),
    "proposal": (
        ("propose-remind", "handlers", IN_3_DAYS),
        ("propose-late", "quality", "Thu 26 Mar 10:00"),
        *UNDECIDED,
    ),
    "review": (
        ("review-remind", "reviewer", IN_3_DAYS),
        ("review-late", "quality", "Thu 26 Mar 10:00"),
        *UNDECIDED,
    ),
    "approval": (
        ("approve-remind", "manager", IN_3_DAYS),
        ("approve-late", "quality", "Thu 26 Mar 10:00"),
        *UNDECIDED,
    ),
    "reaction": (*REMEDY_AFTER_SILENCE, *OPEN),
    "internal review": (
        ("stage-2-remind", "manager", "Wed 08 Apr 10:00, Thu 16 Apr 10:00"),
        ("stage-2-late", "quality", "Wed 22 Apr 10:00"),
        *OPEN,
    ),
    "second reaction": (*REMEDY_AFTER_SILENCE, *OPEN),
    "referral": (
        ("refer-remind", "manager", IN_5_DAYS),
        ("refer-late", "quality", "Mon 30 Mar 10:00"),
        *OPEN,
    ),
    "external decision": (
        (
            "external-result-remind",
            "manager",
            "Wed 08 Apr 10:00, Wed 22 Apr 10:00, Thu 07 May 10:00, Fri 22 May 10:00, Mon 08 Jun 10:00, "
            "Mon 22 Jun 10:00, Mon 06 Jul 10:00, Mon 20 Jul 10:00, Mon 03 Aug 10:00, Mon 17 Aug 10:00, "
            "Mon 31 Aug 10:00, Mon 14 Sep 10:00",
        ),
        ("external-result-late", "quality", "Mon 14 Sep 10:00"),
        *OPEN,
    ),
    "remedy": (
        ("remedy-remind", "handlers", IN_10_DAYS),
        ("remedy-late", "manager", "Wed 08 Apr 10:00"),
        *OPEN,
    ),
    "root cause": (
        ("record-cause-remind", "quality", IN_5_DAYS),
        ("record-cause-late", "manager", "Mon 30 Mar 10:00"),
        *OPEN,
    ),
    "closing": (
        ("close-remind", "handlers", IN_5_DAYS),
        ("close-late", "handlers", "Mon 30 Mar 10:00"),
        *OPEN,
    ),
    "survey": (("send-survey", "complainant", "Mon 30 Mar 10:00"),),
    "reopened": (
        ("assess-remind", "handlers", "Mon 23 Mar 12:00, Mon 23 Mar 13:12"),
        ("assess-late", "manager", "Mon 23 Mar 14:00"),
        *UNDECIDED,
    ),
}
"""Phase: all that comes."""

TOTAL = {"answer": "Wed 22 Apr 10:00"}
DECISION = {"decision and review": "Thu 26 Mar 10:00", **TOTAL}
INVESTIGATED_LATE = {"investigation": "Wed 15 Apr 10:00", **TOTAL}
BREACHED: Mapping[str, Mapping[str, str]] = {
    "assessment": {"assessment": "Wed 25 Mar 10:00", **TOTAL},
    "an enquiry": {"assessment": "Wed 25 Mar 10:00", **TOTAL},
    "early resolution": TOTAL,
    "investigation": INVESTIGATED_LATE,
    "a question to write": INVESTIGATED_LATE,
    "a question asked": INVESTIGATED_LATE,
    "proposal": DECISION,
    "review": DECISION,
    "approval": DECISION,
    "reopened": {"urgent assessment": "Mon 23 Mar 14:00", **TOTAL},
}
"""Phase: the clocks that are breached, and when; in all other phases none."""

ADDRESSES: Mapping[str, tuple[str, ...]] = {
    "complainant": ("ada@home.example",),
    "handlers": ("handler@office.example", "handler2@office.example"),
    "the one": ("handler@office.example",),
    "reviewer": ("reviewer@office.example",),
    "manager": ("manager@office.example",),
    "quality": ("quality@office.example",),
}


def instant(text: str) -> datetime:
    """The UTC instant of a moment such as `Tue 24 Mar 14:48` in the year of the table."""
    local = datetime.strptime(f"2026 {text}", "%Y %a %d %b %H:%M").replace(tzinfo=BERLIN)
    assert f"{local:%a %d %b %H:%M}" == text, "the weekday is another"
    return local.astimezone(UTC)


def coming(phase: str, until: datetime) -> list[tuple[datetime, str, str]]:
    """(instant, element, address or `opens`) of all that has come by then, in order."""
    return sorted(row for row in _rows(COMES[phase]) if row[0] <= until)


def breached(phase: str, until: datetime) -> dict[str, datetime]:
    """Name and breach of every clock that has been breached by then."""
    moments = {clock: instant(text) for clock, text in BREACHED.get(phase, {}).items()}
    return {clock: at for clock, at in moments.items() if at <= until}


def _rows(table: Iterable[Row]) -> Iterable[tuple[datetime, str, str]]:
    for element, who, moments in table:
        for moment in moments.split(", "):
            for address in ADDRESSES.get(who, (who,)):
                yield instant(moment), element, address

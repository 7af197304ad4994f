"""The register's filters, read from an address and written back into one."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from werkzeug.datastructures import MultiDict

from engine.errors import InvalidInput
from engine.forms.digits import western_digits
from engine.ports.reads import CaseFilter, CaseRow, Page
from engine.queries.register import Register
from web.gate import ask

SORTS = {
    "-received_at": "-received_at",
    "received_at": "received_at",
    "due_at": "next_clock_due_at",
    "-severity": "-severity",
    "reference": "reference",
    "-reference": "-reference",
}
"""Orders by the words that an address names them with."""
FOLDED = frozenset({"category", "channel", "kind", "outcome", "owner", "from", "to"})
"""Filters that the page folds away while none of them is set."""
TEXTS = ("category", "channel", "kind", "outcome", "owner")
PAGE = 50


@dataclass(frozen=True, slots=True)
class Filters:
    """What was asked for: the filter itself, and the words it came in."""

    wanted: CaseFilter
    words: dict[str, str]  #: as they stand in the address, empty ones left out

    @property
    def any(self) -> bool:
        """Whether anything narrows the list down."""
        return bool(set(self.words) - {"sort", "cursor"})

    @property
    def narrowed(self) -> bool:
        """Whether one of the filters that are folded away is set."""
        return not FOLDED.isdisjoint(self.words)

    def link(self, **changes: str | None) -> dict[str, str]:
        """The address's words with changes; a new choice begins at the first page."""
        words = {key: value for key, value in self.words.items() if key != "cursor"}
        words.update({key: value for key, value in changes.items() if value is not None})
        return {key: value for key, value in words.items() if changes.get(key, value) is not None}


def read_filters(args: MultiDict[str, str], zone: ZoneInfo) -> Filters:
    """The filters of an address; what makes no sense is left out."""
    names = ("q", "status", "late", "from", "to", "sort", "cursor", *TEXTS)
    words = {name: args[name].strip() for name in names if args.get(name, "").strip()}
    wanted = CaseFilter(
        status=words.get("status") if words.get("status") in ("open", "closed") else None,
        text=western_digits(words.get("q", "")),
        received_from=_start(words.get("from"), zone),
        received_to=_after(words.get("to"), zone),
        late=words.get("late") == "1",
        limit=PAGE,
        cursor=words.get("cursor"),
        **{name: words.get(name) for name in TEXTS},  # type: ignore[arg-type]
    )
    if words.get("sort") in SORTS:
        wanted = replace(wanted, sort=SORTS[words["sort"]])
    return Filters(wanted, words)


def _start(text: str | None, zone: ZoneInfo) -> datetime | None:
    try:
        day = datetime.strptime(western_digits(text or ""), "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None
    return datetime.combine(day, time(), zone)


def _after(text: str | None, zone: ZoneInfo) -> datetime | None:
    start = _start(text, zone)
    return start + timedelta(days=1) if start else None


def looked_up(filters: Filters) -> tuple[Page[CaseRow], str]:
    """The page of cases that fit, and why there is none where the search itself was refused."""
    try:
        return ask(Register(filters.wanted)), ""
    except InvalidInput as refused:
        return Page(()), str(refused)

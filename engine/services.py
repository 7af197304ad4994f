"""What every command and query has at hand beside its transaction: wired once, in `bootstrap`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import lru_cache

from engine.calendars import Calendar, WorkingTime, calendar_from_toml, shipped
from engine.calendars.host import host_functions
from engine.config import Config
from engine.errors import InvalidInput
from engine.feel.values import from_python
from engine.files import Files
from engine.forms import Form, read_form
from engine.model.complaint import Complaint
from engine.model.package import Beginning, Package
from engine.model.settings import CALENDAR
from engine.model.work import Pause
from engine.ports.runtime import Decisions, HostFunctions, Runtime
from engine.ports.store import Unit
from engine.secrets import Secrets

Beginnings = Callable[[Package], Sequence[Beginning]]
"""What a package begins with."""
Check = Callable[[Package], None]
"""Raises DiagramError when a package may not be published."""


@dataclass(frozen=True)
class Services:
    """The engine's parts, as ports. Nothing here changes after start."""

    config: Config
    secrets: Secrets
    runtime: Runtime
    decisions: Decisions
    files: Files
    check: Check
    beginnings: Beginnings

    def calendar(self, unit: Unit, name: str) -> Calendar:
        """A working calendar by name: as the organisation set it, or the shipped one."""
        text = unit.settings.get(CALENDAR + name)
        return _read_calendar(name, text, self.config.timezone)

    def working_time(self, unit: Unit, package: Package, pauses: "tuple[Pause, ...]" = ()) -> WorkingTime:
        """Working time as a case of the package counts it, its pauses left out."""
        spans = tuple((p.started_at, p.ended_at or p.until) for p in pauses)
        return self.working(unit, package.calendar, spans)

    def working(
        self, unit: Unit, calendar: str, spans: tuple[tuple[datetime, datetime], ...] = ()
    ) -> WorkingTime:
        """Working time of a calendar by name, outside these spans of time."""
        return WorkingTime(self.calendar(unit, calendar), spans)

    def functions(self, working: Callable[[], WorkingTime]) -> HostFunctions:
        """FEEL functions that expressions of a diagram may call beside the standard's.

        `working` is asked for when the first of them is called: most steps never call any.
        """
        return host_functions(working)

    def form(self, package: Package, key: str) -> Form | None:
        """The form of that key, as the package holds it; None: it has none."""
        found = _forms(package).get(key)
        return found[0] if found else None

    def form_source(self, package: Package, key: str) -> bytes | None:
        """The file of the form of that key."""
        found = _forms(package).get(key)
        return found[1] if found else None


@lru_cache(maxsize=64)
def _read_calendar(name: str, text: str | None, zone: str) -> Calendar:
    if text:
        return calendar_from_toml(text, zone)
    calendars = shipped(zone)
    if name not in calendars:
        raise InvalidInput(f"There is no calendar “{name}”.")
    return calendars[name]


def _forms(package: Package) -> dict[str, tuple[Form, bytes]]:
    """All forms of a package by key, each with its file; read once for each content."""
    return _read_forms(tuple(package.files[name] for name in package.forms))


@lru_cache(maxsize=64)
def _read_forms(files: tuple[bytes, ...]) -> dict[str, tuple[Form, bytes]]:
    read = ((read_form(data), data) for data in files)
    return {form.id: (form, data) for form, data in read}


def facts_of(complaint: Complaint) -> dict[str, object]:
    """What a diagram's expressions may read of the record: `complaint`, few small values, no free text."""
    return {
        "complaint": {
            "reference": complaint.reference,
            "kind": complaint.kind.value,
            "channel": complaint.channel,
            "language": complaint.language,
            "category": complaint.category,
            "product": complaint.product,
            "received at": _moment(complaint.received_at, complaint.received_at.tzinfo),
            "recorded at": _moment(complaint.recorded_at, complaint.recorded_at.tzinfo),
            "backdated": complaint.backdated,
            "has address": bool(complaint.complainant.email),
            "anonymous": complaint.complainant.anonymous,
            "outcome": complaint.outcome,
            "priority": complaint.priority,
            "severity": from_python(complaint.severity),
        }
    }


@lru_cache(maxsize=256)
def _moment(at: datetime, _zone: tzinfo | None) -> object:
    """The moment as FEEL holds it, in its zone; those of a case are the same at every step."""
    return from_python(at)

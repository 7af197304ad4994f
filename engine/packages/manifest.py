"""`package.toml`: what a package is called and which files belong to it."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NoReturn

from engine.calendars import shipped
from engine.model.findings import Finding, Severity
from engine.model.package import ClockRule, Package
from engine.packages.trouble import MANIFEST, refuse

KINDS = {"also": ".bpmn", "decisions": ".dmn", "forms": ".form", "messages": ".md"}
"""Lists of files in the manifest, and how their names end."""

UNITS = ("working-days", "working-hours", "days", "hours")

_TEXTS = frozenset({"key", "title", "process", "calendar", "description"})
_CLOCK = frozenset({"name", "from", "to", "limit", "unit", "pausable", "escalate-to"})
_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_HINT = "See “Processes, forms, decisions on disk” in the contract for what package.toml holds."


@dataclass(frozen=True)
class Manifest:
    """`package.toml` read, before its files are."""

    key: str
    title: str
    process: str
    calendar: str
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    clocks: tuple[ClockRule, ...] = ()


def read_manifest(data: bytes) -> Manifest:
    """The manifest of a package.

    Raises:
        DiagramError: it is no TOML, or an entry is missing or of the wrong kind.
    """
    raw = _toml(data)
    key = _text(raw, "key")
    if not _KEY.fullmatch(key):
        _wrong(f"The key “{key}” is not made of small letters, digits and hyphens.")
    process = _text(raw, "process")
    if not process.endswith(".bpmn"):
        _wrong(f"The main diagram “{process}” does not end in .bpmn.")
    return Manifest(
        key,
        _text(raw, "title", key),
        process,
        _text(raw, "calendar", "office"),
        {name: _names(raw, name, ending) for name, ending in KINDS.items()},
        tuple(_clock(entry) for entry in _tables(raw, "clocks")),
    )


def manifest_findings(package: Package) -> Iterator[Finding]:
    """Warnings about `package.toml`: entries that nothing reads, a calendar that nobody ships."""
    for name in _toml(package.files.get(MANIFEST, b"")):
        if name not in {*_TEXTS, *KINDS, "clocks"}:
            message = f"Nothing reads the entry “{name}” of package.toml."
            yield _warning("package-entry", message, "Look for a slip in its name.")
    if package.calendar not in shipped("UTC"):
        message = f"The calendar “{package.calendar}” is none of those that come along."
        yield _warning("calendar-exists", message, "Correct its name, or set it up before the first case.")


def _toml(data: bytes) -> Mapping[str, object]:
    if len(data) > 256 * 1024:
        _wrong("package.toml is larger than 256 KB.")
    try:
        return tomllib.loads(data.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as broken:
        found = re.search(r"at line (\d+)", str(broken))
        message = f"package.toml cannot be read: {broken}."
        refuse("package-manifest", message, _HINT, line=int(found[1]) if found else None)


def _text(raw: Mapping[str, object], name: str, default: str | None = None) -> str:
    value = raw.get(name, default)
    if not isinstance(value, str) or not value.strip():
        _wrong(f"package.toml has no text “{name}”.")
    return value


def _names(raw: Mapping[str, object], name: str, ending: str) -> tuple[str, ...]:
    value = raw.get(name, [])
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        _wrong(f"“{name}” is not a list of file names.")
    for entry in value:
        if not entry.endswith(ending):
            _wrong(f"“{entry}” under “{name}” does not end in {ending}.")
    return tuple(value)


def _tables(raw: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
    value = raw.get(name, [])
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        _wrong(f"“{name}” is not a list of tables ([[{name}]]).")
    return value


def _clock(entry: Mapping[str, object]) -> ClockRule:
    name = _text(entry, "name")
    for extra in entry.keys() - _CLOCK:
        _wrong(f"The clock “{name}” has an entry “{extra}”, which means nothing.")
    unit = _text(entry, "unit", "working-days")
    if unit not in UNITS:
        _wrong(f"The clock “{name}” counts “{unit}”, which is none of {', '.join(UNITS)}.")
    pausable = entry.get("pausable", True)
    if not isinstance(pausable, bool):
        _wrong(f"“pausable” of the clock “{name}” is neither true nor false.")
    limit = entry.get("limit")
    if isinstance(limit, bool) or not isinstance(limit, str | int | float):
        _wrong(f"The clock “{name}” has no limit.")
    escalate_to = entry.get("escalate-to", "")
    if not isinstance(escalate_to, str):
        _wrong(f"“escalate-to” of the clock “{name}” is no text.")
    return ClockRule(name, _text(entry, "from"), _text(entry, "to"), str(limit), unit, pausable, escalate_to)


def _warning(rule: str, message: str, hint: str) -> Finding:
    return Finding(rule, Severity.WARNING, message, hint, MANIFEST)


def _wrong(message: str) -> NoReturn:
    refuse("package-manifest", message, _HINT)

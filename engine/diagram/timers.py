"""Timers written in ISO 8601, as diagrams hold them: a duration, a moment or a repetition."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_NUMBER = r"[0-9]{1,9}(?:[.,][0-9]{1,9})?"
_DURATION = re.compile(
    rf"P(?=.)(?:{_NUMBER}Y)?(?:{_NUMBER}M)?(?:{_NUMBER}W)?(?:{_NUMBER}D)?"
    rf"(?:T(?=[0-9])(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:{_NUMBER}S)?)?"
)
_LOOKS_ISO = re.compile(
    r"[-+]?P(?=[0-9T,.-])[0-9YMWDTHS.,-]*|R[0-9]*/.*|[+-]?\d{4,}-?(?:\d{2}|W\d{2}|\d{3})\b.*|\d{8}T.*",
    re.IGNORECASE | re.DOTALL,
)
_COUNT = re.compile(r"[0-9]{0,9}")
_NEVER = re.compile(r"[1-9]")


def is_iso(text: str) -> bool:
    """Whether the text is meant as ISO 8601 rather than as an expression."""
    return _LOOKS_ISO.fullmatch(text.strip()) is not None


def fault(text: str) -> str | None:
    """Why no timer can keep to this ISO 8601 text, None where one can."""
    text = text.strip()
    if text[:1] in "Rr":
        return _cycle_fault(text)
    if text.lstrip("+-")[:1] in "Pp":
        return _duration_fault(text)
    return _moment_fault(text)


def _duration_fault(text: str) -> str | None:
    if text.startswith("-"):
        return "it is a negative duration, and a timer cannot go backwards"
    if not _DURATION.fullmatch(text.upper()):
        return f"“{_short(text)}” is no ISO 8601 duration such as P3D or PT2H30M"
    return None


def _moment_fault(text: str) -> str | None:
    moment, _, zone = text.partition("@")
    moment = moment.split("[")[0].strip()
    try:
        datetime.fromisoformat(moment)
        if zone:
            ZoneInfo(zone.strip())
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return f"“{_short(text)}” is no ISO 8601 date and time such as 2026-03-01T09:00:00Z"
    return None


def _cycle_fault(text: str) -> str | None:
    count, *rest = text.split("/")
    if not _COUNT.fullmatch(count[1:]):
        return f"“{_short(text)}” does not say how often: write R3/P1D, or R/P1D for ever"
    if count[1:] and int(count[1:]) == 0:
        return "it repeats no times"
    if not 1 <= len(rest) <= 2:
        return f"“{_short(text)}” is no ISO 8601 repetition such as R3/P1D"
    lengths = [part for part in rest if part.lstrip("+-")[:1] in ("P", "p")]
    moments = [part for part in rest if part not in lengths]
    if len(lengths) != 1 or len(moments) > 1:
        return f"“{_short(text)}” is no ISO 8601 repetition such as R3/P1D"
    if not _NEVER.search(lengths[0]):
        return "it repeats without any time between"
    return _duration_fault(lengths[0]) or (_moment_fault(moments[0]) if moments else None)


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"

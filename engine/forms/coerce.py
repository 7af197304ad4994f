"""Answers as they arrive, from a page's form or from JSON, turned into FEEL values."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from decimal import Decimal

from engine.forms.digits import bounded, read_number, western_digits
from engine.forms.model import Field, Option
from engine.forms.moments import read_moment

MAX_LINE = 1_000
MAX_TEXT = 50_000
MAX_FILES = 20
MAX_FILENAME = 255
_UNKEPT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters but for line feed and tab, and halves of surrogate pairs."""


class Unreadable(Exception):
    """An answer that is no value of its field; the text says what to do. `{label}` stands for the label."""


def coerce(field: Field, raw: object, options: Sequence[Option], zone: str) -> object:
    """The answer as a FEEL value; nothing typed is null, for lists the empty list, for a tick false.

    Raises:
        Unreadable: it is no value of this field.
    """
    if field.is_choice:
        several = field.type in ("checklist", "taglist")
        return _choices(raw, options) if several else _choice(raw, options)
    if field.type == "datetime":
        return _moment(field, raw, zone)
    return _READERS[field.type](field, raw)


def _text(field: Field, raw: object) -> str | None:
    if raw is None:
        return None
    if isinstance(raw, int | Decimal) and not isinstance(raw, bool):
        raw = str(raw)
    if not isinstance(raw, str):
        raise Unreadable("“{label}” takes a text.")
    text = clean(raw)
    if field.type == "textfield":
        text = " ".join(text.splitlines())
    most = MAX_LINE if field.type == "textfield" else MAX_TEXT
    if len(text) > most:
        raise Unreadable(f"“{{label}}” takes at most {most} characters; there are {len(text)}.")
    if field.rules.kind == "phone":
        text = western_digits(text)
    return text or None


def clean(raw: str) -> str:
    """The text in normal form, lines ended by LF, without blanks around.

    Raises:
        Unreadable: it holds characters that cannot be kept.
    """
    if len(raw) > 4 * MAX_TEXT:
        raise Unreadable(f"“{{label}}” takes at most {MAX_TEXT} characters.")
    text = raw.replace("\r\n", "\n").replace("\r", "\n")
    if _UNKEPT.search(text):
        raise Unreadable("“{label}” holds characters that cannot be kept. Type it again by hand.")
    return unicodedata.normalize("NFC", text).strip()


def _number(field: Field, raw: object) -> object:
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return None
    number: Decimal | None = None
    if isinstance(raw, str):
        number = read_number(raw)
    elif isinstance(raw, int | float | Decimal) and not isinstance(raw, bool):
        number = bounded(Decimal(str(raw)))
    if number is None:
        raise Unreadable("“{label}” must be a number, for example 12.50.")
    if field.as_text:
        return format(number, "f")
    return number


def _tick(_field: Field, raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    if raw is None or raw in ("", "false", "off", "0", "no"):
        return False
    if raw in ("true", "on", "1", "yes"):
        return True
    raise Unreadable("“{label}” is either ticked or not.")


def _choice(raw: object, options: Sequence[Option]) -> object:
    if raw is None or raw == "":
        return None
    for option in options:
        same_type = isinstance(raw, bool) == isinstance(option.value, bool)
        if (raw == option.value and same_type) or (isinstance(raw, str) and raw == option.token):
            return option.value
    raise Unreadable("“{label}”: choose one of the options offered.")


def _choices(raw: object, options: Sequence[Option]) -> list[object]:
    if raw is None or raw == "":
        return []
    given = list(raw) if isinstance(raw, list | tuple) else [raw]
    if len(given) > len(options):
        raise Unreadable("“{label}”: choose among the options offered, each once.")
    chosen = [_choice(item, options) for item in given if item not in (None, "")]
    return [option.value for option in options if option.value in chosen]


def _moment(field: Field, raw: object, zone: str) -> object:
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return None
    moment = read_moment(raw, field.subtype, zone if field.zoned else None)
    if moment is None:
        raise Unreadable(_MOMENTS[field.subtype])
    return moment


_MOMENTS = {
    "date": "“{label}” must be a real date, written year-month-day, for example 2026-11-27.",
    "time": "“{label}” must be a time of day, for example 09:30.",
    "datetime": "“{label}” must be a date and a time, for example 2026-11-27 09:30.",
}


def _files(field: Field, raw: object) -> list[object]:
    if raw is None or raw == "":
        return []
    names = list(raw) if isinstance(raw, list | tuple) else [raw]
    if len(names) > (MAX_FILES if field.several else 1):
        raise Unreadable(
            f"“{{label}}” takes {f'at most {MAX_FILES} files' if field.several else 'one file'}."
        )
    found: list[object] = []
    for name in names:
        if not isinstance(name, str) or not clean(name) or len(name) > MAX_FILENAME:
            raise Unreadable("“{label}”: a file has no usable name. Rename it and add it again.")
        endings = tuple(part.lower() for part in field.accept if part.startswith("."))
        if endings and len(endings) == len(field.accept) and not name.lower().endswith(endings):
            raise Unreadable(f"“{{label}}” takes files ending in {', '.join(endings)}.")
        found.append(clean(name))
    return found


_READERS: dict[str, Callable[[Field, object], object]] = {
    "textfield": _text,
    "textarea": _text,
    "number": _number,
    "checkbox": _tick,
    "filepicker": _files,
}

"""Mail texts: a subject and Markdown with FEEL placeholders, filled in safely.

A text begins with a front matter that holds `subject:`, between lines of three dashes. `{{ FEEL }}` stands
for a value.
Values are data: they can neither add a header nor mark-up.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import nh3

from engine.errors import InvalidInput
from engine.feel import FeelError, evaluate, parse
from engine.feel.values import FeelDate, FeelDateTime, from_python, to_instant
from engine.model.package import Package

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

CODE_MARK = "••••••-••••••-••••••-••••••"
"""Stands in kept texts for a tracking code; the code itself is put in only while a mail is sent."""

_PLACEHOLDER = re.compile(r"\{\{(.+?)\}\}", re.S)
_MARKUP = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>&~=])")
_INDENT = re.compile(r"^[ \t]+", re.M)


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail's text, plain and as HTML."""

    subject: str
    body: str
    html: str


@dataclass(frozen=True, slots=True)
class Text:
    """A mail text as the package holds it, still with its placeholders."""

    subject: str
    body: str

    def placeholders(self) -> tuple[str, ...]:
        """The FEEL expressions in it."""
        return tuple(p.strip() for part in (self.subject, self.body) for p in _PLACEHOLDER.findall(part))


def read_text(data: bytes) -> Text:
    """A mail text from its file.

    Raises:
        InvalidInput: no UTF-8, no front matter, no subject, or a placeholder that is not FEEL.
    """
    try:
        lines = data.decode("utf-8").replace("\r\n", "\n").split("\n")
    except UnicodeDecodeError as wrong:
        raise InvalidInput("The mail text is not UTF-8.") from wrong
    if lines[0].strip() != "---" or "---" not in (line.strip() for line in lines[1:]):
        raise InvalidInput("The mail text has no front matter: three dashes, “subject: …”, three dashes.")
    end = next(i for i, line in enumerate(lines) if i and line.strip() == "---")
    heads = dict(line.split(":", 1) for line in lines[1:end] if ":" in line)
    subject = heads.get("subject", "").strip()
    if not subject:
        raise InvalidInput("The mail text has no subject.")
    text = Text(subject, "\n".join(lines[end + 1 :]).strip() + "\n")
    for placeholder in text.placeholders():
        try:
            parse(placeholder)
        except FeelError as wrong:
            raise InvalidInput(f"The placeholder “{placeholder}” is not FEEL: {wrong}") from wrong
    return text


def write_letter(
    package: Package, mail: str, language: str, names: Mapping[str, object], *, zone: str, now: datetime
) -> Letter:
    """The letter of key `mail` in the language nearest to `language` that the package has.

    Raises:
        InvalidInput: the package has no text of that key.
    """
    text = _parsed(package.files[_choose(package, mail, language)])
    values = {name: _value(value) for name, value in names.items()}

    def fill(source: str, escape: Callable[[str], str]) -> str:
        def one(match: re.Match[str]) -> str:
            value = evaluate(match.group(1).strip(), values, now=now, zone=zone)
            return escape(_show(value, ZoneInfo(zone)))

        return _PLACEHOLDER.sub(one, source)

    subject = " ".join(fill(text.subject, str).split())
    html = nh3.clean(_markdown().render(fill(text.body, _escape)), tags=nh3.ALLOWED_TAGS - {"img"})
    return Letter(subject[:200], fill(text.body, str), html)


def with_code(text: str, code: str) -> str:
    """The text as it is sent: with the tracking code in place of its mark."""
    return text.replace(CODE_MARK, code)


def _choose(package: Package, mail: str, language: str) -> str:
    names = {name.rsplit("/", 1)[-1]: name for name in package.messages}
    for wanted in (language, language.split("-")[0], "en"):
        if f"{mail}.{wanted}.md" in names:
            return names[f"{mail}.{wanted}.md"]
    raise InvalidInput(f"The package “{package.key}” has no mail text “{mail}”.")


@lru_cache(maxsize=256)
def _parsed(data: bytes) -> Text:
    return read_text(data)


def _value(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(k): _value(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_value(v) for v in value]
    return from_python(value)


def _show(value: object, zone: ZoneInfo) -> str:
    """A value as a reader wants to see it: dates in words, numbers without exponent."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case Decimal():
            return f"{value:f}"
        case FeelDateTime():
            local = to_instant(value, zone).astimezone(zone)
            return f"{local:%A}, {local.day} {local:%B %Y}, {local:%H:%M}"
        case FeelDate():
            day = date(value.year, value.month, value.day)
            return f"{day.day} {day:%B %Y}"
        case list():
            return ", ".join(_show(v, zone) for v in value)
    return str(value)


def _escape(value: str) -> str:
    """The value as Markdown that shows it as it is: indented lines would be code, so one blank is left."""
    return _MARKUP.sub(r"\\\1", _INDENT.sub(" ", value))


@cache
def _markdown() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # slow to load, and checking a text writes no letter

    return MarkdownIt("commonmark", {"html": False})

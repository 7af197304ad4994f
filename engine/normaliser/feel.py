"""Expressions of a file as FEEL: those that are it already, those that can be translated, and the rest."""

from dataclasses import dataclass

from lxml import etree

from engine.diagram.expressions import HOST_NAMES, bare
from engine.diagram.names import QUERELA
from engine.feel import FeelError, FeelSyntaxError, evaluate, parse
from engine.feel.ast import Literal
from engine.normaliser.expressions import translate
from engine.normaliser.sheet import Sheet
from engine.normaliser.tree import own, set_own, text_of

_TEMPLATES = ("${", "#{")


@dataclass(frozen=True, slots=True)
class Reading:
    """An expression read: its FEEL text, or the reason why there is none."""

    feel: str | None
    changed: bool = False  #: the file wrote it otherwise
    reason: str = ""
    reads: frozenset[str] = frozenset()  #: variables


def read_expression(sheet: Sheet, text: str, language: str | None = None) -> Reading:
    """The expression in FEEL; one without is a text of another language, or no expression at all."""
    text, language = text.strip(), (language or "").strip()
    own_language = not language or "feel" in language.lower() or "xpath" in language.lower()
    if text.startswith("=") or (own_language and not any(mark in text for mark in _TEMPLATES)):
        written = _feel(sheet, text, said_to_be=text.startswith("=") or "feel" in language.lower())
        if written is not None:
            return written
    found = translate(text, language or None)
    if found.feel is None:
        return Reading(None, reason=found.reason)
    return Reading(found.feel, True, found.reason, frozenset(found.names))


def _feel(sheet: Sheet, text: str, *, said_to_be: bool) -> Reading | None:
    """The text as FEEL, None where it is none or where it is a phrase of a natural language."""
    known = HOST_NAMES | {name for name in sheet.set_names if not name.isidentifier()}
    try:
        reads = parse(bare(text), names=known).references()
    except FeelSyntaxError:
        return None
    phrases = [name for name in reads if " " in name and name not in known]
    if phrases and not (said_to_be or sheet.ours):
        return None
    return Reading(text, reads=frozenset(reads))


def unset(sheet: Sheet, reads: frozenset[str]) -> list[str]:
    """Those of the variables that nothing in the file sets for sure.

    A mapping sets its target for sure only where everything that it reads is set so.
    """
    return sorted(reads - HOST_NAMES - sheet.surely_set)


def holds_for_nothing(feel: str) -> bool:
    """Whether a condition is true while no variable is set, without asking for that itself."""
    try:
        return "null" not in feel and evaluate(bare(feel), {}) is True
    except FeelError:
        return False  # it holds for nothing that is not there


def rewrite(xml: "etree._Element", feel: str) -> None:
    """Put FEEL into an expression element, what stood there kept beside it."""
    language = xml.get("language")
    if own(xml, "original") is None:
        set_own(xml, "original", text_of(xml))
        if language and "feel" not in language.lower():
            set_own(xml, "originalLanguage", language)
    if language is not None:
        del xml.attrib["language"]
    for child in list(xml):
        xml.remove(child)
    xml.text = feel


def translated(sheet: Sheet, rule: str, at: "etree._Element", what: str, xml: "etree._Element") -> Reading:
    """The reading of an expression element, which is rewritten where it can be translated."""
    before = text_of(xml)
    reading = read_expression(sheet, before, xml.get("language"))
    if reading.feel is not None and reading.changed:
        rewrite(xml, reading.feel)
        message = f"{what} was translated to FEEL."
        if reading.reason:
            sheet.decide(rule, at, f"{message} {reading.reason}", before, reading.feel)
        else:
            sheet.change(rule, at, message, before, reading.feel)
    elif reading.feel is not None and _foreign_language(xml):
        rewrite(xml, reading.feel)
        sheet.change(rule, at, f"{what} is FEEL, and says so now.", xml.get(f"{{{QUERELA}}}originalLanguage"))
    return reading


def _foreign_language(xml: "etree._Element") -> bool:
    language = (xml.get("language") or "").lower()
    return bool(language) and "feel" not in language


def text_literal(text: str) -> str:
    """A text as FEEL writes it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def is_constant(text: str) -> bool:
    """Whether an expression is a mere number or text, such as a simulation's probability."""
    try:
        root = parse(bare(text), names=HOST_NAMES).root
    except FeelSyntaxError:
        return False
    return isinstance(root, Literal) and not isinstance(root.value, bool)

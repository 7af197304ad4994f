"""Finds out which language a text is written in and translates it."""

import re

from engine.normaliser.expressions.checked import checked, passed_through
from engine.normaliser.expressions.dialects import JAVA, JAVASCRIPT, JUEL, MVEL, XPATH, Dialect, of_hint
from engine.normaliser.expressions.emit import Emitter
from engine.normaliser.expressions.grammar import parse
from engine.normaliser.expressions.plain import plain
from engine.normaliser.expressions.result import Translated, Untranslatable, refused
from engine.normaliser.expressions.templates import has_expression, pieces
from engine.normaliser.expressions.tokens import MAX_TEXT
from engine.normaliser.expressions.tree import Joined, Literal, Node

_RETURN = re.compile(r"\A\s*return\b(.*?);?\s*\Z", re.DOTALL)
_CODE = re.compile(r"&&|\|\||===?|!==?|\A\s*!|\(\)")
_XPATH = re.compile(r"getData\w*\(|/|\A\s*(?:not|true|false|contains|starts-with)\s*\(")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def translate(text: str, language: str | None = None) -> Translated:
    """The FEEL of an expression in another language; `feel` is None, with the reason, where there is none.

    language: its name or address as the diagram gives it; without it, it is found out from the text.
    """
    if len(text) > MAX_TEXT:
        return refused(f"The expression is longer than {MAX_TEXT} characters.")
    if not text.strip():
        return refused("The expression is empty.")
    try:
        return _translated(text.strip(), (language or "").strip().lower())
    except Untranslatable as reason:
        return refused(str(reason))


def _translated(text: str, language: str) -> Translated:
    if text.startswith("=") and not text.startswith("=="):
        return passed_through(text)
    dialect = of_hint(language) if language else None
    if has_expression(text) and (dialect is None or not dialect.interpolates or text[1:2] == "{"):
        return _template(text, dialect)
    if "feel" in language:
        return passed_through(text)
    if language and dialect is None and "querela" not in language:
        raise Untranslatable(f"The language “{language[:80]}” is not known.")
    if dialect is JUEL:
        return _fixed(text)
    if dialect is XPATH and not _XPATH.search(text):
        return _not_really_xpath(text)
    if dialect is None:
        return _found_out(text)
    return _code(text, dialect)


def _template(text: str, dialect: Dialect | None) -> Translated:
    """Text with `${…}` in it: a single expression, or fixed text and expressions joined."""
    dialect = dialect if dialect in (JUEL, MVEL) else JUEL
    parts: list[Node] = [
        parse(body, dialect) if is_expression else Literal(body) for is_expression, body in pieces(text)
    ]
    node = parts[0] if len(parts) == 1 else Joined(tuple(parts))
    return _written(node, dialect)


def _written(node: Node, dialect: Dialect) -> Translated:
    emitter = Emitter(dialect)
    feel = emitter.emit(node).text
    return checked(feel, emitter.names, emitter.notes)


def _code(text: str, dialect: Dialect) -> Translated:
    """One expression of a programming language, with or without `return … ;`."""
    found = _RETURN.match(text)
    body = found[1] if found else text.rstrip().removesuffix(";")
    if dialect is JAVA and "KieFunctions" in body:
        dialect = MVEL  # texts are compared by what they say
    return _written(parse(body, dialect), dialect)


def _fixed(text: str) -> Translated:
    """Text without `${…}` where it is expected: a fixed value."""
    if text in ("true", "false") or _NUMBER.fullmatch(text):
        return checked(text, (), ())
    raise Untranslatable("There is no “${…}” in the text, so it is fixed text and no expression.")


def _not_really_xpath(text: str) -> Translated:
    """XPath is what a modeler writes down when nobody has chosen a language, so the text may be anything."""
    if text in ("true", "false"):
        return checked(text, (), ["it is taken for true or false, not for a name"])
    return _found_out(text)


def _found_out(text: str) -> Translated:
    """An expression without a hint: code where it looks like it, plain text otherwise."""
    if _RETURN.match(text) and text.endswith(";"):
        return _code(text, MVEL)
    if "===" in text or "!==" in text:
        return _code(text, JAVASCRIPT)
    if text in ("true", "false"):
        return checked(text, (), ())
    try:
        return plain(text)
    except Untranslatable:
        if not _CODE.search(text):
            raise
    return _code(text, JUEL)

"""Text with `${…}` or `#{…}` in it."""

import re

from engine.normaliser.expressions.result import Untranslatable

MAX_PIECES = 200
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'", re.DOTALL)
_OPENS = re.compile(r"[$#]\{")


def has_expression(text: str) -> bool:
    """Whether `${` or `#{` opens an expression in the text."""
    return _OPENS.search(text) is not None


def pieces(text: str) -> list[tuple[bool, str]]:
    """Fixed text (False) and bodies of expressions (True), in order; empty fixed text is left out.

    Raises:
        Untranslatable: an expression does not end.
    """
    found: list[tuple[bool, str]] = []
    at = 0
    while opening := _OPENS.search(text, at):
        if opening.start() > at:
            found.append((False, text[at : opening.start()]))
        end = _end_of(text, opening.end())
        found.append((True, text[opening.end() : end]))
        at = end + 1
        if len(found) > MAX_PIECES:
            raise Untranslatable(f"The text has more than {MAX_PIECES} pieces.")
    if at < len(text):
        found.append((False, text[at:]))
    return found


def _end_of(text: str, at: int) -> int:
    """Where the brace closes that was opened just before."""
    depth = 1
    while at < len(text):
        if text[at] in "\"'" and (quoted := _QUOTED.match(text, at)):
            at = quoted.end()
            continue
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        if depth == 0:
            return at
        at += 1
    raise Untranslatable("An expression begins with “${” and does not end.")

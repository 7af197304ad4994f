"""Foreign text cut into tokens."""

import re
from functools import cache
from typing import NamedTuple

from engine.normaliser.expressions.dialects import Dialect
from engine.normaliser.expressions.result import Untranslatable

MAX_TEXT = 20_000

_NUMBER = r"(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?[lLfFdDgGbB]?(?!\w)"
_OP = r"===|!==|<=>|==~|\?\.|\?\?|\?:|=>|->|=~|==|!=|<=|>=|&&|\|\||\+\+|--|[-+*/%<>!?:()\[\]{},.;=|&^~@]"
_SPACE = re.compile(r"(?:\s+|//[^\n]*|/\*.*?\*/)*", re.DOTALL)
_PLAIN_SPACE = re.compile(r"\s*")


class Token(NamedTuple):
    """A word, number, text or mark."""

    kind: str  #: name, number, text, template, op or end
    text: str  #: of a text: its value; of a template: what stands between the quotes
    start: int


@cache
def _pattern(names: str, escapes: bool) -> re.Pattern[str]:
    body = r"[^%s\\]|\\." if escapes else "[^%s]"
    quotes = "\"'`" if escapes else "\"'"
    texts = "|".join(f"{quote}(?:{body % quote})*{quote}" for quote in quotes)
    return re.compile(f"(?P<number>{_NUMBER})|(?P<name>{names})|(?P<text>{texts})|(?P<op>{_OP})", re.DOTALL)


def tokenize(text: str, dialect: Dialect) -> list[Token]:
    """The tokens of the text, the last one of kind `end`.

    Raises:
        Untranslatable: a character begins no token.
    """
    pattern = _pattern(dialect.names, dialect.escapes)
    space = _SPACE if dialect.escapes else _PLAIN_SPACE
    tokens: list[Token] = []
    at = _after(space, text, 0)
    while at < len(text):
        found = pattern.match(text, at)
        if found is None:
            raise Untranslatable(f"The character {text[at]!r} is not understood here.")
        tokens.append(_token(found, dialect))
        at = _after(space, text, found.end())
    return [*tokens, Token("end", "", len(text))]


def _after(space: re.Pattern[str], text: str, at: int) -> int:
    found = space.match(text, at)
    return found.end() if found else at


def _token(found: re.Match[str], dialect: Dialect) -> Token:
    kind, text = found.lastgroup or "op", found[0]
    if kind != "text":
        return Token(kind, text, found.start())
    body = text[1:-1]
    if text[0] == "`" and not dialect.interpolates:
        raise Untranslatable(f"{dialect.title} has no texts between back quotes.")
    if text[0] in dialect.interpolates and "$" in body:
        return Token("template", body, found.start())
    return Token("text", unescaped(body) if dialect.escapes else body, found.start())


_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|.)", re.DOTALL)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "\n": ""}


def unescaped(body: str) -> str:
    """The text that a literal's body stands for."""
    return _ESCAPE.sub(_escaped, body)


def _escaped(found: re.Match[str]) -> str:
    code = found[1]
    if code[0] == "u" and len(code) > 1:
        return chr(int(code[1:], 16))
    if code in "0123456789xu":
        raise Untranslatable(f"The escape \\{code} in a text is not understood.")
    return _ESCAPES.get(code, code)

"""Text cut into tokens.

Words of a name are separate tokens: which of them belong together depends on the names in scope.

Source: DMN 1.5, 10.3.1.2 (grammar rules 27 to 38, 60 to 64).
"""

import re
from typing import NamedTuple

from engine.feel.errors import at_offset

MAX_TEXT = 65_536

_SPACE = "\\t-\\r \\x85\\xa0\\u1680\\u180e\\u2000-\\u200b\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff"
_NAME_START = (
    "?A-Z_a-z\\xc0-\\xd6\\xd8-\\xf6\\xf8-\\u02ff\\u0370-\\u037d\\u037f-\\u1fff\\u200c-\\u200d"
    "\\u2070-\\u218f\\u2c00-\\u2fef\\u3001-\\ud7ff\\uf900-\\ufdcf\\ufdf0-\\ufffd\\U00010000-\\U000effff"
)
_NAME_PART = _NAME_START + "0-9\\xb7\\u0300-\\u036f\\u203f-\\u2040"

_SKIP = re.compile(f"(?:[{_SPACE}]+|//[^\\n]*|/\\*.*?\\*/)*", re.DOTALL)
_TOKEN = re.compile(
    r"(?P<op>\.\.\.?|\*\*|->|<=|>=|!=)"
    r"|(?P<number>(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    f"|(?P<name>(?:(?![{_SPACE}])[{_NAME_START}])(?:(?![{_SPACE}])[{_NAME_PART}])*)"
    r'|(?P<string>"(?:[^"\\]|\\.)*")'
    r"|(?P<mark>[-+*/=<>(){}\[\],:.@'])",
    re.DOTALL,
)
WHITE = re.compile(f"[{_SPACE}]+")


class Token(NamedTuple):
    """A word, number, string or mark, with where it stands in the text."""

    kind: str  #: name, number, string, op or end
    text: str
    start: int
    end: int


def tokenize(text: str) -> list[Token]:
    """The tokens of the text, the last one of kind `end`.

    Raises:
        FeelSyntaxError: a character begins no token, or the text is too long.
    """
    if len(text) > MAX_TEXT:
        raise at_offset(text, MAX_TEXT, f"An expression has at most {MAX_TEXT} characters.")
    tokens: list[Token] = []
    place = _skip(text, 0)
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None:
            raise at_offset(text, place, _complaint(text, place))
        kind = found.lastgroup or "op"
        tokens.append(Token("op" if kind == "mark" else kind, found[0], place, found.end()))
        place = _skip(text, found.end())
    tokens.append(Token("end", "", len(text), len(text)))
    return tokens


def _skip(text: str, place: int) -> int:
    found = _SKIP.match(text, place)
    return found.end() if found else place


def _complaint(text: str, place: int) -> str:
    character = text[place]
    if character == '"':
        return "A text begins here that does not end; it needs a closing quotation mark."
    if character == "!":
        return "'!' is not an operator; write not(...) or !=."
    return f"The character {character!r} has no meaning here."


_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{6}|.)", re.DOTALL)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\"}
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_LONE = re.compile("[\ud800-\udfff]")


def unescape(literal: str) -> str:
    """The text that a string literal, with its quotation marks, stands for."""
    body = literal[1:-1]
    if "\\" not in body:
        return body
    return joined_surrogates(_ESCAPE.sub(_escaped, body))


def _escaped(found: re.Match[str]) -> str:
    code = found[1]
    if code[0] in "uU" and len(code) > 1:
        point = int(code[1:], 16)
        return chr(point) if point <= 0x10FFFF else "\ufffd"
    return _ESCAPES.get(code, found[0])


def joined_surrogates(text: str) -> str:
    """The text with surrogate pairs joined into the characters they stand for; lone halves are replaced."""
    joined = _PAIR.sub(lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), text)
    return _LONE.sub("\ufffd", joined)

"""Names with spaces and operators, recognised by the names in scope.

`Monthly Salary`, `date-time+1` and `terms and conditions` are names in FEEL. Which words form a name
cannot be seen from the text alone: the longest name in scope that fits wins. A name is a sequence of tokens,
so white space between them tells nothing: where `a-b` is known, `a - b` is that name, too.

Source: DMN 1.5, 10.3.1.4 and 10.3.1.5.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from engine.feel.errors import FeelSyntaxError
from engine.feel.lexer import WHITE, Token, tokenize


class _Entry(NamedTuple):
    name: str
    parts: tuple[str, ...]


def is_single_word(name: str) -> bool:
    """Whether the name is one token whatever the scope says."""
    return name.isidentifier()


class NameTable:
    """Names of several tokens, found by their first one."""

    __slots__ = ("_entries",)

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._entries: dict[str, list[_Entry]] = {}
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        """Know one more name; a name of a single word needs no knowing and is passed over."""
        if is_single_word(name):
            return
        parts = _parts(name)
        if len(parts) > 1:
            self._entries.setdefault(parts[0], []).append(_Entry(name, parts))

    def longest(self, tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
        """The longest known name that begins at the token, and how many tokens it takes."""
        best: _Entry | None = None
        for entry in self._entries.get(tokens[at].text, ()):
            longer = best is None or len(entry.parts) > len(best.parts)
            if longer and _fits(entry.parts, tokens, at):
                best = entry
        return (best.name, len(best.parts)) if best else None


@lru_cache(maxsize=4096)
def _parts(name: str) -> tuple[str, ...]:
    try:
        return tuple(token.text for token in tokenize(name)[:-1])
    except FeelSyntaxError:
        return ()


def may_occur(name: str, text: str) -> bool:
    """Whether every token of the name stands somewhere in the text."""
    return all(part in text for part in _parts(name))


def _fits(parts: tuple[str, ...], tokens: Sequence[Token], at: int) -> bool:
    """Whether the tokens spell the name."""
    if at + len(parts) >= len(tokens):
        return False
    return all(tokens[at + index].text == part for index, part in enumerate(parts))


def tidy(name: str) -> str:
    """The name with every run of white space as one space."""
    return WHITE.sub(" ", name).strip()

"""Attributes that hold names: an expression, a plain name, or several between commas."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from engine.spiff.failure import Failure

if TYPE_CHECKING:
    from engine.spiff.run.token import Token

_PLAIN = re.compile(r"[^\W\d][\w.@+-]*(?: +[\w.@+-]+)*(?:\s*,\s*[^\W\d][\w.@+-]*(?: +[\w.@+-]+)*)*")


def is_plain(text: str) -> bool:
    """Whether the text can be read as names between commas rather than as an expression."""
    return _PLAIN.fullmatch(text.strip()) is not None


@lru_cache(maxsize=1024)
def _as_plain(text: str) -> tuple[str | None, tuple[str, ...]]:
    """The names that a plain text lists, none where it is an expression, and the variable that it may be."""
    text = text.strip()
    if not is_plain(text):
        return None, ()
    first = None if "," in text else re.split(r"[.\s]", text, maxsplit=1)[0]
    return first, _unique(part.strip() for part in text.split(","))


def names(token: "Token", text: str | None, what: str) -> tuple[str, ...]:
    """The names that an attribute gives, none twice.

    `=…` and whatever is no plain list of names is FEEL. A single plain word is the variable of that name
    where there is one, otherwise the name itself.

    Raises:
        Failure: the expression gives something that holds no names.
    """
    if not text or not text.strip():
        return ()
    first, plain = _as_plain(text)
    if plain and (first is None or first not in token.instance.variables.visible(token)):
        return plain
    value = token.evaluate(text)
    if value is None:
        return ()
    found = value if isinstance(value, list) else [value]
    if not all(isinstance(name, str) for name in found):
        raise Failure(f"{what} must be a name or a list of names")
    return _unique(part.strip() for name in found for part in str(name).split(","))


def _unique(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in found if name))

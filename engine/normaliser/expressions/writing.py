"""Pieces of FEEL put together with the brackets that they need."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from engine.feel.parser.cursor import KEYWORDS
from engine.normaliser.expressions.result import Untranslatable

Kind = Literal["any", "truth", "text", "number", "time", "length", "list"]

OPEN, OR, AND, COMPARED, SUM, PRODUCT, ATOM = range(7)
"""How tightly a piece holds together; `OPEN` is `if … else`, which runs as far as it can."""

MAX_FEEL = 20_000
_NAME = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A FEEL text and what is known of its value."""

    text: str
    rank: int = ATOM
    kind: Kind = "any"
    sure: bool = False  #: of a truth: never null
    value: Decimal | str | bool | None = None  #: of a literal

    def at(self, rank: int) -> str:
        """The text, in brackets where it holds together less tightly than that."""
        return self.text if self.rank >= rank else f"({self.text})"


def piece(text: str, rank: int = ATOM, kind: Kind = "any", *, sure: bool = False) -> Piece:
    """A piece of moderate length.

    Raises:
        Untranslatable: it grew too long.
    """
    if len(text) > MAX_FEEL:
        raise Untranslatable("The expression in FEEL would be too long.")
    return Piece(text, rank, kind, sure)


def called(name: str, args: Sequence[Piece], kind: Kind = "any", *, sure: bool = False) -> Piece:
    """`name(args)`"""
    return piece(f"{name}({', '.join(arg.text for arg in args)})", kind=kind, sure=sure)


def literal(value: Decimal | str | bool | None) -> Piece:
    """The literal of a value."""
    if value is None:
        return Piece("null")
    if isinstance(value, bool):
        return Piece(str(value).lower(), kind="truth", sure=True, value=value)
    if isinstance(value, Decimal):
        return Piece(f"{value:f}", kind="number", value=value)
    return piece_of_text(value)


def piece_of_text(value: str) -> Piece:
    """The literal of a text."""
    if any(ord(c) < 32 and c not in "\n\r\t" for c in value):
        raise Untranslatable("A text holds a control character.")
    written = json.dumps(value, ensure_ascii=False)
    if len(written) > MAX_FEEL:
        raise Untranslatable("The expression in FEEL would be too long.")
    return Piece(written, kind="text", value=value)


def is_name(text: str) -> bool:
    """Whether the text is a name that FEEL reads as one word."""
    return _NAME.fullmatch(text) is not None and text not in KEYWORDS and text.isidentifier()


def entry(base: Piece, key: str) -> Piece:
    """`base.key`, also where the key is no name."""
    if is_name(key):
        return piece(f"{base.at(ATOM)}.{key}")
    return called("get value", [base, piece_of_text(key)])


def negated(operand: Piece) -> Piece:
    """True where the operand is not true, so that nothing counts as false, as it does in other languages."""
    if isinstance(operand.value, bool):
        return literal(not operand.value)
    if operand.sure:
        return called("not", [operand], "truth", sure=True)
    return piece(f"{operand.at(SUM)} != true", COMPARED, "truth", sure=True)

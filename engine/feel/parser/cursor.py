"""The place in the tokens, the names known there and the depth of nesting."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, NoReturn

from engine.feel.ast import Node, UnaryTests
from engine.feel.errors import at_offset
from engine.feel.lexer import Token, tokenize
from engine.feel.names import NameTable, tidy

MAX_NESTING: Final = 100
KEYWORDS: Final = frozenset(
    "and between else every false for function if in instance null or return satisfies some then true".split()
)
NAME_MARKS: Final = frozenset("./-'+*")


class Cursor(ABC):
    """What every part of the parser stands on."""

    def __init__(self, text: str, tables: list[NameTable]) -> None:
        self.text = text
        self.tokens = tokenize(text)
        self.at = 0
        self.tables = tables
        self.keys = NameTable()
        self.nesting = 0
        self.high_endpoint = False

    @abstractmethod
    def expression(self) -> Node:
        """The expression that begins here."""

    @abstractmethod
    def operand(self) -> Node:
        """The expression that begins here, up to a comparison."""

    @abstractmethod
    def in_tests(self) -> UnaryTests:
        """The tests on the right of `in`."""

    @property
    def token(self) -> Token:
        """The token that comes next."""
        return self.tokens[self.at]

    def ahead(self, count: int = 1) -> Token:
        """The token so many places further on."""
        return self.tokens[min(self.at + count, len(self.tokens) - 1)]

    def advance(self) -> Token:
        """The next token, stepping over it."""
        token = self.tokens[self.at]
        if token.kind != "end":
            self.at += 1
        return token

    def sees(self, *marks: str) -> bool:
        """Whether the next token is one of these marks."""
        token = self.tokens[self.at]
        return token.kind == "op" and token.text in marks

    def sees_word(self, *words: str) -> bool:
        """Whether the next token is one of these words."""
        token = self.tokens[self.at]
        return token.kind == "name" and token.text in words

    def accept(self, mark: str) -> bool:
        """Step over the mark if it comes next."""
        if self.sees(mark):
            self.at += 1
            return True
        return False

    def accept_word(self, word: str) -> bool:
        """Step over the word if it comes next."""
        if self.sees_word(word):
            self.at += 1
            return True
        return False

    def expect(self, mark: str) -> Token:
        """Step over the mark, which must come next."""
        if not self.sees(mark):
            self.fail(f"Expected '{mark}' but found {self.found()}.")
        return self.advance()

    def expect_word(self, word: str) -> Token:
        """Step over the word, which must come next."""
        if not self.sees_word(word):
            self.fail(f"Expected '{word}' but found {self.found()}.")
        return self.advance()

    def found(self) -> str:
        """The next token, for a message."""
        return "the end" if self.token.kind == "end" else f"'{self.token.text[:40]}'"

    def fail(self, message: str, offset: int | None = None) -> NoReturn:
        """Give up at the next token or at the offset."""
        raise at_offset(self.text, self.token.start if offset is None else offset, message)

    @contextmanager
    def enclosed(self) -> Iterator[None]:
        """One level of nesting deeper, where a `[` is a filter again."""
        self.deeper()
        saved, self.high_endpoint = self.high_endpoint, False
        yield
        self.high_endpoint = saved
        self.nesting -= 1

    def deeper(self) -> None:
        """Count one level of nesting."""
        self.nesting += 1
        if self.nesting > MAX_NESTING:
            self.fail("The expression is nested too deeply.")

    @contextmanager
    def scope(self) -> Iterator[NameTable]:
        """A table for names that are known from here to the end of the block."""
        table = NameTable()
        self.tables.append(table)
        yield table
        self.tables.pop()

    def known_name(self, tables: list[NameTable]) -> str | None:
        """The longest known name of several words that begins here, stepping over it."""
        best: tuple[str, int] | None = None
        for table in tables:
            match = table.longest(self.tokens, self.at)
            if match is not None and (best is None or match[1] > best[1]):
                best = match
        if best is None:
            return None
        self.at += best[1]
        return best[0]

    def name(self, *, after_dot: bool = False) -> str:
        """The name that begins here: the longest known one, or the words up to the next keyword or mark."""
        known = self.known_name([*self.tables, self.keys] if after_dot else self.tables)
        if known is not None:
            return known
        start = self.advance()
        end = start.end
        while self.token.kind in ("name", "number") and self.token.text not in KEYWORDS:
            end = self.advance().end
        return tidy(self.text[start.start : end])

    def name_before(self, *stops: str) -> str | None:
        """The name that ends before one of these marks or words, whatever it holds; None if there is none."""
        place = self.at
        if self.tokens[place].kind != "name":
            return None
        while self.tokens[place].text not in stops or self.tokens[place].kind not in ("name", "op"):
            token = self.tokens[place]
            if token.kind not in ("name", "number") and token.text not in NAME_MARKS:
                return None
            place += 1
        if place == self.at:
            return None
        name = tidy(self.text[self.token.start : self.tokens[place - 1].end])
        self.at = place
        return name

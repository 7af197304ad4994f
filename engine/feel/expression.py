"""Parsed expressions, kept so that the same text is parsed and compiled once."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

from engine.feel.ast import Node, UnaryTests
from engine.feel.builtins import BUILTINS
from engine.feel.compile import Code, Test, compile_node, compile_tests
from engine.feel.errors import FeelSyntaxError
from engine.feel.names import NameTable, is_single_word
from engine.feel.parser import parse_expression, parse_unary_tests
from engine.feel.references import free_names

Kind = Literal["expression", "unary-tests"]

_BUILTIN_NAMES = NameTable([*BUILTINS, "time offset", "start included", "end included"])
_KEPT = 2048


class Expression:
    """A parsed text, ready to be evaluated as often as wanted, from any thread."""

    __slots__ = ("_names", "code", "kind", "root", "test", "text")

    def __init__(self, text: str, kind: Kind, names: tuple[str, ...]) -> None:
        self.text = text
        self.kind = kind
        self._names = frozenset(names)
        tables = [_BUILTIN_NAMES, NameTable(names)]
        try:
            self.root: Node = (
                parse_unary_tests(text, tables) if kind == "unary-tests" else parse_expression(text, tables)
            )
            self.code: Code | None = (
                None if isinstance(self.root, UnaryTests) else compile_node(self.root, None)
            )
            self.test: Test | None = (
                compile_tests(self.root, None) if isinstance(self.root, UnaryTests) else None
            )
        except RecursionError:
            raise FeelSyntaxError("The expression is nested too deeply.", 1, 1) from None

    def references(self) -> frozenset[str]:
        """The names of the variables that the expression reads, each by its outermost name."""
        return free_names(self.root, self._names, BUILTINS)

    def __repr__(self) -> str:
        return f"Expression({self.text!r})"


def parse(text: str, *, kind: Kind = "expression", names: Iterable[str] = ()) -> Expression:
    """The parsed expression or unary tests.

    names: names in scope; needed for those with spaces or operators, such as "Monthly Salary".

    Raises:
        FeelSyntaxError: the text cannot be parsed.
    """
    return _parsed(text, kind, several_words(text, names))


def several_words(text: str, names: Iterable[str]) -> tuple[str, ...]:
    """Those of the names that matter for parsing the text: of several tokens, their words in the text."""
    found = [name for name in names if not is_single_word(name) and _may_occur(name, text)]
    return tuple(sorted(found)) if len(found) > 1 else tuple(found)


def _may_occur(name: str, text: str) -> bool:
    return name in text or all(word in text for word in name.split())


@lru_cache(maxsize=_KEPT)
def _parsed(text: str, kind: Kind, names: tuple[str, ...]) -> Expression:
    return Expression(text, kind, names)

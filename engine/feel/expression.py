"""Parsed expressions, kept so that the same text is parsed and compiled once."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal as Either

from engine.feel.ast import ContextLiteral, Literal, Node
from engine.feel.builtins import BUILTINS
from engine.feel.compile import Code, Test, compile_node, compile_tests
from engine.feel.errors import FeelSyntaxError, at_offset
from engine.feel.layers import ABSENT
from engine.feel.lexer import tokenize
from engine.feel.names import NameTable, is_single_word, may_occur
from engine.feel.parser import parse_expression, parse_unary_tests
from engine.feel.references import children, free_names

Value = object
Kind = Either["expression", "unary-tests"]

_BUILTIN_NAMES = NameTable([*BUILTINS, "time offset", "start included", "end included"])
_KEPT = 2048


@dataclass(frozen=True, slots=True)
class Compiled:
    """What a text means, whatever names of a single word its scope has."""

    text: str
    root: Node
    code: Code | None  #: of an expression
    test: Test | None  #: of unary tests
    constant: Value  #: what it is, or what its only test compares with, as it stands; else ABSENT


class Expression:
    """A parsed text, ready to be evaluated as often as wanted, from any thread."""

    __slots__ = ("_known", "compiled")

    def __init__(self, compiled: Compiled, known: frozenset[str]) -> None:
        self.compiled = compiled
        self._known = known

    @property
    def text(self) -> str:
        """The text that was parsed."""
        return self.compiled.text

    @property
    def root(self) -> Node:
        """The outermost node of what was parsed."""
        return self.compiled.root

    def references(self) -> frozenset[str]:
        """The names of the variables that the expression reads, each by its outermost name.

        A name that only a filter reads counts if the scope has it; it may be an entry of the items otherwise.
        """
        return free_names(self.root, self._known, BUILTINS)

    def __repr__(self) -> str:
        return f"Expression({self.text!r})"


def parse(text: str, *, kind: Kind = "expression", names: Iterable[str] = ()) -> Expression:
    """The parsed expression or unary tests.

    names: names in scope; needed for those with spaces or operators, such as "Monthly Salary".

    Raises:
        FeelSyntaxError: the text cannot be parsed, or has a context with two entries of one name. Such a
            context is null when it is evaluated, which is nothing that anybody means to write.
    """
    known = frozenset(names)
    meant = compiled(text, kind, known)
    _refuse_doubled(text, meant.root)
    return Expression(meant, known)


def _refuse_doubled(text: str, root: Node) -> None:
    waiting = [root] if "{" in text else []
    while waiting:
        node = waiting.pop()
        if isinstance(node, ContextLiteral) and node.doubled is not None:
            keys = [key for key, _ in node.entries]
            key = next(key for at, key in enumerate(keys) if key in keys[:at])
            raise at_offset(text, node.doubled, f"The context has two entries '{key}'.")
        waiting.extend(children(node))


def compiled(text: str, kind: Kind, names: Iterable[str]) -> Compiled:
    """What the text means where these names are in scope.

    Raises:
        FeelSyntaxError: the text cannot be parsed.
    """
    return compiled_among(text, kind, tuple(name for name in names if not is_single_word(name)))


@lru_cache(maxsize=_KEPT)
def compiled_alone(text: str, kind: Kind) -> Compiled | None:
    """What a text means in which no name of several words can stand; None: it depends on those in scope.

    Raises:
        FeelSyntaxError: the text cannot be parsed.
    """
    words = tokenize(text)[:-2]  # a name that is the last word has only one
    return None if any(word.kind == "name" for word in words) else _compiled(text, kind, ())


def compiled_among(text: str, kind: Kind, several: tuple[str, ...]) -> Compiled:
    """What the text means where these names of several words are in scope.

    Raises:
        FeelSyntaxError: the text cannot be parsed.
    """
    return _compiled(text, kind, _occurring(several, text) if several else ())


@lru_cache(maxsize=_KEPT)
def _occurring(names: tuple[str, ...], text: str) -> tuple[str, ...]:
    return tuple(sorted({name for name in names if may_occur(name, text)}))


@lru_cache(maxsize=_KEPT)
def _compiled(text: str, kind: Kind, names: tuple[str, ...]) -> Compiled:
    """Kept by the text and those names of several words that may occur in it; no others matter."""
    tables = [_BUILTIN_NAMES, NameTable(names)]
    try:
        if kind == "unary-tests":
            tests = parse_unary_tests(text, tables)
            compared = tests.tests[0] if len(tests.tests) == 1 and not tests.negated else None
            return Compiled(text, tests, None, compile_tests(tests, None), _constant(compared))
        root = parse_expression(text, tables)
        return Compiled(text, root, compile_node(root, None), None, _constant(root))
    except RecursionError:
        raise FeelSyntaxError("The expression is nested too deeply.", 1, 1) from None


def _constant(node: Node | None) -> Value:
    return node.value if isinstance(node, Literal) else ABSENT

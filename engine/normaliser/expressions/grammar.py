"""Expressions of C-like languages and XPath, parsed by how tightly operators bind, within bounds."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import NoReturn

from engine.normaliser.expressions.dialects import CHOICE_RANK, PREFIX_RANK, RANKS, XPATH, Dialect
from engine.normaliser.expressions.result import Untranslatable
from engine.normaliser.expressions.templates import pieces
from engine.normaliser.expressions.tokens import MAX_TEXT, Token, tokenize, unescaped
from engine.normaliser.expressions.tree import (
    Call,
    Choice,
    Index,
    Infix,
    Items,
    Joined,
    Literal,
    Node,
    Prefix,
    Property,
    Variable,
)

MAX_DEPTH = 60
MAX_PARTS = 100  #: operators in a row
_NOT_EXPRESSIONS = frozenset("new function typeof instanceof void delete throw await yield is".split())


class Parser:
    """One text on its way to a tree."""

    def __init__(self, text: str, dialect: Dialect) -> None:
        if len(text) > MAX_TEXT:
            raise Untranslatable(f"The expression is longer than {MAX_TEXT} characters.")
        self.dialect = dialect
        self.tokens = tokenize(text, dialect)
        self.at = 0
        self.depth = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    def advance(self) -> Token:
        """The present token; the next one becomes present."""
        token = self.token
        self.at += 1
        return token

    def accept(self, op: str) -> bool:
        """Whether the present token is that mark; if so it is passed."""
        if self.token.kind == "op" and self.token.text == op:
            self.at += 1
            return True
        return False

    def expect(self, op: str) -> None:
        """Pass that mark, or refuse the text."""
        if not self.accept(op):
            self.fail(f"“{op}”")

    def fail(self, expected: str) -> NoReturn:
        """Refuse the text, saying what was found in place of what was expected."""
        found = f"“{self.token.text}”" if self.token.kind != "end" else "the end"
        raise Untranslatable(f"{expected} was expected where {found} stands.")

    @contextmanager
    def deeper(self) -> Iterator[None]:
        """One level of nesting more."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Untranslatable("The expression is nested too deeply.")
        yield
        self.depth -= 1

    def whole(self) -> Node:
        """The expression that fills the text."""
        node = self.expression()
        if self.token.kind != "end":
            self.fail("An operator or the end")
        return node

    def expression(self, rank: int = 0) -> Node:
        """The expression that begins here, up to an operator that binds less tightly."""
        with self.deeper():
            left = self._prefixed()
            parts = 0
            while (operator := self._operator()) and RANKS[operator] > rank:
                parts += 1
                if parts > MAX_PARTS:
                    raise Untranslatable(f"The expression has more than {MAX_PARTS} parts in a row.")
                self.advance()
                left = Infix(operator, left, self.expression(RANKS[operator]))
            if rank < CHOICE_RANK and self.accept("?"):
                chosen = self.expression()
                self.expect(":")
                return Choice(left, chosen, self.expression())
            return left

    def _operator(self) -> str | None:
        token = self.token
        if token.kind not in ("op", "name"):
            return None
        if token.text == "=" and "=" not in self.dialect.operators:
            raise Untranslatable(f"A single “=” sets a value in {self.dialect.title}; a comparison is “==”.")
        return self.dialect.operators.get(token.text)

    def _prefixed(self) -> Node:
        token = self.token
        operator = self.dialect.prefixes.get(token.text) if token.kind in ("op", "name") else None
        if operator is None:
            return self._path(self._primary())
        self.advance()
        with self.deeper():
            return Prefix(operator, self.expression(PREFIX_RANK))

    def _primary(self) -> Node:
        token = self.advance()
        if token.kind == "number":
            return Literal(self._number(token.text))
        if token.kind == "text":
            return Literal(token.text)
        if token.kind == "template":
            return _interpolated(token.text, self.dialect)
        if token.kind == "name":
            return self._named(token.text)
        if token.kind == "op" and token.text == "(":
            inner = self.expression()
            self.expect(")")
            return inner
        if token.kind == "op" and token.text == "[":
            return Items(self._items("]"))
        self.at -= 1
        self.fail("A value")

    def _number(self, text: str) -> Decimal:
        digits = text.rstrip("lLfFdDgGbB") if self.dialect is not XPATH else text
        if self.dialect is XPATH and digits[-1].isalpha():
            raise Untranslatable(f"“{text[:40]}” is no number of XPath.")
        if len(digits) > 34 or (len(digits) > 1 and digits[0] == "0" and digits.isdigit()):
            raise Untranslatable(f"The number {text[:40]} can be read in more than one way.")
        return Decimal(digits)

    def _named(self, name: str) -> Node:
        if name in ("true", "false") and not (self.dialect is XPATH and self.token.text == "("):
            return Literal(name == "true")
        if name in self.dialect.nulls:
            return Literal(None)
        if name == "new" and self.token.kind == "name":
            return self._made()
        if name in _NOT_EXPRESSIONS:
            raise Untranslatable(f"“{name}” has no counterpart in FEEL.")
        if self.accept("("):
            return Call(None, name, self._items(")"))
        return Variable(name)

    def _made(self) -> Node:
        """`new Date()`, the only object that has a counterpart."""
        name = self.advance().text
        if name != "Date" or not (self.accept("(") and self.accept(")")):
            raise Untranslatable(f"“new {name}” makes an object, which has no counterpart in FEEL.")
        return Call(None, "now", ())

    def _path(self, node: Node) -> Node:
        steps = 0
        while True:
            steps += 1
            if steps > MAX_PARTS:
                raise Untranslatable(f"A path has more than {MAX_PARTS} steps.")
            step = self._step(node)
            if step is None:
                return node
            node = step

    def _step(self, node: Node) -> Node | None:
        """The next step of a path, None at its end."""
        if self.dialect is XPATH:
            if not self.accept("/"):
                return None
        elif self.accept("["):
            key = self.expression()
            self.expect("]")
            return Index(node, key)
        elif isinstance(node, Variable) and self._namespaced():
            self.advance()
        elif not (self.accept(".") or self.accept("?.")):
            return None
        if self.token.kind != "name":
            self.fail("A name")
        name = self.advance().text
        if self.accept("("):
            return Call(node, name, self._items(")"))
        return Property(node, name)

    def _namespaced(self) -> bool:
        """Whether a function with a prefix follows: `variables:get(x)`."""
        at = self.at
        return (
            self.dialect.title == "JUEL"
            and [token.kind for token in self.tokens[at : at + 3]] == ["op", "name", "op"]
            and self.tokens[at].text == ":"
            and self.tokens[at + 2].text == "("
        )

    def _items(self, end: str) -> tuple[Node, ...]:
        """Expressions with commas between, up to the closing mark."""
        items: list[Node] = []
        if self.accept(end):
            return ()
        items.append(self.expression())
        while self.accept(","):
            items.append(self.expression())
        self.expect(end)
        return tuple(items)


def parse(text: str, dialect: Dialect) -> Node:
    """The tree of the expression that fills the text.

    Raises:
        Untranslatable: the text is no expression of the dialect, or too big.
    """
    return Parser(text, dialect).whole()


def _interpolated(body: str, dialect: Dialect) -> Node:
    """The tree of a text literal with `${…}` in it."""
    if "\\$" in body or "#{" in body or "`" in body:
        raise Untranslatable("A text has marks in it that can be read in more than one way.")
    parts: list[Node] = []
    for is_expression, text in pieces(body):
        if is_expression:
            parts.append(parse(text, dialect))
        elif "$" in text:
            raise Untranslatable("A text has a dollar sign in it that can be read in more than one way.")
        else:
            parts.append(Literal(unescaped(text)))
    return Joined(tuple(parts))

"""Operators by rank, and the tests of `in` and of decision tables.

Source: DMN 1.5, 10.3.1.2 (grammar rules 1 to 26 and 49 to 51).
"""

from collections.abc import Callable
from decimal import Decimal

from engine.feel.ast import (
    AnyTest,
    Arithmetic,
    Between,
    Comparison,
    Conjunction,
    Disjunction,
    In,
    InstanceOf,
    Literal,
    Negation,
    Node,
    OperatorTest,
    UnaryRange,
    UnaryTests,
)
from engine.feel.errors import FeelSyntaxError
from engine.feel.numbers import CONTEXT
from engine.feel.parser.primaries import Primaries

OR, AND, COMPARE, ADD, MULTIPLY, POWER, TYPE = range(1, 8)
_MARKS = {"=": COMPARE, "!=": COMPARE, "<": COMPARE, "<=": COMPARE, ">": COMPARE, ">=": COMPARE}
_MARKS |= {"+": ADD, "-": ADD, "*": MULTIPLY, "/": MULTIPLY, "**": POWER}
_WORDS = {"or": OR, "and": AND, "between": COMPARE, "in": COMPARE, "instance": TYPE}
_TEST_MARKS = ("<", "<=", ">", ">=", "=", "!=")


class Operators(Primaries):
    """Reads whole expressions and unary tests."""

    def expression(self) -> Node:
        """The expression that begins here."""
        return self._ranked(OR)

    def operand(self) -> Node:
        """The expression that begins here, up to a comparison."""
        return self._ranked(ADD)

    def _ranked(self, least: int) -> Node:
        left = self._unary()
        while True:
            token = self.token
            ranks = _MARKS if token.kind == "op" else _WORDS if token.kind == "name" else {}
            rank = ranks.get(token.text, 0)
            if rank < least:
                return left
            self.advance()
            left = self._joined(left, token.text, rank, token.start)

    def _unary(self) -> Node:
        token = self.token
        if token.kind == "op":
            if token.text == "-":
                return self._negation()
            after_bracket = self.at > 0 and self.tokens[self.at - 1].text == "("
            if token.text in ("<", "<=", ">", ">=") or (token.text == "=" and after_bracket):
                self.advance()
                return UnaryRange(token.start, token.text, self.operand())
        return self.primary()

    def _negation(self) -> Node:
        start = self.advance().start
        with self.enclosed():
            operand = self._unary()
        if isinstance(operand, Literal) and isinstance(operand.value, Decimal):
            return Literal(start, CONTEXT.minus(operand.value))
        return Negation(start, operand)

    def _joined(self, left: Node, operator: str, rank: int, pos: int) -> Node:
        if operator == "or":
            return Disjunction(pos, self._parts(left, operator, AND))
        if operator == "and":
            return Conjunction(pos, self._parts(left, operator, COMPARE))
        if operator == "between":
            low = self.operand()
            self.expect_word("and")
            return Between(pos, left, low, self.operand())
        if operator == "in":
            return In(pos, left, self.in_tests())
        if operator == "instance":
            self.expect_word("of")
            return InstanceOf(pos, left, self.type_name())
        if rank == COMPARE:
            if operator == "=" and self.sees("="):
                self.fail("Two values are compared with a single '='.")
            return Comparison(pos, operator, left, self.operand())
        return self._chain(left, operator, rank, pos)

    def _parts(self, first: Node, word: str, rank: int) -> tuple[Node, ...]:
        parts = [first, self._ranked(rank)]
        while self.accept_word(word):
            parts.append(self._ranked(rank))
        return tuple(parts)

    def _chain(self, first: Node, operator: str, rank: int, pos: int) -> Arithmetic:
        rest = [(operator, self._ranked(rank + 1))]
        while self.token.kind == "op" and _MARKS.get(self.token.text) == rank:
            mark = self.advance().text
            rest.append((mark, self._ranked(rank + 1)))
        return Arithmetic(pos, first, tuple(rest))

    def in_tests(self) -> UnaryTests:
        """The tests on the right of `in`: one, or several in brackets."""
        pos = self.token.start
        if not self.sees("("):
            return UnaryTests(pos, (self._test(whole=False),))
        self.advance()
        with self.enclosed():
            tests = [self._test(whole=True)]
            if self.sees("..") and not isinstance(tests[0], OperatorTest | AnyTest):
                tests = [self.range_from(pos, tests[0], low_closed=False)]
                return UnaryTests(pos, tuple(tests))
            while self.accept(","):
                tests.append(self._test(whole=True))
            self.expect(")")
        return UnaryTests(pos, tuple(tests))

    def unary_tests(self) -> UnaryTests:
        """The tests that make up the whole text."""
        pos = self.token.start
        if self.token.kind == "end":
            return UnaryTests(pos, (AnyTest(pos),))
        for attempt in (self._negated, self._in_brackets):
            tests = self._whole(attempt)
            if tests is not None:
                return tests
        return UnaryTests(pos, self._listed())

    def _whole(self, attempt: Callable[[], UnaryTests | None]) -> UnaryTests | None:
        """The tests that the attempt reads, if it reads them to the end; otherwise nothing has been read."""
        place, tables = self.at, len(self.tables)
        try:
            tests = attempt()
        except FeelSyntaxError:
            tests = None
        if tests is not None and self.token.kind == "end":
            return tests
        self.at, self.nesting, self.high_endpoint = place, 0, False
        del self.tables[tables:]
        return None

    def _negated(self) -> UnaryTests | None:
        pos = self.token.start
        if not (self.accept_word("not") and self.sees("(")):
            return None
        inside = self._in_brackets()
        return UnaryTests(pos, inside.tests, negated=True) if inside else None

    def _in_brackets(self) -> UnaryTests | None:
        pos = self.token.start
        if not self.accept("("):
            return None
        tests = self._listed()
        self.expect(")")
        return UnaryTests(pos, tests)

    def _listed(self) -> tuple[Node, ...]:
        tests = [self._test(whole=True)]
        while self.accept(","):
            tests.append(self._test(whole=True))
        return tuple(tests)

    def _test(self, *, whole: bool) -> Node:
        token = self.token
        if token.kind == "op" and token.text in _TEST_MARKS:
            self.advance()
            return OperatorTest(token.start, token.text, self.operand())
        if token.text == "-" and self.ahead().text in (",", ")", ""):
            self.advance()
            return AnyTest(token.start)
        return self.expression() if whole else self.operand()

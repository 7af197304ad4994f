"""A hand-written parser by operator rank, bounded in depth."""

from engine.feel.ast import ListLiteral, Node, UnaryTests
from engine.feel.names import NameTable
from engine.feel.parser.operators import Operators

__all__ = ["parse_expression", "parse_unary_tests"]


def parse_expression(text: str, tables: list[NameTable]) -> Node:
    """The expression that the text holds, a leading `=` left out; several with commas between make a list.

    Raises:
        FeelSyntaxError: the text is no expression.
    """
    parser = Operators(text, list(tables))
    parser.accept("=")
    node = parser.expression()
    if parser.sees(","):
        items = [node]
        while parser.accept(","):
            items.append(parser.expression())
        node = ListLiteral(node.pos, tuple(items))
    _expect_end(parser)
    return node


def parse_unary_tests(text: str, tables: list[NameTable]) -> UnaryTests:
    """The unary tests that the text holds.

    Raises:
        FeelSyntaxError: the text holds no unary tests.
    """
    parser = Operators(text, list(tables))
    tests = parser.unary_tests()
    _expect_end(parser)
    return tests


def _expect_end(parser: Operators) -> None:
    if parser.token.kind != "end":
        parser.fail(f"Expected an operator or the end but found {parser.found()}.")

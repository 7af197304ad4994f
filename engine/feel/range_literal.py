"""Ranges read from their lexical form, such as `[1..10)` or `(..@"2026-03-01"]`.

Source: DMN 1.5, 10.3.4.1 (`range`): the endpoints are literals, or calls of conversion functions on texts.
"""

from collections.abc import Callable
from decimal import Decimal

from engine.feel.ast import AtLiteral, Call, Literal, Name, Node
from engine.feel.comparison import compare
from engine.feel.errors import FeelSyntaxError, Undefined
from engine.feel.lexer import tokenize
from engine.feel.names import NameTable
from engine.feel.parser import parse_expression
from engine.feel.values.lexical import (
    read_at_literal,
    read_date,
    read_date_and_time,
    read_duration,
    read_time,
)
from engine.feel.values.ranges import Range

Value = object
_NAMES = NameTable(["date and time"])
_CALLS: dict[str, Callable[[str], Value]] = {
    "date": read_date,
    "time": read_time,
    "date and time": read_date_and_time,
    "duration": read_duration,
}


def read_range(text: str) -> Range:
    """The range that a text holds; an endpoint left out has an open bracket and no bound.

    Raises:
        Undefined: the text is no range of literals.
    """
    try:
        tokens = tokenize(text)
        dots = [token for token in tokens if token.text == ".." and token.kind == "op"]
        if len(dots) != 1 or tokens[0].text not in ("[", "(", "]") or tokens[-2].text not in ("]", ")", "["):
            raise Undefined(f"{text!r} is not a range")
        low = _endpoint(text[tokens[0].end : dots[0].start])
        high = _endpoint(text[dots[0].end : tokens[-2].start])
    except (FeelSyntaxError, RecursionError):
        raise Undefined(f"{text!r} is not a range") from None
    return _checked(Range(low, high, tokens[0].text == "[", tokens[-2].text == "]"), text)


def _checked(made: Range, text: str) -> Range:
    if made.low is None or made.high is None:
        if (made.low is None and made.low_closed) or (made.high is None and made.high_closed):
            raise Undefined(f"{text!r} includes an endpoint that it does not have")
        if made.low is None and made.high is None:
            raise Undefined(f"{text!r} has no endpoint")
        return made
    order = compare(made.low, made.high)
    if order is None or order > 0:
        raise Undefined(f"{text!r} has endpoints without an ascending order")
    return made


def _endpoint(text: str) -> Value:
    if not text.strip():
        return None
    value = _literal(parse_expression(text, [_NAMES]))
    if value is None:
        raise Undefined(f"{text!r} is no endpoint")
    return value


def _literal(node: Node) -> Value:
    if isinstance(node, Literal):
        return node.value if isinstance(node.value, str | Decimal) else None
    if isinstance(node, AtLiteral):
        return read_at_literal(node.text)
    if isinstance(node, Call) and isinstance(node.callee, Name) and len(node.args) == 1:
        argument = node.args[0]
        reader = _CALLS.get(node.callee.name)
        if reader and isinstance(argument, Literal) and isinstance(argument.value, str):
            return reader(argument.value)
    return None

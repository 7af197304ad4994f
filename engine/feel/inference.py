"""The type that an expression can be seen to have before it is evaluated.

Used for the result of functions defined in FEEL: `function() "a"` is a function that gives a string.
"""

from collections.abc import Mapping

from engine.feel.ast import (
    Arithmetic,
    AtLiteral,
    Between,
    Comparison,
    Conjunction,
    ContextLiteral,
    Disjunction,
    FunctionDefinition,
    If,
    In,
    InstanceOf,
    ListLiteral,
    Literal,
    Name,
    Negation,
    Node,
    Quantified,
)
from engine.feel.errors import Undefined
from engine.feel.types import ANY, Type, resolve, subtype
from engine.feel.values.kinds import kind_of
from engine.feel.values.lexical import read_at_literal

_TRUTHS = (Between, Comparison, Conjunction, Disjunction, In, InstanceOf, Quantified)
Known = Mapping[str, Type]


def signature_of(node: FunctionDefinition, defined: Known) -> Type:
    """The type of the function: its parameters' types and its result's.

    Raises:
        Undefined: a parameter has a type that does not exist.
    """
    types = {name: resolve(written, defined) if written else ANY for name, written in node.parameters}
    return Type("function", (*types.values(), type_of(node.body, types, defined)))


def type_of(node: Node, names: Known, defined: Known) -> Type:
    """The type that the node shows, `Any` where it shows none."""
    if isinstance(node, Literal):
        return Type(kind_of(node.value))
    if isinstance(node, AtLiteral):
        return _type_of_at_literal(node.text)
    if isinstance(node, Name):
        return names.get(node.name, ANY)
    if isinstance(node, _TRUTHS):
        return Type("boolean")
    return _type_of_compound(node, names, defined)


def _type_of_compound(node: Node, names: Known, defined: Known) -> Type:
    if isinstance(node, ListLiteral):
        return Type("list", (_common([type_of(item, names, defined) for item in node.items]),))
    if isinstance(node, ContextLiteral):
        parts = tuple(type_of(value, names, defined) for _, value in node.entries)
        return Type("context", parts, tuple(key for key, _ in node.entries))
    if isinstance(node, FunctionDefinition):
        return signature_of(node, defined)
    if isinstance(node, If):
        bodies = [*(body for _, body in node.branches), node.otherwise]
        return _common([type_of(part, names, defined) for part in bodies])
    if isinstance(node, Arithmetic | Negation):
        return _of_arithmetic(node, names, defined)
    return ANY


def _of_arithmetic(node: Arithmetic | Negation, names: Known, defined: Known) -> Type:
    """Numbers make a number and texts a text; what else dates and durations make is not looked into."""
    if isinstance(node, Negation):
        found = {type_of(node.operand, names, defined)}
    else:
        operands = [node.first, *(operand for _, operand in node.rest)]
        found = {type_of(operand, names, defined) for operand in operands}
    return found.pop() if found in ({Type("number")}, {Type("string")}) else ANY


def _common(types: list[Type]) -> Type:
    if not types:
        return Type("Null")
    wide = types[0]
    return wide if all(subtype(each, wide) for each in types) else ANY


def _type_of_at_literal(text: str) -> Type:
    try:
        return Type(kind_of(read_at_literal(text)))
    except Undefined:
        return Type("Null")

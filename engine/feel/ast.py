"""The parts of a parsed expression. Every node knows the offset in the text where it begins."""

from dataclasses import dataclass

Value = object


@dataclass(frozen=True, slots=True)
class Node:
    """A part of an expression."""

    pos: int


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A number, a text, true, false or null."""

    value: Value


@dataclass(frozen=True, slots=True)
class AtLiteral(Node):
    """`@"2026-03-01"`"""

    text: str


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A variable or function."""

    name: str


@dataclass(frozen=True, slots=True)
class Path(Node):
    """`base.key`"""

    base: Node
    key: str


@dataclass(frozen=True, slots=True)
class Descendants(Node):
    """`base...key`"""

    base: Node
    key: str


@dataclass(frozen=True, slots=True)
class Filter(Node):
    """`base[test]`"""

    base: Node
    test: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    """`callee(args)`, by position or by name."""

    callee: Node
    args: tuple[Node, ...]
    names: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Negation(Node):
    """`-operand`"""

    operand: Node


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """Operands joined by operators of one rank, worked from the left."""

    first: Node
    rest: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class Comparison(Node):
    """`left < right` and its kin."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Between(Node):
    """`value between low and high`"""

    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class In(Node):
    """`value in tests`"""

    value: Node
    tests: "UnaryTests"


@dataclass(frozen=True, slots=True)
class Conjunction(Node):
    """Parts joined by `and`."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Disjunction(Node):
    """Parts joined by `or`."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class InstanceOf(Node):
    """`value instance of type`"""

    value: Node
    type: "TypeName"


@dataclass(frozen=True, slots=True)
class If(Node):
    """`if ... then ... else if ... then ... else ...`"""

    branches: tuple[tuple[Node, Node], ...]
    otherwise: Node


@dataclass(frozen=True, slots=True)
class Iterator(Node):
    """`name in start` or `name in start..end`"""

    name: str
    start: Node
    end: Node | None


@dataclass(frozen=True, slots=True)
class For(Node):
    """`for ... return body`"""

    iterators: tuple[Iterator, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Quantified(Node):
    """`some ... satisfies body` or `every ... satisfies body`"""

    every: bool
    iterators: tuple[Iterator, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class FunctionDefinition(Node):
    """`function(parameters) body`; `external` ones are refused when they are evaluated."""

    parameters: tuple[tuple[str, "TypeName | None"], ...]
    body: Node
    external: bool


@dataclass(frozen=True, slots=True)
class ListLiteral(Node):
    """`[a, b]`"""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class ContextLiteral(Node):
    """`{a: 1, "b c": 2}`; `doubled` is the offset of the first key that stands there a second time."""

    entries: tuple[tuple[str, Node], ...]
    doubled: int | None = None


@dataclass(frozen=True, slots=True)
class RangeLiteral(Node):
    """`[low..high)`"""

    low: Node
    high: Node
    low_closed: bool
    high_closed: bool


@dataclass(frozen=True, slots=True)
class UnaryRange(Node):
    """`>= bound` used as a value."""

    operator: str
    bound: Node


@dataclass(frozen=True, slots=True)
class OperatorTest(Node):
    """`>= operand` as a test of the input."""

    operator: str
    operand: Node


@dataclass(frozen=True, slots=True)
class AnyTest(Node):
    """`-`, which every input passes."""


@dataclass(frozen=True, slots=True)
class UnaryTests(Node):
    """Tests of which one must hold, or none when negated: each an OperatorTest, AnyTest or expression."""

    tests: tuple[Node, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class TypeName:
    """A type by name, with what stands between its angle brackets.

    `names` are the entries of a context type; the last argument of a function type is its result.
    """

    name: str
    arguments: tuple["TypeName", ...] = ()
    names: tuple[str, ...] = ()

"""The parts of a foreign expression, whatever its language."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, text, true, false or null."""

    value: Decimal | str | bool | None


@dataclass(frozen=True, slots=True)
class Variable:
    """A name at the start of a path."""

    name: str


@dataclass(frozen=True, slots=True)
class Property:
    """`base.name`"""

    base: "Node"
    name: str


@dataclass(frozen=True, slots=True)
class Index:
    """`base[key]`"""

    base: "Node"
    key: "Node"


@dataclass(frozen=True, slots=True)
class Call:
    """`base.name(args)`, or `name(args)` where there is no base."""

    base: "Node | None"
    name: str
    args: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Prefix:
    """`not`, `-` or `empty` before an operand."""

    operator: str
    operand: "Node"


@dataclass(frozen=True, slots=True)
class Infix:
    """Two operands and the operator between them, under its one name."""

    operator: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Choice:
    """`condition ? chosen : otherwise`"""

    condition: "Node"
    chosen: "Node"
    otherwise: "Node"


@dataclass(frozen=True, slots=True)
class Items:
    """`[a, b]`"""

    items: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Joined:
    """Fixed text and expressions written in a row, which together make a text."""

    parts: "tuple[Node, ...]"


Operation = Property | Index | Call | Prefix | Infix | Choice
Node = Literal | Variable | Items | Joined | Operation

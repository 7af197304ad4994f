"""What an expression is compiled to, and the scopes it is compiled in.

A node becomes a closure that takes the run and the innermost frame. A frame is a list: its enclosing frame,
then the values of the names that its scope declares. Where a name lies is settled when the closure is made.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from engine.feel.ast import Node
from engine.feel.runtime import Run

Value = object
Frame = list[Any]
Code = Callable[[Run, Frame], Value]
N = TypeVar("N", bound=Node)


class Scope:
    """Names declared together. The scope of a filter declares `item` and the entries of the item."""

    __slots__ = ("is_filter", "names", "parent", "used")

    def __init__(
        self, parent: "Scope | None", names: list[str] | None = None, *, is_filter: bool = False
    ) -> None:
        self.parent = parent
        self.names = names if names is not None else []
        self.is_filter = is_filter
        self.used: set[str] = set()


_COMPILERS: dict[type[Node], Callable[[Any, Scope | None], Code]] = {}


def compiles(
    kind: type[N],
) -> Callable[[Callable[[N, Scope | None], Code]], Callable[[N, Scope | None], Code]]:
    """Register the function that compiles nodes of a kind."""

    def register(function: Callable[[N, Scope | None], Code]) -> Callable[[N, Scope | None], Code]:
        _COMPILERS[kind] = function
        return function

    return register


def compile_node(node: Node, scope: Scope | None) -> Code:
    """The closure that evaluates the node in frames of the scope."""
    return _COMPILERS[type(node)](node, scope)


def weight_of(node: object) -> int:
    """How many nodes a part of an expression has: what one repetition of it costs."""
    count = 0
    waiting = [node]
    while waiting:
        part = waiting.pop()
        if isinstance(part, tuple):
            waiting.extend(part)
        elif isinstance(part, Node):
            count += 1
            waiting.extend(getattr(part, name) for name in type(part).__dataclass_fields__)
    return 1 + count // 8

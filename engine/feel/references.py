"""The variables that an expression reads."""

from collections.abc import Collection, Iterator

from engine.feel.ast import (
    ContextLiteral,
    Filter,
    For,
    FunctionDefinition,
    Name,
    Node,
    Quantified,
    UnaryTests,
)

Found = Iterator[tuple[str, bool]]  # a name, and whether it is read inside a filter
Bound = frozenset[str]


def free_names(node: Node, known: Collection[str], builtins: Collection[str]) -> frozenset[str]:
    """The names read from outside: not declared inside, and no built-in unless the scope knows the name.

    In a filter an unknown name may be an entry of the filtered items, so only known names count there.
    """
    return frozenset(
        name
        for name, in_filter in _names(node, frozenset(), False)
        if name in known or (name not in builtins and not in_filter)
    )


def _names(node: Node, bound: Bound, in_filter: bool) -> Found:
    if isinstance(node, Name):
        if node.name not in bound:
            yield node.name, in_filter
    elif isinstance(node, For | Quantified):
        yield from _of_loop(node, bound, in_filter)
    elif isinstance(node, ContextLiteral):
        yield from _of_context(node, bound, in_filter)
    elif isinstance(node, FunctionDefinition):
        yield from _names(node.body, bound | {name for name, _ in node.parameters}, in_filter)
    elif isinstance(node, Filter):
        yield from _names(node.base, bound, in_filter)
        yield from _names(node.test, bound | {"item"}, True)
    else:
        inside = bound | {"?"} if isinstance(node, UnaryTests) else bound
        for child in children(node):
            yield from _names(child, inside, in_filter)


def _of_loop(node: For | Quantified, bound: Bound, in_filter: bool) -> Found:
    for iterator in node.iterators:
        yield from _names(iterator.start, bound, in_filter)
        if iterator.end:
            yield from _names(iterator.end, bound, in_filter)
        bound |= {iterator.name}
    yield from _names(node.body, bound | {"partial"} if isinstance(node, For) else bound, in_filter)


def _of_context(node: ContextLiteral, bound: Bound, in_filter: bool) -> Found:
    for key, value in node.entries:
        yield from _names(value, bound | {key} if isinstance(value, FunctionDefinition) else bound, in_filter)
        bound |= {key}


def children(node: Node) -> Iterator[Node]:
    """The nodes directly inside a node."""
    waiting: list[object] = [getattr(node, name) for name in type(node).__dataclass_fields__]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Node):
            yield part
        elif isinstance(part, tuple):
            waiting.extend(part)

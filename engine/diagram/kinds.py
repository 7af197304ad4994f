"""Which kinds of value an expression can give, as far as that shows before it runs.

A kind is FEEL's name of a type, the two durations being one (`duration`). None stands for any kind. Every
expression may also give null.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal

from engine.calendars.host import FUNCTIONS
from engine.feel import ast

Kinds = frozenset[str] | None

BOOLEAN = frozenset({"boolean"})
NUMBER = frozenset({"number"})
STRING = frozenset({"string"})
LIST = frozenset({"list"})
CONTEXT = frozenset({"context"})
DURATION = frozenset({"duration"})
MOMENTS = frozenset({"date", "time", "date and time"})

_SUM = NUMBER | STRING | DURATION | MOMENTS
_PRODUCT = NUMBER | DURATION

_GIVEN = {
    "number": "number count sum mean median stddev product floor ceiling abs modulo sqrt log exp decimal "
    "round string-length day.of.year round.up round.down round.half.up round.half.down week.of.year",
    "boolean": "not starts.with ends.with contains matches list.contains all any is before after meets "
    "met.by overlaps includes during even odd starts finishes coincides",
    "string": "string substring upper.case lower.case replace string.join substring.before substring.after "
    "day.of.week month.of.year",
    "list": "append concatenate insert.before remove reverse union distinct.values flatten sort index.of "
    "split sublist mode get.entries list.replace",
    "duration": "duration years.and.months.duration",
    "context": "context context.put context.merge",
}
_FUNCTIONS: dict[str, Kinds] = {
    name.replace(".", " ").replace("-", " "): frozenset({kind})
    for kind, names in _GIVEN.items()
    for name in names.split()
}
_FUNCTIONS |= {
    "date": frozenset({"date"}),
    "time": frozenset({"time"}),
    "date and time": frozenset({"date and time"}),
    "now": frozenset({"date and time"}),
    "today": frozenset({"date"}),
    **dict.fromkeys(FUNCTIONS, frozenset({"date and time"})),
}
_NAMED: Mapping[type, Kinds] = {
    ast.Comparison: BOOLEAN,
    ast.Between: BOOLEAN,
    ast.In: BOOLEAN,
    ast.InstanceOf: BOOLEAN,
    ast.Quantified: BOOLEAN,
    ast.Conjunction: BOOLEAN,
    ast.Disjunction: BOOLEAN,
    ast.For: LIST,
    ast.ListLiteral: LIST,
    ast.ContextLiteral: CONTEXT,
    ast.RangeLiteral: frozenset({"range"}),
    ast.FunctionDefinition: frozenset({"function"}),
    ast.Negation: _PRODUCT,
}


def kinds_of(node: ast.Node, known: Mapping[str, Kinds]) -> Kinds:
    """The kinds of value that the node can give; `known`: those of variables, entries by dotted names."""
    if type(node) in _NAMED:
        return _NAMED[type(node)]
    if isinstance(node, ast.Literal):
        return kind_of_value(node.value)
    if isinstance(node, ast.Name | ast.Path):
        name = dotted(node)
        return known.get(name) if name else None
    if isinstance(node, ast.Call):
        return _FUNCTIONS.get(node.callee.name) if isinstance(node.callee, ast.Name) else None
    if isinstance(node, ast.Arithmetic):
        return _of_arithmetic(node, known)
    if isinstance(node, ast.If):
        branches = [kinds_of(value, known) for _, value in node.branches]
        return union([*branches, kinds_of(node.otherwise, known)])
    return None


def union(several: list[Kinds]) -> Kinds:
    """Any of them; any kind at all where one of them is open."""
    found: frozenset[str] = frozenset()
    for kinds in several:
        if kinds is None:
            return None
        found |= kinds
    return found


def kind_of_value(value: object) -> Kinds:
    """The kind of a literal; null fits everywhere, so it tells nothing."""
    if isinstance(value, bool):
        return BOOLEAN
    if isinstance(value, Decimal | int | float):
        return NUMBER
    return STRING if isinstance(value, str) else None


def dotted(node: ast.Node) -> str | None:
    """`a.b.c` for a path of names, None for anything else."""
    keys: list[str] = []
    while isinstance(node, ast.Path):
        keys.append(node.key)
        node = node.base
    return ".".join([node.name, *reversed(keys)]) if isinstance(node, ast.Name) else None


def _of_arithmetic(node: ast.Arithmetic, known: Mapping[str, Kinds]) -> Kinds:
    operators = {operator for operator, _ in node.rest}
    sides = [kinds_of(part, known) for part in (node.first, *(part for _, part in node.rest))]
    if operators <= {"+"} and STRING in sides:
        return STRING
    if all(side == NUMBER for side in sides):
        return NUMBER
    return _SUM if operators & {"+", "-"} else _PRODUCT


def walk(node: ast.Node, visit: Callable[[ast.Node], None]) -> None:
    """Visit the node and every node in it."""
    todo: list[object] = [node]
    while todo:
        part = todo.pop()
        if isinstance(part, ast.Node):
            visit(part)
            todo.extend(getattr(part, name) for name in part.__dataclass_fields__ if name != "pos")
        elif isinstance(part, tuple):
            todo.extend(part)

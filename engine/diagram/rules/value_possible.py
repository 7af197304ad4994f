"""What an expression compares a variable with is a value that the variable can have."""

from collections.abc import Iterator
from decimal import Decimal
from difflib import get_close_matches

from engine.diagram.expressions import HOST_NAMES, Expression, expressions
from engine.diagram.kinds import dotted, walk
from engine.diagram.model import Diagram
from engine.diagram.rule import Report, Rule, Setting
from engine.diagram.setters import Known, known_of
from engine.diagram.variables import known_names
from engine.feel import FeelSyntaxError, ast, parse
from engine.model.findings import Severity


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    names = HOST_NAMES | setting.names | known_names(diagram)
    known = known_of(diagram, setting)
    for found in expressions(diagram):
        try:
            root = parse(found.text, names=names | found.names).root
        except FeelSyntaxError:
            continue  # expression-syntax says so
        for name, value in _compared(root):
            yield from _judge(found, known, name, value)


def _compared(root: ast.Node) -> list[tuple[str, object]]:
    """Variables with the values that they are compared with, in the order of the text."""
    found: list[tuple[int, str, object]] = []

    def note(left: ast.Node, right: ast.Node) -> None:
        name = dotted(left)
        if name and isinstance(right, ast.Literal) and isinstance(right.value, str | Decimal | bool):
            found.append((right.pos, name, right.value))

    def visit(node: ast.Node) -> None:
        if isinstance(node, ast.Comparison) and node.operator in ("=", "!="):
            note(node.left, node.right)
            note(node.right, node.left)
        elif isinstance(node, ast.In):
            for test in node.tests.tests:
                note(node.value, test)

    walk(root, visit)
    return [(name, value) for _, name, value in sorted(found, key=lambda one: one[:2])]


def _judge(found: Expression, known: Known, name: str, value: object) -> Iterator[Report]:
    values = known.values(name)
    if not values or value in values:
        return
    what = found.what[0].upper() + found.what[1:]
    texts = sorted(one for one in values if isinstance(one, str))
    near = get_close_matches(value, texts, 1) if isinstance(value, str) else []
    shown = ", ".join(sorted(str(one).lower() if isinstance(one, bool) else str(one) for one in values))
    message = f"{what} compares “{name}” with “{value}”, which it never is."
    hint = f"Did you mean “{near[0]}”?" if near else f"It can be {shown}."
    yield Report(found.at, message, hint, Severity.WARNING, found.line)


rule = Rule("value-possible", Severity.WARNING, check)

"""The conditions of a gateway leave no value out, or it has a default flow."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from engine.diagram.expressions import HOST_NAMES, bare
from engine.diagram.kinds import dotted
from engine.diagram.model import Diagram, Node
from engine.diagram.rule import Report, Rule, Setting
from engine.diagram.setters import known_of
from engine.diagram.variables import known_names
from engine.feel import FeelSyntaxError, ast, parse
from engine.model.findings import Severity

_FLIPPED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}
Test = tuple[str, str, object]
"""Variable, operator and the literal that it is compared with."""


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    names = HOST_NAMES | setting.names | known_names(diagram)
    for node in diagram.nodes:
        if node.type not in ("exclusiveGateway", "inclusiveGateway") or node.default is not None:
            continue
        tests = _tests(node, names)
        variables = {test[0] for test in tests}
        if not tests or len(variables) != 1:
            continue
        (variable,) = variables
        left_out = _left_out(tests, known_of(diagram, setting).values(variable))
        if left_out is not None:
            message = f"No way out of {node} is taken where “{variable}” is {left_out}: the case stops there."
            yield Report(node, message, "Write a condition for it too, or mark one flow as the default.")


def _tests(node: Node, names: frozenset[str]) -> list[Test]:
    """One simple comparison for each way out; nothing where there is any other condition."""
    found: list[Test] = []
    for flow in node.outgoing:
        test = _test(flow.child_text("conditionExpression") or "", names)
        if test is None:
            return []
        found.append(test)
    return found


def _test(text: str, names: frozenset[str]) -> Test | None:
    try:
        root = parse(bare(text), names=names).root if text else None
    except FeelSyntaxError:
        return None  # expression-syntax says so
    if not isinstance(root, ast.Comparison):
        return None
    for left, right, operator in (
        (root.left, root.right, root.operator),
        (root.right, root.left, _FLIPPED.get(root.operator, "")),
    ):
        name = dotted(left)
        if (
            name
            and operator
            and isinstance(right, ast.Literal)
            and isinstance(right.value, Decimal | str | bool)
        ):
            return name, operator, right.value
    return None


def _left_out(tests: list[Test], possible: frozenset[object] | None) -> str | None:
    """A value that no test takes; None where there is none, or it cannot be told."""
    numbers = sorted(value for _, _, value in tests if isinstance(value, Decimal))
    if possible:
        tried = sorted(possible, key=str)
    elif len(numbers) == len(tests):
        around = [numbers[0] - 1, numbers[-1] + 1]
        tried = [*numbers, *((a + b) / 2 for a, b in pairwise(numbers)), *around]
    else:
        return None
    for value in tried:
        if not any(_holds(value, operator, literal) for _, operator, literal in tests):
            return f"“{value}”" if isinstance(value, str) else str(value).lower()
    return None


def _holds(value: object, operator: str, literal: object) -> bool:
    if operator in ("=", "!="):
        return (type(value) is type(literal) and value == literal) == (operator == "=")
    if not (isinstance(value, Decimal) and isinstance(literal, Decimal)):
        return False
    return {"<": value < literal, "<=": value <= literal, ">": value > literal, ">=": value >= literal}[
        operator
    ]


rule = Rule("condition-gap", Severity.WARNING, check)

"""Unary tests and the operator `in`.

Source: DMN 1.5, 10.3.2.13 (table 55) and 7.3.
"""

from collections.abc import Callable

from engine.feel.ast import AnyTest, In, Name, Node, OperatorTest, RangeLiteral, UnaryTests
from engine.feel.comparison import equal, within
from engine.feel.compile.code import Code, Frame, Scope, compile_node, compiles
from engine.feel.compile.operators import ordered
from engine.feel.runtime import Run
from engine.feel.values.kinds import described
from engine.feel.values.ranges import Range

Value = object
Test = Callable[[Run, Frame, Value], bool | None]
INPUT = "?"


@compiles(In)
def member(node: In, scope: Scope | None) -> Code:
    """Whether the value passes one of the tests."""
    value = compile_node(node.value, scope)
    tests = compile_tests(node.tests, scope)
    return lambda run, frame: tests(run, frame, value(run, frame))


def compile_tests(node: UnaryTests, scope: Scope | None) -> Test:
    """The closure that tests an input; null where no test is true and one stays open."""
    inner = Scope(scope, [INPUT])
    tests = [_compile_test(test, inner) for test in node.tests]

    def run_tests(run: Run, frame: Frame, value: Value) -> bool | None:
        around: Frame = [frame, value]
        result: bool | None = False
        for test in tests:
            passed = test(run, around, value)
            if passed is True:
                result = True
                break
            if passed is None:
                result = None
        return result if not node.negated or result is None else not result

    return run_tests


def _compile_test(node: Node, scope: Scope) -> Test:
    if isinstance(node, AnyTest) or (isinstance(node, Name) and node.name == INPUT):
        return lambda run, frame, value: True
    if isinstance(node, OperatorTest):
        return _operator_test(node, scope)
    scope.used.discard(INPUT)
    code = compile_node(node, scope)
    # A range without a value stays open, too: it is not the same as the value null.
    asks = INPUT in scope.used or isinstance(node, RangeLiteral)
    return lambda run, frame, value: _by_outcome(run, value, code(run, frame), node.pos, asks=asks)


def _operator_test(node: OperatorTest, scope: Scope) -> Test:
    operand = compile_node(node.operand, scope)
    operator, pos = node.operator, node.pos
    if operator not in ("=", "!="):
        return lambda run, frame, value: ordered(run, operator, value, operand(run, frame), pos)
    wanted = operator == "="

    def run_equality(run: Run, frame: Frame, value: Value) -> bool | None:
        same = _equal(run, value, operand(run, frame), pos)
        return None if same is None else same is wanted

    return run_equality


def _by_outcome(run: Run, value: Value, outcome: Value, pos: int, *, asks: bool) -> bool | None:
    """Whether the input passes a test that came out so.

    A test that asks about the input answers itself; any other is a value, range or list to compare with.
    """
    if asks and (outcome is None or isinstance(outcome, bool)):
        return outcome
    if isinstance(outcome, list):
        return _in_list(run, value, outcome)
    if isinstance(outcome, Range) and not isinstance(value, Range):
        return within(value, outcome)
    return _equal(run, value, outcome, pos)


def _in_list(run: Run, value: Value, items: list[Value]) -> bool | None:
    run.meter.step(len(items))
    if isinstance(value, list) and equal(value, items, run.meter):
        return True
    for item in items:
        inside = isinstance(item, Range) and not isinstance(value, Range) and within(value, item)
        if inside or equal(value, item, run.meter):
            return True
    return False


def _equal(run: Run, value: Value, other: Value, pos: int) -> bool | None:
    same = equal(value, other, run.meter)
    if same is None:
        run.warn(pos, f"{described(value)} is never equal to {described(other)}")
    return same

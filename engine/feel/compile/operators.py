"""Arithmetic, comparison and the three-valued connectives."""

from collections.abc import Callable
from decimal import Decimal, DecimalException
from operator import ge, gt, le, lt

from engine.feel import arithmetic
from engine.feel.ast import Arithmetic, Between, Comparison, Conjunction, Disjunction, InstanceOf, Negation
from engine.feel.comparison import compare, equal
from engine.feel.compile.code import Code, Frame, Scope, compile_node, compiles
from engine.feel.errors import Undefined
from engine.feel.numbers import CONTEXT
from engine.feel.runtime import Run
from engine.feel.types import conforms, resolve
from engine.feel.values.kinds import described

Value = object
_ORDERS: dict[str, Callable[[object, object], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge}  # type: ignore[dict-item]
_NUMERIC = {"+": CONTEXT.add, "-": CONTEXT.subtract, "*": CONTEXT.multiply}


@compiles(Arithmetic)
def arithmetic_chain(node: Arithmetic, scope: Scope | None) -> Code:
    """The operands joined from the left."""
    code = compile_node(node.first, scope)
    if len(node.rest) == 1:
        operator, operand = node.rest[0]
        return _binary(operator, code, compile_node(operand, scope), node.pos)
    steps = [(operator, compile_node(operand, scope)) for operator, operand in node.rest]

    def run_chain(run: Run, frame: Frame) -> Value:
        value = code(run, frame)
        for operator, operand in steps:
            value = _apply(run, operator, value, operand(run, frame), node.pos)
        return value

    return run_chain


def _binary(operator: str, left: Code, right: Code, pos: int) -> Code:
    fast = _NUMERIC.get(operator)
    if fast is None:
        return lambda run, frame: _apply(run, operator, left(run, frame), right(run, frame), pos)

    def run_binary(run: Run, frame: Frame) -> Value:
        one, other = left(run, frame), right(run, frame)
        if type(one) is Decimal and type(other) is Decimal:
            try:
                return fast(one, other)
            except DecimalException:
                run.warn(pos, "the result is too large")
                return None
        return _apply(run, operator, one, other, pos)

    return run_binary


def _apply(run: Run, operator: str, left: Value, right: Value, pos: int) -> Value:
    if type(left) is str and type(right) is str:
        run.meter.build(len(left) + len(right))
    try:
        return arithmetic.apply(operator, left, right)
    except Undefined as why:
        run.warn(pos, why)
        return None


@compiles(Negation)
def negation(node: Negation, scope: Scope | None) -> Code:
    """The operand with its sign turned."""
    operand = compile_node(node.operand, scope)

    def run_negation(run: Run, frame: Frame) -> Value:
        try:
            return arithmetic.negated(operand(run, frame))
        except Undefined as why:
            run.warn(node.pos, why)
            return None

    return run_negation


@compiles(Comparison)
def comparison(node: Comparison, scope: Scope | None) -> Code:
    """True, false, or null where the values cannot be compared."""
    left, right = compile_node(node.left, scope), compile_node(node.right, scope)
    if node.operator in _ORDERS:
        return _ordered(node.operator, left, right, node.pos)
    return _equality(left, right, node.pos, wanted=node.operator == "=")


def _ordered(operator: str, left: Code, right: Code, pos: int) -> Code:
    order = _ORDERS[operator]

    def run_ordered(run: Run, frame: Frame) -> Value:
        one, other = left(run, frame), right(run, frame)
        if type(one) is Decimal and type(other) is Decimal:
            return order(one, other)
        return ordered(run, operator, one, other, pos)

    return run_ordered


def ordered(run: Run, operator: str, left: Value, right: Value, pos: int) -> bool | None:
    """Whether left stands to right as the operator says; null where there is no order."""
    sign = compare(left, right)
    if sign is None:
        run.warn(pos, f"{described(left)} and {described(right)} have no order")
        return None
    return _ORDERS[operator](sign, 0)


def _equality(left: Code, right: Code, pos: int, *, wanted: bool) -> Code:
    def run_equality(run: Run, frame: Frame) -> Value:
        one, other = left(run, frame), right(run, frame)
        kind = type(one)
        if kind is type(other) and (kind is str or kind is Decimal):
            return (one == other) is wanted
        same = equal(one, other, run.meter)
        if same is None:
            run.warn(pos, f"{described(one)} is never equal to {described(other)}")
            return None
        return same is wanted

    return run_equality


@compiles(Between)
def between(node: Between, scope: Scope | None) -> Code:
    """Whether the value lies between two others, both included."""
    value, low, high = (compile_node(part, scope) for part in (node.value, node.low, node.high))

    def run_between(run: Run, frame: Frame) -> Value:
        middle = value(run, frame)
        above = ordered(run, ">=", middle, low(run, frame), node.pos)
        below = ordered(run, "<=", middle, high(run, frame), node.pos)
        if above is None or below is None:
            return None
        return above and below

    return run_between


@compiles(Conjunction)
def conjunction(node: Conjunction, scope: Scope | None) -> Code:
    """False if one part is, true if all are, null otherwise."""
    return _connective([compile_node(part, scope) for part in node.parts], decisive=False)


@compiles(Disjunction)
def disjunction(node: Disjunction, scope: Scope | None) -> Code:
    """True if one part is, false if all are, null otherwise."""
    return _connective([compile_node(part, scope) for part in node.parts], decisive=True)


def _connective(parts: list[Code], *, decisive: bool) -> Code:
    settled = not decisive

    def run_connective(run: Run, frame: Frame) -> Value:
        result: bool | None = settled
        for part in parts:
            value = part(run, frame)
            if value is decisive:
                return decisive
            if value is not settled:
                result = None
        return result

    return run_connective


@compiles(InstanceOf)
def instance_of(node: InstanceOf, scope: Scope | None) -> Code:
    """Whether the value belongs to the type; null if there is no such type."""
    value = compile_node(node.value, scope)
    written = node.type

    def run_instance_of(run: Run, frame: Frame) -> Value:
        try:
            return conforms(value(run, frame), resolve(written, run.types))
        except Undefined as why:
            run.warn(node.pos, why)
            return None

    return run_instance_of

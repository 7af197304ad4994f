"""Numeric functions.

Source: DMN 1.5, 10.3.4.5 (table 76).
"""

from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
    DecimalException,
)
from typing import TYPE_CHECKING

from engine.feel.builtins.registry import builtin
from engine.feel.errors import Undefined
from engine.feel.numbers import CONTEXT, ZERO, whole
from engine.feel.values.durations import DaysDuration, MonthsDuration

if TYPE_CHECKING:
    from engine.feel.runtime import Run

Value = object
_SCALE_FROM, _SCALE_TO = -6111, 6176


def rounded(number: Decimal, scale: Decimal, rounding: str) -> Decimal:
    """The number with so many decimal places; a fraction of the scale is cut off.

    Raises:
        Undefined: the scale is out of the range that numbers have.
    """
    if not _SCALE_FROM <= scale <= _SCALE_TO:
        raise Undefined(f"a scale lies between {_SCALE_FROM} and {_SCALE_TO}")
    places = int(scale)
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and -exponent <= places and rounding != ROUND_HALF_EVEN:
        return number
    try:
        result = number.quantize(Decimal(1).scaleb(-places), rounding=rounding, context=CONTEXT)
    except DecimalException:
        return number
    return CONTEXT.plus(result) if places >= 0 else Decimal(int(result))


def _rounder(name: str, rounding: str) -> None:
    @builtin(f"{name}(n: number, scale: number)")
    def round_so(run: "Run", n: Decimal, scale: Decimal) -> Value:
        return rounded(n, scale, rounding)


_rounder("decimal", ROUND_HALF_EVEN)
_rounder("round up", ROUND_UP)
_rounder("round down", ROUND_DOWN)
_rounder("round half up", ROUND_HALF_UP)
_rounder("round half down", ROUND_HALF_DOWN)


@builtin("floor(n: number, scale?: number)")
def floor(run: "Run", n: Decimal, scale: Decimal = ZERO) -> Value:
    """The greatest number with so many decimal places that is not above."""
    return rounded(n, scale, ROUND_FLOOR)


@builtin("ceiling(n: number, scale?: number)")
def ceiling(run: "Run", n: Decimal, scale: Decimal = ZERO) -> Value:
    """The least number with so many decimal places that is not below."""
    return rounded(n, scale, ROUND_CEILING)


@builtin("abs(n: number|duration)")
def absolute(run: "Run", n: Decimal | DaysDuration | MonthsDuration) -> Value:
    """The number or duration without its sign."""
    if isinstance(n, DaysDuration):
        return DaysDuration(abs(n.nanos))
    if isinstance(n, MonthsDuration):
        return MonthsDuration(abs(n.total))
    return n.copy_abs()


@builtin("modulo(dividend: number, divisor: number)")
def modulo(run: "Run", dividend: Decimal, divisor: Decimal) -> Value:
    """What a division to the floor leaves; it has the sign of the divisor."""
    if not divisor:
        raise Undefined("nothing can be divided by zero")
    try:
        rest = CONTEXT.remainder(dividend, divisor)
    except DecimalException:
        raise Undefined("the quotient has too many digits") from None
    return CONTEXT.add(rest, divisor) if rest and (rest < 0) is not (divisor < 0) else CONTEXT.plus(rest)


@builtin("sqrt(number: number)")
def square_root(run: "Run", number: Decimal) -> Value:
    """The square root."""
    if number < 0:
        raise Undefined("a negative number has no square root")
    return CONTEXT.sqrt(number)


@builtin("log(number: number)")
def logarithm(run: "Run", number: Decimal) -> Value:
    """The natural logarithm."""
    if number <= 0:
        raise Undefined("only positive numbers have a logarithm")
    return CONTEXT.ln(number)


@builtin("exp(number: number)")
def exponential(run: "Run", number: Decimal) -> Value:
    """Euler's number to that power."""
    try:
        return CONTEXT.exp(number)
    except DecimalException:
        raise Undefined("the result is too large") from None


@builtin("odd(number: number)")
def odd(run: "Run", number: Decimal) -> Value:
    """Whether a whole number is odd."""
    return _integer(number) % 2 == 1


@builtin("even(number: number)")
def even(run: "Run", number: Decimal) -> Value:
    """Whether a whole number is even."""
    return _integer(number) % 2 == 0


def _integer(number: Decimal) -> int:
    amount = whole(number)
    if amount is None:
        raise Undefined(f"{number} is no whole number")
    return amount

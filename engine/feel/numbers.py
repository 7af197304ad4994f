"""Decimal arithmetic as FEEL defines it: 34 digits, half even.

Source: DMN 1.5, 10.3.2.3.1 (number).
"""

from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow

from engine.feel.errors import FeelValueError

MAX_EXPONENT = 6144
CONTEXT = Context(
    prec=34,
    rounding=ROUND_HALF_EVEN,
    Emin=-6143,
    Emax=MAX_EXPONENT,
    traps=[InvalidOperation, DivisionByZero, Overflow],
)
ZERO = Decimal(0)
ONE = Decimal(1)
_PLAIN_WIDTH = 40


def plain(number: Decimal) -> str:
    """The number without exponent, `-0` as `0`."""
    if not number and number.adjusted() < -_PLAIN_WIDTH:
        return "0"  # what is left of a number too small to hold; its thousands of zeros say nothing
    return format(number, "f") if number else format(abs(number), "f")


def compact(number: Decimal) -> str:
    """The number exactly, plain where that stays short, with an exponent where it would not."""
    if not number or abs(number.adjusted()) <= _PLAIN_WIDTH:
        return plain(number)
    return str(number)


def checked(number: Decimal) -> Decimal:
    """The number, if FEEL can hold it.

    Raises:
        FeelValueError: it is not finite, or its exponent is out of range.
    """
    if (
        not number.is_finite()
        or abs(number.adjusted()) > MAX_EXPONENT
        or len(number.as_tuple().digits) > 4000
    ):
        raise FeelValueError("A number is out of the range that FEEL can hold.")
    return number


def whole(number: Decimal) -> int | None:
    """The number as an integer, or None when it has a fraction."""
    if number == number.to_integral_value():
        return int(number)
    return None

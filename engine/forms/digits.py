"""Numbers as people type them: native digits, separators of thousands and decimals."""

import re
from decimal import Decimal, InvalidOperation

MAX_DIGITS = 34
"""Digits that a FEEL number holds."""

_NATIVE = {
    **{0x0660 + digit: str(digit) for digit in range(10)},  # Arabic-Indic
    **{0x06F0 + digit: str(digit) for digit in range(10)},  # Persian
    **{0xFF10 + digit: str(digit) for digit in range(10)},  # full width
    ord("٫"): ".",
    ord("٬"): "",
    ord("−"): "-",
    ord("．"): ".",
}
_GROUPED_BY_SPACE = re.compile(r"[+-]?[0-9]{1,3}(?:[ \u00a0\u2009\u202f'’][0-9]{3})+(?:[.,][0-9]+)?")
_DECIMAL_COMMA = re.compile(r"[+-]?[0-9]+,(?:[0-9]{1,2}|[0-9]{4,})")
_PLAIN = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")


def western_digits(text: str) -> str:
    """The text with Arabic-Indic, Persian and full-width digits as 0 to 9, their separators as ours."""
    return text.translate(_NATIVE)


def read_number(text: str) -> Decimal | None:
    """The number that the text writes, or None.

    A comma is the decimal sign unless exactly three digits follow it: then nobody can tell.
    """
    typed = western_digits(text).strip()
    if len(typed) > 2 * MAX_DIGITS:
        return None
    if _GROUPED_BY_SPACE.fullmatch(typed):
        typed = re.sub(r"[ \u00a0\u2009\u202f'’]", "", typed).replace(",", ".")
    elif _DECIMAL_COMMA.fullmatch(typed):
        typed = typed.replace(",", ".")
    if not _PLAIN.fullmatch(typed):
        return None
    try:
        return bounded(Decimal(typed))
    except InvalidOperation:
        return None


def bounded(number: Decimal) -> Decimal | None:
    """The number, or None when it is not finite or has more digits than FEEL holds."""
    if not number.is_finite():
        return None
    digits, exponent = number.as_tuple().digits, number.as_tuple().exponent
    if len(digits) > MAX_DIGITS or not isinstance(exponent, int) or abs(exponent) > 2 * MAX_DIGITS:
        return None
    return number

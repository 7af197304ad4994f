"""The functions that jBPM writes conditions with: `KieFunctions.equalsTo(status, "open")`."""

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from engine.normaliser.expressions.methods import is_empty, method
from engine.normaliser.expressions.result import Untranslatable
from engine.normaliser.expressions.tree import Call
from engine.normaliser.expressions.writing import COMPARED, SUM, Piece, called, piece
from engine.normaliser.expressions.writing import literal as literal_piece

if TYPE_CHECKING:
    from engine.normaliser.expressions.emit import Emitter

_KIE_ORDER = {
    "lessThan": "<",
    "lessOrEqualThan": "<=",
    "greaterThan": ">",
    "greaterOrEqualThan": ">=",
}
_KIE_METHODS = {"startsWith": "startsWith", "endsWith": "endsWith", "contains": "contains"}


def of_kie(emitter: "Emitter", node: Call) -> Piece:
    """A function of jBPM's own for conditions.

    Raises:
        Untranslatable: its counterpart is not sure.
    """
    args = [emitter.emit(arg) for arg in node.args]
    if len(args) == 2 and node.name in _KIE_ORDER:
        return emitter.operation(_KIE_ORDER[node.name], args[0], _as_number(args[1]))
    if len(args) == 2 and node.name == "equalsTo":
        return _kie_equals(args[0], args[1])
    if len(args) == 2 and node.name in _KIE_METHODS:
        if node.name == "contains":
            return called("contains", args, "truth")
        return method(emitter, args[0], _KIE_METHODS[node.name], [args[1]])
    if len(args) == 1 and node.name == "isNull":
        return piece(f"{args[0].at(SUM)} = null", COMPARED, "truth", sure=True)
    if len(args) == 1 and node.name == "isEmpty":
        return is_empty(args[0])
    if len(args) == 1 and node.name in ("isTrue", "isFalse"):
        return piece(f"{args[0].at(SUM)} = {node.name[2:].lower()}", COMPARED, "truth", sure=True)
    raise Untranslatable(f"“KieFunctions.{node.name}” has no sure counterpart in FEEL.")


def _as_number(side: Piece) -> Piece:
    """The bound of a comparison, which is written as a text but compared as a number."""
    if not isinstance(side.value, str):
        return side
    try:
        value = Decimal(side.value)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or len(side.value) > 34:
        raise Untranslatable(f"“{side.value[:40]}” is compared as a number but is none.")
    return literal_piece(value)


def _kie_equals(left: Piece, right: Piece) -> Piece:
    """Numbers are compared with texts here, so a text that could be a number is compared as text."""
    if isinstance(right.value, str) and right.value.lstrip("-").isdecimal() and left.kind == "any":
        left = called("string", [left], "text")
    return piece(f"{left.at(SUM)} = {right.at(SUM)}", COMPARED, "truth", sure=True)

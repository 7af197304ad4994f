"""Operators written as FEEL."""

from decimal import Decimal

from engine.normaliser.expressions.dialects import Dialect
from engine.normaliser.expressions.result import Untranslatable
from engine.normaliser.expressions.writing import (
    AND,
    COMPARED,
    OPEN,
    OR,
    PRODUCT,
    SUM,
    Piece,
    called,
    negated,
    piece,
)

REMAINDER = "the remainder of a negative number has another sign in FEEL"
_TRUTHS = ("true", "false")


class Operators:
    """Puts pieces together by the rules of one language."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self.notes: dict[str, None] = {}

    def note(self, difference: str) -> None:
        """Keep what may differ; it makes the translation inexact."""
        self.notes[difference] = None

    def decides(self, operand: Piece) -> Piece:
        """The operand where a truth is asked for."""
        if self.dialect.truthy and operand.kind != "truth":
            self.note(
                f"{self.dialect.title} also takes empty texts, zero and nothing for false and all else"
                " for true; FEEL wants true or false"
            )
        elif operand.kind not in ("truth", "any"):
            raise Untranslatable("Something that is neither true nor false decides.")
        return operand

    def denied(self, operand: Piece) -> Piece:
        """The opposite of the operand."""
        return negated(self.decides(operand))

    def operation(self, operator: str, left: Piece, right: Piece) -> Piece:
        """Two pieces with the operator between.

        Raises:
            Untranslatable: the operator means something else in FEEL.
        """
        if operator in ("and", "or"):
            rank = AND if operator == "and" else OR
            left, right = self.decides(left), self.decides(right)
            text = f"{left.at(rank)} {operator} {right.at(rank)}"
            return piece(text, rank, "truth", sure=left.sure and right.sure)
        if operator in ("=", "!="):
            return self._equality(operator, left, right)
        if operator in ("<", "<=", ">", ">="):
            return piece(f"{left.at(SUM)} {operator} {right.at(SUM)}", COMPARED, "truth")
        if operator == "??":
            return self._otherwise(left, right)
        if operator == "in":
            return called("list contains", [right, left], "truth", sure=True)
        if operator == "contains":
            return containing(left, right)
        return self._calculation(operator, left, right)

    def _otherwise(self, left: Piece, right: Piece) -> Piece:
        if self.dialect.title == "Groovy":
            self.note("Groovy also takes empty texts, zero and false for nothing before “?:”")
        return piece(f"if {left.at(SUM)} != null then {left.text} else {right.text}", OPEN)

    def _equality(self, operator: str, left: Piece, right: Piece) -> Piece:
        if self.dialect.by_reference and "text" in (left.kind, right.kind):
            self.note("Java compares texts with “==” by where they lie, FEEL by what they say")
        if self.dialect.title == "JUEL":
            left, right = _as_text_for(right, left), _as_text_for(left, right)
        text = f"{left.at(SUM)} {operator} {right.at(SUM)}"
        return piece(text, COMPARED, "truth", sure=True)

    def _calculation(self, operator: str, left: Piece, right: Piece) -> Piece:
        if operator == "+":
            return self._sum(left, right)
        for side in (left, right):
            if side.kind in ("text", "truth", "list"):
                raise Untranslatable(f"“{operator}” needs numbers.")
        if operator == "%":
            self.note(REMAINDER)
            return called("modulo", [left, right], "number")
        if operator == "/":
            self._refuse_whole(left, right)
        rank = SUM if operator == "-" else PRODUCT
        kind = left.kind if left.kind in ("time", "length") else "number"
        # one step tighter on the right: a - (b - c) keeps its brackets
        return piece(f"{left.at(rank)} {operator} {right.at(rank + 1)}", rank, kind)

    def _refuse_whole(self, left: Piece, right: Piece) -> None:
        fractions = (
            side.value != side.value.to_integral_value()
            for side in (left, right)
            if isinstance(side.value, Decimal)
        )
        if self.dialect.whole_division and not any(fractions):
            raise Untranslatable(f"{self.dialect.title} divides whole numbers without their remainder.")

    def _sum(self, left: Piece, right: Piece) -> Piece:
        kinds = (left.kind, right.kind)
        if "text" in kinds:
            if not self.dialect.joins_texts:
                raise Untranslatable(f"“+” adds numbers in {self.dialect.title} and does not join texts.")
            sides = [
                side if side.kind == "text" else called("string", [side], "text") for side in (left, right)
            ]
            return piece(f"{sides[0].at(SUM)} + {sides[1].at(PRODUCT)}", SUM, "text")
        if "truth" in kinds or "list" in kinds:
            raise Untranslatable("“+” needs numbers or texts.")
        if self.dialect.joins_texts and kinds == ("any", "any"):
            self.note("FEEL does not join a text and a number with “+”")
            return piece(f"{left.at(SUM)} + {right.at(PRODUCT)}", SUM)
        kind = left.kind if left.kind in ("time", "length") else "number"
        return piece(f"{left.at(SUM)} + {right.at(PRODUCT)}", SUM, kind)


def _as_text_for(other: Piece, side: Piece) -> Piece:
    """The side as a text where the other is a text of a truth or number, since JUEL takes both alike."""
    if side.kind != "any" or other.kind != "text" or not isinstance(other.value, str):
        return side
    if other.value in _TRUTHS or other.value.lstrip("-").isdecimal():
        return called("string", [side], "text")
    return side


def containing(whole: Piece, part: Piece) -> Piece:
    """Whether a text or list contains the part."""
    if whole.kind == "text":
        return called("contains", [whole, part], "truth")
    if whole.kind == "list" or part.kind in ("number", "truth"):
        return called("list contains", [whole, part], "truth")
    return piece(
        f"if {whole.at(SUM)} instance of string then contains({whole.text}, {part.text})"
        f" else list contains({whole.text}, {part.text})",
        OPEN,
        "truth",
    )

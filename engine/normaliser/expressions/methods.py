"""Methods of texts, lists, objects and moments written as FEEL."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from engine.normaliser.expressions.operators import containing
from engine.normaliser.expressions.result import Untranslatable
from engine.normaliser.expressions.tree import Call, Infix, Literal, Prefix
from engine.normaliser.expressions.writing import (
    COMPARED,
    OPEN,
    PRODUCT,
    SUM,
    Kind,
    Piece,
    called,
    entry,
    negated,
    piece,
)

if TYPE_CHECKING:
    from engine.normaliser.expressions.emit import Emitter

Writer = Callable[["Emitter", Piece, list[Piece]], Piece]
_EDGES = r'"^\\s+|\\s+$"'
_GETTER = re.compile(r"(?:get|is)([A-Z]\w*)")
_SPECIAL = re.compile(r"[\\^$.|?*+()\[\]{}\-]")


def method(emitter: "Emitter", base: Piece, name: str, args: list[Piece]) -> Piece:
    """The method called on the base.

    Raises:
        Untranslatable: nothing in FEEL does the same.
    """
    known = _METHODS.get((name, len(args)))
    if known is not None:
        return known(emitter, base, args)
    if found := _MOVES.fullmatch(name):
        return _moved(base, found, args)
    if not args and (getter := _GETTER.fullmatch(name)):
        return entry(base, _decapitalised(getter[1]))
    raise Untranslatable(f"“{name}()” is a call into the program that the diagram was made for.")


def _decapitalised(name: str) -> str:
    """The property that a getter reads; `getURL` reads `URL`."""
    return name if name[:2].isupper() and len(name) > 1 else name[0].lower() + name[1:]


def is_empty(operand: Piece) -> Piece:
    """Whether the operand is null, an empty text or an empty list."""
    return piece(f'list contains([null, "", [], {{}}], {operand.text})', kind="truth", sure=True)


def length_of(operand: Piece) -> Piece:
    """The length of a text or list."""
    if operand.kind in ("text", "list"):
        return called("string length" if operand.kind == "text" else "count", [operand], "number")
    text = operand.text
    whole = f"if {operand.at(SUM)} instance of string then string length({text}) else count({text})"
    return piece(whole, OPEN, "number")


def _function(name: str, kind: Kind) -> Writer:
    return lambda _emitter, base, args: called(name, [base, *args], kind)


def _equals(emitter: "Emitter", base: Piece, args: list[Piece]) -> Piece:
    return piece(f"{base.at(SUM)} = {args[0].at(SUM)}", COMPARED, "truth", sure=True)


def _equals_ignoring_case(emitter: "Emitter", base: Piece, args: list[Piece]) -> Piece:
    sides = [called("lower case", [side]).text for side in (base, args[0])]
    return piece(" = ".join(sides), COMPARED, "truth", sure=True)


def _size(emitter: "Emitter", base: Piece, args: list[Piece]) -> Piece:
    if base.kind != "list":
        emitter.note("“size()” is taken for the number of items of a list")
    return called("count", [base], "number")


def _get(emitter: "Emitter", base: Piece, args: list[Piece]) -> Piece:
    value = args[0].value
    if isinstance(value, str | Decimal):
        return emitter.at_key(base, Literal(value))
    raise Untranslatable("It cannot be seen whether “get(…)” is given a number or a name.")


def _has_key(emitter: "Emitter", base: Piece, args: list[Piece]) -> Piece:
    return piece(f"list contains(get entries({base.text}).key, {args[0].text})", kind="truth")


def _substring(emitter: "Emitter", base: Piece, args: list[Piece]) -> Piece:
    if any(not isinstance(arg.value, Decimal) or arg.value < 0 for arg in args):
        raise Untranslatable("The places in a text must be fixed numbers.")
    places = [arg.value for arg in args if isinstance(arg.value, Decimal)]
    texts = [f"{places[0] + 1:f}"]
    if len(places) > 1:
        if places[1] <= places[0]:
            raise Untranslatable("A part of a text must end after it begins.")
        texts.append(f"{places[1] - places[0]:f}")
    return piece(f"substring({base.text}, {', '.join(texts)})", kind="text")


def _replaced(emitter: "Emitter", base: Piece, args: list[Piece]) -> Piece:
    for arg in args:
        if not isinstance(arg.value, str) or not arg.value or _SPECIAL.search(arg.value):
            raise Untranslatable("What is replaced must be a fixed text without special characters.")
    return called("replace", [base, *args], "text")


def _split(emitter: "Emitter", base: Piece, args: list[Piece]) -> Piece:
    if not isinstance(args[0].value, str) or not args[0].value or _SPECIAL.search(args[0].value):
        raise Untranslatable("Where a text is split must be a fixed text without special characters.")
    return called("split", [base, *args], "list")


def _before_or_after(operator: str) -> Writer:
    def write(emitter: "Emitter", base: Piece, args: list[Piece]) -> Piece:
        return piece(f"{base.at(SUM)} {operator} {args[0].at(SUM)}", COMPARED, "truth")

    return write


def _same(emitter: "Emitter", base: Piece, args: list[Piece]) -> Piece:
    return base


def _as_text(emitter: "Emitter", base: Piece, args: list[Piece]) -> Piece:
    return base if base.kind == "time" else called("string", [base], "text")


_METHODS: dict[tuple[str, int], Writer] = {
    ("equals", 1): _equals,
    ("equalsIgnoreCase", 1): _equals_ignoring_case,
    ("contains", 1): lambda _emitter, base, args: containing(base, args[0]),
    ("includes", 1): lambda _emitter, base, args: containing(base, args[0]),
    ("startsWith", 1): _function("starts with", "truth"),
    ("endsWith", 1): _function("ends with", "truth"),
    ("isEmpty", 0): lambda _emitter, base, _args: is_empty(base),
    ("isBlank", 0): lambda _emitter, base, _args: is_empty(
        called("replace", [base, Piece(_EDGES), Piece('""')])
    ),
    ("size", 0): _size,
    ("length", 0): _function("string length", "number"),
    ("toUpperCase", 0): _function("upper case", "text"),
    ("toLowerCase", 0): _function("lower case", "text"),
    ("trim", 0): lambda _emitter, base, _args: called("replace", [base, Piece(_EDGES), Piece('""')], "text"),
    ("concat", 1): lambda emitter, base, args: emitter.joined([base, *args]),
    ("substring", 1): _substring,
    ("substring", 2): _substring,
    ("replace", 2): _replaced,
    ("split", 1): _split,
    ("get", 1): _get,
    ("containsKey", 1): _has_key,
    ("isBefore", 1): _before_or_after("<"),
    ("isAfter", 1): _before_or_after(">"),
    ("before", 1): _before_or_after("<"),
    ("after", 1): _before_or_after(">"),
    ("toString", 0): _as_text,
    ("toDate", 0): _same,
    ("doubleValue", 0): _same,
    ("booleanValue", 0): _same,
}

_MOVES = re.compile("(plus|minus)(Years|Months|Weeks|Days|Hours|Minutes|Seconds)")
_UNITS = {"Years": "P{}Y", "Months": "P{}M", "Weeks": "P{}D", "Days": "P{}D"}
_UNITS |= {"Hours": "PT{}H", "Minutes": "PT{}M", "Seconds": "PT{}S"}


def _moved(base: Piece, found: re.Match[str], args: list[Piece]) -> Piece:
    """The moment moved by a number of units: `plusDays(3)`."""
    if len(args) != 1:
        raise Untranslatable(f"“{found[0]}” needs one number.")
    times = 7 if found[2] == "Weeks" else 1
    unit = _UNITS[found[2]]
    amount = args[0].value
    if isinstance(amount, Decimal):
        if amount < 0 or amount != amount.to_integral_value():
            raise Untranslatable(f"“{found[0]}” needs a whole number.")
        length = f'duration("{unit.format(f"{amount * times:f}")}")'
    elif args[0].kind in ("any", "number"):
        length = f'{args[0].at(PRODUCT)} * duration("{unit.format(times)}")'
    else:
        raise Untranslatable(f"“{found[0]}” needs a number.")
    sign = "+" if found[1] == "plus" else "-"
    return piece(f"{base.at(SUM)} {sign} {length}", SUM, "time")


def position(emitter: "Emitter", node: Infix) -> Piece | None:
    """Whether a text contains another, where that is asked by its position: `a.indexOf(b) >= 0`."""
    call = node.left
    if not (isinstance(call, Call) and call.name == "indexOf" and call.base and len(call.args) == 1):
        return None
    present = _POSITIONS.get((node.operator, _number_of(node.right)))
    if present is None:
        return None
    found = containing(emitter.emit(call.base), emitter.emit(call.args[0]))
    return found if present else negated(found)


_POSITIONS: dict[tuple[str, int | None], bool] = {
    (">=", 0): True,
    (">", -1): True,
    ("!=", -1): True,
    ("<", 0): False,
    ("=", -1): False,
    ("<=", -1): False,
}


def _number_of(node: object) -> int | None:
    sign = 1
    if isinstance(node, Prefix) and node.operator == "-":
        sign, node = -1, node.operand
    if isinstance(node, Literal) and isinstance(node.value, Decimal) and node.value in (0, 1):
        return sign * int(node.value)
    return None

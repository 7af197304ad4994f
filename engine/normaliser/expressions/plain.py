"""Conditions written as plain text: `amount > 1000`, `status = open and amount <= 10`."""

import re
from decimal import Decimal

from engine.normaliser.expressions.checked import checked
from engine.normaliser.expressions.result import Translated, Untranslatable
from engine.normaliser.expressions.writing import is_name, literal, piece_of_text

MAX_PARTS = 20

_YES = frozenset("yes true ja oui sì si sí да ναι نعم بله evet 是".split())
_NO = frozenset("no false nein non нет όχι οχι لا خیر hayır 否".split())
_JOINS = {"and": "and", "or": "or", "und": "and", "oder": "or", "&&": "and", "||": "or"}
_OPERATORS = {"==": "=", "<>": "!=", "≠": "!=", "≤": "<=", "≥": ">=", "=<": "<=", "=>": ">="}

_PART = re.compile(
    r"\s*(?P<name>[^\W\d][\w.]*)\s*(?P<op>==|=<|=>|<=|>=|<>|!=|=|<|>|≠|≤|≥)\s*"
    r"(?P<value>\"[^\"\\]*\"|'[^'\\]*'|“[^”\\]*”|-?\d+(?:\.\d+)?(?![\w.,%€$£])|[^\W\d]\w*)\s*"
)
_JOIN = re.compile(r"(and|or|und|oder|&&|\|\|)(?=\W|$)", re.IGNORECASE)


def plain(text: str) -> Translated:
    """The FEEL of comparisons in plain text, always with a word on how they were read.

    Raises:
        Untranslatable: the text is no comparison.
    """
    names: dict[str, None] = {}
    notes = {"it was read from plain text": None}
    written: list[str] = []
    joins: set[str] = set()
    at = 0
    while True:
        found = _PART.match(text, at)
        if found is None:
            raise Untranslatable(_why_not(text))
        written.append(_comparison(found, names, notes))
        at = found.end()
        join = _JOIN.match(text, at)
        if join is None:
            break
        joins.add(_JOINS[join[1].lower()])
        written.append(_JOINS[join[1].lower()])
        at = join.end()
    if at < len(text) or len(written) > 2 * MAX_PARTS:
        raise Untranslatable(_why_not(text))
    if len(joins) > 1:
        raise Untranslatable("“and” and “or” are mixed without brackets.")
    return checked(" ".join(written), names, notes)


def _why_not(text: str) -> str:
    if re.fullmatch(r"\s*[\w.,-]+\s*", text):
        return "A single word or number is a label, not a condition."
    return "The text is no comparison of a variable with a value."


def _comparison(found: re.Match[str], names: dict[str, None], notes: dict[str, None]) -> str:
    path = found["name"].split(".")
    if not all(is_name(step) for step in path):
        raise Untranslatable(f"“{found['name']}” cannot be the name of a variable in FEEL.")
    names[path[0]] = None
    operator = _OPERATORS.get(found["op"], found["op"])
    value = found["value"]
    if value[0] in "\"'“":
        return f"{found['name']} {operator} {piece_of_text(value[1:-1]).text}"
    if value[0] in "-0123456789":
        return f"{found['name']} {operator} {literal(Decimal(value)).text}"
    if operator not in ("=", "!="):
        if not is_name(value):
            raise Untranslatable(f"“{value}” cannot be the name of a variable in FEEL.")
        names[value] = None
        return f"{found['name']} {operator} {value}"
    return _word(found["name"], operator, value, notes)


def _word(name: str, operator: str, word: str, notes: dict[str, None]) -> str:
    """The comparison with a bare word, which is a text, or true or false where it can mean that."""
    if word.lower() == "null":
        return f"{name} {operator} null"
    lowered = word.lower()
    if lowered not in _YES | _NO:
        notes[f"“{word}” is taken for a text"] = None
        return f"{name} {operator} {piece_of_text(word).text}"
    truth = "true" if lowered in _YES else "false"
    notes[f"“{word}” is taken for {truth} or the text"] = None
    inside = f"list contains([{truth}, {piece_of_text(word).text}], {name})"
    return inside if operator == "=" else f"not({inside})"

"""FEEL as forms use it: an expression that fails yields null, which neither hides nor requires anything."""

import re
from decimal import Decimal

from engine.feel import FeelError, parse
from engine.feel import evaluate as evaluate_feel
from engine.forms.setting import Setting

_NAME = re.compile(r"[^\W\d]\w{0,99}")
_RESERVED = frozenset(
    "and between else every external false for function if in instance null or return satisfies some then "
    "true csrf_token".split()
)


def is_name(text: str) -> bool:
    """Whether the text can be the name of a variable: one word, none that has a meaning already."""
    return _NAME.fullmatch(text) is not None and text not in _RESERVED


def problem_of(expression: str) -> str | None:
    """Why the expression cannot be read, or None."""
    try:
        parse(_bare(expression))
    except FeelError as wrong:
        return str(wrong)
    return None


def evaluate(expression: str, setting: Setting) -> object:
    """What the expression yields in the setting; null where it fails or takes too long."""
    try:
        return evaluate_feel(_bare(expression), setting.variables, now=setting.now, zone=setting.zone)
    except FeelError:
        return None


def text_of(value: object) -> str:
    """A value inside a sentence: null is nothing, a list its items."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, list):
        return ", ".join(text_of(item) for item in value)
    return str(value)


def _bare(expression: str) -> str:
    """The expression without its leading `=`."""
    text = expression.strip()
    return text[1:].strip() if text.startswith("=") else text

"""Conditions, scripts, mappings and assignments are FEEL."""

from collections.abc import Iterator

from engine.diagram.expressions import HOST_NAMES, Expression, expressions
from engine.diagram.model import Diagram
from engine.diagram.rule import Report, Rule, Setting
from engine.diagram.variables import known_names
from engine.feel import FeelSyntaxError, parse
from engine.model.findings import Severity

_HINT = 'Write it in FEEL, for example: severity > 3 and category = "fees".'
_SCRIPT_HINT = "Write the script as a FEEL context, for example: {total: price * amount}."
_NO_CONTEXT = frozenset(
    "Literal AtLiteral Arithmetic Negation Comparison Between In Conjunction Disjunction InstanceOf "
    "Quantified ListLiteral RangeLiteral UnaryRange FunctionDefinition".split()
)


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    names = HOST_NAMES | setting.names | known_names(diagram)
    for found in expressions(diagram):
        try:
            parsed = parse(found.text, names=names | found.names)
        except FeelSyntaxError as wrong:
            yield _broken(found, wrong)
            continue
        if found.is_script and type(parsed.root).__name__ in _NO_CONTEXT:
            message = f"In {found.what}, “{_short(found.text)}” gives no context, so it sets no variable."
            yield Report(found.at, message, _SCRIPT_HINT, line=found.line)


def _broken(found: Expression, wrong: FeelSyntaxError) -> Report:
    what = wrong.message.rstrip(".")
    message = (
        f"In {found.what}, “{_short(found.text)}” cannot be read as FEEL: {what} "
        f"(line {wrong.line}, column {wrong.column} of the expression)."
    )
    line = None if found.line is None else found.line + wrong.line - 1
    return Report(found.at, message, _SCRIPT_HINT if found.is_script else _HINT, line=line)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 80 else f"{text[:79]}…"


rule = Rule("expression-syntax", Severity.ERROR, check)

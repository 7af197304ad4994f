"""An expression gives what its place asks for: a condition true or false, a cardinality a number."""

from collections.abc import Iterator

from engine.diagram.expressions import HOST_NAMES, Expression, expressions
from engine.diagram.kinds import BOOLEAN, CONTEXT, DURATION, LIST, MOMENTS, NUMBER, STRING, Kinds, kinds_of
from engine.diagram.model import Diagram
from engine.diagram.rule import Report, Rule, Setting
from engine.diagram.setters import known_of
from engine.diagram.variables import known_names
from engine.feel import FeelSyntaxError, ast, parse
from engine.model.findings import Severity

_WANTED: dict[str, tuple[Kinds, str]] = {
    "condition": (BOOLEAN, "true or false"),
    "timer": (DURATION | MOMENTS | LIST | STRING, "a moment or a length of time"),
    "due": (DURATION | MOMENTS | STRING, "a moment or a length of time"),
    "collection": (LIST | STRING | CONTEXT | NUMBER, "a list"),
    "count": (NUMBER, "a number"),
    "context": (CONTEXT, "a context"),
}


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    names = HOST_NAMES | setting.names | known_names(diagram)
    known = known_of(diagram, setting).kinds()
    for found in expressions(diagram):
        try:
            root = parse(found.text, names=names | found.names).root
        except FeelSyntaxError:
            continue  # expression-syntax says so
        if found.role == "condition" and isinstance(root, ast.Literal):
            yield from _constant(found, root)
        elif found.role in _WANTED:
            yield from _kind(found, root, known)


def _kind(found: Expression, root: ast.Node, known: dict[str, Kinds]) -> Iterator[Report]:
    wanted, words = _WANTED[found.role]
    sure = kinds_of(root, {})
    kinds = sure or kinds_of(root, known)
    if kinds and wanted and not kinds & wanted:
        # A message could still bring another kind than the form gives, so only what shows alone is sure.
        severity = Severity.ERROR if sure else Severity.WARNING
        given = " or ".join(sorted(kinds))
        message = (
            f"{_capital(found.what)} gives a {given}, where {words} is asked for: “{_short(found.text)}”."
        )
        hint = "Compare it with something." if found.role == "condition" else f"Write what gives {words}."
        yield Report(found.at, message, hint, severity, found.line)


def _constant(found: Expression, root: ast.Literal) -> Iterator[Report]:
    if isinstance(root.value, bool):
        always = "always" if root.value else "never"
        message = f"{_capital(found.what)} is {always} true, so nothing is decided there."
        yield Report(found.at, message, "Write what it depends on.", Severity.WARNING, found.line)
    else:
        message = f"{_capital(found.what)} is “{_short(found.text)}”, which is never true."
        yield Report(found.at, message, "Compare a variable with it.", Severity.ERROR, found.line)


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 80 else f"{text[:79]}…"


rule = Rule("expression-type", Severity.ERROR, check)

"""Functions and well-known objects of other engines written as FEEL."""

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from engine.normaliser.expressions.jbpm import of_kie
from engine.normaliser.expressions.methods import is_empty
from engine.normaliser.expressions.operators import containing
from engine.normaliser.expressions.result import Untranslatable
from engine.normaliser.expressions.tree import Call, Literal, Node, Variable
from engine.normaliser.expressions.writing import COMPARED, SUM, Kind, Piece, called, negated, piece
from engine.normaliser.expressions.writing import literal as literal_piece

if TYPE_CHECKING:
    from engine.normaliser.expressions.emit import Emitter

Writer = Callable[["Emitter", list[Piece]], Piece]

_VARIABLE_HOLDERS = frozenset(
    "execution task delegateTask delegateExecution kcontext caseExecution processInstance".split()
)
_READS = frozenset("getVariable getVariableLocal getVariableTyped".split())
_DATES = {"LocalDate": "today()", "LocalDateTime": "now()", "ZonedDateTime": "now()"}
_DATES |= {"OffsetDateTime": "now()", "DateTime": "now()", "Instant": "now()", "Date": "now()"}


def special(emitter: "Emitter", node: Call) -> Piece | None:
    """A call on an object that every diagram of some engine knows; None for all others.

    Raises:
        Untranslatable: the object can do what FEEL cannot.
    """
    if node.base is None:
        return _of_data_object(emitter, node) if node.name in _DATA_OBJECT else None
    if isinstance(node.base, Call) and _is_variable_map(node.base) and node.name == "get":
        return emitter.variable(_fixed_name(node))
    if not isinstance(node.base, Variable):
        return None
    name = node.base.name
    if name in _VARIABLE_HOLDERS:
        return _of_execution(emitter, node, name)
    if name in ("variables", "vars", "var") and node.name in _VARIABLE_TESTS:
        return _of_variables(emitter, node)
    if name == "KieFunctions":
        return of_kie(emitter, node)
    if name in _DATES and node.name == "now" and not node.args:
        return piece(_DATES[name], kind="time")
    if (name, node.name) in _STATIC:
        return _STATIC[(name, node.name)](emitter, [emitter.emit(arg) for arg in node.args])
    return None


def _is_variable_map(call: Call) -> bool:
    holder = isinstance(call.base, Variable) and call.base.name in _VARIABLE_HOLDERS
    return holder and call.name == "getVariables" and not call.args


def _fixed_name(node: Call) -> str:
    """The name that the call is given as a fixed text."""
    if len(node.args) == 1 and isinstance(node.args[0], Literal) and isinstance(node.args[0].value, str):
        return node.args[0].value
    raise Untranslatable(f"“{node.name}” needs the name of a variable as a fixed text.")


def _of_execution(emitter: "Emitter", node: Call, holder: str) -> Piece:
    if node.name in _READS:
        return emitter.variable(_fixed_name(node))
    if node.name in ("hasVariable", "hasVariableLocal"):
        emitter.note("a variable that was set to nothing counts as not set")
        return piece(f"{emitter.variable(_fixed_name(node)).text} != null", COMPARED, "truth", sure=True)
    if node.name.startswith(("set", "remove")):
        raise Untranslatable(
            f"“{holder}.{node.name}” changes variables, which an expression in FEEL cannot do."
        )
    raise Untranslatable(f"“{holder}.{node.name}” asks the engine that the diagram was made for.")


def _variable_of(emitter: "Emitter", node: Node) -> Piece:
    """The variable that is named first in `variables:get(name)`, with or without quotes."""
    if isinstance(node, Variable):
        return emitter.variable(node.name)
    if isinstance(node, Literal) and isinstance(node.value, str):
        return emitter.variable(node.value)
    raise Untranslatable("A variable must be given by its name.")


_VARIABLE_TESTS = {
    "eq": "=",
    "equals": "=",
    "ne": "!=",
    "notEquals": "!=",
    "lt": "<",
    "lessThan": "<",
    "lte": "<=",
    "lessThanOrEquals": "<=",
    "gt": ">",
    "greaterThan": ">",
    "gte": ">=",
    "greaterThanOrEquals": ">=",
    "get": "",
    "exists": "",
    "isEmpty": "",
    "isNotEmpty": "",
}


def _of_variables(emitter: "Emitter", node: Call) -> Piece:
    operator = _VARIABLE_TESTS[node.name]
    if len(node.args) != (2 if operator else 1):
        raise Untranslatable(f"“variables:{node.name}” has the wrong number of values.")
    variable = _variable_of(emitter, node.args[0])
    if operator:
        return emitter.operation(operator, variable, emitter.emit(node.args[1]))
    if node.name == "get":
        return variable
    if node.name == "exists":
        return piece(f"{variable.text} != null", COMPARED, "truth", sure=True)
    empty = is_empty(variable)
    return empty if node.name == "isEmpty" else negated(empty)


def _static(name: str, kind: Kind) -> Writer:
    return lambda _emitter, args: called(name, args, kind)


def _as_typed(emitter: "Emitter", args: list[Piece]) -> Piece:
    if len(args) != 1:
        raise Untranslatable("A conversion needs one value.")
    if args[0].kind == "number":
        return args[0]
    return called("number", [called("string", args, "text")], "number")


def _round(emitter: "Emitter", args: list[Piece]) -> Piece:
    if len(args) != 1:
        raise Untranslatable("Rounding needs one value.")
    return piece(f"floor({args[0].at(SUM)} + 0.5)", kind="number")


def _same_if_null(negative: bool) -> Writer:
    def write(emitter: "Emitter", args: list[Piece]) -> Piece:
        operator = "!=" if negative else "="
        return piece(f"{args[0].at(SUM)} {operator} null", COMPARED, "truth", sure=True)

    return write


def _same(emitter: "Emitter", args: list[Piece]) -> Piece:
    return piece(f"{args[0].at(SUM)} = {args[1].at(SUM)}", COMPARED, "truth", sure=True)


_STATIC: dict[tuple[str, str], Writer] = {
    ("Math", "abs"): _static("abs", "number"),
    ("Math", "max"): _static("max", "number"),
    ("Math", "min"): _static("min", "number"),
    ("Math", "floor"): _static("floor", "number"),
    ("Math", "ceil"): _static("ceiling", "number"),
    ("Math", "sqrt"): _static("sqrt", "number"),
    ("Math", "round"): _round,
    ("String", "valueOf"): lambda _emitter, args: called("string", args, "text"),
    ("Integer", "valueOf"): _as_typed,
    ("Integer", "parseInt"): _as_typed,
    ("Long", "valueOf"): _as_typed,
    ("Long", "parseLong"): _as_typed,
    ("Double", "valueOf"): _as_typed,
    ("Double", "parseDouble"): _as_typed,
    ("Objects", "equals"): _same,
    ("Objects", "isNull"): _same_if_null(False),
    ("Objects", "nonNull"): _same_if_null(True),
    ("Duration", "ofDays"): lambda _emitter, args: _length("P{}D", args),
    ("Duration", "ofHours"): lambda _emitter, args: _length("PT{}H", args),
    ("Duration", "ofMinutes"): lambda _emitter, args: _length("PT{}M", args),
}


def _length(pattern: str, args: list[Piece]) -> Piece:
    if len(args) == 1 and isinstance(args[0].value, Decimal) and args[0].value == int(args[0].value):
        return piece(f'duration("{pattern.format(int(args[0].value))}")', kind="length")
    raise Untranslatable("A length of time needs a fixed number.")


def plain(emitter: "Emitter", name: str, args: list[Piece]) -> Piece:
    """A function that belongs to no object.

    Raises:
        Untranslatable: nothing in FEEL does the same.
    """
    known = _PLAIN.get((emitter.dialect.title, name, len(args))) or _PLAIN.get(("", name, len(args)))
    if known is None:
        raise Untranslatable(f"“{name}()” is a function of the engine that the diagram was made for.")
    return known(emitter, args)


_PLAIN: dict[tuple[str, str, int], Writer] = {
    ("", "dateTime", 0): lambda _emitter, _args: Piece("now()", kind="time"),
    ("", "now", 0): lambda _emitter, _args: Piece("now()", kind="time"),
    ("", "String", 1): lambda _emitter, args: called("string", args, "text"),
    ("", "Number", 1): _as_typed,
    ("XPath", "true", 0): lambda _emitter, _args: literal_piece(True),
    ("XPath", "false", 0): lambda _emitter, _args: literal_piece(False),
    ("XPath", "not", 1): lambda emitter, args: emitter.denied(args[0]),
    ("XPath", "contains", 2): lambda _emitter, args: called("contains", args, "truth"),
    ("XPath", "starts-with", 2): lambda _emitter, args: called("starts with", args, "truth"),
    ("XPath", "string-length", 1): lambda _emitter, args: called("string length", args, "number"),
    ("XPath", "concat", 2): lambda emitter, args: emitter.joined(args),
    ("XPath", "number", 1): _as_typed,
    ("XPath", "string", 1): lambda _emitter, args: called("string", args, "text"),
    ("JUEL", "contains", 2): lambda _emitter, args: containing(args[0], args[1]),
}

_DATA_OBJECT = frozenset("getDataObject bpmn:getDataObject getDataInput bpmn:getDataInput".split())


def _of_data_object(emitter: "Emitter", node: Call) -> Piece:
    """`getDataObject('order')` of BPMN's own XPath functions. Source: BPMN 2.0.2, 10.4.3 (table 10.60)."""
    return emitter.variable(_fixed_name(node))

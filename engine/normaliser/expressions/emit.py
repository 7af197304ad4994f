"""A foreign tree written as FEEL."""

from decimal import Decimal
from typing import assert_never

from engine.normaliser.expressions import functions, methods
from engine.normaliser.expressions.dialects import Dialect
from engine.normaliser.expressions.operators import REMAINDER, Operators
from engine.normaliser.expressions.result import Untranslatable
from engine.normaliser.expressions.tree import (
    Call,
    Choice,
    Index,
    Infix,
    Items,
    Joined,
    Literal,
    Node,
    Operation,
    Prefix,
    Property,
    Variable,
)
from engine.normaliser.expressions.writing import (
    ATOM,
    OPEN,
    PRODUCT,
    SUM,
    Piece,
    called,
    entry,
    is_name,
    piece,
)
from engine.normaliser.expressions.writing import literal as literal_piece

_COUNTERS = {
    "nrOfInstances": "numberOfInstances",
    "nrOfActiveInstances": "numberOfActiveInstances",
    "nrOfCompletedInstances": "numberOfCompletedInstances",
}
"""Counters of a multi-instance in other engines: the names that BPMN gives them."""
VENDOR_OBJECTS = frozenset(
    "execution task delegateTask delegateExecution kcontext processInstance runtimeService taskService "
    "identityService caseInstance caseExecution authenticatedUserId connector this environment".split()
)
_HOLDERS = ("this.environment.variables", "environment.variables", "this.variables", "execution.variables")


class Emitter(Operators):
    """Writes one tree; keeps the variables that it reads and what may differ."""

    def __init__(self, dialect: Dialect) -> None:
        super().__init__(dialect)
        self.names: dict[str, None] = {}

    def emit(self, node: Node) -> Piece:
        """The FEEL of a node.

        Raises:
            Untranslatable: it has no sure counterpart.
        """
        if isinstance(node, Literal):
            return literal_piece(node.value)
        if isinstance(node, Variable):
            return self.variable(node.name)
        if isinstance(node, Items):
            return piece(f"[{', '.join(self.emit(item).text for item in node.items)}]", kind="list")
        if isinstance(node, Joined):
            return self.joined([self.emit(part) for part in node.parts])
        return self._operation(node)

    def _operation(self, node: Operation) -> Piece:
        match node:
            case Property():
                return self._property(node)
            case Index():
                return self._index(node)
            case Call():
                return self._call(node)
            case Prefix():
                return self._prefix(node)
            case Infix():
                return self._infix(node)
            case Choice():
                return self._choice(node)
            case _:
                assert_never(node)

    def variable(self, name: str) -> Piece:
        """A variable of the process."""
        if name in VENDOR_OBJECTS:
            raise Untranslatable(f"“{name}” is an object of the engine that the diagram was made for.")
        if name == "loopCounter" and self.dialect.title != "XPath":
            self.names["loopCounter"] = None
            return piece("loopCounter - 1", SUM, "number")
        name = _COUNTERS.get(name, name)
        if not is_name(name):
            raise Untranslatable(f"“{name}” cannot be the name of a variable in FEEL.")
        self.names[name] = None
        return Piece(name)

    def _property(self, node: Property) -> Piece:
        held = self._held(node)
        if held is not None:
            return held
        if node.name == "length" and self.dialect.title == "JavaScript":
            return methods.length_of(self.emit(node.base))
        if isinstance(node.base, Variable) and node.base.name == "Boolean" and node.name in ("TRUE", "FALSE"):
            return literal_piece(node.name == "TRUE")
        return entry(self.emit(node.base), node.name)

    def _held(self, node: Property | Index) -> Piece | None:
        """The variable itself where the path goes over the object that holds the process's variables."""
        if _dotted(node.base) not in _HOLDERS:
            return None
        name = node.name if isinstance(node, Property) else _text_of(node.key)
        if name is None:
            return None
        self.note(f"“{_dotted(node.base)}” is read as the variables of the process")
        return self.variable(name)

    def _index(self, node: Index) -> Piece:
        held = self._held(node)
        if held is not None:
            return held
        return self.at_key(self.emit(node.base), node.key)

    def at_key(self, base: Piece, key: Node) -> Piece:
        """The item or entry of a value; FEEL counts items from one."""
        if not isinstance(key, Literal) or isinstance(key.value, bool) or key.value is None:
            raise Untranslatable("It cannot be seen whether the part in brackets is a number or a name.")
        if isinstance(key.value, str):
            return entry(base, key.value)
        if key.value != key.value.to_integral_value():
            raise Untranslatable("The place in a list must be a whole number.")
        return piece(f"{base.at(ATOM)}[{key.value + 1:f}]")

    def _call(self, node: Call) -> Piece:
        special = functions.special(self, node)
        if special is not None:
            return special
        args = [self.emit(arg) for arg in node.args]
        if node.base is None:
            return functions.plain(self, node.name, args)
        return methods.method(self, self.emit(node.base), node.name, args)

    def _prefix(self, node: Prefix) -> Piece:
        operand = self.emit(node.operand)
        if node.operator == "not":
            return self.denied(operand)
        if node.operator == "empty":
            return methods.is_empty(operand)
        if node.operator == "+":
            return operand if operand.kind == "number" else called("number", [operand], "number")
        if isinstance(operand.value, Decimal):
            return Piece(f"-{operand.text}", PRODUCT, "number", value=-operand.value)
        return piece(f"-{operand.at(ATOM)}", PRODUCT, "number")

    def _infix(self, node: Infix) -> Piece:
        found = methods.position(self, node)
        if found is not None:
            return found
        left, right = self.emit(node.left), self.emit(node.right)
        if _is_remainder(node):
            self.notes.pop(REMAINDER, None)  # a remainder of nothing is one by either rule
        return self.operation(node.operator, left, right)

    def _choice(self, node: Choice) -> Piece:
        condition = self.decides(self.emit(node.condition))
        chosen, otherwise = self.emit(node.chosen), self.emit(node.otherwise)
        kind = chosen.kind if chosen.kind == otherwise.kind else "any"
        return piece(f"if {condition.text} then {chosen.text} else {otherwise.text}", OPEN, kind)

    def joined(self, parts: list[Piece]) -> Piece:
        """The parts as one text; a part that is null adds nothing."""
        texts = [part if part.kind == "text" else called("string", [part], "text") for part in parts]
        if len(texts) == 1:
            return texts[0]
        if all(part.value is not None for part in parts):
            return piece(" + ".join(text.at(PRODUCT) for text in texts), SUM, "text")
        return piece(f"string join([{', '.join(text.text for text in texts)}])", kind="text")


def _is_remainder(node: Infix) -> bool:
    zero = isinstance(node.right, Literal) and node.right.value == 0
    return (
        node.operator in ("=", "!=") and zero and isinstance(node.left, Infix) and node.left.operator == "%"
    )


def _text_of(node: Node) -> str | None:
    return node.value if isinstance(node, Literal) and isinstance(node.value, str) else None


def _dotted(node: Node) -> str:
    """The path as written; empty where it is none."""
    names: list[str] = []
    while isinstance(node, Property):
        names.append(node.name)
        node = node.base
    return ".".join([node.name, *reversed(names)]) if isinstance(node, Variable) else ""

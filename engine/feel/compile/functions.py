"""Calls, and functions defined in FEEL."""

from collections.abc import Mapping, Sequence

from engine.feel.ast import Call, FunctionDefinition, Name
from engine.feel.compile.code import Code, Frame, Scope, compile_node, compiles, weight_of
from engine.feel.compile.names import lookup
from engine.feel.errors import FeelValueError, Undefined
from engine.feel.inference import signature_of
from engine.feel.runtime import Run
from engine.feel.types import Type, fitted
from engine.feel.values.functions import Function
from engine.feel.values.kinds import described

Value = object


class DefinedFunction(Function):
    """A function written in FEEL, with the frame and the evaluation it was written in."""

    __slots__ = ("_body", "_frame", "_home", "_weight", "signature")

    def __init__(
        self, names: tuple[str, ...], signature: Type, body: Code, frame: Frame, home: Run, weight: int
    ) -> None:
        super().__init__("function", names)
        self.signature = signature
        self._body = body
        self._frame = frame
        self._home = home
        self._weight = weight

    def call(self, run: Run, args: Sequence[Value]) -> Value:
        """The body's value with the parameters bound to the arguments, fitted to their types."""
        if len(args) != len(self.parameters):
            raise Undefined(f"the function takes {len(self.parameters)} arguments, not {len(args)}")
        around: Frame = [self._frame]
        for name, value, wanted in zip(self.parameters, args, self.signature.parts, strict=False):
            around.append(_taken(name, value, wanted))
        run.meter.step(self._weight)
        run.meter.enter()
        result = self._body(run if run is self._home else self._home.continued(run), around)
        run.meter.leave()
        return result

    def call_named(self, run: Run, args: Mapping[str, Value]) -> Value:
        """The body's value for arguments by name; one that is not given is null (10.3.2.13.5)."""
        if not set(args) <= set(self.parameters):
            raise Undefined(f"the function takes the arguments {', '.join(self.parameters)}")
        return self.call(run, [args.get(name) for name in self.parameters])


def _taken(name: str, value: Value, wanted: Type) -> Value:
    """The argument as its parameter's type wants it.

    Raises:
        Undefined: it does not conform, so that the function is not entered.
    """
    try:
        return fitted(value, wanted)
    except Undefined as why:
        raise Undefined(f"the argument '{name}' does not fit: {why}") from None


@compiles(FunctionDefinition)
def definition(node: FunctionDefinition, scope: Scope | None) -> Code:
    """The function; null where it is external, which is refused, or a type is unknown."""
    names = tuple(name for name, _ in node.parameters)
    body = compile_node(node.body, Scope(scope, list(names)))
    weight = weight_of(node.body)

    def run_definition(run: Run, frame: Frame) -> Value:
        if node.external:
            run.warn(node.pos, "functions in other languages are refused")
            return None
        try:
            signature = signature_of(node, run.types)
        except Undefined as why:
            run.warn(node.pos, why)
            return None
        return DefinedFunction(names, signature, body, frame, run, weight)

    return run_definition


@compiles(Call)
def call(node: Call, scope: Scope | None) -> Code:
    """The function's value; null if there is no such function or it has none for these arguments."""
    callee = _callee(node, scope)
    args = [compile_node(arg, scope) for arg in node.args]
    names, pos = node.names, node.pos

    def run_call(run: Run, frame: Frame) -> Value:
        function = callee(run, frame)
        values = [arg(run, frame) for arg in args]
        run.meter.step()
        if not isinstance(function, Function):
            run.warn(pos, f"{described(function)} cannot be called")
            return None
        try:
            if names is None:
                return function.call(run, values)
            return function.call_named(run, dict(zip(names, values, strict=True)))
        except FeelValueError as why:
            run.warn(pos, why)
            return None

    return run_call


def _callee(node: Call, scope: Scope | None) -> Code:
    """What is called; a name that a variable hides still finds the built-in function."""
    if not isinstance(node.callee, Name):
        return compile_node(node.callee, scope)
    name = node.callee.name
    read = lookup(name, node.callee.pos, scope)

    def run_callee(run: Run, frame: Frame) -> Value:
        value = read(run, frame)
        return value if isinstance(value, Function) else run.function(name)

    return run_callee

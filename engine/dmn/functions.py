"""Functions that a model defines, as FEEL sees them.

Source: DMN 1.5, 10.3.2.13.2 (invocation): arguments that do not conform make the result null, and the
function is not entered.
"""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from engine.dmn.library import Model
from engine.dmn.logic import FunctionLogic, Parameter
from engine.dmn.session import Scope, Session
from engine.dmn.types import Mismatch, Types
from engine.feel.errors import Undefined
from engine.feel.values import Function

if TYPE_CHECKING:
    from engine.dmn.boxed import Boxed
    from engine.feel.runtime import Run


class ModelFunction(Function):
    """A function with typed parameters whose body is DMN logic."""

    def __init__(self, name: str, parameters: Sequence[Parameter], model: Model, types: Types) -> None:
        super().__init__(name, tuple(parameter.name for parameter in parameters))
        self._formal = tuple(parameters)
        self._home = model
        self._types = types

    @abstractmethod
    def run(self, arguments: Mapping[str, object]) -> object:
        """The result for arguments that conform."""

    def call(self, run: "Run", args: Sequence[object]) -> object:
        """The result for arguments by position."""
        if len(args) != len(self.parameters):
            raise Undefined(f"{self.name} takes {len(self.parameters)} arguments, not {len(args)}")
        return self.call_named(run, dict(zip(self.parameters, args, strict=True)))

    def call_named(self, run: "Run", args: Mapping[str, object]) -> object:
        """The result for arguments by name."""
        run.meter.time_left()
        return self.invoke(args)

    def taken(self, given: Mapping[str, object]) -> Mapping[str, object]:
        """The arguments that a caller from outside means, among all that is given; null for the others."""
        return {name: given.get(name) for name in self.parameters}

    def invoke(self, args: Mapping[str, object]) -> object:
        """The result for arguments by name, from outside FEEL; one that is not given is null.

        Raises:
            Undefined: a name is unknown, or an argument has another type.
            Fault: the body cannot be evaluated.
        """
        unknown = next((name for name in args if name not in self.parameters), None)
        if unknown is not None:
            raise Undefined(f"{self.name} has no parameter “{unknown}”")
        return self.run({each.name: self._fitted(each, args.get(each.name)) for each in self._formal})

    def _fitted(self, parameter: Parameter, value: object) -> object:
        try:
            return self._types.fit(value, self._types.find(self._home, parameter.type_name))
        except Mismatch as why:
            raise Undefined(f"{self.name}: argument “{parameter.name}”: {why}") from None


class BoxedFunction(ModelFunction):
    """A boxed function definition; its body sees what stood around it."""

    def __init__(self, name: str, logic: FunctionLogic, model: Model, scope: Scope, boxed: "Boxed") -> None:
        super().__init__(name, logic.parameters, model, boxed.types)
        self._logic = logic
        self._model = model
        self._scope = scope
        self._boxed = boxed

    def run(self, arguments: Mapping[str, object]) -> object:
        """The body's value."""
        if self._logic.kind.upper() != "FEEL":
            raise Undefined(f"{self.name} is a function of kind {self._logic.kind}, which does not run here")
        with self._boxed.session:
            return self._boxed.value(self._model, self._logic.body, {**self._scope, **arguments})


def invoked(callee: object, arguments: Mapping[str, object], session: Session, name: str) -> object:
    """The result of calling a value with arguments by name; null with a warning where that is undefined."""
    if isinstance(callee, ModelFunction):
        try:
            return callee.invoke(arguments)
        except Undefined as why:
            session.warnings.append(str(why))
            return None
    if not isinstance(callee, Function):
        session.warnings.append(f"“{name}” is no function")
        return None
    unknown = next((argument for argument in arguments if argument not in callee.parameters), None)
    if unknown is not None:
        session.warnings.append(f"“{name}” has no parameter “{unknown}”")
        return None
    values = {f"argument{n}": value for n, value in enumerate(arguments.values())}
    text = ", ".join(f"{argument}: argument{n}" for n, argument in enumerate(arguments))
    return session.value(f"callee({text})", {"callee": callee, **values})

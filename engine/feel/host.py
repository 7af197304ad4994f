"""Functions that the program around FEEL gives to an expression."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from engine.feel.errors import Undefined
from engine.feel.values.convert import from_python
from engine.feel.values.functions import Function

if TYPE_CHECKING:
    from engine.feel.runtime import Run

Value = object
WEIGHT = 50
"""Steps that a call of the host counts for: after some of them the time is looked at, too."""
_MISTAKES = (ValueError, TypeError, ArithmeticError, LookupError)


class HostFunction(Function):
    """A Python callable; its attribute `parameters`, if it has one, names its arguments."""

    __slots__ = ("_callable",)

    def __init__(self, name: str, function: Callable[..., object]) -> None:
        self.name = name
        self.parameters = tuple(getattr(function, "parameters", ()))
        self._callable = function

    def call(self, run: "Run", args: Sequence[Value]) -> Value:
        """The callable's result as a FEEL value; a mistake in the arguments has no value."""
        run.meter.step(WEIGHT)
        try:
            return from_python(self._callable(*args))
        except _MISTAKES as mistake:
            raise Undefined(f"{self.name}: {mistake}") from mistake

    def call_named(self, run: "Run", args: Mapping[str, Value]) -> Value:
        """The callable's result for arguments by name; those left out at the end are not passed."""
        unknown = [name for name in args if name not in self.parameters]
        if unknown:
            raise Undefined(f"{self.name} has no parameter '{unknown[0]}'")
        values = [args.get(name) for name in self.parameters]
        while values and self.parameters[len(values) - 1] not in args:
            values.pop()
        return self.call(run, values)

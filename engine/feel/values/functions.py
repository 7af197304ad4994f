"""Functions as values."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.feel.runtime import Run

Value = object


class Function:
    """Something an expression can call: a built-in, a function of the host or one defined in FEEL."""

    __slots__ = ("name", "parameters")

    def __init__(self, name: str, parameters: tuple[str, ...]) -> None:
        self.name = name
        self.parameters = parameters

    def call(self, run: "Run", args: Sequence[Value]) -> Value:
        """The result for arguments by position.

        Raises:
            Undefined: the function has no value for these arguments.
        """
        raise AssertionError("every function says what it is called with")

    def call_named(self, run: "Run", args: Mapping[str, Value]) -> Value:
        """The result for arguments by name.

        Raises:
            Undefined: a name is unknown or missing, or there is no value for these arguments.
        """
        raise AssertionError("every function says what it is called with")

    def __str__(self) -> str:
        return f"function({', '.join(self.parameters)})"

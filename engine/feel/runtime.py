"""One evaluation: what it reads, what it may still use and what it has to remark."""

from collections.abc import Callable, Mapping
from datetime import datetime

from engine.feel.budget import Meter
from engine.feel.builtins import BUILTINS
from engine.feel.errors import FeelError, FeelValueError, at_offset
from engine.feel.host import HostFunction
from engine.feel.layers import ABSENT
from engine.feel.types import Type
from engine.feel.values.convert import settled
from engine.feel.values.functions import Function
from engine.feel.values.kinds import SCALARS
from engine.feel.values.zones import Zone

Value = object
MAX_WARNINGS = 50


class Run:
    """The state of one evaluation."""

    __slots__ = (
        "_settled",
        "functions",
        "meter",
        "native",
        "now",
        "text",
        "types",
        "variables",
        "warnings",
        "zone",
    )

    def __init__(
        self,
        text: str,
        variables: Mapping[str, Value],
        meter: Meter,
        functions: Mapping[str, Callable[..., object]],
        types: Mapping[str, Type],
        now: datetime | None,
        zone: Zone,
        warnings: list[str] | None,
        native: bool,
    ) -> None:
        self.text = text
        self.variables = variables
        self.meter = meter
        self.functions = functions
        self.types = types
        self.now = now
        self.zone = zone
        self.warnings = warnings
        self.native = native  #: whether the variables are known to be FEEL values
        self._settled: dict[str, Value] = {}

    def continued(self, caller: "Run") -> "Run":
        """This evaluation's names at the caller's expense: what a function defined here runs in elsewhere."""
        run = Run(
            self.text,
            self.variables,
            caller.meter,
            self.functions,
            self.types,
            caller.now or self.now,
            self.zone,
            caller.warnings,
            self.native,
        )
        run._settled = self._settled
        return run

    def read(self, name: str, pos: int) -> Value:
        """The value of a variable, a function of the host or a built-in; null if there is none."""
        value = self.variables.get(name, ABSENT)
        if value is not ABSENT:
            return self.held(name, value, pos)
        function = self.function(name)
        if function is None:
            self.warn(pos, f"nothing is known by the name '{name}'")
        return function

    def held(self, name: str, value: object, pos: int) -> Value:
        """A variable's value as FEEL holds it; where it is none of FEEL's, it is converted once."""
        if self.native or type(value) in SCALARS:
            return value
        if name not in self._settled:
            try:
                self._settled[name] = settled(value)
            except FeelValueError as why:
                self.warn(pos, f"'{name}' cannot be read: {why}")
                self._settled[name] = None
        return self._settled[name]

    def function(self, name: str) -> Function | None:
        """The function of the host or the built-in of that name."""
        host = self.functions.get(name)
        if host is not None:
            return HostFunction(name, host)
        return BUILTINS.get(name)

    def warn(self, pos: int, message: str | FeelError) -> None:
        """Note why something became null, with the place in the text."""
        if self.warnings is not None and len(self.warnings) < MAX_WARNINGS:
            where = at_offset(self.text, min(pos, len(self.text)), "")
            self.warnings.append(f"{message} (line {where.line}, column {where.column})")

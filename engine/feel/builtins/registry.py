"""Built-in functions, declared by a line such as `substring(string: string, start position: number)`.

The line names the parameters and the kinds of value each takes; `?` marks one that may be left out, `*` one
that takes all further arguments, `|` joins kinds, `any` stands for all of them and null.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from engine.feel.errors import FeelValueError, Undefined
from engine.feel.values.dates import FeelDate
from engine.feel.values.functions import Function
from engine.feel.values.kinds import described, kind_of
from engine.feel.values.moments import midnight

if TYPE_CHECKING:
    from engine.feel.runtime import Run

Value = object
Implementation = Callable[..., Value]
_GROUPS = {
    "duration": ("days and time duration", "years and months duration"),
    "datetime": ("date and time",),
    "days": ("days and time duration",),
    "months": ("years and months duration",),
    "null": ("Null",),
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a built-in: its name and the kinds of value it takes (None: any)."""

    name: str
    kinds: frozenset[str] | None
    optional: bool
    rest: bool

    def fit(self, value: Value) -> Value:
        """The value as the parameter takes it, converted where the standard converts implicitly.

        Raises:
            Undefined: the parameter takes no such value.
        """
        if self.kinds is None or kind_of(value) in self.kinds:
            return value
        if isinstance(value, list) and len(value) == 1 and "list" not in self.kinds:
            return self.fit(value[0])
        if "list" in self.kinds and value is not None:
            return [value]
        if isinstance(value, FeelDate) and "date and time" in self.kinds:
            return midnight(value)
        raise Undefined(f"'{self.name}' is {described(value)}")


@dataclass(frozen=True, slots=True)
class Overload:
    """One way to call a built-in."""

    parameters: tuple[Parameter, ...]
    function: Implementation

    @property
    def least(self) -> int:
        """How many arguments it needs."""
        return sum(1 for parameter in self.parameters if not (parameter.optional or parameter.rest))

    def takes(self, count: int) -> bool:
        """Whether it can be called with so many arguments by position."""
        endless = bool(self.parameters) and self.parameters[-1].rest
        return self.least <= count and (endless or count <= len(self.parameters))

    def call(self, run: "Run", args: Sequence[Value]) -> Value:
        """The result for arguments by position."""
        last = len(self.parameters) - 1
        values = [self.parameters[min(place, last)].fit(value) for place, value in enumerate(args)]
        return self.function(run, *values)

    def call_named(self, run: "Run", args: Mapping[str, Value]) -> Value:
        """The result for arguments by name."""
        values = {
            python_name(parameter.name): parameter.fit(args.get(parameter.name))
            for parameter in self.parameters
            if parameter.name in args or not (parameter.optional or parameter.rest)
        }
        return self.function(run, **values)

    @property
    def known(self) -> set[str]:
        """The names by which arguments can be given."""
        return {parameter.name for parameter in self.parameters if not parameter.rest}

    def names(self, given: Mapping[str, Value]) -> bool:
        """Whether these are names of its parameters and none that it needs is missing."""
        needed = {
            parameter.name for parameter in self.parameters if not (parameter.optional or parameter.rest)
        }
        return needed <= given.keys() <= self.known


class Builtin(Function):
    """A built-in with its overloads, tried in the order in which they are declared."""

    __slots__ = ("overloads",)

    def __init__(self, name: str) -> None:
        super().__init__(name, ())
        self.overloads: list[Overload] = []

    def add(self, overload: Overload) -> None:
        """Give it one more way to be called."""
        self.overloads.append(overload)
        self.parameters = tuple(parameter.name for parameter in self.overloads[0].parameters)

    def call(self, run: "Run", args: Sequence[Value]) -> Value:
        """The result for arguments by position."""
        fitting = [overload for overload in self.overloads if overload.takes(len(args))]
        return self._first([partial(overload.call, run, args) for overload in fitting], len(args))

    def call_named(self, run: "Run", args: Mapping[str, Value]) -> Value:
        """The result for arguments by name; one that is needed and not given is null (10.3.2.13.5)."""
        fitting = [overload for overload in self.overloads if overload.names(args)]
        if not fitting:
            fitting = [overload for overload in self.overloads if args.keys() <= overload.known]
        if len(fitting) > 1:  # before(point, range) and before(range, point) differ in the order alone
            fitting.sort(key=lambda overload: [each.name for each in overload.parameters] != list(args))
        return self._first([partial(overload.call_named, run, args) for overload in fitting], len(args))

    def _first(self, calls: list[Callable[[], Value]], count: int) -> Value:
        reason = f"cannot be called with these {count} arguments"
        for call in calls:
            try:
                return call()
            except FeelValueError as why:
                reason = str(why)
        raise Undefined(f"{self.name}: {reason}")


BUILTINS: dict[str, Builtin] = {}


def builtin(declaration: str) -> Callable[[Implementation], Implementation]:
    """Register a function as the built-in that the line declares; it takes the run, then the arguments."""
    name, _, rest = declaration.partition("(")
    parameters = tuple(_parameter(part.strip()) for part in rest.rstrip(")").split(",") if part.strip())

    def register(function: Implementation) -> Implementation:
        BUILTINS.setdefault(name, Builtin(name)).add(Overload(parameters, function))
        return function

    return register


def _parameter(part: str) -> Parameter:
    name, _, kinds = part.partition(":")
    words = [word.strip() for word in kinds.split("|")]
    accepted = frozenset(kind for word in words for kind in _GROUPS.get(word, (word,)))
    bare = name.strip().removeprefix("*").removesuffix("?")
    return Parameter(
        bare, None if "any" in accepted else accepted, name.strip().endswith("?"), part.startswith("*")
    )


def python_name(name: str) -> str:
    """The parameter of the Python function that a parameter of FEEL is passed to."""
    return name.replace(" ", "_") + (
        "_" if name in ("from", "list", "range", "string", "context", "match") else ""
    )

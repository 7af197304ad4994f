"""FEEL's types: which values belong to one, and how a value is fitted to one.

Source: DMN 1.5, 10.3.2.9 (type conformance and conversions).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.feel.ast import TypeName
from engine.feel.errors import Undefined
from engine.feel.values.dates import FeelDate
from engine.feel.values.functions import Function
from engine.feel.values.kinds import described, kind_of
from engine.feel.values.moments import midnight
from engine.feel.values.ranges import Range

Value = object

_SIMPLE = {
    **{name: name for name in ("number", "string", "boolean", "date", "time", "date and time")},
    **{name: name for name in ("days and time duration", "years and months duration", "Any", "Null")},
    "dateTime": "date and time",
    "dayTimeDuration": "days and time duration",
    "yearMonthDuration": "years and months duration",
}


@dataclass(frozen=True, slots=True)
class Type:
    """A type by name; `list`, `range`, `context` and `function` carry the types of their parts.

    parts: the item of a list or range, the entries of a context, the parameters of a function and its result.
    names: the names of a context's entries.
    """

    name: str
    parts: tuple["Type", ...] = ()
    names: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.name == "context" and self.names:
            inside = ", ".join(f"{name}: {part}" for name, part in zip(self.names, self.parts, strict=True))
            return f"context<{inside}>"
        if self.name == "function" and self.parts:
            return f"function<{', '.join(map(str, self.parts[:-1]))}> -> {self.parts[-1]}"
        return f"{self.name}<{self.parts[0]}>" if self.parts else self.name


ANY = Type("Any")


def resolve(written: TypeName, defined: Mapping[str, Type]) -> Type:
    """The type that was written, its own names looked up among the defined ones.

    Raises:
        Undefined: there is no type of that name.
    """
    if written.arguments or written.name in ("context", "function"):
        parts = tuple(resolve(part, defined) for part in written.arguments)
        return Type(written.name, parts, written.names)
    if written.name in defined:
        return defined[written.name]
    if written.name in _SIMPLE:
        return Type(_SIMPLE[written.name])
    raise Undefined(f"there is no type {written.name!r}")


def conforms(value: Value, wanted: Type) -> bool:
    """Whether the value belongs to the type."""
    if wanted.name == "Any":
        return value is not None
    if isinstance(value, list):
        return wanted.name == "list" and all(_fits(item, part) for part in wanted.parts for item in value)
    if isinstance(value, dict):
        return wanted.name == "context" and all(
            name in value and _fits(value[name], part)
            for name, part in zip(wanted.names, wanted.parts, strict=True)
        )
    if isinstance(value, Range):
        return wanted.name == "range" and all(_bounded(value, part) for part in wanted.parts)
    if isinstance(value, Function):
        return wanted.name == "function" and _callable(value, wanted)
    return kind_of(value) == wanted.name


def _fits(value: Value, wanted: Type) -> bool:
    """Null belongs to every type where it stands inside a list or context."""
    return value is None or conforms(value, wanted)


def _bounded(bounds: Range, wanted: Type) -> bool:
    ends = [end for end in (bounds.low, bounds.high) if end is not None]
    return all(conforms(end, wanted) for end in ends)


def _callable(function: Function, wanted: Type) -> bool:
    """A function takes at least what the type's callers give, and gives what they expect."""
    if not wanted.parts:
        return True
    signature = getattr(function, "signature", None)
    if not isinstance(signature, Type):
        return len(function.parameters) == len(wanted.parts) - 1
    return subtype(signature, wanted)


def subtype(narrow: Type, wide: Type) -> bool:
    """Whether every value of the first type belongs to the second."""
    if wide.name == "Any" or narrow.name == "Null":
        return True
    if narrow.name != wide.name:
        return False
    if narrow.name == "context":
        entries = dict(zip(narrow.names, narrow.parts, strict=True))
        return all(
            name in entries and subtype(entries[name], part)
            for name, part in zip(wide.names, wide.parts, strict=True)
        )
    if len(narrow.parts) != len(wide.parts):
        return False
    if narrow.name == "function" and narrow.parts:
        taken = all(
            subtype(theirs, ours) for ours, theirs in zip(narrow.parts[:-1], wide.parts[:-1], strict=True)
        )
        return taken and subtype(narrow.parts[-1], wide.parts[-1])
    return all(subtype(ours, theirs) for ours, theirs in zip(narrow.parts, wide.parts, strict=True))


def fitted(value: Value, wanted: Type) -> Value:
    """The value as the type wants it: a list of one for its item or the reverse, a moment for a date.

    Raises:
        Undefined: the value cannot be fitted to the type.
    """
    if value is None or wanted.name == "Any" or conforms(value, wanted):
        return value
    if wanted.name == "list" and wanted.parts and conforms(value, wanted.parts[0]):
        return [value]
    if isinstance(value, list) and len(value) == 1 and conforms(value[0], wanted):
        return value[0]
    if isinstance(value, FeelDate) and wanted.name == "date and time":
        return midnight(value)
    raise Undefined(f"{described(value)} is no {wanted}")

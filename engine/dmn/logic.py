"""Decision logic as read from a file: the boxed expressions of DMN, frozen.

Texts are kept as they were written; parsing them is the evaluator's and the checker's business, so that a
faulty cell spoils its own decision and no other.

Source: DMN 1.5, clauses 7.3, 8.3 and 10.2.2.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class TypeName(NamedTuple):
    """A reference to a type: a built-in name, an item definition, or one of an imported model."""

    name: str
    namespace: str | None = None  #: of the imported model when the file says so by a prefix


@dataclass(frozen=True, slots=True)
class Place:
    """Where an expression stands in its file, and the type that it is said to have."""

    id: str | None = None
    type_name: TypeName | None = None
    line: int | None = None


@dataclass(frozen=True, kw_only=True)
class Logic:
    """Common to every boxed expression."""

    at: Place = Place()


@dataclass(frozen=True, kw_only=True)
class Literal(Logic):
    """A FEEL expression."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Faulty(Logic):
    """Logic that cannot run, with the reason in plain words and the checker's rule that says so."""

    reason: str
    rule: str = "decision-logic"


@dataclass(frozen=True, kw_only=True)
class Missing(Faulty):
    """Logic that should stand in a box and does not. The checker reports it; its value is null."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A formal parameter, a binding's target or a named entry."""

    name: str
    type_name: TypeName | None = None
    id: str | None = None


@dataclass(frozen=True, kw_only=True)
class ContextEntry:
    """One line of a boxed context; without a variable it is the result."""

    variable: Parameter | None
    logic: Logic


@dataclass(frozen=True, kw_only=True)
class ContextLogic(Logic):
    """A boxed context."""

    entries: tuple[ContextEntry, ...]


@dataclass(frozen=True, kw_only=True)
class ListLogic(Logic):
    """A boxed list."""

    items: tuple[Logic, ...]


@dataclass(frozen=True, kw_only=True)
class Relation(Logic):
    """A boxed relation: a list of contexts that share their names."""

    columns: tuple[Parameter, ...]
    rows: tuple[tuple[Logic, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Binding:
    """An argument of a boxed invocation."""

    parameter: Parameter
    logic: Logic


@dataclass(frozen=True, kw_only=True)
class Invocation(Logic):
    """A boxed invocation: arguments are bound by name."""

    callee: Logic
    bindings: tuple[Binding, ...]


@dataclass(frozen=True, kw_only=True)
class FunctionLogic(Logic):
    """A boxed function definition; `kind` is FEEL, Java or PMML."""

    parameters: tuple[Parameter, ...]
    body: Logic
    kind: str = "FEEL"


@dataclass(frozen=True, kw_only=True)
class Conditional(Logic):
    """A boxed conditional."""

    condition: Logic
    then: Logic
    otherwise: Logic


@dataclass(frozen=True, kw_only=True)
class Filter(Logic):
    """A boxed filter."""

    source: Logic
    match: Logic


class Loop(StrEnum):
    """The three boxed iterators."""

    FOR = "for"
    SOME = "some"
    EVERY = "every"


@dataclass(frozen=True, kw_only=True)
class Iteration(Logic):
    """A boxed iterator: for … return, some … satisfies, every … satisfies."""

    loop: Loop
    variable: str
    source: Logic
    body: Logic

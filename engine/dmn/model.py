"""A DMN file as read: its elements, frozen, with references still as they were written.

Source: DMN 1.5, clauses 6.3 and 7.3.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from engine.dmn.logic import FunctionLogic, Logic, Parameter, TypeName


@dataclass(frozen=True, slots=True)
class Import:
    """Another model whose elements this one uses, under a name; an empty name merges them in."""

    namespace: str
    name: str
    location: str | None = None
    kind: str = "dmn"  #: dmn or something else, which is left alone
    line: int | None = None


class Href(NamedTuple):
    """A reference to an element: its id and, where it lies in another model, that model's namespace."""

    id: str
    namespace: str | None = None
    line: int | None = None

    def __str__(self) -> str:
        return f"{self.namespace or ''}#{self.id}"


@dataclass(frozen=True, kw_only=True)
class FunctionItem:
    """The type of a function."""

    parameters: tuple[Parameter, ...]
    output: TypeName | None


@dataclass(frozen=True, kw_only=True)
class ItemDefinition:
    """A type: another type with fewer values, a structure, a collection or a function type."""

    name: str
    id: str | None = None
    type_name: TypeName | None = None
    components: tuple["ItemDefinition", ...] = ()
    is_collection: bool = False
    allowed: str | None = None  #: unary tests over a single value
    constraint: str | None = None  #: unary tests over the whole value
    function: FunctionItem | None = None
    line: int | None = None


@dataclass(frozen=True, kw_only=True)
class Element:
    """Common to the elements of a requirements graph. The variable is what expressions call it by."""

    id: str
    name: str
    variable: Parameter
    line: int | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Its name and, where a file says otherwise, its variable's."""
        return (self.name,) if self.variable.name == self.name else (self.name, self.variable.name)


ElementT = TypeVar("ElementT", bound=Element)


@dataclass(frozen=True, kw_only=True)
class InputData(Element):
    """Something given from outside."""


@dataclass(frozen=True, kw_only=True)
class Decision(Element):
    """Logic with what it requires. `logic` is None where people decide and the value comes from outside."""

    logic: Logic | None
    decisions: tuple[Href, ...] = ()
    inputs: tuple[Href, ...] = ()
    knowledge: tuple[Href, ...] = ()


@dataclass(frozen=True, kw_only=True)
class KnowledgeModel(Element):
    """A business knowledge model: a function that decisions invoke."""

    function: FunctionLogic | None
    knowledge: tuple[Href, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DecisionService(Element):
    """A part of the graph that can be invoked from outside. Source: DMN 1.5, 7.3.11 and 10.4."""

    outputs: tuple[Href, ...] = ()
    encapsulated: tuple[Href, ...] = ()
    input_decisions: tuple[Href, ...] = ()
    input_data: tuple[Href, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Definitions:
    """One file."""

    file: str
    namespace: str
    name: str
    id: str | None = None
    imports: tuple[Import, ...] = ()
    items: tuple[ItemDefinition, ...] = ()
    elements: tuple[Element, ...] = ()
    by_id: Mapping[str, Element] = field(default_factory=dict)

    def of(self, kind: type[ElementT]) -> tuple[ElementT, ...]:
        """All elements of a kind, in the file's order."""
        return tuple(element for element in self.elements if isinstance(element, kind))

"""Decision tables as read from a file, frozen.

Source: DMN 1.5, clause 8.3.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from engine.dmn.logic import Logic, TypeName


class HitPolicy(StrEnum):
    """What a table answers when several rules match. Source: DMN 1.5, 8.2.10."""

    UNIQUE = "UNIQUE"
    FIRST = "FIRST"
    PRIORITY = "PRIORITY"
    ANY = "ANY"
    COLLECT = "COLLECT"
    RULE_ORDER = "RULE ORDER"
    OUTPUT_ORDER = "OUTPUT ORDER"


class Aggregation(StrEnum):
    """How COLLECT adds up its hits."""

    SUM = "SUM"
    COUNT = "COUNT"
    MIN = "MIN"
    MAX = "MAX"


@dataclass(frozen=True, kw_only=True)
class InputColumn:
    """An input clause: an expression and, where given, the values that it may take."""

    id: str | None
    label: str | None
    text: str
    type_name: TypeName | None = None
    allowed: str | None = None  #: unary tests
    line: int | None = None

    @cached_property
    def title(self) -> str:
        """How people call the column: its label, otherwise its expression."""
        return self.label or " ".join(self.text.split()) or "without a name"


@dataclass(frozen=True, kw_only=True)
class OutputColumn:
    """An output clause. `allowed` lists the output values, the highest priority first."""

    id: str | None
    name: str | None
    label: str | None
    type_name: TypeName | None = None
    allowed: str | None = None
    default: str | None = None
    line: int | None = None

    @cached_property
    def title(self) -> str:
        """How people call the column."""
        return self.label or self.name or "result"


@dataclass(frozen=True, kw_only=True)
class Cell:
    """The text of one cell."""

    text: str
    id: str | None = None
    line: int | None = None
    fault: str | None = None  #: why the cell cannot be read as FEEL

    @cached_property
    def is_any(self) -> bool:
        """Whether the cell asks nothing: empty or a dash."""
        return self.text.strip() in {"", "-", "–"}


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One row. `number` counts from 1."""

    number: int
    id: str | None
    inputs: tuple[Cell, ...]
    outputs: tuple[Cell, ...]
    line: int | None = None

    @cached_property
    def asked(self) -> tuple[tuple[int, Cell], ...]:
        """The input cells that ask something, each with its place among the columns."""
        return tuple((place, cell) for place, cell in enumerate(self.inputs) if not cell.is_any)

    @property
    def reference(self) -> str:
        """The id by which the rule is named in a decision's record; its number where it has none."""
        return self.id or str(self.number)


@dataclass(frozen=True, kw_only=True)
class Table(Logic):
    """A decision table, rules as rows."""

    inputs: tuple[InputColumn, ...]
    outputs: tuple[OutputColumn, ...]
    rules: tuple[Rule, ...]
    policy: HitPolicy = HitPolicy.UNIQUE
    aggregation: Aggregation | None = None
    output_label: str | None = None

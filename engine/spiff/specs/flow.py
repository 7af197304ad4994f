"""Sequence flows, kept with their id and order: SpiffWorkflow keeps only the names of the next specs."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.spiff.specs.node import Node


@dataclass(frozen=True, eq=False, slots=True)
class Flow:
    """A sequence flow between two nodes of one scope."""

    id: str
    source: "Node"
    target: "Node"
    condition: str | None  #: FEEL

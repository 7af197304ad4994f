"""Loops and multi-instances as drawn."""

from dataclasses import dataclass

from engine.spiff.specs.definitions import EventDefinition


@dataclass(frozen=True, slots=True)
class Loop:
    """How often an activity runs. Source: BPMN 2.0.2, 13.3.6 (loop) and 13.3.7 (multi-instance)."""

    multiple: bool  #: multi-instance, otherwise a standard loop
    sequential: bool = True
    condition: str | None = None  #: multi-instance: complete when true; loop: go on while true
    test_before: bool = False
    maximum: int | None = None
    cardinality: str | None = None  #: FEEL
    collection: str | None = None  #: FEEL
    collection_variable: str | None = None  #: the variable of a data element, in place of an expression
    item: str | None = None  #: variable of one entry
    output: str | None = None  #: variable that collects the results, in the order of the collection
    output_item: str | None = None
    behavior: str = "All"
    throws: tuple[tuple[str | None, EventDefinition], ...] = ()  #: events with the condition to throw them

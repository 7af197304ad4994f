"""The names that expressions of a model may use. Reading FEEL needs them: they may hold spaces and signs."""

from collections.abc import Iterator

from engine.calendars.host import FUNCTIONS
from engine.dmn.library import Model
from engine.dmn.model import Decision, ItemDefinition, KnowledgeModel
from engine.dmn.tables import Table
from engine.dmn.walk import everything, named_in

HOST_FUNCTIONS = frozenset(FUNCTIONS)
"""Functions that the engine lends to expressions beside FEEL's own."""


def names_of(model: Model) -> frozenset[str]:
    """Names of elements, imports, types' components and inner variables of a model and of what it imports."""
    found: set[str] = set(HOST_FUNCTIONS)
    waiting, seen = [model], set[int]()
    while waiting:
        each = waiting.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        found.update(_own(each))
        waiting.extend([*each.named.values(), *each.merged])
    found.discard("")
    return frozenset(found)


def _own(model: Model) -> Iterator[str]:
    yield from (each.name for each in model.definitions.imports)
    for item in model.definitions.items:
        yield item.name
        yield from _components(item)
    for element in model.definitions.elements:
        yield from element.names
        logic = None
        if isinstance(element, Decision):
            logic = element.logic
        elif isinstance(element, KnowledgeModel):
            logic = element.function
        if logic:
            yield from named_in(logic)
            for part in everything(logic):
                if isinstance(part, Table):
                    yield from (column.name for column in part.outputs if column.name)


def _components(item: ItemDefinition) -> Iterator[str]:
    for part in item.components:
        yield part.name
        yield from _components(part)

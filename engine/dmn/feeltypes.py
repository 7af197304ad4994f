"""A model's item definitions as FEEL's own types, for `instance of` and typed parameters in expressions."""

from collections.abc import Mapping
from typing import Final

from engine.dmn.library import Library, Model
from engine.dmn.logic import TypeName
from engine.dmn.model import ItemDefinition
from engine.dmn.typenames import find_type
from engine.feel.types import ANY, Type

MAX_NESTING: Final = (
    12  #: item definitions inside each other; deeper ones, such as those of trees, are any type
)


def feel_types(library: Library, model: Model) -> Mapping[str, Type]:
    """Every item definition that a model knows, by the name that its expressions use."""
    found: dict[str, Type] = {}
    for each in model.visible():
        for item in each.definitions.items:
            found.setdefault(item.name, _of_item(library, each, item, 0))
    for alias, imported in model.named.items():
        for each in imported.visible():
            for item in each.definitions.items:
                found.setdefault(f"{alias}.{item.name}", _of_item(library, each, item, 0))
    return found


def _of_item(library: Library, model: Model, item: ItemDefinition, depth: int) -> Type:
    if depth > MAX_NESTING:
        return ANY
    single = _single(library, model, item, depth)
    return Type("list", (single,)) if item.is_collection else single


def _single(library: Library, model: Model, item: ItemDefinition, depth: int) -> Type:
    if item.function:
        names = [each.type_name for each in item.function.parameters] + [item.function.output]
        return Type("function", tuple(_named(library, model, name, depth) for name in names))
    if item.components:
        parts = tuple(_of_item(library, model, part, depth + 1) for part in item.components)
        return Type("context", parts, tuple(part.name for part in item.components))
    return _named(library, model, item.type_name, depth)


def _named(library: Library, model: Model, name: TypeName | None, depth: int) -> Type:
    found = find_type(library, model, name)
    if found is None:
        return ANY
    if found.item and found.model:
        return _of_item(library, found.model, found.item, depth + 1)
    return Type(found.name)

"""Names of types: built-in ones, item definitions and those of imported models.

Source: DMN 1.5, 7.3.2 (item definitions), 10.3.1.3 (built-in types); older spellings are those of DMN 1.1.
"""

from dataclasses import dataclass
from typing import Final

from engine.dmn.library import Library, Model
from engine.dmn.logic import TypeName
from engine.dmn.model import ItemDefinition

BUILT_IN: Final = frozenset(
    {
        "Any",
        "Null",
        "number",
        "string",
        "boolean",
        "date",
        "time",
        "date and time",
        "days and time duration",
        "years and months duration",
        "list",
        "context",
        "function",
        "range",
    }
)
_OTHER_SPELLINGS: Final = {
    "any": "Any",
    "dateTime": "date and time",
    "dayTimeDuration": "days and time duration",
    "yearMonthDuration": "years and months duration",
    "decimal": "number",
    "double": "number",
    "integer": "number",
    "long": "number",
}


@dataclass(frozen=True, eq=False)
class Type:
    """A type found: a built-in one by name, or an item definition with its model.

    `single`: one item of a collection.
    """

    name: str
    model: Model | None = None
    item: ItemDefinition | None = None
    single: bool = False


ANY: Final = Type("Any")


def find_type(library: Library, model: Model, name: TypeName | None) -> Type | None:
    """The type that a name in a model stands for; without a name any type; None where there is none."""
    if name is None:
        return ANY
    key = model.file, name
    if key not in library.types:
        library.types[key] = _look_for(library, model, name)
    return library.types[key]


def _look_for(library: Library, model: Model, name: TypeName) -> Type | None:
    home = library.imported(name.namespace) if name.namespace else model
    found = home.item(name.name) if home else None
    if found:
        return Type(name.name, *found)
    built_in = _OTHER_SPELLINGS.get(name.name, name.name)
    return Type(built_in) if built_in in BUILT_IN else None

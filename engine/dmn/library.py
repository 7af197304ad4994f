"""Models of one folder or package, linked: imports and references resolved.

Source: DMN 1.5, 6.3.3 (imports), 7.3.1 (references), 10.3.1.6 (names of imported elements).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from engine.dmn.definitions import definitions
from engine.dmn.logic import TypeName
from engine.dmn.model import Definitions, Element, Href, ItemDefinition
from engine.errors import DiagramError
from engine.model.findings import Finding

if TYPE_CHECKING:
    from engine.dmn.typenames import Type


@dataclass(eq=False)
class Model:
    """A file with the models that it imports: by name, or merged in where the import has no name."""

    definitions: Definitions
    named: dict[str, "Model"] = field(default_factory=dict)
    merged: list["Model"] = field(default_factory=list)

    @cached_property
    def file(self) -> str:
        """Name of the file."""
        return self.definitions.file

    @cached_property
    def namespace(self) -> str:
        """What other models import it by."""
        return self.definitions.namespace

    def visible(self) -> Iterator["Model"]:
        """This model and all that are merged into it, depth first in the order of the imports."""
        waiting, seen = [self], set[int]()
        while waiting:
            model = waiting.pop(0)
            if id(model) not in seen:
                seen.add(id(model))
                yield model
                waiting[:0] = model.merged

    def item(self, name: str) -> tuple["Model", ItemDefinition] | None:
        """An item definition by its name in this model, `import.name` included."""
        for model in self.visible():
            for item in model.definitions.items:
                if item.name == name:
                    return model, item
        for alias, model in self.named.items():
            if name.startswith(f"{alias}."):
                return model.item(name[len(alias) + 1 :])
        return None

    def alias_of(self, other: "Model") -> str:
        """The name under which this model imports another; empty for itself and merged ones."""
        return next((alias for alias, model in self.named.items() if model is other), "")


Key = tuple[str, str]
"""File and id: names an element in the whole library."""


def key_of(model: Model, element: Element) -> Key:
    """The key of an element of a model."""
    return model.file, element.id


class Library:
    """All models of a folder. A file that cannot be read is left out, with its findings kept."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.models: list[Model] = []
        self._resolved: dict[tuple[str, Href], tuple[Model, Element] | None] = {}
        self._aliases: dict[tuple[str, str], str] = {}
        self._names: dict[str, frozenset[str]] = {}
        self.types: dict[tuple[str, TypeName], Type | None] = {}  #: by file and name, once looked for
        self.broken: dict[str, tuple[Finding, ...]] = {}
        for name, data in files.items():
            try:
                self.models.append(Model(definitions(name, data)))
            except DiagramError as fault:
                self.broken[name] = fault.findings
        for model in self.models:
            self._link(model)

    def _link(self, model: Model) -> None:
        for each in model.definitions.imports:
            if each.kind != "dmn":
                continue
            found = self.imported(each.namespace, each.location)
            if found and found is not model:
                if each.name:
                    model.named.setdefault(each.name, found)
                else:
                    model.merged.append(found)

    def imported(self, namespace: str, location: str | None = None) -> Model | None:
        """The model of a namespace; where several share it, the one at the given location."""
        found = [model for model in self.models if model.namespace == namespace]
        if location and len(found) > 1:
            file = location.rpartition("/")[2]
            found.sort(key=lambda model: model.file.rpartition("/")[2] != file)
        return found[0] if found else None

    def of_file(self, file: str) -> Model | None:
        """The model read from a file."""
        return next((model for model in self.models if model.file == file), None)

    def alias(self, model: Model, owner: Model) -> str:
        """The name under which what a model sees has another imported; looked for once."""
        key = model.file, owner.file
        if key not in self._aliases:
            found = (name for each in model.visible() if (name := each.alias_of(owner)))
            self._aliases[key] = next(found, "")
        return self._aliases[key]

    def names_of(self, model: Model) -> frozenset[str]:
        """The names under which others import a model; looked for once."""
        if model.file not in self._names:
            found = (importer.alias_of(model) for importer in self.models)
            self._names[model.file] = frozenset(name for name in found if name)
        return self._names[model.file]

    def resolve(self, model: Model, href: Href) -> tuple[Model, Element] | None:
        """The element that a reference in a model stands for; looked for once."""
        key = model.file, href
        if key not in self._resolved:
            self._resolved[key] = self._look_for(model, href)
        return self._resolved[key]

    def _look_for(self, model: Model, href: Href) -> tuple[Model, Element] | None:
        if href.namespace is None or href.namespace == model.namespace:
            return _in(model.visible(), href.id)
        imported = [each for each in _all_imports(model) if each.namespace == href.namespace]
        found = _in(imported, href.id)
        if found:
            return found
        return _in([each for each in self.models if each.namespace == href.namespace], href.id)


def _all_imports(model: Model) -> Iterator[Model]:
    for each in model.visible():
        yield from each.named.values()
        yield from each.merged


def _in(models: Iterator[Model] | Sequence[Model], ident: str) -> tuple[Model, Element] | None:
    for model in models:
        if ident in model.definitions.by_id:
            return model, model.definitions.by_id[ident]
    return None

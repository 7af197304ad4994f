"""Where the values of imported elements are looked for among what is given from outside.

Source: DMN 1.5, 10.4: an imported element is called by its import's name, a dot and its own name.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from engine.dmn.library import Library, Model

MAX_NESTING: Final = 10  #: imports of imports

Space = Mapping[str, object]


def outside_spaces(library: Library, model: Model, given: Space) -> Iterable[Space]:
    """The contexts given for a model under the name by which another imports it, however deep.

    `{"base": {"a": 1}}` and `{"base.a": 1}` say the same, and so does `{"mid": {"base": {"a": 1}}}` where the
    model asked imports `mid` and that one imports `base`.
    """
    own = library.names_of(model)
    return _spaces(library, own, given) if own else ()


def _spaces(library: Library, own: frozenset[str], given: Space) -> Iterator[Space]:
    aliases = {alias for importer in library.models for alias in importer.named}
    waiting: list[tuple[Space, int]] = [(given, 0)]
    while waiting:
        space, depth = waiting.pop(0)
        for alias in aliases:
            inner = _inner(space, alias)
            if inner and alias in own:
                yield inner
            if inner and depth < MAX_NESTING:
                waiting.append((inner, depth + 1))


def _inner(space: Space, alias: str) -> Space:
    """The entries under an alias: those of a context, and those whose names begin with it and a dot."""
    dotted = {name[len(alias) + 1 :]: value for name, value in space.items() if name.startswith(f"{alias}.")}
    nested = space.get(alias)
    return {**nested, **dotted} if isinstance(nested, Mapping) else dotted

"""Variables in layers, and the names among them that have to be known before a text can be read."""

from collections import ChainMap
from collections.abc import Iterable, Mapping
from functools import lru_cache

from engine.feel.names import is_single_word
from engine.feel.wire import TYPE, VALUE

ABSENT = object()
"""In place of a value that is not there; null is one."""
COMPOUND = (dict, list)
"""Kinds of values that hold others; a union would be made anew for each value that is asked."""
_NESTED_NAMES = 2000
_MOST_KEPT = 100  #: names of one scope that are sorted out once


class Layers(ChainMap[str, object]):
    """Variables in layers, the first before the others: one look at each of them answers."""

    def get(self, name: str, default: object = None) -> object:
        """The value of the first layer that has the name."""
        for layer in self.maps:
            value = layer.get(name, ABSENT)
            if value is not ABSENT:
                return value
        return default

    def __getitem__(self, name: str) -> object:
        value = self.get(name, ABSENT)
        if value is ABSENT:
            raise KeyError(name)
        return value

    def __contains__(self, name: object) -> bool:
        for layer in self.maps:  # noqa: SIM110 - asked for every name that is read
            if name in layer:
                return True
        return False


class Named:
    """A layer that sorts out its names once, for all texts that are read with them."""

    _several: tuple[str, ...] | None = None
    _inside: tuple[str, ...] | None = None

    def several(self) -> tuple[str, ...]:
        """Its names of several words."""
        if self._several is None:
            self._several = kept_several_words(tuple(self))  # type: ignore[arg-type]
        return self._several

    def inside(self) -> tuple[str, ...]:
        """Names of several words of entries inside its values."""
        if self._inside is None:
            self._inside = tuple(nested([value for _, value in self.compounds()]))
        return self._inside

    def compounds(self) -> Iterable[tuple[str, object]]:
        """The names of contexts and lists, each with its value or that value's wire form."""
        return compounds_of(self)  # type: ignore[arg-type]

    def sort_out_again(self) -> None:
        """A name or a value is another."""
        self._several = self._inside = None


class Fixed(Named, dict[str, object]):
    """Variables that stay as they are."""


def several_words(names: Iterable[object]) -> tuple[str, ...]:
    """The names of several words; no others have to be known to read a text."""
    return tuple(name for name in names if isinstance(name, str) and not is_single_word(name))


_kept = lru_cache(maxsize=2048)(several_words)


def kept_several_words(names: tuple[object, ...]) -> tuple[str, ...]:
    """As `several_words`; many scopes have the same names."""
    return _kept(names) if len(names) <= _MOST_KEPT else several_words(names)


def several_of(variables: Mapping[str, object]) -> tuple[str, ...]:
    """The names of several words among the variables; no others have to be known to read a text."""
    if isinstance(variables, Named):
        return variables.several()
    if type(variables) is not dict and isinstance(variables, Layers | ChainMap):
        found: tuple[str, ...] = ()
        for layer in variables.maps:
            found += layer.several() if isinstance(layer, Named) else several_of(layer)
        return found
    return kept_several_words(tuple(variables)) if variables else ()


def layers_of(variables: Mapping[str, object]) -> list[Mapping[str, object]]:
    """The layers that the variables lie in, the first before the others."""
    if isinstance(variables, Named) or not isinstance(variables, Layers | ChainMap):
        return [variables]
    return [layer for part in variables.maps for layer in layers_of(part)]


def compounds_of(variables: Mapping[str, object]) -> list[tuple[str, object]]:
    """The variables that hold others."""
    return [(name, value) for name, value in variables.items() if isinstance(value, COMPOUND)]


def nested(compounds: list[object]) -> list[str]:
    """Names of several words of entries inside contexts and lists, as far as a moderate search finds them."""
    found: list[str] = []
    waiting = compounds
    left = _NESTED_NAMES
    while waiting and left > 0:
        value = waiting.pop()
        left -= 1
        if isinstance(value, dict):
            if len(value) == 2 and TYPE in value and VALUE in value:  # the wire form of something
                waiting.append(value[VALUE])
                continue
            left -= len(value)
            found += kept_several_words(tuple(value))
            waiting += [entry for entry in value.values() if isinstance(entry, COMPOUND)]
        elif isinstance(value, list):
            waiting += [item for item in value[:20] if isinstance(item, COMPOUND)]
    return found

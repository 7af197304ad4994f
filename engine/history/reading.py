"""An entry's data as FEEL values, whichever form it was written in: with its personal texts, or masked."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.feel import wire
from engine.feel.errors import FeelError
from engine.history.commitments import KEY, SEALED
from engine.history.writing import DONE, GATEWAY, MOMENT, STEPS, TIMERS, timer_of

_HASH = re.compile("[0-9a-f]{64}")


def reveal(data: Mapping[str, object], kept: Mapping[str, str]) -> Mapping[str, object]:
    """The data with the texts that are kept (by commitment); erased ones are null."""
    made = data.get(KEY)
    texts = {**kept, **_numbered(kept.get(made))} if isinstance(made, str) else kept
    return _Reader(texts.get).entry(data)


def masked(data: Mapping[str, object], mask: str) -> Mapping[str, object]:
    """The data with a mask for every personal text: there was one, and it may not be read here."""
    return _Reader(lambda _: mask, masks=True).entry(data)


def _numbered(text: str | None) -> dict[str, str]:
    """The texts of an entry by their numbers; none where they are erased or cannot be read."""
    try:
        found = json.loads(text) if text is not None else None
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, list):
        return {}
    return {str(number): each for number, each in enumerate(found) if isinstance(each, str)}


@dataclass(frozen=True, slots=True)
class _Reader:
    find: Callable[[str], str | None]  #: a text by its commitment or its number
    masks: bool = False

    def entry(self, data: Mapping[str, object]) -> dict[str, object]:
        """The data of an entry."""
        shown = self._fields(data)
        steps = data.get(STEPS)
        if isinstance(steps, list):
            shown[STEPS] = [self._step(step) for step in steps if isinstance(step, Mapping)]
        return shown

    def _step(self, step: Mapping[str, object]) -> dict[str, object]:
        shown = {"kind": DONE, "element": None, "name": None, **self._fields(step)}
        if shown["kind"] == DONE:
            shown.setdefault("type", GATEWAY)
        return shown

    def _fields(self, data: Mapping[str, object]) -> dict[str, object]:
        return {name: self._field(name, value) for name, value in data.items() if name not in (KEY, STEPS)}

    def _field(self, name: str, value: object) -> object:
        if name == TIMERS and isinstance(value, list):
            return [timer_of(timer) for timer in value]
        if name == MOMENT and isinstance(value, str):
            value = {wire.TYPE: "date and time", wire.VALUE: value}
        try:
            return wire.from_wire(self._shown(value))
        except (FeelError, RecursionError):
            return None  # nobody has written it so: the proof names the entry

    def _shown(self, value: object) -> object:
        if isinstance(value, list):
            return [self._shown(item) for item in value]
        if not isinstance(value, Mapping):
            return value
        token = _token(value)
        if token is not None:
            return self.find(token)
        if wire.TYPE not in value:
            return {name: self._shown(entry) for name, entry in value.items()}
        return self._typed(value[wire.TYPE], value.get(wire.VALUE))

    def _typed(self, kind: object, value: object) -> object:
        if kind == "context" and isinstance(value, Mapping):
            entries = {name: self._shown(entry) for name, entry in value.items()}
            return {wire.TYPE: kind, wire.VALUE: entries}
        shown = self._shown(value)
        hidden = shown is None or (self.masks and isinstance(value, Mapping))
        return shown if hidden else {wire.TYPE: kind, wire.VALUE: shown}


def _token(value: Mapping[str, object]) -> str | None:
    """The commitment or the number that stands for a text; None: it is something else."""
    if len(value) != 1:
        return None
    made, place = value.get(KEY), value.get(SEALED)
    if isinstance(made, str) and _HASH.fullmatch(made):
        return made
    return place if isinstance(place, str) and place.isdecimal() else None

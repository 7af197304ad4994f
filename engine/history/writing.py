"""What an entry says of its event, and of those that followed in the same instant: lean, and sealed."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from types import NoneType

from engine.events import Event
from engine.events.process import ElementCompleted
from engine.feel import wire
from engine.feel.values import from_python
from engine.history.canonical import canonical_wire
from engine.history.commitments import KEY, Salts, Seal, commitment, plain

STEPS = "steps"
DONE = ElementCompleted.kind()
"""The kind of a step that names none."""

GATEWAY = "exclusiveGateway"
"""The type of such a step that names none."""

MOMENT = "due_at"
"""A field that always holds a moment or nothing, and therefore need not name its type."""

TIMERS = "timers"
_TIMER = ("element", "name", MOMENT)

_PLAIN = (str, bool, NoneType)
_EXACT = 10**15  #: whole numbers nearer to zero than this are the same in FEEL


def data_of(event: Event, salts: Salts, keep: Callable[[str, str, str], None]) -> str:
    """Canonical JSON of an entry's data. `keep` gets commitment, salt and texts, where there are any."""
    seal = Seal()
    data = _shown(event, seal)
    if event.steps:
        data[STEPS] = [_step(step, seal) for step in event.steps]
    if seal.texts:
        salt, texts = salts(), seal.kept()
        made = data[KEY] = commitment(salt, texts)
        keep(made, salt.hex(), texts)
    return canonical_wire(data)


def timer_of(written: object) -> Mapping[str, object]:
    """Element, name and due moment of a timer that stands in the entry of what it was armed with."""
    if isinstance(written, list | tuple):
        return {name: value for name, value in zip(_TIMER, written, strict=False) if value is not None}
    return written if isinstance(written, Mapping) else {}  # as it was written earlier


def _step(event: Event, seal: Seal) -> dict[str, object]:
    """The event among the steps of an entry, with what would be columns of its own."""
    step = _shown(event, seal)
    kind = event.kind()
    if kind != DONE:
        step["kind"] = kind
    elif step["type"] == GATEWAY:
        del step["type"]
    if event.element is not None:
        step["element"] = event.element
    if event.name is not None:
        step["name"] = event.name
    return step


def _shown(event: Event, seal: Seal) -> dict[str, object]:
    shown: dict[str, object] = {}
    for name, value in event.data().items():
        if name in event.personal:
            shown[name] = seal.hide(from_python(value), name)
        elif type(value) in _PLAIN or (type(value) is int and -_EXACT < value < _EXACT):
            shown[name] = value  # as it would come back from FEEL
        elif name == MOMENT and isinstance(value, datetime):
            shown[name] = str(from_python(value))
        elif name == TIMERS and isinstance(value, Sequence):
            shown[name] = [[timer.get(key) for key in _TIMER] for timer in value]
        else:
            shown[name] = plain(wire.to_wire(from_python(value)))
    return shown

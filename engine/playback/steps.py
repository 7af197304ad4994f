"""Steps of a play as people write them down: a JSON array, each entry one thing that happens."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from engine.errors import InvalidInput
from engine.feel import evaluate
from engine.feel.errors import FeelValueError
from engine.feel.values import FeelDateTime, from_python, to_instant
from engine.model.step import Variables
from engine.playback.play import Playback

Value = object
_WEEKS = re.compile(r"(-?)P(\d+)W")
_EXTRAS = {
    "complete": frozenset({"with"}),
    "advance": frozenset[str](),
    "message": frozenset({"key", "with"}),
    "signal": frozenset({"with"}),
}
"""What a step does: what else it may say."""


@dataclass(frozen=True)
class PlayStep:
    """One entry: complete, advance, message or signal, and what it is about."""

    verb: str
    about: str  #: element, duration, or name
    values: Variables
    key: Value = None

    def __str__(self) -> str:
        return f"{self.verb} {self.about}"


def read_step(raw: Value) -> PlayStep:
    """One step from its JSON (as FEEL values).

    Raises:
        InvalidInput: it is none of the four.
    """
    if not isinstance(raw, Mapping):
        raise InvalidInput('A step is an object such as {"complete": "task", "with": {}}.')
    verbs = [verb for verb in _EXTRAS if verb in raw]
    if len(verbs) != 1:
        raise InvalidInput(f"A step has exactly one of {', '.join(_EXTRAS)}.")
    verb, about, values = verbs[0], raw[verbs[0]], raw.get("with") or {}
    if unknown := sorted(raw.keys() - {verb} - _EXTRAS[verb]):
        raise InvalidInput(f"The step “{verb}” takes no “{unknown[0]}”.")
    if not isinstance(about, str) or not about:
        raise InvalidInput(f"The step “{verb}” does not say what: it takes a text.")
    if not isinstance(values, Mapping):
        raise InvalidInput("“with” is an object of values.")
    return PlayStep(verb, about, values, raw.get("key"))


def perform(playback: Playback, step: PlayStep) -> None:
    """Let the step happen.

    Raises:
        Refused: it cannot be done now.
    """
    match step.verb:
        case "complete":
            playback.complete(step.about, step.values)
        case "advance":
            playback.advance(after(playback.now, step.about))
        case "message":
            playback.message(step.about, step.key, step.values)
        case _:
            playback.signal(step.about, step.values)


def after(start: datetime, duration: str) -> datetime:
    """The instant an ISO 8601 duration after another, in UTC; months end where the shorter month ends.

    Raises:
        InvalidInput: it is no duration.
    """
    weeks = _WEEKS.fullmatch(duration.strip())
    text = f"{weeks[1]}P{int(weeks[2]) * 7}D" if weeks else duration.strip()
    try:
        value = evaluate("start + duration(text)", {"start": from_python(start), "text": text})
        if isinstance(value, FeelDateTime):
            return to_instant(value, UTC)
    except FeelValueError as wrong:
        raise InvalidInput(f"“{duration}” leads out of the calendar.") from wrong
    raise InvalidInput(f"“{duration}” is no ISO 8601 duration such as P3D or PT2H.")

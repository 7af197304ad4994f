"""A token as a short list: id, owner of its scope, node, state, and what else it has."""

from collections.abc import Callable, Mapping
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.feel.wire import PLAIN, from_wire, to_wire
from engine.spiff.codec.moments import alarm_in, alarm_out, instant_in, instant_out, maybe_in, maybe_out
from engine.spiff.run.token import Done, Readers, Token, Turns, Work

Plain = Any
STATES = {
    TaskState.READY: "R",
    TaskState.STARTED: "S",
    TaskState.WAITING: "W",
    TaskState.ERROR: "E",
}
FROM_STATE = {letter: state for state, letter in STATES.items()}
#: Fields that JSON holds as they are, with the letter under which they are written.
_AS_IS = {
    "flow": "f",
    "gathered": "g",
    "host": "h",
    "armed": "a",
    "gate": "e",
    "body": "b",
    "ordinal": "i",
    "undoes": "u",
    "awaited": "w",
    "seen": "n",
    "undo_scope": "o",
    "aside": "v",
    "branch": "p",
}
_NAMES = {letter: name for name, letter in _AS_IS.items()}
_LATER = {"local": "l", "work": "q"}
"""Fields that are read when they are asked for."""


def values_out(values: Mapping[str, object]) -> Plain:
    """Variables, typed; order kept."""
    return {name: value if type(value) in PLAIN else to_wire(value) for name, value in values.items()}


def values_in(plain: Plain) -> dict[str, object]:
    """The variables that `values_out` wrote."""
    return {name: value if type(value) in PLAIN else from_wire(value) for name, value in plain.items()}


def fields_out(token: Token) -> Plain:
    """Everything about a token that is not its default."""
    own = vars(token)
    plain: dict[str, Plain] = {
        letter: own[name]
        for name, letter in _AS_IS.items()
        if name in own and own[name] not in (None, False, 0)
    }
    if token.key is not None:
        plain["k"] = to_wire(token.key)
    local, work = _later_out(token, "local", values_out), _later_out(token, "work", _work_out)
    if local is not None:
        plain["l"] = local
    if token.payload is not None:
        plain["y"] = values_out(token.payload)
    if token.alarms:
        plain["t"] = [[position, *alarm_out(alarm)] for position, alarm in token.alarms.items()]
    if token.truths:
        plain["c"] = [[position, int(was)] for position, was in token.truths.items()]
    if work is not None:
        plain["q"] = work
    if token.turns is not None:
        plain["m"] = _turns_out(token.turns)
    if token.changes:
        plain["d"] = {n: [to_wire(before), to_wire(after)] for n, (before, after) in token.changes.items()}
    if token.undo is not None:
        plain["r"] = [done_out(done) for done in token.undo]
    return plain


def _later_out(token: Token, name: str, written: Callable[[Any], Plain]) -> Plain:
    """The field as it was stored if nobody has asked for it, else written anew."""
    if name in token.stored:
        return token.stored[name]
    value = token.__dict__.get(name)
    return None if value is None else written(value)


def fields_in(plain: Plain) -> dict[str, object]:
    """The fields that `fields_out` wrote, by name."""
    found: dict[str, object] = {_NAMES[letter]: value for letter, value in plain.items() if letter in _NAMES}
    if len(found) == len(plain):
        return found
    if "k" in plain:
        found["key"] = from_wire(plain["k"])
    if "y" in plain:
        found["payload"] = values_in(plain["y"])
    if "l" in plain or "q" in plain:
        found["stored"] = {name: plain[letter] for name, letter in _LATER.items() if letter in plain}
        found["readers"] = _READERS
    if "t" in plain:
        found["alarms"] = {position: alarm_in(alarm) for position, *alarm in plain["t"]}
    if "c" in plain:
        found["truths"] = {position: bool(was) for position, was in plain["c"]}
    if "m" in plain:
        found["turns"] = _turns_in(plain["m"])
    if "d" in plain:
        found["changes"] = {
            n: (from_wire(before), from_wire(after)) for n, (before, after) in plain["d"].items()
        }
    if "r" in plain:
        found["undo"] = [done_in(done) for done in plain["r"]]
    return found


def done_out(done: Done) -> Plain:
    """A completed activity that can be undone."""
    plain: list[Plain] = [done.activity]
    if done.inner or done.local is not None:
        plain.append([done_out(inner) for inner in done.inner])
    if done.local is not None:
        plain.append(values_out(done.local))
    return plain


def done_in(plain: Plain) -> Done:
    """The completed activity that `done_out` wrote."""
    activity, *rest = plain
    inner = [done_in(done) for done in rest[0]] if rest else []
    return Done(activity, inner, values_in(rest[1]) if len(rest) > 1 else None)


def _work_out(work: Work) -> Plain:
    due_at, opened_at = maybe_out(work.due_at), instant_out(work.opened_at)
    excludes = [list(work.excludes)] if work.excludes else []
    return [opened_at, due_at, work.assignee, list(work.groups), work.priority, *excludes]


def _work_in(plain: Plain) -> Work:
    opened_at, due_at, assignee, groups, priority, *rest = plain
    excludes = tuple(rest[0]) if rest else ()
    return Work(assignee, tuple(groups), maybe_in(due_at), priority, instant_in(opened_at), excludes)


def _turns_out(turns: Turns) -> Plain:
    parts = (turns.items, turns.results, turns.last)
    return [turns.made, turns.finished, turns.total, *(None if p is None else to_wire(p) for p in parts)]


def _turns_in(plain: Plain) -> Turns:
    made, finished, total, *parts = plain
    items, results, last = (None if part is None else from_wire(part) for part in parts)
    return Turns(made, finished, total, items, results, last)  # type: ignore[arg-type]


_READERS: Readers = {"local": values_in, "work": _work_in}

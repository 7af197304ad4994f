"""Plays an imported diagram to its end: every open task completed, every message sent, every timer passed."""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime

from engine.calendars import WorkingTime, host_functions, shipped
from engine.diagram.build import read_diagram
from engine.diagram.expressions import HOST_NAMES, expressions
from engine.dmn import DmnDecisions
from engine.feel import FeelSyntaxError, parse
from engine.model.package import Package
from engine.playback import Outcome, Playback
from engine.ports.runtime import Surroundings
from engine.spiff import SpiffRuntime

MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
MOST_STEPS = 100
_ANSWER = re.compile(r'(choice_\w+) = "((?:[^"\\]|\\.)*)"|list contains\((choice_\w+), "((?:[^"\\]|\\.)*)"\)')


@dataclass(frozen=True)
class Strategy:
    """How questions are answered, and what is done first where several things could be."""

    name: str
    answer: int | None = None  #: which of the answers; None: nobody answers
    turning: bool = False  #: the next answer at each visit
    flag: bool | None = None  #: the value of every other variable that a condition reads
    timers_first: bool = False


STRATEGIES = (
    Strategy("nobody answers"),
    Strategy("first answer, all true", 0, flag=True),
    Strategy("last answer, all false", -1, flag=False, timers_first=True),
    Strategy("each answer in turn", 0, turning=True, flag=True),
    Strategy("each answer in turn, timers first", 1, turning=True, timers_first=True),
)


@dataclass
class Played:
    """How a play ended."""

    outcome: Outcome
    steps: int
    log: list[str] = field(default_factory=list)

    @property
    def ended(self) -> bool:
        return self.outcome.status == "completed"


def play(data: bytes, strategy: Strategy) -> Played:
    """Play a diagram until it ends or nothing new happens."""
    package = Package("d", "d", "d.bpmn", {"d.bpmn": data}, ())
    office = host_functions(WorkingTime(shipped("UTC")["office"]))
    playback = Playback(SpiffRuntime(DmnDecisions()), package, Surroundings(MONDAY, functions=office))
    answers, flags = _asked(data)
    visits: Counter[str] = Counter()
    start = {} if strategy.flag is None else dict.fromkeys(flags, strategy.flag)
    playback.start(start)
    log: list[str] = []
    for step in range(MOST_STEPS):
        outcome = playback.outcome()
        if outcome.status != "waiting":
            return Played(outcome, step, log)
        done = _step(playback, outcome, strategy, answers, visits)
        if done is None:
            return Played(outcome, step, log)
        log.append(done)
    return Played(playback.outcome(), MOST_STEPS, log)


def _step(
    playback: Playback,
    outcome: Outcome,
    strategy: Strategy,
    answers: dict[str, list[str]],
    visits: Counter[str],
) -> str | None:
    timers = sorted(w.due_at for w in outcome.waiting if w.kind == "timer" and w.due_at)
    if timers and strategy.timers_first and visits["timer"] < 40:
        visits["timer"] += 1
        playback.advance(timers[0])
        return "timer"
    if outcome.open:
        task = min(outcome.open, key=lambda task: (visits[task.element], task.opened_at))
        visits[task.element] += 1
        values = {name: _answer(strategy, options, visits[task.element]) for name, options in answers.items()}
        playback.complete(task.element, {name: value for name, value in values.items() if value is not None})
        return f"complete {task.element}"
    for waiting in sorted(outcome.waiting, key=lambda w: visits[f"{w.kind} {w.element}"]):
        if waiting.kind in ("message", "signal") and waiting.name:
            visits[f"{waiting.kind} {waiting.element}"] += 1
            if waiting.kind == "message":
                playback.message(waiting.name, None, {})
            else:
                playback.signal(waiting.name, {})
            return f"{waiting.kind} {waiting.name}"
    if timers:
        playback.advance(timers[0])
        return "timer"
    return None


def _answer(strategy: Strategy, options: list[str], visit: int) -> object:
    if strategy.answer is None:
        return None
    place = strategy.answer + (visit if strategy.turning else 0)
    # One more than there are answers: the default, which nobody names.
    everything = [*options, None] if strategy.turning else options
    return everything[place % len(everything)]


def _asked(data: bytes) -> tuple[dict[str, list[str]], set[str]]:
    """Questions with their answers, and all other variables that expressions read."""
    diagram = read_diagram(data)
    answers: dict[str, list[str]] = {}
    flags: set[str] = set()
    for found in expressions(diagram):
        for name, text, many, other in _ANSWER.findall(found.text):
            answers.setdefault(name or many, []).append(
                (text or other).replace('\\"', '"').replace("\\\\", "\\")
            )
        if found.what.startswith("the condition of the flow"):
            try:
                flags |= set(parse(found.text).references()) - HOST_NAMES
            except FeelSyntaxError:
                continue
    return answers, {flag for flag in flags if not flag.startswith("choice_")}

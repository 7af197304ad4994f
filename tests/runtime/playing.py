"""A diagram played step by step, in memory or stored and loaded between steps, under its invariants."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from engine.errors import NotFound
from engine.events import Event
from engine.events.process import ElementCancelled, ElementCompleted
from engine.feel.wire import from_wire
from engine.model.package import Package
from engine.model.step import Look, Step, Variables
from engine.ports.runtime import Decided, Decisions, Surroundings
from engine.spiff.codec.state import dump
from engine.spiff.run.instance import Instance
from engine.spiff.runtime import SpiffRuntime
from engine.spiff.timers.period import from_iso
from tests.runtime.invariants import check

MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)


class Rules:
    """Decisions written as Python functions of the variables."""

    def __init__(self, **rules: Callable[[Mapping[str, object]], object]) -> None:
        self.rules = rules

    def decide(
        self,
        package: Package,
        decision: str,
        variables: Variables,
        now: datetime,
        zone: str = "UTC",
        functions: Mapping[str, Callable[..., object]] | None = None,
    ) -> Decided:
        if decision not in self.rules:
            raise NotFound(f"There is no decision “{decision}”.")
        return Decided(self.rules[decision](variables), dict(variables), ("rule1",))


LOOKING = SpiffRuntime(Rules())  #: for reading states, as they would be read from a store


class Checked(SpiffRuntime):
    """The runtime, with its invariants looked at after every step; in memory it keeps the instance alive."""

    def __init__(self, decisions: Decisions, *, in_memory: bool) -> None:
        super().__init__(decisions)
        self._in_memory = in_memory
        self._alive: tuple[bytes, Instance] | None = None

    def _load(self, package: Package, state: bytes, around: Surroundings) -> Instance:
        alive, self._alive = self._alive, None
        if self._in_memory and alive is not None and alive[0] == state:
            alive[1].begin(around)
            return alive[1]
        instance = super()._load(package, state, around)
        assert dump(instance) == state, "stored, loaded and stored again it is another state"
        return instance

    def _finish(self, instance: Instance) -> Step:
        step = super()._finish(instance)
        check(instance)
        self._alive = step.state, instance
        return step

    def _done_with(self, instance: Instance) -> None:
        """Kept: it is looked at after the step, and in memory goes on."""


class Player:
    """Plays one instance. Steps are words: see `play`."""

    def __init__(
        self,
        files: bytes | Mapping[str, bytes] | Package,
        variables: Mapping[str, object] | None = None,
        *,
        in_memory: bool = False,
        process: str | None = None,
        rules: Decisions | None = None,
        **around: object,
    ) -> None:
        self.package = files if isinstance(files, Package) else packed(files)
        self.runtime = Checked(rules or Rules(), in_memory=in_memory)
        self.around = Surroundings(MONDAY, **around)  # type: ignore[arg-type]
        self.happened: list[Event] = []
        self.steps: list[Step] = []
        self.take(self.runtime.start(self.package, values(variables or {}), self.around, process=process))

    # ---- steps

    def take(self, step: Step) -> Step:
        self.step = step
        self.steps.append(step)
        self.happened += step.happened
        return step

    def at(self, instant: datetime) -> None:
        """Move the clock; nobody looks."""
        self.around = Surroundings(
            instant,
            self.around.facts,
            self.around.functions,
            self.around.zone,
            self.around.quiet_until,
            self.around.max_moves,
        )

    def wait(self, duration: str) -> Step:
        self.sleep(duration)
        return self.take(self.runtime.fire_due(self.package, self.step.state, self.around))

    def sleep(self, duration: str) -> None:
        self.at(from_iso(duration).after(self.around.now, 1, UTC))

    def complete(self, element: str, answers: Mapping[str, object] | None = None) -> Step:
        open_here = [task for task in self.look().open if task.element == element]
        assert open_here, f"{element} is not open, but {self.open}"
        task = open_here[0].id
        return self.take(
            self.runtime.complete(self.package, self.step.state, task, values(answers or {}), self.around)
        )

    def deliver(self, message: str, key: object = None, payload: Mapping[str, object] | None = None) -> bool:
        step = self.runtime.deliver(
            self.package, self.step.state, message, key, values(payload or {}), self.around
        )
        if step is not None:
            self.take(step)
        return step is not None

    def signal(self, name: str, payload: Mapping[str, object] | None = None) -> Step:
        return self.take(
            self.runtime.signal(self.package, self.step.state, name, values(payload or {}), self.around)
        )

    def write(self, corrected: Mapping[str, object]) -> Step:
        return self.take(self.runtime.write(self.package, self.step.state, values(corrected), self.around))

    def retry(self) -> Step:
        return self.take(self.runtime.retry(self.package, self.step.state, self.around))

    def rearm(self) -> Step:
        return self.take(self.runtime.rearm(self.package, self.step.state, self.around))

    def cancel(self) -> Step:
        return self.take(self.runtime.cancel(self.package, self.step.state, self.around))

    def play(self, steps: list[str]) -> None:
        """`a {"x": 1}` completes a user task, `+PT1H` waits, `~PT1H` lets time pass unseen, `>m` sends a
        message, `!go` a signal, `={"x": 1}` corrects variables."""
        for step in steps:
            mark, rest = step[0], step[1:].strip()
            if mark == "+":
                self.wait(rest)
            elif mark == "~":
                self.sleep(rest)
            elif mark == ">":
                self.deliver(rest)
            elif mark == "!":
                self.signal(rest)
            elif mark == "=":
                self.write(json.loads(rest))
            else:
                element, _, answers = step.partition(" ")
                self.complete(element, json.loads(answers or "{}"))

    # ---- looking

    def look(self) -> Look:
        return LOOKING.look(self.package, self.step.state)

    @property
    def open(self) -> list[str]:
        return sorted(task.element for task in self.look().open)

    @property
    def trace(self) -> list[str]:
        """Completed elements in order."""
        return [e.element or "" for e in self.happened if isinstance(e, ElementCompleted)]

    @property
    def cancelled(self) -> list[str]:
        return [e.element or "" for e in self.happened if isinstance(e, ElementCancelled)]

    def told(self, kind: type[Event]) -> list[Event]:
        return [event for event in self.happened if type(event) is kind]

    @property
    def incidents(self) -> list[tuple[str, str]]:
        return [(incident.element, incident.message) for incident in self.step.incidents]


def packed(files: bytes | Mapping[str, bytes]) -> Package:
    """A package of diagrams, the main one first."""
    named = {"main.bpmn": files} if isinstance(files, bytes) else dict(files)
    return Package("test", "Test", next(iter(named)), named, tuple(named)[1:])


def values(plain: Mapping[str, object]) -> dict[str, object]:
    """FEEL values of plain JSON ones."""
    return {name: from_wire(value) for name, value in plain.items()}


def hours(count: float) -> timedelta:
    return timedelta(hours=count)

"""A second life in memory: each step that was committed is done again by an instance that is never stored."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any

from engine.bootstrap import Querela
from engine.dmn import DmnDecisions
from engine.model.package import Package
from engine.model.step import Look, Step
from engine.ports.runtime import Opened, State, Surroundings
from engine.spiff import SpiffRuntime
from engine.spiff.outcome import look_of
from engine.spiff.run.instance import Instance

STEPS = ("start", "complete", "fire_due", "deliver", "signal", "rearm", "retry", "cancel", "write")


@dataclass(frozen=True)
class Call:
    """A step that the product asked its runtime for."""

    name: str
    before: bytes | None  #: state; None: the instance starts
    on: Callable[[SpiffRuntime], Step | None]  #: the same call on another runtime
    step: Step


class Recording:
    """The product's runtime, and what it was asked for."""

    def __init__(self) -> None:
        self.runtime = SpiffRuntime(DmnDecisions())
        self.calls: list[Call] = []

    def __getattr__(self, name: str) -> Any:
        if name not in STEPS:
            return getattr(self.runtime, name)

        def recorded(*given: Any, **named: Any) -> Step | None:
            def on(runtime: SpiffRuntime) -> Step | None:
                step: Step | None = getattr(runtime, name)(*given, **named)
                return step

            step = on(self.runtime)
            if step is not None:
                self.calls.append(Call(name, None if name == "start" else _stored(given[1]), on, step))
            return step

        return recorded


def _stored(state: State) -> bytes:
    return state.state if isinstance(state, Opened) else state


class InMemory(SpiffRuntime):
    """Runs one instance that is kept alive between the steps, whatever state it is handed."""

    def __init__(self) -> None:
        super().__init__(DmnDecisions())
        self.alive: Instance | None = None

    def _load(self, package: Package, state: State, around: Surroundings) -> Instance:
        assert self.alive is not None, "it has not started"
        self.alive.begin(around)
        return self.alive

    def _finish(self, instance: Instance) -> Step:
        self.alive = instance
        return super()._finish(instance)

    def _done_with(self, instance: Instance) -> None:
        """Kept alive: the next step goes on with it."""


class Twins:
    """One instance in memory for each stored one, found by its state."""

    def __init__(self) -> None:
        self.recording = Recording()
        self._by_state: dict[bytes, list[InMemory]] = {}

    def beside(self, querela: Querela) -> Querela:
        """The application with a runtime that is listened to."""
        self.recording = Recording()
        services = replace(querela.services, runtime=self.recording)  # type: ignore[arg-type]
        return replace(querela, services=services, bus=replace(querela.bus, services=services))

    def forget(self) -> None:
        """The command was refused: nothing of it may have happened."""
        self.recording.calls.clear()

    def follow(self) -> None:
        """Do what has been committed. Raises AssertionError where it comes out otherwise in memory."""
        for call in self.recording.calls:
            twin = InMemory() if call.before is None else self._at(call.before).pop()
            again = call.on(twin)
            assert again is not None, f"{call.name} did nothing in memory"
            for field in fields(Step):
                mine, stored = getattr(again, field.name), getattr(call.step, field.name)
                assert mine == stored, f"{call.name}, {field.name}: in memory {mine}, stored {stored}"
            self._by_state.setdefault(again.state, []).append(twin)
        self.recording.calls.clear()

    def look(self, state: bytes) -> Look:
        """What the twin of this stored state holds. Raises AssertionError when there is none."""
        alive = self._at(state)[-1].alive
        assert alive is not None
        return look_of(alive)

    def _at(self, state: bytes) -> list[InMemory]:
        found = self._by_state.get(state)
        assert found, "this state was reached by no step that was committed"
        return found

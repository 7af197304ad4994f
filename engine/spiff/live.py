"""The same runtime for plays in memory: instances stay alive between steps, nothing is stored."""

from engine.errors import Broken
from engine.model.package import Package
from engine.model.step import Step
from engine.ports.runtime import Decisions, State, Surroundings
from engine.spiff.outcome import step_of
from engine.spiff.run.instance import Instance
from engine.spiff.runtime import SpiffRuntime


class LiveRuntime(SpiffRuntime):
    """`SpiffRuntime` whose states are the numbers of the instances that it holds.

    A step then costs what it moves, not what the instance holds: what waits is told by `look` alone. An
    instance has one future only: a state that was gone on from stands for what came of it.
    """

    def __init__(self, decisions: Decisions) -> None:
        super().__init__(decisions)
        self._alive: list[Instance] = []
        self._numbers: dict[Instance, bytes] = {}

    def _store(self, instance: Instance) -> bytes:
        if instance not in self._numbers:
            self._numbers[instance] = b"%d" % len(self._alive)
            self._alive.append(instance)
        return self._numbers[instance]

    def _read(self, package: Package, state: State, around: Surroundings) -> Instance:
        if not isinstance(state, bytes) or not state.isdigit() or int(state) >= len(self._alive):
            raise Broken("The case is not among those that are held in memory.")
        instance = self._alive[int(state)]
        instance.begin(around)
        return instance

    def _told(self, instance: Instance) -> Step:
        return step_of(instance, self._store(instance), ())

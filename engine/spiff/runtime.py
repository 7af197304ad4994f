"""The runtime: stored state in, `Step` out."""

from datetime import UTC, datetime

from engine.errors import Broken, DiagramError, InvalidInput, NotFound, WrongState
from engine.events.process import InstanceStarted
from engine.model.findings import Finding
from engine.model.package import Package
from engine.model.step import InstanceStatus, Look, Step, Variables
from engine.ports.runtime import Decisions, Opened, State, Surroundings
from engine.spiff.codec.state import dump, load
from engine.spiff.definition import Definition, Definitions
from engine.spiff.failure import Failure
from engine.spiff.outcome import look_of, step_of, waiting_of
from engine.spiff.run.instance import Instance
from engine.spiff.run.variables import taken_in
from engine.spiff.run.waits import MESSAGE, SIGNAL


class OpenInstance(Opened):
    """An instance read from its state, until a step takes it."""

    def __init__(self, state: bytes, instance: Instance) -> None:
        super().__init__(state)
        self._instance: Instance | None = instance

    def seen(self) -> Instance:
        """The instance, to be looked at. Raises Broken when a step has taken it."""
        if self._instance is None:
            raise Broken("The opened case has been stepped already.")
        return self._instance

    def take(self) -> Instance:
        """The instance, for one step. Raises Broken when another has taken it."""
        instance, self._instance = self.seen(), None
        return instance


class SpiffRuntime:
    """Runs packages on SpiffWorkflow, exactly as drawn. See `engine.ports.runtime.Runtime`."""

    def __init__(self, decisions: Decisions) -> None:
        self._decisions = decisions
        self._definitions = Definitions()

    # ---- packages

    def prepare(self, package: Package) -> None:
        """Parse and cache a package. Raises DiagramError with findings when it cannot run as drawn."""
        self._definition(package)

    def supported(self, package: Package) -> tuple[Finding, ...]:
        """What in the package cannot run as drawn."""
        return self._definitions.of(package).findings

    # ---- steps

    def start(
        self,
        package: Package,
        variables: Variables,
        around: Surroundings,
        *,
        process: str | None = None,
        message: str | None = None,
    ) -> Step:
        """A new instance, run on to its first wait states.

        Raises:
            NotFound: there is no such process, or it does not start with that message.
        """
        spec = self._definition(package).process(process)
        instance = Instance(spec, package, self._decisions, around)
        values = _values(variables)
        instance.journal.tell(InstanceStarted(at=around.now, process=spec.name, name=spec.description))
        if message is None:
            instance.data.update(values)
        instance.scopes.enter_starts(instance, message)
        if message is not None and not instance.waits.start_by(message, values):
            raise NotFound(f"The process “{spec.name}” does not start with the message “{message}”.")
        return self._finish(instance)

    def open(self, package: Package, state: bytes) -> Opened:
        """The stored instance, read once for what is asked of it and one step."""
        return OpenInstance(state, self._read(package, state, _NOWHERE))

    def complete(
        self, package: Package, state: State, task: int, values: Variables, around: Surroundings
    ) -> Step:
        """Complete one user task with values and run on; fires what was due before, each at its own instant.

        Raises:
            WrongState: the task is not open, or its own deadline has just ended it. Nothing has changed.
        """
        answers = _values(values)
        instance = self._load(package, state, around)
        token = instance.tokens.by_id.get(task)
        name = token.task_spec.label or token.task_spec.bpmn_id if token is not None else str(task)
        if token is None or not token.is_open:
            raise WrongState(f"Expected the user task “{name}” to be open, but it is not.")
        instance.run_timers(around.now)
        if not token.is_listed or not token.is_open:
            raise WrongState(f"Expected the user task “{name}” to be open, but its deadline has ended it.")
        instance.people.close(token, answers)
        return self._finish(instance)

    def fire_due(self, package: Package, state: bytes, around: Surroundings) -> Step:
        """Fire every timer due at `around.now` or before, in due order, each at its own instant."""
        return self._finish(self._load(package, state, around))

    def deliver(
        self,
        package: Package,
        state: bytes,
        message: str,
        key: object,
        values: Variables,
        around: Surroundings,
    ) -> Step | None:
        """Hand a message to the oldest that waits for it here (None: nobody does, or another key)."""
        payload, wanted = _values(values), _values({"key": key})["key"]
        instance = self._load(package, state, around)
        instance.run_timers(around.now)
        if not instance.waits.deliver(MESSAGE, message, payload, wanted):
            return None
        return self._finish(instance)

    def signal(
        self, package: Package, state: bytes, name: str, values: Variables, around: Surroundings
    ) -> Step:
        """Broadcast a signal to everything in this instance that waits for it."""
        payload = _values(values)
        instance = self._load(package, state, around)
        instance.run_timers(around.now)
        instance.waits.deliver(SIGNAL, name, payload)
        return self._finish(instance)

    def rearm(self, package: Package, state: bytes, around: Surroundings) -> Step:
        """Compute every FEEL timer anew, as of the moment it was armed; events tell which moved.

        Raises:
            InvalidInput: a timer cannot be computed any more. Nothing has changed.
        """
        instance = self._load(package, state, around)
        try:
            instance.alarms.rearm()
        except Failure as failure:
            raise InvalidInput(f"A deadline cannot be computed anew: {failure}.") from failure
        return self._finish(instance)

    def retry(self, package: Package, state: bytes, around: Surroundings) -> Step:
        """Go on from every open incident; nothing that was done is done again."""
        instance = self._load(package, state, around)
        instance.run_timers(around.now)
        instance.faults.retry()
        return self._finish(instance)

    def cancel(self, package: Package, state: bytes, around: Surroundings) -> Step:
        """End the instance: everything open is cancelled."""
        instance = self._load(package, state, around)
        instance.end(InstanceStatus.CANCELLED)
        return self._told(instance)

    def write(self, package: Package, state: bytes, values: Variables, around: Surroundings) -> Step:
        """Set variables of the outermost scope from outside (a correction) and run what that sets off."""
        corrected = _values(values)
        instance = self._load(package, state, around)
        instance.run_timers(around.now)
        instance.data.update(corrected)
        return self._finish(instance)

    # ---- reading

    def look(self, package: Package, state: bytes) -> Look:
        """What the stored instance holds."""
        return look_of(self._load(package, state, _NOWHERE))

    def task_variables(self, package: Package, state: State, task: int) -> Variables:
        """Variables that an open user task sees.

        Raises:
            WrongState: it is not open.
        """
        instance = state.seen() if isinstance(state, OpenInstance) else self._read(package, state, _NOWHERE)
        token = instance.tokens.by_id.get(task)
        if token is None or not token.is_open:
            raise WrongState(f"Expected the user task {task} to be open, but it is not.")
        return token.data

    # ---- common

    def _definition(self, package: Package) -> Definition:
        definition = self._definitions.of(package)
        if definition.errors:
            raise DiagramError(definition.errors)
        return definition

    def _store(self, instance: Instance) -> bytes:
        return dump(instance)

    def _told(self, instance: Instance) -> Step:
        step = step_of(instance, self._store(instance), waiting_of(instance))
        self._done_with(instance)
        return step

    def _done_with(self, instance: Instance) -> None:
        """The state stands for the instance from now on."""
        instance.dissolve()

    def _load(self, package: Package, state: State, around: Surroundings) -> Instance:
        """The instance in an opened state, taken for this step, or the stored one read."""
        if isinstance(state, OpenInstance):
            instance = state.take()
            instance.begin(around)
            return instance
        return self._read(package, state, around)

    def _read(self, package: Package, state: State, around: Surroundings) -> Instance:
        if not isinstance(state, bytes):
            raise Broken("The case was opened by another runtime.")
        return load(state, self._definition(package), package, self._decisions, around)

    def _finish(self, instance: Instance) -> Step:
        """Run on to the next wait states; what is due meanwhile fires as well."""
        instance.variables.changed = True
        instance.run()
        instance.run_timers(instance.around.now)
        instance.notice_deadlock()
        instance.variables.forget_ended_branches()
        return self._told(instance)


_NOWHERE = Surroundings(now=datetime(1970, 1, 1, tzinfo=UTC))
"""For reading, which depends on no instant."""


def _values(values: Variables) -> dict[str, object]:
    try:
        return taken_in(values)
    except Failure as failure:
        raise InvalidInput(f"A value cannot be taken in: {failure}") from failure

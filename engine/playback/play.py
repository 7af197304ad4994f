"""The play: one or more instances of a package's processes, moved by steps."""

from collections import deque
from dataclasses import dataclass, field, replace
from datetime import datetime

from engine.errors import Refused, WrongState
from engine.events.process import ElementCancelled, ElementCompleted
from engine.model.package import Package
from engine.model.step import InstanceStatus, Look, Step, Thrown, UserTask, Variables
from engine.playback.outcome import Finished, Outcome, status_of
from engine.playback.pools import Pool, pools
from engine.ports.runtime import Runtime, Surroundings

MAX_FIRED = 5_000  #: times that timers fire on the way of one step before it counts as endless
MAX_EXCHANGES = 1_000  #: messages and signals between processes before it counts as endless


@dataclass(eq=False)
class Instance:
    """One running process of the diagram."""

    step: Step
    open: dict[str, dict[int, UserTask]] = field(default_factory=dict)  #: by element, oldest first
    _elements: dict[int, str] = field(default_factory=dict)  #: of open tasks

    def take(self, step: Step) -> None:
        """It has made a step."""
        self.step = step
        for number in step.closed:
            element = self._elements.pop(number)
            del self.open[element][number]
            if not self.open[element]:
                del self.open[element]
        for task in step.opened:
            self._elements[task.id] = task.element
            self.open.setdefault(task.element, {})[task.id] = task

    def awaits(self, kind: str, name: str) -> bool:
        """Whether it waits for a message or signal of that name."""
        return self.live and (kind, name) in self.step.awaited

    @property
    def live(self) -> bool:
        return self.step.status in (InstanceStatus.ACTIVE, InstanceStatus.INCIDENT)


@dataclass
class Playback:
    """A package being played. `around` gives everything beside the instant, which moves."""

    runtime: Runtime
    package: Package
    around: Surroundings
    _pools: tuple[Pool, ...] = ()
    _instances: list[Instance] = field(default_factory=list)
    _trace: list[Finished] = field(default_factory=list)
    _letters: deque[tuple[Thrown, Instance]] = field(default_factory=deque)  #: sent, not yet handed over
    _kept: list[Thrown] = field(default_factory=list)  #: messages that nobody has waited for yet

    @property
    def now(self) -> datetime:
        """The present instant of the play."""
        return self.around.now

    # ---- steps

    def start(self, variables: Variables, process: str | None = None) -> None:
        """Start the process, or the one that the package starts by itself.

        Raises:
            DiagramError: the package cannot run as drawn.
            NotFound: there is no such process.
        """
        self._pools = tuple(pool for pool in pools(self.package) if pool.process != process)
        self._add(self.runtime.start(self.package, variables, self.around, process=process))
        self._post()

    def complete(self, element: str, values: Variables) -> None:
        """Complete the oldest open user task of that element; a global task is known by its own id, too.

        Raises:
            WrongState: there is none.
        """
        found = [
            (next(iter(instance.open[name].values())), instance)
            for instance in self._instances
            for name in (element, f"{element}.task")
            if name in instance.open
        ]
        if not found:
            names = {name for instance in self._instances for name in instance.open}
            opened = ", ".join(sorted(names)) or "nothing"
            raise WrongState(f"Expected the user task “{element}” to be open, but open is {opened}.")
        task, instance = min(found, key=lambda entry: entry[0].opened_at)
        state = instance.step.state
        self._take(instance, self.runtime.complete(self.package, state, task.id, values, self.around))
        self._post()

    def advance(self, until: datetime) -> None:
        """Move the clock; what falls due on the way fires at its own instant, in due order.

        Raises:
            WrongState: the instant lies in the past.
            Refused: timers fire without end on the way.
        """
        if until < self.now:
            raise WrongState("The clock goes forward only.")
        fired = 0
        while (next_one := self._next_due(until)) is not None:
            due, instance = next_one
            fired += 1
            if fired > MAX_FIRED:
                raise Refused(f"Timers would fire more than {MAX_FIRED} times on the way.")
            self.around = replace(self.around, now=max(due, self.now))
            self._take(instance, self.runtime.fire_due(self.package, instance.step.state, self.around))
            self._post()
        self.around = replace(self.around, now=until)

    def message(self, name: str, key: object, values: Variables) -> None:
        """Send a message from outside: to the oldest that waits for it, or kept until somebody does."""
        letter = Thrown("message", name, key, values)
        if not self._deliver(letter, None):
            self._kept.append(letter)
        self._post()

    def signal(self, name: str, values: Variables) -> None:
        """Broadcast a signal from outside to all that wait for it."""
        self._broadcast(Thrown("signal", name, None, values), None)
        self._post()

    def outcome(self) -> Outcome:
        """Where everything stands."""
        looks = [self._look(instance) for instance in self._instances]
        return Outcome(
            status_of(looks),
            self._instances[0].step.variables,
            tuple(task for look in looks for task in look.open),
            tuple(waiting for look in looks for waiting in look.waiting),
            tuple(self._trace),
            tuple(end for look in looks for end in look.ended),
            tuple(incident for instance in self._instances for incident in instance.step.incidents),
            self.now,
        )

    # ---- what a step sets off

    def _add(self, step: Step) -> Instance:
        instance = Instance(step)
        self._instances.append(instance)
        self._take(instance, step)
        return instance

    def _take(self, instance: Instance, step: Step) -> None:
        instance.take(step)
        self._trace += [e for e in step.happened if isinstance(e, ElementCompleted | ElementCancelled)]
        self._letters.extend((thrown, instance) for thrown in step.thrown)

    def _post(self) -> None:
        """Hand over everything that was sent, until nothing more is under way.

        Raises:
            Refused: the processes answer each other without end.
        """
        for _ in range(MAX_EXCHANGES):
            if self._letters:
                thrown, sender = self._letters.popleft()
                if thrown.kind == "signal":
                    self._broadcast(thrown, sender)
                elif not (self._deliver(thrown, sender) or self._start_by_message(thrown)):
                    self._kept.append(thrown)
            elif not self._deliver_kept():
                return
        raise Refused("The processes send each other messages without end.")

    def _deliver(self, letter: Thrown, sender: Instance | None) -> bool:
        """Hand a message to the oldest instance that waits for it; False: nobody does."""
        for instance in self._instances:
            if instance is sender or not instance.awaits("message", letter.name):
                continue
            state = instance.step.state
            step = self.runtime.deliver(
                self.package, state, letter.name, letter.key, letter.values, self.around
            )
            if step is not None:
                self._take(instance, step)
                return True
        return False

    def _deliver_kept(self) -> bool:
        """Hand over the oldest kept message that somebody waits for by now; False: there is none."""
        for letter in self._kept:
            if self._deliver(letter, None):
                self._kept.remove(letter)
                return True
        return False

    def _start_by_message(self, letter: Thrown) -> bool:
        """Start another process of the diagram that begins with this message; False: there is none."""
        for pool in self._pools:
            if letter.name in pool.messages:
                around, values = self.around, letter.values
                self._add(
                    self.runtime.start(
                        self.package, values, around, process=pool.process, message=letter.name
                    )
                )
                return True
        return False

    def _broadcast(self, letter: Thrown, sender: Instance | None) -> None:
        """Let a signal reach all that wait for it; one that a process sends also starts others."""
        reached = [i for i in self._instances if i is not sender and i.awaits("signal", letter.name)]
        if sender is not None:
            begun = [pool.process for pool in self._pools if letter.name in pool.signals]
            reached += [
                self._add(self.runtime.start(self.package, {}, self.around, process=process))
                for process in begun
            ]
        for instance in reached:
            state = instance.step.state
            self._take(
                instance,
                self.runtime.signal(self.package, state, letter.name, letter.values, self.around),
            )

    # ---- looking

    def _look(self, instance: Instance) -> Look:
        return self.runtime.look(self.package, instance.step.state)

    def _next_due(self, until: datetime) -> tuple[datetime, Instance] | None:
        """The earliest timer up to an instant, with the process that it belongs to."""
        due = [
            (instance.step.next_due_at, place)
            for place, instance in enumerate(self._instances)
            if instance.live and instance.step.next_due_at is not None and instance.step.next_due_at <= until
        ]
        if not due:
            return None
        at, place = min(due)
        return at, self._instances[place]

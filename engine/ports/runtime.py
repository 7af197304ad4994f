"""The process runtime: a function from stored state, command and instant to a `Step`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from engine.model.package import Package
from engine.model.step import Look, Step, Variables

HostFunctions = Callable[[datetime], Mapping[str, Callable[..., object]]]
"""FEEL functions that the host lends to expressions (working days, …), for the instant of asking."""


def no_functions(_now: datetime) -> Mapping[str, Callable[..., object]]:
    """No host functions."""
    return {}


@dataclass(frozen=True)
class Surroundings:
    """Everything outside its own state that a step may depend on."""

    now: datetime  #: aware, UTC
    facts: Variables = field(default_factory=dict)  #: read-only names beside the variables, e.g. `complaint`
    functions: HostFunctions = no_functions
    zone: str = "UTC"  #: IANA name, for local dates in expressions and timers
    quiet_until: datetime | None = None
    """Non-interrupting timers due at or before this instant are noted (`TimerPassed`), not acted upon."""
    max_moves: int = 10_000  #: nodes run before a step counts as endless (an incident)


class Opened:
    """A stored instance that `Runtime.open` has read: it may be asked about, and one step may be made of it.

    The step uses it up. So a command that looks before it acts reads the state once.
    """

    def __init__(self, state: bytes) -> None:
        self.state = state  #: as it is stored


State = bytes | Opened
"""An instance between two steps, as it is stored or read already."""


class Runtime(Protocol):
    """Runs packages exactly as drawn. Pure: no I/O, no clock of its own, never two answers to one question.

    All methods that take `state` raise Broken when it cannot be read. A failing expression, script or mapping
    raises nothing: the step carries an incident on its element.
    """

    def prepare(self, package: Package) -> None:
        """Parse and cache a package. Raises DiagramError with findings when it cannot run as drawn."""

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

        `process`: id of the process to start; without it, the main diagram's executable one, the first that
        nothing calls where there are several. `message`: start at the message start event of that name.
        """

    def open(self, package: Package, state: bytes) -> Opened:
        """The stored instance, read once for what is asked of it and one step."""

    def complete(
        self, package: Package, state: State, task: int, values: Variables, around: Surroundings
    ) -> Step:
        """Complete one user task with values and run on; fires what was due before, each at its own instant.

        Raises:
            WrongState: the task is not open, or its own deadline has just ended it. Nothing has changed.
        """

    def fire_due(self, package: Package, state: bytes, around: Surroundings) -> Step:
        """Fire every timer due at `around.now` or before, in due order, each at its own instant."""

    def deliver(
        self,
        package: Package,
        state: bytes,
        message: str,
        key: object,
        values: Variables,
        around: Surroundings,
    ) -> Step | None:
        """Hand a message to the oldest that waits for it here (None: nobody does, or for another key)."""

    def signal(
        self, package: Package, state: bytes, name: str, values: Variables, around: Surroundings
    ) -> Step:
        """Broadcast a signal to everything in this instance that waits for it."""

    def rearm(self, package: Package, state: bytes, around: Surroundings) -> Step:
        """Compute every FEEL timer anew, as of the moment it was armed; events tell which moved."""

    def retry(self, package: Package, state: bytes, around: Surroundings) -> Step:
        """Go on from every open incident; nothing that was done is done again."""

    def cancel(self, package: Package, state: bytes, around: Surroundings) -> Step:
        """End the instance: everything open is cancelled."""

    def write(self, package: Package, state: bytes, values: Variables, around: Surroundings) -> Step:
        """Set variables of the outermost scope from outside (a correction) and run what that sets off."""

    def look(self, package: Package, state: bytes) -> Look:
        """What the stored instance holds."""

    def task_variables(self, package: Package, state: State, task: int) -> Variables:
        """Variables that an open user task sees."""


class Decisions(Protocol):
    """DMN decisions of a package."""

    def decide(
        self,
        package: Package,
        decision: str,
        variables: Variables,
        now: datetime,
        zone: str = "UTC",
        functions: Mapping[str, Callable[..., object]] | None = None,
    ) -> "Decided":
        """Evaluate a decision by id or name.

        Raises:
            NotFound: no file of the package has that decision.
            InvalidInput: the decision is faulty, or breaks its hit policy.
        """


@dataclass(frozen=True)
class Decided:
    """A decision's answer, with what it was made of."""

    value: object
    inputs: Mapping[str, object]
    rules: tuple[str, ...]  #: ids of the rules that matched, in table order

"""What a command has on its desk: an open transaction, one instant, who acts, and the services."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.calendars import WorkingTime
from engine.feel.layers import Fixed, Layers
from engine.forms import Form
from engine.model.complaint import Complaint
from engine.model.package import Package
from engine.model.people import Actor
from engine.model.work import Instance, Pause
from engine.ports.runtime import State, Surroundings
from engine.ports.store import Unit
from engine.services import Services, facts_of


@dataclass(frozen=True)
class Desk:
    """Given to every handler. Handlers never commit: the bus owns the transaction."""

    unit: Unit
    now: datetime  #: the installation's instant; a sandbox may have moved it
    actor: Actor
    services: Services
    real_now: datetime  #: the machine's instant, for sessions and tokens
    hops: int = 0  #: how many jobs in a row have led here; 0: somebody or the clock asks

    def package(self, instance: Instance) -> Package:
        """The package that the instance is pinned to."""
        return self.unit.definitions.package(instance.package)

    def complaint(self, instance: Instance) -> Complaint | None:
        """The complaint that the instance handles, if it handles one."""
        return self.unit.complaints.get(instance.reference) if instance.reference else None

    def pauses(self, complaint: Complaint | None) -> tuple[Pause, ...]:
        """The pauses of a case, by start."""
        return tuple(self.unit.complaints.pauses(complaint.reference)) if complaint else ()

    def working(self, package: Package, pauses: Sequence[Pause] = ()) -> WorkingTime:
        """Working time of the package's calendar."""
        return self.services.working_time(self.unit, package, tuple(pauses))

    def around(
        self, package: Package, complaint: Complaint | None, at: datetime | None = None
    ) -> Surroundings:
        """Everything that a step of the runtime may depend on, at `at` (the command's instant)."""
        return Surroundings(
            now=at or self.now,
            facts=facts_of(complaint) if complaint else {},
            functions=self.services.functions(lambda: self.working(package, self.pauses(complaint))),
            zone=self.services.config.timezone,
            quiet_until=complaint.recorded_at if complaint and complaint.backdated else None,
        )

    def names(
        self,
        package: Package,
        state: State,
        complaint: Complaint | None,
        task: int | None,
        form: Form | None = None,
    ) -> Mapping[str, object]:
        """What a task's form may read: facts, texts and record of the case, the task's variables.

        `form`: of the record only what this form's expressions name.
        """
        found: dict[str, object] = {}
        if complaint is not None:
            found = {
                **facts_of(complaint),
                "subject": complaint.subject,
                "product": complaint.product,
                "category": complaint.category,
                "outcome_sought": complaint.outcome_sought,
                **(complaint.record if form is None else form.named(complaint.record)),
            }
        if task is None:
            return found
        return Layers(self.services.runtime.task_variables(package, state, task), Fixed(found))  # type: ignore[arg-type]

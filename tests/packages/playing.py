"""A shipped process played step by step through the runtime, with its own decisions, calendar and clock.

A step is one line: `assess {severity: 3}` completes a user task, `say reply {}` delivers a message,
`wait P2D` and `until 2026-01-08T09:00` let time pass. Values are FEEL.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import cache

from engine.calendars import WorkingTime, host_functions, shipped
from engine.dmn import DmnDecisions
from engine.events.process import MilestoneReached
from engine.feel import evaluate
from engine.model.complaint import Complainant, Complaint, Kind
from engine.model.package import Package
from engine.model.step import MailRequest, Step, UserTask
from engine.packages import read_package
from engine.ports.runtime import Surroundings
from engine.services import facts_of
from engine.spiff.runtime import SpiffRuntime
from engine.spiff.timers.period import from_iso
from tests.packages.drawn import PROCESSES

MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
RUNTIME = SpiffRuntime(DmnDecisions())


@cache
def package(key: str) -> Package:
    """A shipped package."""
    return read_package(PROCESSES / key)


def feel(text: str, now: datetime = MONDAY) -> dict[str, object]:
    """The context that a FEEL text gives."""
    value = evaluate(text or "{}", {}, now=now)
    assert isinstance(value, dict), text
    return value


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


class Played:
    """One case. `mails` and `milestones` are kept in the order in which they came."""

    def __init__(
        self,
        key: str,
        steps: Iterable[str] = (),
        *,
        variables: Mapping[str, object] | None = None,
        severity: int | None = None,
        received_at: datetime = MONDAY,
        now: datetime = MONDAY,
    ) -> None:
        self.package = package(key)
        self.now = now
        self.complaint = Complaint(
            reference="2026-000001",
            instance="i",
            kind=Kind.COMPLAINT,
            channel="web",
            language="en",
            received_at=received_at,
            recorded_at=now,
            subject="Broken on arrival",
            description="The kettle leaks.",
            complainant=Complainant(name="Kim", email="kim@example.org"),
            tracking_hash="",
            severity=severity,
        )
        self.pauses: list[tuple[datetime, datetime]] = []
        self.mails: list[MailRequest] = []
        self.milestones: list[str] = []
        self.open: dict[int, UserTask] = {}
        self.take(RUNTIME.start(self.package, variables or {}, self.around()))
        for step in steps:
            self.play(step)

    def around(self) -> Surroundings:
        working = WorkingTime(shipped("UTC")[self.package.calendar], self.pauses)
        facts = facts_of(self.complaint)
        return Surroundings(now=self.now, facts=facts, functions=host_functions(working))

    def play(self, line: str) -> bool:
        """Do one step; False: nobody waited for the message."""
        word, _, rest = line.partition(" ")
        match word:
            case "wait":
                self.now = from_iso(rest).after(self.now, 1, UTC)
                self.take(RUNTIME.fire_due(self.package, self.state, self.around()))
            case "until":
                self.now = moment(rest)
                self.take(RUNTIME.fire_due(self.package, self.state, self.around()))
            case "say":
                name, _, values = rest.partition(" ")
                step = RUNTIME.deliver(
                    self.package, self.state, name, None, feel(values, self.now), self.around()
                )
                if step is None:
                    return False
                self.take(step)
            case _:
                self.complete(word, feel(rest, self.now))
        return True

    def complete(self, element: str, values: Mapping[str, object]) -> None:
        self.take(RUNTIME.complete(self.package, self.state, self.task(element).id, values, self.around()))

    def take(self, step: Step) -> None:
        self.step, self.state = step, step.state
        for task in step.closed:
            self.open.pop(task, None)
        self.open.update({task.id: task for task in step.opened})
        self.mails += step.mails
        self.milestones += [e.milestone for e in step.happened if isinstance(e, MilestoneReached)]
        assert not step.incidents, step.incidents
        assert not step.thrown, step.thrown

    def task(self, element: str) -> UserTask:
        """The open user task of an element."""
        found = [task for task in self.open.values() if task.element == element]
        assert found, f"{element} is not open, but {self.where}"
        return found[0]

    def look_again(self) -> None:
        """Compute all timers anew, as after a pause."""
        self.take(RUNTIME.rearm(self.package, self.state, self.around()))

    @property
    def where(self) -> list[str]:
        """Elements of open user tasks."""
        return sorted(task.element for task in self.open.values())

    @property
    def first_times(self) -> list[str]:
        """Milestones by their first time: only that counts."""
        return list(dict.fromkeys(self.milestones))

    @property
    def letters(self) -> list[str]:
        """Keys of the mails to the complainant."""
        return [mail.mail for mail in self.mails if mail.to == ("complainant",)]

    @property
    def notices(self) -> list[tuple[str, str]]:
        """Reminders and escalations: name and role."""
        return [(mail.name, *mail.to) for mail in self.mails if mail.mail in ("reminder", "overdue")]  # type: ignore[misc]

    @property
    def outcome(self) -> object:
        return self.step.variables.get("outcome")

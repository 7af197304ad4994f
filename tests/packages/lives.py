"""Whole lives of a case, each led by chance: what two drawings do under the same circumstances.

A life is a seed. Everything that happens to the case from outside is drawn from the seed and from what the
case shows at that moment, so two drawings that show the same meet the same, and the first difference is a
difference of the drawings.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from engine.calendars import WorkingTime, host_functions, shipped
from engine.errors import DiagramError
from engine.events.process import ElementCancelled, ElementCompleted, MilestoneReached
from engine.model.complaint import Complainant, Complaint, Kind
from engine.model.package import Package
from engine.model.step import InstanceStatus, Step, UserTask
from engine.ports.runtime import Surroundings
from engine.services import facts_of
from tests.packages.playing import MONDAY, RUNTIME

MOST_STEPS = 60

_TEXTS = re.compile(r"""(\w+) *(?:!=|=|in) *"([^"]*)\"""")
_TRUTHS = re.compile(r"(\w+) *= *(?:true|false)")
_NUMBERS = re.compile(r"(\w+) *(?:<=|>=|<|>|=|in) *([0-9]+(?:\.[0-9]+)?)")

Values = dict[str, list[object]]


def circumstances(package: Package) -> Values:
    """For each variable that forms ask for or conditions look at: values that make a difference."""
    found: dict[str, dict[object, None]] = {}
    for name in package.forms:
        for key, value in _of_form(json.loads(package.files[name])):
            found.setdefault(key, {})[value] = None
    for name in package.diagrams:
        text = package.files[name].decode()
        text = text.replace("&#34;", '"').replace("&quot;", '"').replace("&lt;", "<").replace("&gt;", ">")
        for key, literal in _TEXTS.findall(text):
            found.setdefault(key, {})[literal] = None
        for key in _TRUTHS.findall(text):
            found.setdefault(key, {}).update({False: None, True: None})
        for key, number in _NUMBERS.findall(text):
            for near in (-1, 0, 1):
                found.setdefault(key, {})[int(float(number)) + near] = None
    return {key: list(values) for key, values in sorted(found.items())}


def _of_form(part: object) -> Iterator[tuple[str, object]]:
    if isinstance(part, list):
        for one in part:
            yield from _of_form(one)
    if not isinstance(part, dict):
        return
    key = part.get("key")
    if isinstance(key, str):
        match part.get("type"):
            case "checkbox":
                yield from ((key, value) for value in (True, False))
            case "number":
                yield from ((key, value) for value in (0, 40, 900, 9000))
            case "radio" | "select":
                yield from ((key, one.get("value")) for one in part.get("values", []))
            case "checklist" | "taglist":
                yield from ((key, (one.get("value"),)) for one in part.get("values", []))
    for one in part.values():
        yield from _of_form(one)


@dataclass
class Life:
    """One case of a package, and everything that can be seen of it."""

    package: Package
    seed: int
    values: Mapping[str, list[object]]
    now: datetime = MONDAY
    seen: list[object] = field(default_factory=list)
    open: dict[int, UserTask] = field(default_factory=dict)

    def play(self) -> Iterator[object]:
        """What is seen after each step, until the case ends or has lived long enough."""
        chance = Random(self.seed)
        try:
            self._take(RUNTIME.start(self.package, self._some(chance), self._around()))
        except DiagramError as refused:
            yield ("refused", refused.findings[0].rule)
            return
        yield self.seen[-1]
        for _ in range(MOST_STEPS):
            if self.step.status not in (InstanceStatus.ACTIVE, InstanceStatus.INCIDENT):
                return
            if not self._next(chance):
                return
            yield self.seen[-1]

    def _next(self, chance: Random) -> bool:
        doable = {("task", task.element, task.id) for task in self.open.values()}
        doable |= {("message", wait.name or "", 0) for wait in self.step.waiting if wait.kind == "message"}
        if self.step.next_due_at is not None:
            doable.add(("time", "", 0))
        if not doable:
            return False
        ordered = sorted(doable)
        weights = [self._weight(f"{kind} {name}") for kind, name, _ in ordered]
        ((kind, name, number),) = chance.choices(ordered, weights)
        values = self._some(chance)
        self.now += timedelta(minutes=chance.choice((1, 60, 1500)))
        if kind == "task":
            self._take(RUNTIME.fire_due(self.package, self.step.state, self._around()))
            if number in self.open:
                around = self._around()
                self._take(RUNTIME.complete(self.package, self.step.state, number, values, around))
        elif kind == "message":
            step = RUNTIME.deliver(self.package, self.step.state, name, None, values, self._around())
            if step is not None:
                self._take(step)
        else:
            assert self.step.next_due_at is not None
            self.now = max(self.now, self.step.next_due_at)
            self._take(RUNTIME.fire_due(self.package, self.step.state, self._around()))
        return True

    def _weight(self, what: str) -> float:
        """How readily this happens in this life: in some, people are slow; in others, messages are rare."""
        return (0.01 + Random(f"{self.seed} {what}").random() ** 4) * (
            0.1 if what.startswith("message") else 1
        )

    def _some(self, chance: Random) -> dict[str, object]:
        """A value for most of what is asked."""
        drawn = {
            name: (chance.random() < 0.9, self._one_of(chance, some)) for name, some in self.values.items()
        }
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, (given, value) in drawn.items()
            if given and value is not None
        }

    def _one_of(self, chance: Random, some: list[object]) -> object:
        """A value, the first one more often: forms begin with what is usual."""
        return some[0] if chance.random() < 0.4 else chance.choice(some)

    def _around(self) -> Surroundings:
        working = WorkingTime(shipped("UTC")[self.package.calendar], [])
        return Surroundings(now=self.now, facts=_FACTS, functions=host_functions(working), max_moves=500)

    def _take(self, step: Step) -> None:
        self.step = step
        for task in step.closed:
            self.open.pop(task, None)
        self.open.update({task.id: task for task in step.opened})
        self.seen.append(
            (
                step.status.value,
                tuple(_seen(event) for event in step.happened if isinstance(event, _TOLD)),
                sorted((task.element, task.form or "", task.groups) for task in self.open.values()),
                sorted((w.element, w.kind, w.name or "", str(w.due_at)) for w in step.waiting),
                tuple((mail.element, mail.mail, mail.to) for mail in step.mails),
                sorted({incident.element for incident in step.incidents}),
            )
        )


_TOLD = (ElementCompleted, ElementCancelled, MilestoneReached)
_FACTS = facts_of(
    Complaint(
        reference="2026-000001",
        instance="i",
        kind=Kind.COMPLAINT,
        channel="web",
        language="en",
        received_at=MONDAY,
        recorded_at=MONDAY,
        subject="Broken on arrival",
        description="The kettle leaks.",
        complainant=Complainant(name="Kim", email="kim@example.org"),
        tracking_hash="",
        severity=None,
    )
)


def _seen(event: object) -> tuple[str, ...]:
    if isinstance(event, MilestoneReached):
        return ("milestone", str(event.element), event.milestone)
    assert isinstance(event, ElementCompleted | ElementCancelled)
    return (type(event).__name__, str(event.element))


Story = list[object]


def lives(package: Package, seeds: range, values: Values) -> list[Story]:
    """What is seen in each of several lives."""
    return [list(Life(package, seed, values).play()) for seed in seeds]


def touched(story: Story) -> frozenset[str]:
    """Elements that ran, were open or were waited for in a life."""
    found: set[str] = set()
    for _, told, tasks, waits, *_ in story:  # type: ignore[misc]
        found.update(event[1] for event in told)
        found.update(task[0] for task in tasks)
        found.update(wait[0] for wait in waits)
    return frozenset(found)


def differs(package: Package, values: Values, known: Mapping[int, Story]) -> bool:
    """Whether any of the lives, given by seed, goes another way than it is known to go."""
    return any(_other(Life(package, seed, values).play(), story) for seed, story in known.items())


def _other(life: Iterator[object], story: Story) -> bool:
    return any(next(life, None) != expected for expected in story) or next(life, None) is not None

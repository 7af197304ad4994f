"""A complaint handled at random: an instance kept in memory and one stored after every step stay the same."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from engine.errors import InvalidInput, WrongState
from engine.model.package import Package
from engine.model.step import InstanceStatus, Step
from engine.ports.runtime import Surroundings
from tests.runtime.playing import MONDAY, Checked, Rules, values
from tests.whole.effort import either

FOLDER = Path(__file__).parent / "diagrams"
FILES = {name: (FOLDER / name).read_bytes() for name in ("complaint.bpmn", "review.bpmn")}
COMPLAINT = Package("complaint", "Complaint", "complaint.bpmn", FILES, ("review.bpmn",))


class Remedy:
    """A decision that is sometimes out of order."""

    def __init__(self) -> None:
        self.broken = False

    def decide(self, given: Mapping[str, object]) -> object:
        if self.broken:
            raise InvalidInput("the remedy table has a gap")
        return "refund" if given.get("severity") == 3 else "apology"


answers = st.fixed_dictionaries(
    {},
    optional={
        "severity": st.integers(1, 5),
        "unclear": st.booleans(),
        "agreed": st.booleans(),
        "verdict": st.sampled_from(["upheld", "dismissed"]),
        "colleagues": st.lists(st.sampled_from(["ann", "bob", "cleo"]), max_size=3),
        "text": st.text(max_size=3),
    },
)


def vars_of(step: Step) -> dict[str, object]:
    """The step's fields, so that a difference is shown by itself."""
    return {field.name: getattr(step, field.name) for field in fields(step)}


class Handling(RuleBasedStateMachine):
    """The same commands to both."""

    def __init__(self) -> None:
        super().__init__()
        self.remedy = Remedy()
        rules = Rules(remedy=self.remedy.decide)
        self.both = [Checked(rules, in_memory=True), Checked(rules, in_memory=False)]
        self.now = MONDAY
        self.step: Step | None = None

    @property
    def around(self) -> Surroundings:
        return Surroundings(self.now, zone="Europe/Berlin", quiet_until=MONDAY + timedelta(days=1))

    def take(self, steps: list[Step | None]) -> None:
        in_memory, stored = steps
        assert (in_memory and vars_of(in_memory)) == (stored and vars_of(stored))
        if steps[0] is not None:
            self.step = steps[0]

    @property
    def state(self) -> bytes:
        assert self.step is not None
        return self.step.state

    @initialize(severity=st.integers(1, 5), unclear=st.booleans())
    def receive(self, severity: int, unclear: bool) -> None:
        given = values(
            {"reference": "2026-1", "severity": severity, "unclear": unclear, "colleagues": ["ann"]}
        )
        self.take([runtime.start(COMPLAINT, given, self.around) for runtime in self.both])

    @rule(which=st.integers(0, 20), given=answers, later=st.integers(0, 40))
    def complete(self, which: int, given: dict[str, object], later: int) -> None:
        tasks = self.both[1].look(COMPLAINT, self.state).open
        if not tasks:
            return
        self.now += timedelta(hours=later)
        task = tasks[which % len(tasks)].id
        try:
            self.take(
                [
                    runtime.complete(COMPLAINT, self.state, task, values(given), self.around)
                    for runtime in self.both
                ]
            )
        except WrongState:
            self.wait(0)

    @rule(hours=st.sampled_from([1, 20, 30, 24 * 5, 24 * 15]))
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        self.take([runtime.fire_due(COMPLAINT, self.state, self.around) for runtime in self.both])

    @rule(name=st.sampled_from(["reply", "addition"]), key=st.sampled_from(["2026-1", "2026-2"]))
    def deliver(self, name: str, key: str) -> None:
        payload = {"text": "hello"}
        self.take(
            [runtime.deliver(COMPLAINT, self.state, name, key, payload, self.around) for runtime in self.both]
        )

    @precondition(lambda self: self.now > MONDAY + timedelta(days=20))
    @rule()
    def withdraw(self) -> None:
        self.take(
            [
                runtime.deliver(COMPLAINT, self.state, "withdrawal", "2026-1", {}, self.around)
                for runtime in self.both
            ]
        )

    @rule()
    def recall(self) -> None:
        self.take([runtime.signal(COMPLAINT, self.state, "recall", {}, self.around) for runtime in self.both])

    @rule(severity=st.integers(1, 5))
    def correct(self, severity: int) -> None:
        given = values({"severity": severity})
        self.take([runtime.write(COMPLAINT, self.state, given, self.around) for runtime in self.both])
        self.take([runtime.rearm(COMPLAINT, self.state, self.around) for runtime in self.both])

    @rule()
    def break_or_mend(self) -> None:
        self.remedy.broken = not self.remedy.broken

    @rule()
    def retry(self) -> None:
        self.take([runtime.retry(COMPLAINT, self.state, self.around) for runtime in self.both])

    @invariant()
    def it_is_never_stuck_in_silence(self) -> None:
        if self.step is None or self.step.status is not InstanceStatus.ACTIVE:
            return
        look = self.both[1].look(COMPLAINT, self.state)
        assert look.open or look.waiting


Handling.TestCase.settings = settings(
    max_examples=either(30, 300),
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestHandling = Handling.TestCase

"""A case handled at random: whatever people, time and restarts do, what is stored is what was done.

Each command runs on the whole product. After it, (a) every stored state is compared with an instance in
memory that has been driven by the same steps and never stored, and (b) the invariants of `invariants.py`
hold. A command that is refused has changed nothing.
"""

import shutil
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from engine.bootstrap import from_environment
from engine.commands.assign_task import AssignTask
from engine.commands.claim_task import ClaimTask
from engine.commands.complainant import AnswerSurvey, ReactByComplainant, ReplyByComplainant
from engine.commands.complete_task import CompleteTask
from engine.commands.convert_case import ConvertCase
from engine.commands.deadlines import ExtendCase, PauseCase, ResumeCase
from engine.commands.deliver_message import DeliverMessage
from engine.commands.intervene import CancelInstance, ResumeInstance, SuspendInstance
from engine.commands.lodge_complaint import Lodged
from engine.commands.release_task import ReleaseTask
from engine.commands.reopen_case import ReopenCase
from engine.commands.save_draft import SaveDraft
from engine.commands.withdraw_case import WithdrawCase
from engine.commands.write_to_case import WriteToCase
from engine.errors import Refused
from engine.history import verify
from engine.model.people import PUBLIC, Actor
from engine.model.request import Command
from engine.model.work import Instance, WorkItem
from tests.support import postgres, requires
from tests.support.installation import STAFF, Installation, installation
from tests.whole.alone import BERLIN, LODGED
from tests.whole.effort import LONG, either
from tests.whole.invariants import all_instances, troubles
from tests.whole.life import (
    ANSWERS,
    ASKING,
    COMPLAINT,
    DEAR,
    ENQUIRY,
    PHASES,
    SIMPLE,
    Values,
    arrive,
    complaint,
)
from tests.whole.twins import Twins

OTHERWISE: Mapping[str, tuple[Values, ...]] = {
    "assess": (ENQUIRY, SIMPLE, {"nature": "complaint", "severity": Decimal(5), "safety": True}),
    "resolve-early": ({"settled": "no", "reasons": "It is not clear."},),
    "investigate": (ASKING,),
    "propose": (
        DEAR,
        {**DEAR, "remedy_value": Decimal(9000)},
        {"proposed_outcome": "not upheld", "reasons": "It was whole."},
    ),
    "review": ({"review_result": "returned", "review_comment": "Say why."},),
    "approve": ({"approval_result": "refused", "approval_comment": "Too much."},),
    "stage-2": (
        {"review_outcome": "changed", "review_decision": "upheld", "review_reasons": "It was ours."},
    ),
    "external-result": ({"external_outcome": "settled", "outcome": "upheld", "remedies": ["refund"]},),
}
"""Other answers than the usual ones, by element."""

HOURS = st.sampled_from([1, 7, 24, 3 * 24, 8 * 24, 30 * 24])
MOST_CASES = 3


class Handling(RuleBasedStateMachine):
    """One example: a fresh installation with a few cases."""

    new_database: Callable[[], str | None]

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(mkdtemp(prefix="querela-stateful-"))
        self.stack = ExitStack()
        self.stack.callback(shutil.rmtree, self.home, ignore_errors=True)
        url = type(self).new_database()
        made = installation(self.home, url, COMPLAINT, QUERELA_TIMEZONE=BERLIN.key)
        self.house = self.stack.enter_context(made)
        self.stack.callback(lambda: self.house.querela.close())
        self.house.clock.now = LODGED
        self.twins = Twins()
        self.settle_in()
        self.lodged: list[Lodged] = []
        self.owners: dict[str, str] = {}
        self.suspended: set[str] = set()

    def teardown(self) -> None:
        assert verify(self.house.querela.store).ok
        self.stack.close()

    def settle_in(self) -> None:
        self.house = Installation(self.twins.beside(self.house.querela), self.house.clock)

    # ---- doing

    def attempt(self, command: Command[object], actor: Actor) -> bool:
        """Whether it was done; a refusal must have changed nothing."""
        before = self.stored()
        try:
            self.house.do(command, actor)
        except Refused:
            self.twins.forget()
            assert self.stored() == before, "a refused command has left something behind"
            return False
        self.twins.follow()
        return True

    def staff(self, login: str) -> Actor:
        return self.house.actor(login)

    def case(self, which: int) -> Lodged:
        return self.lodged[which % len(self.lodged)]

    def item(self, which: int) -> WorkItem | None:
        with self.house.querela.store.read() as unit:
            items = [i for stored in self.stored() for i in unit.work_items.of_instance(stored.id)]
        return items[which % len(items)] if items else None

    def stored(self) -> list[Instance]:
        """All instances by case, the present one of each case last; never by their ids, which are random."""
        with self.house.querela.store.read() as unit:
            found = all_instances(unit)
            present = {unit.complaints.get(str(i.reference)).instance for i in found}
        return sorted(found, key=lambda i: (str(i.reference), i.started_at, i.id in present))

    # ---- rules

    @initialize(phase=st.sampled_from(list(PHASES)))
    def begin(self, phase: str) -> None:
        self.lodged.append(arrive(self.house, phase))
        self.twins.follow()

    @precondition(lambda self: 0 < len(self.lodged) < MOST_CASES)
    @rule(phase=st.sampled_from(list(PHASES)))
    def lodge(self, phase: str) -> None:
        self.begin(phase)

    @precondition(lambda self: 0 < len(self.lodged) < MOST_CASES)
    @rule(days=st.sampled_from([1, 45, 400]))
    def lodge_late(self, days: int) -> None:
        received_at = self.house.clock.now - timedelta(days=days)
        self.lodged.append(self.house.do(complaint(received_at=received_at)))
        self.twins.follow()

    @rule(which=st.integers(0, 5), otherwise=st.integers(0, 5))
    def complete(self, which: int, otherwise: int) -> None:
        item = self.item(which)
        if item is None:
            return
        login, usual = ANSWERS[item.element]
        choices = (usual, usual, *OTHERWISE.get(item.element, ()))
        login = item.assignee or login
        if "complaints-manager" in item.groups:
            login = "manager"
        self.attempt(CompleteTask(item.id, choices[otherwise % len(choices)]), self.staff(login))

    @rule(which=st.integers(0, 5), login=st.sampled_from(list(STAFF)))
    def complete_wrongly(self, which: int, login: str) -> None:
        item = self.item(which)
        if item is not None:
            self.attempt(CompleteTask(item.id, {"severity": "much"}), self.staff(login))

    @rule(
        which=st.integers(0, 5),
        verb=st.sampled_from([ClaimTask, ReleaseTask, SaveDraft, AssignTask]),
        login=st.sampled_from(list(STAFF)),
        to=st.sampled_from(list(STAFF)),
    )
    def handle(self, which: int, verb: type, login: str, to: str) -> None:
        item = self.item(which)
        if item is None:
            return
        more = {SaveDraft: ({"reasons": "perhaps"},), AssignTask: (to, "holidays")}.get(verb, ())
        self.attempt(verb(item.id, *more), self.staff(login))

    @rule(hours=HOURS, work=st.booleans())
    def wait(self, hours: int, work: bool) -> None:
        self.house.clock.advance(hours=hours)
        if work:
            self.work()

    @rule()
    def work(self) -> None:
        assert self.house.run_due()[2] == 0
        self.twins.follow()

    @rule(which=st.integers(0, 5), text=st.sampled_from(["On Monday.", "  ", "It was blue.\r\nReally."]))
    def reply(self, which: int, text: str) -> None:
        lodged = self.case(which)
        self.attempt(ReplyByComplainant(lodged.reference, lodged.tracking_code, text), PUBLIC)

    @rule(which=st.integers(0, 5), reaction=st.sampled_from(["accepted", "rejected", "perhaps"]))
    def react(self, which: int, reaction: str) -> None:
        lodged = self.case(which)
        self.attempt(ReactByComplainant(lodged.reference, lodged.tracking_code, reaction, "So."), PUBLIC)

    @rule(which=st.integers(0, 5), score=st.integers(0, 6))
    def answer_survey(self, which: int, score: int) -> None:
        lodged = self.case(which)
        scores = {"handling": score, "ease": score, "fairness": score}
        self.attempt(AnswerSurvey(lodged.reference, lodged.tracking_code, scores), PUBLIC)

    @rule(
        which=st.integers(0, 5),
        name=st.sampled_from(["reply", "reaction", "survey", "nothing"]),
        id=st.integers(0, 3),
    )
    def message(self, which: int, name: str, id: int) -> None:
        command = DeliverMessage(name, self.case(which).reference, {"reaction": "rejected"}, f"{name}-{id}")
        self.attempt(command, self.staff("admin"))

    @rule(
        which=st.integers(0, 5), direction=st.sampled_from(["in", "out"]), login=st.sampled_from(list(STAFF))
    )
    def write(self, which: int, direction: str, login: str) -> None:
        command = WriteToCase(self.case(which).reference, "We look into it.", direction=direction)
        self.attempt(command, self.staff(login))

    @rule(which=st.integers(0, 5))
    def withdraw(self, which: int) -> None:
        self.attempt(WithdrawCase(self.case(which).reference, "Settled."), self.staff("handler"))

    @rule(which=st.integers(0, 5), hours=HOURS)
    def pause(self, which: int, hours: int) -> None:
        until = self.house.clock.now + timedelta(hours=hours)
        self.attempt(
            PauseCase(self.case(which).reference, "Expert asked", "Expert", until), self.staff("handler")
        )

    @rule(which=st.integers(0, 5))
    def resume(self, which: int) -> None:
        self.attempt(ResumeCase(self.case(which).reference), self.staff("handler"))

    @rule(which=st.integers(0, 5), hours=HOURS)
    def extend(self, which: int, hours: int) -> None:
        until = self.house.clock.now + timedelta(hours=hours)
        self.attempt(ExtendCase(self.case(which).reference, "More to ask", until), self.staff("manager"))

    @rule(which=st.integers(0, 5), kind=st.sampled_from(["complaint", "enquiry"]))
    def convert(self, which: int, kind: str) -> None:
        self.attempt(ConvertCase(self.case(which).reference, kind), self.staff("handler"))

    @rule(which=st.integers(0, 5))
    def reopen(self, which: int) -> None:
        reference = self.case(which).reference
        if self.attempt(ReopenCase(reference, "Again"), self.staff("manager")):
            self.suspended -= {i.id for i in self.stored() if i.reference == reference}

    @rule(which=st.integers(0, 5))
    def suspend(self, which: int) -> None:
        instance = self.stored()[which % len(self.stored())].id
        if self.attempt(SuspendInstance(instance, "Wait"), self.staff("quality")):
            self.suspended.add(instance)

    @rule(which=st.integers(0, 5))
    def go_on(self, which: int) -> None:
        instance = self.stored()[which % len(self.stored())].id
        if self.attempt(ResumeInstance(instance, "Go on"), self.staff("quality")):
            self.suspended.remove(instance)

    @precondition(lambda self: len(self.lodged) == MOST_CASES)
    @rule(which=st.integers(0, 5))
    def cancel(self, which: int) -> None:
        instance = self.stored()[which % len(self.stored())].id
        if self.attempt(CancelInstance(instance, "A test"), self.staff("quality")):
            self.suspended.discard(instance)

    @rule()
    def restart(self) -> None:
        config = self.house.querela.config
        environ = {
            "QUERELA_HOME": str(config.home),
            "QUERELA_DATABASE_URL": config.database_url,
            "QUERELA_TIMEZONE": config.timezone,
        }
        self.house.querela.close()
        self.house = Installation(from_environment(environ, self.house.clock), self.house.clock)
        self.settle_in()

    # ---- what holds after every rule

    @invariant()
    def nothing_is_wrong(self) -> None:
        assert troubles(self.house.querela) == []

    @invariant()
    def memory_and_store_agree(self) -> None:
        runtime = self.house.querela.services.runtime
        with self.house.querela.store.read() as unit:
            for instance in self.stored():
                look = runtime.look(unit.definitions.package(instance.package), instance.state)
                assert look == self.twins.look(instance.state)

    @invariant()
    def a_suspended_instance_stays_so(self) -> None:
        assert {i.id for i in self.stored() if i.status == "suspended"} == self.suspended

    @invariant()
    def a_case_has_one_owner(self) -> None:
        with self.house.querela.store.read() as unit:
            for lodged in self.lodged:
                owner = unit.complaints.get(lodged.reference).owner
                if owner is not None:
                    assert self.owners.setdefault(lodged.reference, owner) == owner


@pytest.mark.timeout(3600 if LONG else 240)
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_a_case_handled_at_random(database: str, request: pytest.FixtureRequest) -> None:
    server = requires.postgres() if database == "postgresql" else None
    made: list[str] = []

    def new_database() -> str | None:
        if server is None:
            return None
        made.append(postgres.create_database(server))
        return made[-1]

    machine = type(f"Handling_{database}", (Handling,), {"new_database": staticmethod(new_database)})
    examples = either(8, 150) if server is None else either(2, 40)
    try:
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=examples,
                stateful_step_count=either(25, 50),
                deadline=None,
                suppress_health_check=list(HealthCheck),
                database=None,
                phases=(Phase.generate, Phase.shrink) if LONG else (Phase.generate,),
                print_blob=True,
            ),
        )
    finally:
        for url in made:
            postgres.drop_database(str(server), url)

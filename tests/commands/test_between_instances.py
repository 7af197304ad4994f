"""What one instance throws reaches the others: after the commit, once, in order, whoever dies between."""

import json
import subprocess
import sys
import threading
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner

from engine.cli import main
from engine.commands.complete_task import CompleteTask
from engine.commands.deliver_message import DeliverMessage
from engine.commands.do_job import MOST_HOPS, MOST_TRIES, DoJob
from engine.commands.intervene import ResumeInstance, RetryInstance, SuspendInstance
from engine.commands.publish import Publish
from engine.commands.start_instance import StartInstance
from engine.errors import ConcurrentChange, NotAllowed, WrongState
from engine.model.step import Look
from engine.packages import read_package
from engine.queries.present import instance_view_fields
from engine.queries.processes import InstanceDetail, InstanceList
from engine.queries.sign_in import Operations
from tests.commands.diagrams import HEAD
from tests.support.installation import Installation

EVENTS = (
    """<message id="order" name="order"/><message id="bill" name="bill"/><signal id="alarm" name="alarm"/>"""
)
THROW = '<messageEventDefinition messageRef="order"/>'


def flows(*ids: str) -> str:
    return "".join(f'<sequenceFlow id="{a}-{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in pairwise(ids))


def publish(house: Installation, folder: Path, key: str, body: str) -> None:
    """Publish a package whose process has this body."""
    at = folder / key
    at.mkdir(parents=True)
    (at / "package.toml").write_text(f'key = "{key}"\ntitle = "{key}"\nprocess = "p.bpmn"\n')
    process = f'{HEAD}{EVENTS}<process id="{key}" isExecutable="true">{body}</process></definitions>'
    (at / "p.bpmn").write_text(process)
    house.do(Publish(read_package(at), "for tests"))


def sender(*throws: str, inputs: str = "") -> str:
    """A start with no trigger, a task, and one throwing event after the other."""
    names = [f"t{n}" for n in range(len(throws))]
    events = "".join(
        f'<intermediateThrowEvent id="{n}" {inputs}>{t}</intermediateThrowEvent>'
        for n, t in zip(names, throws, strict=True)
    )
    return (
        f'<startEvent id="s"/><userTask id="go" name="Go" querela:candidateGroups="handler"/>{events}'
        f'<endEvent id="e"/>{flows("s", "go", *names, "e")}'
    )


def catcher(event: str, then: str = "") -> str:
    """Waits for the event, then for a task."""
    return (
        f'<startEvent id="s"/><intermediateCatchEvent id="wait" {then}>{event}</intermediateCatchEvent>'
        f'<userTask id="after" name="After" querela:candidateGroups="handler"/><endEvent id="e"/>'
        f"{flows('s', 'wait', 'after', 'e')}"
    )


CATCH = catcher('<messageEventDefinition messageRef="order"/>')
SIGNALLED = catcher('<signalEventDefinition signalRef="alarm"/>')
THROW_SIGNAL = '<signalEventDefinition signalRef="alarm"/>'


def start(house: Installation, key: str, **variables: object) -> str:
    return house.do(StartInstance(key, variables), house.actor("quality")).id


def go(house: Installation, instance: str) -> None:
    """Complete the sender's task, after which it throws."""
    with house.querela.store.read() as unit:
        [item] = unit.work_items.of_instance(instance)
    house.do(CompleteTask(item.id), house.actor("handler"))


def look(house: Installation, instance: str) -> Look:
    with house.querela.store.read() as unit:
        found = unit.instances.get(instance)
        package = unit.definitions.package(found.package)
    return house.querela.services.runtime.look(package, found.state)


def at(house: Installation, instance: str) -> list[str]:
    """Where the instance stands: its open tasks, and what it waits for."""
    seen = look(house, instance)
    return [*(t.element for t in seen.open), *(w.element for w in seen.waiting)]


def of_key(house: Installation, key: str) -> list[str]:
    return [i.id for i in house.ask(InstanceList(None, 100)).items if i.key == key]


def jobs(house: Installation) -> int:
    with house.querela.store.read() as unit:
        return len(unit.jobs.due(house.querela.now()))


@pytest.fixture
def town(house: Installation, tmp_path: Path) -> Installation:
    """Processes that throw and catch, published beside each other."""
    publish(house, tmp_path, "throws", sender(THROW))
    publish(house, tmp_path, "catches", CATCH)
    publish(house, tmp_path, "alarms", sender(THROW_SIGNAL))
    publish(house, tmp_path, "hears", SIGNALLED)
    return house


def test_a_message_reaches_one_that_waits_already(town: Installation) -> None:
    first, second, thrower = start(town, "catches"), start(town, "catches"), start(town, "throws")
    go(town, thrower)
    assert at(town, first) == ["wait"]  # nothing has happened to it in the thrower's transaction
    assert town.run_due() == (0, 1, 0)
    assert (at(town, first), at(town, second)) == (["after"], ["wait"])
    assert town.run_due() == (0, 0, 0)


def test_a_message_that_nobody_waits_for_is_kept(town: Installation) -> None:
    go(town, start(town, "throws"))
    town.run_due()
    late = start(town, "catches")
    assert at(town, late) == ["after"]
    assert at(town, start(town, "catches")) == ["wait"]


def test_a_message_is_not_given_twice_when_it_was_taken_before_its_job_ran(town: Installation) -> None:
    go(town, start(town, "throws"))
    first = start(town, "catches")  # takes it from the inbox when it begins to wait
    second = start(town, "catches")
    town.run_due()
    assert (at(town, first), at(town, second)) == (["after"], ["wait"])


def test_messages_arrive_in_the_order_in_which_they_were_thrown(house: Installation, tmp_path: Path) -> None:
    numbered = "".join(
        f'<intermediateThrowEvent id="t{n}"><extensionElements><querela:inputs>'
        f'<querela:input source="={n}" target="last"/></querela:inputs></extensionElements>'
        f"{THROW}</intermediateThrowEvent>"
        for n in range(12)
    )
    body = f'<startEvent id="s"/>{numbered}<endEvent id="e"/>{flows("s", *(f"t{n}" for n in range(12)), "e")}'
    publish(house, tmp_path, "throws", body)
    loop = (
        '<startEvent id="s"/><exclusiveGateway id="m"/><intermediateCatchEvent id="wait">'
        f'{THROW}</intermediateCatchEvent><scriptTask id="note" scriptFormat="feel">'
        "<script>{got: append(got, last)}</script></scriptTask>"
        f"{flows('s', 'm', 'wait', 'note', 'm')}"
    )
    publish(house, tmp_path, "lists", loop)
    listener = start(house, "lists", got=[])
    start(house, "throws")
    house.run_due()
    assert [int(str(n)) for n in look(house, listener).variables["got"]] == list(range(12))  # type: ignore[attr-defined]


def test_a_message_starts_what_begins_with_it(house: Installation, tmp_path: Path) -> None:
    publish(house, tmp_path, "throws", sender(THROW))
    begun = f'<startEvent id="s">{THROW}</startEvent>'
    begun += '<userTask id="work" name="W" querela:candidateGroups="handler"/>'
    publish(house, tmp_path, "begins", f'{begun}<endEvent id="e"/>{flows("s", "work", "e")}')
    go(house, start(house, "throws"))
    assert of_key(house, "begins") == []
    house.run_due()
    [made] = of_key(house, "begins")
    assert at(house, made) == ["work"]
    answer = house.do(DeliverMessage("order", None, {}, id="once"), house.actor("admin"))
    again = house.do(DeliverMessage("order", None, {}, id="once"), house.actor("admin"))
    assert (len(answer.instances), again.instances) == (1, ())
    assert len(of_key(house, "begins")) == 2


def test_who_waits_comes_before_what_would_begin(house: Installation, tmp_path: Path) -> None:
    publish(house, tmp_path, "throws", sender(THROW))
    publish(house, tmp_path, "catches", CATCH)
    publish(
        house,
        tmp_path,
        "begins",
        f'<startEvent id="s">{THROW}</startEvent><endEvent id="e"/>{flows("s", "e")}',
    )
    waiting = start(house, "catches")
    go(house, start(house, "throws"))
    house.run_due()
    assert at(house, waiting) == ["after"]
    assert of_key(house, "begins") == []


def test_a_signal_reaches_everybody_who_waited_when_it_was_thrown(town: Installation) -> None:
    listening = [start(town, "hears") for _ in range(3)]
    thrower = start(town, "alarms")
    go(town, thrower)
    late = start(town, "hears")
    assert town.run_due() == (0, 3, 0)
    assert [at(town, i) for i in listening] == [["after"]] * 3
    assert at(town, late) == ["wait"]


def test_a_signal_starts_what_begins_with_it(house: Installation, tmp_path: Path) -> None:
    publish(house, tmp_path, "alarms", sender(THROW_SIGNAL))
    task = '<userTask id="work" name="W" querela:candidateGroups="handler"/><endEvent id="e"/>'
    for key in ("police", "fire-brigade"):
        publish(
            house,
            tmp_path,
            key,
            f'<startEvent id="s">{THROW_SIGNAL}</startEvent>{task}{flows("s", "work", "e")}',
        )
    go(house, start(house, "alarms"))
    house.run_due()
    for key in ("police", "fire-brigade"):
        assert [at(house, made) for made in of_key(house, key)] == [["work"]]


def test_a_suspended_instance_hears_the_signal_when_it_goes_on(town: Installation) -> None:
    listening = start(town, "hears")
    town.do(SuspendInstance(listening, "an audit"), town.actor("quality"))
    go(town, start(town, "alarms"))
    town.run_due()
    assert at(town, listening) == ["wait"]
    town.do(ResumeInstance(listening, "done"), town.actor("quality"))
    town.run_due()
    assert at(town, listening) == ["after"]


def test_two_workers_deliver_it_once(town: Installation) -> None:
    waiting = [start(town, "catches") for _ in range(4)]
    go(town, start(town, "throws"))
    with town.querela.store.read() as unit:
        [job] = unit.jobs.due(town.querela.now())
    done: list[bool] = []

    def work() -> None:
        try:
            done.append(town.do(DoJob(job)))
        except ConcurrentChange:
            done.append(False)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == [False, False, False, True]
    assert sorted(at(town, i) for i in waiting) == [["after"], ["wait"], ["wait"], ["wait"]]


DIE = """
import os, sys
from engine.bootstrap import from_environment
from engine.store.repositories.inbox import SqlInbox
from tests.support.installation import StandingClock

querela = from_environment(dict(os.environ), StandingClock())
if sys.argv[1] == "after the message was handed over":
    take = SqlInbox.take
    def die(*given):
        take(*given)
        os._exit(9)
    SqlInbox.take = die
if sys.argv[1] == "after the job was taken":
    from engine.store.repositories.jobs import SqlJobs
    take = SqlJobs.take
    def die(*given):
        take(*given)
        os._exit(9)
    SqlJobs.take = die
querela.dispatcher().run_due()
os._exit(9)
"""


@pytest.mark.parametrize(
    ("when", "arrived"),
    [
        ("after the job was taken", False),
        ("after the message was handed over", False),
        ("after the commit", True),
    ],
)
def test_a_worker_that_dies_loses_nothing_and_does_nothing_twice(
    town: Installation, when: str, arrived: bool
) -> None:
    first, second = start(town, "catches"), start(town, "catches")
    go(town, start(town, "throws"))
    config = town.querela.config
    environ = {"QUERELA_HOME": str(config.home), "QUERELA_DATABASE_URL": config.database_url}
    root = Path(__file__).resolve().parents[2]
    died = subprocess.run(
        [sys.executable, "-c", DIE, when],
        env={**environ, "PYTHONPATH": str(root)},
        capture_output=True,
        cwd=root,
        timeout=60,
        check=False,
    )
    assert died.returncode == 9, died.stderr
    assert at(town, first) == (["after"] if arrived else ["wait"])
    town.run_due()
    assert (at(town, first), at(town, second), jobs(town)) == (["after"], ["wait"], 0)


def test_a_job_that_loses_a_race_stays_due(town: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    listening = start(town, "hears")
    go(town, start(town, "alarms"))
    broken = type(town.querela.services.runtime)

    def refuse(*_given: object, **_more: object) -> None:
        raise ConcurrentChange("the database is away")

    with monkeypatch.context() as patched:
        patched.setattr(broken, "signal", refuse)
        tried = 0
        for _ in range(3):
            tried += town.run_due()[2]
            town.clock.advance(days=1)
    assert tried == 0  # losing a race is no failure: it stays due
    town.run_due()
    assert at(town, listening) == ["after"]


def test_a_job_that_cannot_be_done_is_tried_again_and_at_last_given_up(
    town: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    listening, other = start(town, "hears"), start(town, "catches")
    go(town, start(town, "alarms"))
    go(town, start(town, "throws"))

    def refuse(*_given: object, **_more: object) -> None:
        raise WrongState("it cannot be read")

    monkeypatch.setattr(type(town.querela.services.runtime), "signal", refuse)
    assert town.run_due() == (0, 1, 1)  # one failure holds up nobody else
    assert at(town, other) == ["after"]
    tried = 1
    for _ in range(MOST_TRIES + 2):
        town.clock.advance(days=1)
        tried += town.run_due()[2]
    assert tried == MOST_TRIES
    assert at(town, listening) == ["wait"]
    assert town.ask(Operations())["failed_jobs"] == 1
    with town.querela.store.read() as unit:
        *_, last = unit.history.of_instance(listening)
    assert (last.kind, last.name, last.data) == (
        "job-given-up",
        "alarm",
        {"job": "signal", "reason": "it cannot be read"},
    )
    [incident] = town.ask(InstanceDetail(listening)).look.incidents
    assert incident.message == "it cannot be read"
    town.do(RetryInstance(listening), town.actor("quality"))
    monkeypatch.undo()
    assert town.run_due() == (0, 1, 0)
    assert at(town, listening) == ["after"]


def test_the_worker_of_the_command_line_delivers_it(town: Installation) -> None:
    waiting = start(town, "catches")
    go(town, start(town, "throws"))
    config = town.querela.config
    environ = {"QUERELA_HOME": str(config.home), "QUERELA_DATABASE_URL": config.database_url}
    done = CliRunner(env=environ).invoke(main, ["worker", "--once", "--json"])
    assert json.loads(done.stdout)["jobs"] == 1, done.output
    assert at(town, waiting) == ["after"]


def answering(heard: str, said: str) -> str:
    """Hears one message, says the other, and begins again: it never ends."""
    return (
        '<startEvent id="s"/><exclusiveGateway id="m"/>'
        f'<intermediateCatchEvent id="hear"><messageEventDefinition messageRef="{heard}"/>'
        '</intermediateCatchEvent><intermediateThrowEvent id="say">'
        f'<messageEventDefinition messageRef="{said}"/>'
        f"</intermediateThrowEvent>{flows('s', 'm', 'hear', 'say', 'm')}"
    )


def test_two_that_answer_each_other_for_ever_come_to_a_halt_until_somebody_retries(
    house: Installation, tmp_path: Path
) -> None:
    publish(house, tmp_path, "ping", answering("bill", "order"))
    publish(house, tmp_path, "pong", answering("order", "bill"))
    start(house, "ping"), start(house, "pong")
    house.do(DeliverMessage("bill"), house.actor("admin"))
    assert house.run_due() == (0, MOST_HOPS, 0)
    assert house.run_due() == (0, 0, 0)
    quality = house.actor("quality")
    [stuck] = house.ask(InstanceList("incident"), quality).items
    view = house.ask(InstanceDetail(stuck.id), quality)
    [incident] = view.look.incidents
    assert "go on for ever" in incident.message
    with house.querela.store.read() as unit:
        *_, last = unit.history.of_instance(stuck.id)
    assert (last.kind, last.data["reason"]) == ("job-given-up", incident.message)
    assert instance_view_fields(view)["status"] == "incident"
    assert house.ask(Operations())["failed_jobs"] == 1
    with pytest.raises(NotAllowed):
        house.do(RetryInstance(stuck.id), house.actor("handler"))
    house.do(RetryInstance(stuck.id), quality)
    assert house.ask(InstanceList("incident"), quality).items == []
    assert house.run_due() == (0, MOST_HOPS, 0)


def test_signals_that_begin_each_other_for_ever_come_to_a_halt(house: Installation, tmp_path: Path) -> None:
    body = f'<startEvent id="s">{THROW_SIGNAL}</startEvent><endEvent id="e">{THROW_SIGNAL}</endEvent>'
    publish(house, tmp_path, "echo", f"{body}{flows('s', 'e')}")
    publish(house, tmp_path, "alarms", sender(THROW_SIGNAL))
    go(house, start(house, "alarms"))
    assert house.run_due() == (0, MOST_HOPS, 0)
    [stuck] = house.ask(InstanceList("incident")).items
    assert stuck.key == "echo"


def test_what_somebody_does_between_begins_to_count_anew(house: Installation, tmp_path: Path) -> None:
    publish(house, tmp_path, "throws", sender(THROW))
    publish(house, tmp_path, "catches", CATCH)
    for _ in range(3):
        go(house, start(house, "throws"))
        start(house, "catches")
    with house.querela.store.read() as unit:
        due = [unit.jobs.get(job) for job in unit.jobs.due(house.querela.now())]
    assert {job.hops for job in due if job} == {1}


def test_a_failure_that_nobody_foresaw_holds_up_nobody_else(
    town: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    listening, other = start(town, "hears"), start(town, "catches")
    go(town, start(town, "alarms"))
    go(town, start(town, "throws"))

    def stumble(*_given: object, **_more: object) -> None:
        raise KeyError("Ada")

    with monkeypatch.context() as patched:
        patched.setattr(type(town.querela.services.runtime), "signal", stumble)
        assert town.run_due() == (0, 1, 1)
        assert at(town, other) == ["after"]
        for _ in range(MOST_TRIES):
            town.clock.advance(days=1)
            town.run_due()
    [incident] = town.ask(InstanceDetail(listening)).look.incidents
    assert incident.message == "It failed unexpectedly (KeyError)."  # the error's own text may be somebody's
    town.do(RetryInstance(listening, "repaired"), town.actor("quality"))
    town.run_due()
    assert at(town, listening) == ["after"]

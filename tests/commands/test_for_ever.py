"""Instances that begin or answer each other for ever come to a halt."""

from pathlib import Path

import pytest

from engine.commands.deliver_message import DeliverMessage
from engine.commands.do_job import MOST_HOPS
from engine.commands.intervene import RetryInstance
from engine.errors import NotAllowed
from engine.queries.present import instance_view_fields
from engine.queries.processes import InstanceDetail, InstanceList
from engine.queries.sign_in import Operations
from tests.commands.between import CATCH, THROW, THROW_SIGNAL, flows, go, publish, sender, start
from tests.support.installation import Installation


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
        told = unit.history.reveal(last)
    assert (last.kind, told["reason"]) == ("job-given-up", incident.message)
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

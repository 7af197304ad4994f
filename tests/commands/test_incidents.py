"""A step that fails is an incident of its case: seen, retried, nothing lost and nothing done twice."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from engine.commands.intervene import CancelInstance, RetryInstance
from engine.errors import NotAllowed, WrongState
from engine.model.step import InstanceStatus
from engine.ports.runtime import Surroundings
from engine.queries.masking import HIDDEN, MASK
from engine.queries.present import instance_fields
from engine.queries.register import CaseDetail
from engine.queries.trace import Trace
from tests.commands.diagrams import package
from tests.commands.lodging import case, complete, kinds, lodge, mails
from tests.support.installation import Installation, installation
from tests.support.told import happenings

BODY = """
  <startEvent id="start" querela:milestone="received"/>
  <userTask id="work" name="Work" querela:candidateGroups="handler"/>
  <sendTask id="tell" name="Tell" querela:mail="note" querela:to="handler"/>
  <exclusiveGateway id="which" name="Which?"/>
  <userTask id="more" name="More" querela:candidateGroups="handler"/>
  <endEvent id="end" querela:milestone="closed"/>
  <sequenceFlow id="f1" sourceRef="start" targetRef="work"/>
  <sequenceFlow id="f2" sourceRef="work" targetRef="tell"/>
  <sequenceFlow id="f3" sourceRef="tell" targetRef="which"/>
  <sequenceFlow id="f4" sourceRef="which" targetRef="end">
    <conditionExpression>answer = "end"</conditionExpression>
  </sequenceFlow>
  <sequenceFlow id="f5" sourceRef="which" targetRef="more">
    <conditionExpression>answer = "more"</conditionExpression>
  </sequenceFlow>
"""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Installation]:
    with installation(tmp_path / "home", package=package(tmp_path / "package", BODY)) as made:
        yield made


def test_it_is_no_error_for_the_clerk(house: Installation) -> None:
    reference = lodge(house).reference
    done = complete(house, reference, "work", "handler", answer="neither")
    assert done.instance.status is InstanceStatus.INCIDENT
    view = case(house, reference)
    assert [i.element for i in view.incidents] == ["which"]
    assert view.complaint.status == "open"
    assert "incident-raised" in kinds(house, reference)


def test_its_words_are_for_those_who_may_read_what_they_quote(house: Installation) -> None:
    reference = lodge(house).reference
    complete(house, reference, "work", "handler", answer="neither")
    [said] = case(house, reference).incidents
    for login, shown, told in (("manager", said.message, said.message), ("auditor", HIDDEN, MASK)):
        actor = house.actor(login)
        assert [i.message for i in house.ask(CaseDetail(reference), actor).incidents] == [shown]
        view = house.ask(Trace(reference), actor)
        happened = [each for entry in view.entries for each in entry.told() if each.kind == "incident-raised"]
        assert [each.data["message"] for each in happened] == [told]
    with house.querela.store.read() as unit:
        entries = unit.history.of_instance(view.instance.id)
    assert not [entry for entry in entries if said.message in str(entry.data)]


def test_a_retry_goes_on_from_there(house: Installation) -> None:
    reference = lodge(house).reference
    complete(house, reference, "work", "handler", answer="neither")
    view = case(house, reference)
    count = len(mails(house, reference))
    quality = house.actor("quality")
    assert house.do(RetryInstance(view.instance.id), quality).status is InstanceStatus.INCIDENT
    with house.querela.store.begin() as unit:  # somebody corrects the variable
        instance = unit.instances.get(view.instance.id)
        package = unit.definitions.package(instance.package)
        runtime = house.querela.services.runtime
        step = runtime.write(package, instance.state, {"answer": "end"}, Surroundings(house.clock.now))
        unit.instances.save(replace(instance, state=step.state))
    done = house.do(RetryInstance(view.instance.id), quality)
    assert done.status is InstanceStatus.COMPLETED
    assert case(house, reference).complaint.status == "closed"
    assert len(mails(house, reference)) == count  # nothing was told twice
    with pytest.raises(WrongState):
        house.do(RetryInstance(view.instance.id), quality)


def test_only_those_who_answer_for_it_may_retry(house: Installation) -> None:
    reference = lodge(house).reference
    complete(house, reference, "work", "handler", answer="neither")
    with pytest.raises(NotAllowed):
        house.do(RetryInstance(case(house, reference).instance.id), house.actor("handler"))


UNCAUGHT = """
  <startEvent id="start" querela:milestone="received"/>
  <userTask id="work" name="Work" querela:candidateGroups="handler"/>
  <endEvent id="end"><errorEventDefinition/></endEvent>
  <sequenceFlow id="f1" sourceRef="start" targetRef="work"/>
  <sequenceFlow id="f2" sourceRef="work" targetRef="end"/>
"""


def test_a_case_that_an_error_has_ended_can_be_closed(tmp_path: Path) -> None:
    with installation(tmp_path / "home", package=package(tmp_path / "package", UNCAUGHT)) as house:
        reference = lodge(house).reference
        failed = complete(house, reference, "work", "handler").instance
        assert failed.status is InstanceStatus.FAILED
        assert instance_fields(failed)["status"] == "incident"
        view = house.ask(CaseDetail(reference), house.actor("manager"))
        assert view.complaint.status == "open"
        assert "cancel" in view.may
        assert "retry" not in view.may
        manager = house.actor("manager")
        with pytest.raises(WrongState):
            house.do(RetryInstance(failed.id), manager)
        done = house.do(CancelInstance(failed.id, "the diagram ends in an error"), manager)
        assert done.status is InstanceStatus.CANCELLED
        assert case(house, reference).complaint.status == "closed"
        with pytest.raises(WrongState):
            house.do(CancelInstance(failed.id, "again"), manager)


def test_the_reason_of_a_retry_is_in_the_history(house: Installation) -> None:
    reference = lodge(house).reference
    complete(house, reference, "work", "handler", answer="neither")
    instance = case(house, reference).instance.id
    house.do(RetryInstance(instance, "  the answer is corrected "), house.actor("quality"))
    with house.querela.store.read() as unit:
        entries = unit.history.of_instance(instance)
        told = happenings(entries, unit.history.reveal_all(entries))
    [retried] = [each for each in told if each.kind == "instance-retried"]
    assert (retried.actor, retried.data) == ("quality", {"reason": "the answer is corrected"})

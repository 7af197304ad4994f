"""Messages from outside: to the right case, once, and kept until somebody wants them."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from engine.commands.complainant import ReplyByComplainant
from engine.commands.deliver_message import DeliverMessage
from engine.commands.intervene import ResumeInstance, SuspendInstance
from engine.errors import NotAllowed
from engine.model.step import InstanceStatus
from tests.commands.diagrams import package
from tests.commands.lodging import case, complete, lodge
from tests.support.installation import Installation, installation

BODY = """
  <message id="m" name="paid"/>
  <!--messages-->
  <startEvent id="start"/>
  <userTask id="work" name="Work" querela:candidateGroups="handler"/>
  <intermediateCatchEvent id="wait" querela:key="=complaint.reference">
    <messageEventDefinition messageRef="m"/>
  </intermediateCatchEvent>
  <endEvent id="end" querela:milestone="closed"/>
  <sequenceFlow id="f1" sourceRef="start" targetRef="work"/>
  <sequenceFlow id="f2" sourceRef="work" targetRef="wait"/>
  <sequenceFlow id="f3" sourceRef="wait" targetRef="end"/>
"""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Installation]:
    with installation(tmp_path / "home", package=package(tmp_path / "package", BODY)) as made:
        yield made


def test_it_reaches_the_case_that_it_names(house: Installation) -> None:
    one, two = lodge(house).reference, lodge(house).reference
    for reference in (one, two):
        complete(house, reference, "work", "handler")
    answer = house.do(DeliverMessage("paid", two, {"amount": Decimal(5)}), house.actor("admin"))
    assert answer.instances == (case(house, two).instance.id,)
    assert case(house, two).instance.status is InstanceStatus.COMPLETED
    assert case(house, one).instance.status is InstanceStatus.ACTIVE


def test_it_is_kept_until_somebody_waits(house: Installation) -> None:
    reference = lodge(house).reference
    answer = house.do(DeliverMessage("paid", reference, {}), house.actor("admin"))
    assert (answer.instances, answer.kept) == ((), True)
    complete(house, reference, "work", "handler")
    assert case(house, reference).instance.status is InstanceStatus.COMPLETED


def test_the_same_id_is_delivered_once(house: Installation) -> None:
    reference = lodge(house).reference
    complete(house, reference, "work", "handler")
    first = house.do(DeliverMessage("paid", reference, {}, id="a"), house.actor("admin"))
    again = house.do(DeliverMessage("paid", reference, {}, id="a"), house.actor("admin"))
    assert len(first.instances) == 1
    assert (again.instances, again.kept) == ((), False)


def test_not_everybody_may_send_one(house: Installation) -> None:
    with pytest.raises(NotAllowed):
        house.do(DeliverMessage("paid"), house.actor("handler"))


def test_what_was_written_while_suspended_answers_no_later_question(tmp_path: Path) -> None:
    body = BODY.replace('name="paid"', 'name="reply"')
    with installation(tmp_path / "home", package=package(tmp_path / "package", body)) as house:
        lodged = lodge(house)
        house.do(SuspendInstance(lodged.instance, "an audit"), house.actor("quality"))
        house.do(ReplyByComplainant(lodged.reference, lodged.tracking_code, "Any news?"))
        house.do(ResumeInstance(lodged.instance, "done"), house.actor("quality"))
        complete(house, lodged.reference, "work", "handler")  # asks, and waits for the answer to that
        assert case(house, lodged.reference).instance.status is InstanceStatus.ACTIVE
        assert [entry.text for entry in case(house, lodged.reference).conversation] == ["Any news?"]
        house.do(SuspendInstance(lodged.instance, "another"), house.actor("quality"))
        house.do(ReplyByComplainant(lodged.reference, lodged.tracking_code, "It was the blue one."))
        house.do(ResumeInstance(lodged.instance, "done"), house.actor("quality"))
        assert case(house, lodged.reference).instance.status is InstanceStatus.COMPLETED

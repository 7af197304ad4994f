"""A step that failed, on the page of those who run the installation: what, why, and trying again."""

import pytest

from engine.model.step import InstanceStatus
from tests.commands.diagrams import package
from tests.commands.lodging import case, complete, lodge
from tests.support.client import Client
from tests.support.installation import PASSWORD, installation
from web.app import create_app

BODY = """
  <startEvent id="start" querela:milestone="received"/>
  <userTask id="work" name="Work" querela:candidateGroups="handler"/>
  <exclusiveGateway id="which" name="Which way?"/>
  <endEvent id="end" querela:milestone="closed"/>
  <endEvent id="other"/>
  <sequenceFlow id="f1" sourceRef="start" targetRef="work"/>
  <sequenceFlow id="f2" sourceRef="work" targetRef="which"/>
  <sequenceFlow id="f3" sourceRef="which" targetRef="end">
    <conditionExpression>answer = "end"</conditionExpression>
  </sequenceFlow>
  <sequenceFlow id="f4" sourceRef="which" targetRef="other">
    <conditionExpression>answer = "other"</conditionExpression>
  </sequenceFlow>
"""


@pytest.fixture
def house(tmp_path):
    with installation(tmp_path / "home", package=package(tmp_path / "package", BODY)) as made:
        yield made


@pytest.fixture
def failed(house):
    """The case whose condition none fits."""
    reference = lodge(house).reference
    complete(house, reference, "work", "handler", answer="neither")
    assert case(house, reference).instance.status is InstanceStatus.INCIDENT
    return reference


@pytest.fixture
def quality(house):
    client = Client(create_app(house.querela, testing=True))
    client.post("/login", {"login": "quality", "password": PASSWORD}, page="/login")
    return client


def test_it_says_what_failed_where_and_why(quality, failed):
    page = quality.get("/admin")
    note = page.text(".note.tone-error")
    assert "Which way?" in note
    assert failed in note
    waits = dict(
        zip(page.texts("aside dl:first-of-type dt"), page.texts("aside dl:first-of-type dd"), strict=True)
    )
    assert waits["Steps that failed"] == "1"
    assert waits["Longest overdue"] == "nothing is late"


def test_it_says_so_on_the_case_too(quality, failed):
    page = quality.get(f"/cases/{failed}")
    assert "Stopped by a fault at “Which way?” since" in page.text(".lead")
    assert "“Which way?” failed" in page.texts(".note h2")


def test_it_tries_again_and_stays_when_nothing_was_put_right(house, quality, failed):
    instance = case(house, failed).instance.id
    page = quality.post(f"/admin/instances/{instance}/retry", {"reason": "See again"}, page="/admin")
    assert "Which way?" in page.text(".note.tone-error")
    assert case(house, failed).instance.status is InstanceStatus.INCIDENT


def test_it_refuses_those_who_do_not_run_it(house, failed):
    client = Client(create_app(house.querela, testing=True))
    client.post("/login", {"login": "handler", "password": PASSWORD}, page="/login")
    client.get("/admin", status=403)
    instance = case(house, failed).instance.id
    page = client.post(f"/admin/instances/{instance}/retry", {"reason": "x"}, page="/work", status=303)
    assert page.status == 403
    assert case(house, failed).instance.status is InstanceStatus.INCIDENT


def test_an_administrator_sees_which_step_failed_and_nothing_of_the_case(house, failed):
    client = Client(create_app(house.querela, testing=True))
    client.post("/login", {"login": "admin", "password": PASSWORD}, page="/login")
    page = client.get("/admin")
    note = page.text(".note.tone-error")
    assert "Which way?" in note
    assert "quality manager" in note
    assert failed not in page.text("main")
    assert page.texts(".note.tone-error form") == []

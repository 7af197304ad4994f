"""The shipped packages hold what they name, and everything that a case needs."""

from itertools import product
from pathlib import PurePosixPath

import pytest
from lxml import etree

from engine.diagram.check import Checkers, check
from engine.diagram.model import Node
from engine.dmn import findings as decision_findings
from engine.forms import findings as form_findings
from engine.forms import read_form
from engine.mails import read_text
from engine.model.complaint import MILESTONES, OTHER_MILESTONES
from engine.model.findings import Finding, Severity
from engine.model.people import ROLES
from tests.packages.drawn import PACKAGES, Drawing
from tests.packages.playing import RUNTIME

pytestmark = pytest.mark.parametrize("drawing", [Drawing(key) for key in PACKAGES], ids=PACKAGES)

ASKED_ELSEWHERE = {"intake", "survey"}
"""Forms of pages for the public; no user task has them."""

WRITTEN_BY_COMMANDS = {"extension", "message"}
"""Mail texts that no node of a diagram asks for."""


def mail_findings(name: str, data: bytes) -> list[Finding]:
    read_text(data)
    return []


def user_tasks(drawing: Drawing) -> list[Node]:
    return [node for node in drawing.nodes if node.type == "userTask"]


def test_the_checker_has_nothing_against_it(drawing: Drawing) -> None:
    checkers = Checkers(decision_findings, form_findings, mail_findings, RUNTIME.supported)
    found = check(drawing.package, checkers)
    assert [f.sentence() for f in found if f.severity is not Severity.INFO] == []


def test_every_user_task_has_a_form_people_a_limit_and_a_priority(drawing: Drawing) -> None:
    forms = {read_form(drawing.package.files[name]).id for name in drawing.package.forms}
    asked = {node.own("form") for node in user_tasks(drawing)}
    assert forms - ASKED_ELSEWHERE == asked
    for node in user_tasks(drawing):
        assert node.own("due"), str(node)
        before_triage = node.id in ("assess", "answer")
        wanted = "=if rank = null then 50 else rank" if before_triage else "=rank"
        assert node.own("priority") == wanted, str(node)


def test_it_asks_only_people_of_the_known_roles(drawing: Drawing) -> None:
    asked = {node.own("candidateGroups") for node in user_tasks(drawing)}
    assert asked <= {*ROLES, "=[authority.approver]"}
    told = {node.own("to") for node in drawing.nodes if node.own("mail")}
    holders = {f"assignee of {node.id}" for node in user_tasks(drawing)}
    assert told <= {*ROLES, "complainant", *holders}


def test_every_phase_of_people_has_a_reminder_and_an_escalation(drawing: Drawing) -> None:
    """On the task itself, or on the subprocess around it; early resolution goes on by itself instead."""
    for node in user_tasks(drawing):
        watched = [*node.boundary, *(node.scope.owner.boundary if node.scope.owner else [])]
        reached = {(event.interrupting, _mail_behind(event)) for event in watched if "timer" in event.kinds}
        assert (False, "reminder") in reached, str(node)
        assert (False, "overdue") in reached or (True, None) in reached, str(node)


def test_every_escalation_is_marked_as_one(drawing: Drawing) -> None:
    for node in drawing.nodes:
        assert (node.own("mail") == "overdue") is (node.own("milestone") == "escalated"), str(node)


def test_it_marks_every_milestone_that_the_standard_wants(drawing: Drawing) -> None:
    marked = {node.own("milestone") for node in drawing.nodes} - {None}
    assert marked == {*MILESTONES, *OTHER_MILESTONES}


def test_every_mail_that_is_asked_for_is_written_and_none_more(drawing: Drawing) -> None:
    written = {PurePosixPath(name).name.split(".")[0] for name in drawing.package.messages}
    assert written - WRITTEN_BY_COMMANDS == {node.own("mail") for node in drawing.nodes} - {None}
    assert written >= WRITTEN_BY_COMMANDS


def test_every_wait_ends(drawing: Drawing) -> None:
    """A message is awaited only beside a timer."""
    for node in drawing.nodes:
        if node.type == "eventBasedGateway":
            kinds = {kind for flow in node.outgoing if flow.target for kind in flow.target.kinds}
            assert kinds == {"message", "timer"}, str(node)
        if node.type == "intermediateCatchEvent" and "message" in node.kinds:
            assert all(flow.source and flow.source.type == "eventBasedGateway" for flow in node.incoming)


def test_it_waits_only_for_messages_that_the_house_delivers(drawing: Drawing) -> None:
    messages = drawing.tree.findall("{http://www.omg.org/spec/BPMN/20100524/MODEL}message")
    assert {message.get("name") for message in messages} <= {"withdrawal", "reply", "reaction", "survey"}


def test_its_clocks_run_between_milestones_of_the_diagram(drawing: Drawing) -> None:
    marked = {node.own("milestone") for node in drawing.nodes}
    assert drawing.package.clocks
    for clock in drawing.package.clocks:
        assert {clock.start, clock.stop} <= marked, clock.name
        assert clock.escalate_to in ROLES
    assert "decided" in {clock.stop for clock in drawing.package.clocks}, "only that one can be extended"


def test_long_texts_go_into_the_record(drawing: Drawing) -> None:
    for name in drawing.package.forms:
        form = read_form(drawing.package.files[name])
        if form.id not in ASKED_ELSEWHERE:
            areas = [field for field in form.fields if field.type == "textarea"]
            assert all(field.store == "record" for field in areas), name


def test_no_two_answers_of_a_form_are_kept_both_as_variable_and_in_the_record(drawing: Drawing) -> None:
    forms = [read_form(drawing.package.files[name]) for name in drawing.package.forms]
    fields = [field for form in forms if form.id not in ASKED_ELSEWHERE for field in form.fields]
    for one, other in product(fields, fields):
        assert one.key != other.key or one.store == other.store, one.key


def _mail_behind(event: Node) -> str | None:
    """The mail that the event leads to directly."""
    targets = [flow.target for flow in event.outgoing if flow.target is not None]
    return targets[0].own("mail") if len(targets) == 1 else None


def test_no_id_stands_twice_in_a_file(drawing: Drawing) -> None:
    """Editors drop what has the id of something else."""
    for name in (drawing.package.process, *drawing.package.decisions):
        ids = [
            node.get("id") for node in etree.fromstring(drawing.package.files[name]).iter() if node.get("id")
        ]
        assert len(ids) == len(set(ids)), name


def test_every_decision_has_its_place_in_the_drawing(drawing: Drawing) -> None:
    for name in drawing.package.decisions:
        tree = etree.fromstring(drawing.package.files[name])
        drawn = {shape.get("dmnElementRef") for shape in tree.iter("{*}DMNShape", "{*}DMNEdge")}
        parts = {
            part.get("id") for part in tree.iter("{*}decision", "{*}inputData", "{*}informationRequirement")
        }
        assert parts == drawn, name

"""`querela run` answers as its contract says."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from engine.cli import main
from tests.diagrams.drawing import document, flows

TIMER = """<boundaryEvent id="late" attachedToRef="a" cancelActivity="false"><timerEventDefinition>
<timeDuration>P3D</timeDuration></timerEventDefinition></boundaryEvent>"""
BODY = f"""<startEvent id="s"/><userTask id="a" name="Ask" querela:candidateGroups="handler, reviewer"
querela:form="ask"/>{TIMER}<scriptTask id="x"><script>{{total: price * 2}}</script></scriptTask>
<endEvent id="e"/>""" + flows("s a x e")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "d.bpmn"
    path.write_bytes(document(BODY))
    return path


def querela(file: Path, *arguments: str, steps: object = None) -> Result:
    options = [] if steps is None else ["--steps", "-"]
    return CliRunner().invoke(
        main, ["run", str(file), *options, *arguments], input=None if steps is None else json.dumps(steps)
    )


def test_it_tells_what_is_open_and_waiting(file: Path) -> None:
    result = querela(file, "--json", "--vars", '{"price": 0.10}')
    answer = json.loads(result.stdout)

    assert result.exit_code == 0
    assert answer.pop("trace") == [
        {"element": "s", "kind": "startEvent", "event": "completed", "at": "2026-01-05T09:00:00+00:00"}
    ]
    assert answer == {
        "status": "waiting",
        "variables": {"price": 0.10},
        "open": [{"element": "a", "name": "Ask", "form": "ask", "groups": ["handler", "reviewer"]}],
        "waiting": [
            {"element": "late", "kind": "timer", "due_at": "2026-01-08T09:00:00+00:00", "name": None}
        ],
        "ended": [],
        "incidents": [],
        "now": "2026-01-05T09:00:00+00:00",
    }


def test_numbers_stay_exact(file: Path) -> None:
    steps = [{"complete": "a"}]
    result = querela(file, "--json", "--vars", '{"price": 0.10000000000000000000001}', steps=steps)

    assert '"total": 0.20000000000000000000002' in result.stdout


def test_typed_values_come_and_go(file: Path) -> None:
    typed = {"$type": "date", "$value": "2026-03-01"}
    answer = json.loads(querela(file, "--json", "--vars", json.dumps({"on": typed})).stdout)

    assert answer["variables"]["on"] == typed


def test_the_trace_tells_what_was_cancelled(tmp_path: Path) -> None:
    path = tmp_path / "d.bpmn"
    path.write_bytes(document(BODY.replace(' cancelActivity="false"', "")))
    answer = json.loads(querela(path, "--json", steps=[{"advance": "P3D"}]).stdout)

    told = [(row["element"], row["kind"], row["event"]) for row in answer["trace"]]
    assert told == [
        ("s", "startEvent", "completed"),
        ("a", "userTask", "cancelled"),
        ("late", "boundaryEvent", "completed"),
    ]


def test_the_clock_starts_where_it_is_told_to(file: Path) -> None:
    answer = json.loads(querela(file, "--json", "--now", "2026-07-01T12:00:00+02:00").stdout)

    assert answer["now"] == "2026-07-01T10:00:00+00:00"


def test_words_for_people(file: Path) -> None:
    result = querela(file, "--vars", '{"price": 1}', steps=[{"complete": "a"}])

    assert "done      Ask" in result.stdout
    assert "completed at 2026-01-05T09:00:00+00:00" in result.stdout


def test_a_diagram_with_an_error_is_refused_with_its_findings(tmp_path: Path) -> None:
    path = tmp_path / "bad.bpmn"
    path.write_bytes(document('<startEvent id="s"/>' + flows("s zz")))
    result = querela(path, "--json")
    answer = json.loads(result.stdout)

    assert result.exit_code == 3
    assert (answer["ok"], answer["findings"][0]["rule"]) == (False, "references")


@pytest.mark.parametrize("step", [{"complete": "x"}, {"advance": "soon"}, {"sing": "a"}, 7])
def test_a_step_that_cannot_be_done_is_refused_with_a_finding(file: Path, step: object) -> None:
    result = querela(file, "--json", steps=[step])
    answer = json.loads(result.stdout)

    assert result.exit_code == 3
    assert (answer["ok"], [finding["rule"] for finding in answer["findings"]]) == (False, ["step"])


def test_a_failed_run_exits_with_1_and_still_answers(tmp_path: Path) -> None:
    path = tmp_path / "d.bpmn"
    end = '<endEvent id="x"><errorEventDefinition errorRef="x_lost"/></endEvent>'
    path.write_bytes(document('<startEvent id="s"/>' + end + flows("s x")))
    result = querela(path, "--json")

    assert (result.exit_code, json.loads(result.stdout)["status"]) == (1, "failed")


@pytest.mark.parametrize(
    "arguments",
    [["--vars", "[1]"], ["--vars", "{"], ["--now", "yesterday"], ["--now", "2026-01-05T09:00:00"]],
)
def test_what_cannot_be_read_is_wrong_usage(file: Path, arguments: list[str]) -> None:
    assert querela(file, *arguments).exit_code == 2


def test_steps_that_are_no_array_are_wrong_usage(file: Path) -> None:
    assert querela(file, steps={"complete": "a"}).exit_code == 2


def test_an_unknown_process_is_refused(file: Path) -> None:
    result = querela(file, "--json", "--process", "zz")

    assert result.exit_code == 3
    assert json.loads(result.stdout)["ok"] is False


def test_names_of_several_words_are_known_from_the_start_variables(tmp_path: Path) -> None:
    path = tmp_path / "d.bpmn"
    body = '<startEvent id="s"/><task id="a"/><task id="b"/><exclusiveGateway id="g" default="g-b"/>'
    path.write_bytes(document(body + flows("s g", "g a if: Total Price > 3", "g b")))
    answer = json.loads(querela(path, "--json", "--vars", '{"Total Price": 5}').stdout)

    assert [row["element"] for row in answer["trace"]] == ["s", "g", "a"]


def test_diagrams_and_decisions_of_the_folder_are_available(tmp_path: Path) -> None:
    call = '<startEvent id="s"/><callActivity id="c" name="C" calledElement="q"/>' + flows("s c")
    rule = '<startEvent id="t"/><businessRuleTask id="r" querela:decision="rate" querela:result="x"/>'
    (tmp_path / "main.bpmn").write_bytes(document(call))
    inner = rule + flows("t r")
    (tmp_path / "other.bpmn").write_bytes(document(f'<process id="q" isExecutable="true">{inner}</process>'))
    (tmp_path / "rate.dmn").write_text(
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="x" name="x" namespace="urn:x">'
        '<decision id="rate" name="Rate"><variable name="Rate"/><literalExpression><text>40 + 2</text>'
        "</literalExpression></decision></definitions>"
    )
    answer = json.loads(querela(tmp_path / "main.bpmn", "--json").stdout)

    assert (answer["status"], answer["variables"]) == ("completed", {"x": 42})


def looping(body: str) -> bytes:
    return document('<startEvent id="s"/><endEvent id="e"/>' + body)


TICKING = """<boundaryEvent id="t" attachedToRef="a" cancelActivity="false"><timerEventDefinition>
<timeCycle>R/PT1S</timeCycle></timerEventDefinition></boundaryEvent><task id="b"/>"""


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('<exclusiveGateway id="m"/><task id="b"/>' + flows("s m b m"), "does not end"),
        ('<callActivity id="c" calledElement="p"/>' + flows("s c e"), "does not end"),
        (
            '<task id="b"><standardLoopCharacteristics><loopCondition>true</loopCondition>'
            "</standardLoopCharacteristics></task>" + flows("s b e"),
            "does not end",
        ),
    ],
)
def test_what_never_ends_by_itself_ends_as_an_incident(tmp_path: Path, body: str, said: str) -> None:
    path = tmp_path / "d.bpmn"
    path.write_bytes(looping(body))
    result = querela(path, "--json")
    answer = json.loads(result.stdout)

    assert (result.exit_code, answer["status"]) == (1, "failed")
    assert said in answer["incidents"][0]["message"]


def test_a_timer_that_never_rests_is_refused_as_a_step(tmp_path: Path) -> None:
    path = tmp_path / "d.bpmn"
    path.write_bytes(looping('<userTask id="a"/>' + TICKING + flows("s a e", "t b")))
    result = querela(path, "--json", steps=[{"advance": "P30D"}])

    assert result.exit_code == 3
    assert [finding["rule"] for finding in json.loads(result.stdout)["findings"]] == ["step"]


def test_what_nobody_waits_for_changes_nothing(file: Path) -> None:
    steps = [{"message": "nobody", "key": {"order": 7}}, {"signal": "nobody"}]
    answer = json.loads(querela(file, "--json", steps=steps).stdout)

    assert [task["element"] for task in answer["open"]] == ["a"]

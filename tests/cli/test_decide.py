"""`querela decide`: decisions, services and knowledge models of a file and its folder."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from engine.cli.decide import decide
from tests.dmn.build import DMN15, decision, given, knowledge, literal, model, service, table

MAIN = model(
    f'<import namespace="urn:lib" name="lib" importType="{DMN15}"/>',
    given("severity", "string"),
    decision(
        "Priority",
        table(
            ["severity"], ["priority", "days"], ['"high" || 1 | 2.50', '"low" || 3 | 10', '"low" || 4 | 10']
        ),
        ident="priority",
        needs=["in:severity"],
    ),
    decision("Doubled", literal("lib.double(Priority.days)"), needs=["dec:priority", "know:urn:lib#double"]),
    decision("Broken", literal("1 +")),
    knowledge("half", ["x"], literal("x / 2")),
    service("Ask", outputs=["priority"], takes=["in:severity"]),
    service("Ask twice", outputs=["priority", "Doubled"], takes=["in:severity"]),
)
LIBRARY = model(knowledge("double", ["x"], literal("x * 2")), namespace="urn:lib")
HIGH = '{"priority": 1, "days": 2.50}'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    main = tmp_path / "main.dmn"
    main.write_bytes(MAIN)
    (tmp_path / "library.dmn").write_bytes(LIBRARY)
    (tmp_path / "broken.dmn").write_bytes(b"<nothing")
    return main


def run(*args: object, stdin: str | None = None) -> Result:
    return CliRunner().invoke(decide, [str(arg) for arg in args], input=stdin)


@pytest.mark.parametrize(
    ("args", "printed"),
    [
        (["--decision", "priority"], HIGH),
        (["--decision", "Priority", "--json"], f'{{"value": {HIGH}}}'),
        (["--decision", "Doubled"], "5.00"),
    ],
)
def test_it_prints_what_a_decision_answers(file: Path, args: list[str], printed: str) -> None:
    result = run(file, *args, "--vars", '{"severity": "high"}')
    assert (result.exit_code, result.stdout, result.stderr) == (0, f"{printed}\n", "")


def test_a_table_that_breaks_its_hit_policy_answers_null_and_says_why(file: Path) -> None:
    result = run(file, "--decision", "Priority", "--vars", '{"severity": "low"}')
    assert (result.exit_code, result.stdout) == (0, "null\n")
    assert result.stderr.endswith("rules 2 and 3 match, but its hit policy UNIQUE allows one.\n")


@pytest.mark.parametrize(
    ("args", "status", "said"),
    [
        (["--decision", "nobody"], 3, "There is no decision “nobody”.\n"),
        (["--decision", "double"], 3, "There is no decision “double”.\n"),
        (["--decision", "Broken"], 3, "The decision “Broken” cannot answer: “1 +” cannot be evaluated"),
        ([], 2, "Give --decision, or --batch with a file."),
        (["--decision", "x", "--batch", "-"], 2, "Give --decision, or --batch with a file."),
        (["--decision", "x", "--vars", "nothing"], 2, "This is not JSON"),
    ],
)
def test_it_says_in_a_sentence_what_went_wrong(file: Path, args: list[str], status: int, said: str) -> None:
    result = run(file, *args)
    assert (result.exit_code, result.stdout) == (status, "")
    assert said in result.stderr
    if status == 3:
        assert result.stderr.count("\n") == 1


def test_it_refuses_a_file_that_is_no_model(file: Path) -> None:
    result = run(file.parent / "broken.dmn", "--decision", "x")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.startswith("broken.dmn: This is not well-formed XML")


LINES = [
    ({"decision": "Priority", "variables": {"severity": "high"}}, f'{{"value": {HIGH}}}'),
    ({"decision": "Priority", "variables": {"severity": 7}}, '{"value": null}'),
    ({"service": "Ask", "variables": {"severity": "high"}}, f'{{"value": {HIGH}}}'),
    (
        {"service": "Ask twice", "variables": {"severity": "high"}},
        f'{{"value": {{"Priority": {HIGH}, "Doubled": 5.00}}}}',
    ),
    ({"bkm": "half", "variables": {"x": 5}}, '{"value": 2.5}'),
    ({"bkm": "triple"}, '{"error": "There is no business knowledge model “triple”."}'),
    ({"variables": {}}, '{"error": "The line needs one of “decision”, “service” and “bkm”."}'),
    ({"decision": "a", "bkm": "b"}, '{"error": "The line needs one of “decision”, “service” and “bkm”."}'),
    ({"decision": 1}, '{"error": "The line needs “decision”, a text."}'),
]


def test_it_answers_each_line_of_a_batch(file: Path) -> None:
    batch = "\n".join(json.dumps(asked) for asked, _ in LINES)
    result = run(file, "--batch", "-", stdin=batch)
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [answer for _, answer in LINES]


def test_it_answers_the_other_decisions_of_a_file_with_a_broken_one(file: Path) -> None:
    asked = [{"decision": name, "variables": {"severity": "high"}} for name in ("Broken", "Priority")]
    result = run(file, "--batch", "-", stdin="\n".join(map(json.dumps, asked)))
    first, second = (json.loads(line) for line in result.stdout.splitlines())
    assert "cannot answer" in first["error"]
    assert second == {"value": {"priority": 1, "days": 2.5}}

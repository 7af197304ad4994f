"""`querela feel`: exact values, errors as answers, and the exit statuses of the contract."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from engine.cli.feel import feel


def run(*args: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(feel, list(args), input=stdin)


@pytest.mark.parametrize(
    ("args", "printed"),
    [
        (["1 + 1"], "2"),
        (["=0.1 + 0.2"], "0.3"),
        (["10 / 4", "--json"], '{"value": 2.5}'),
        (['"a" + "ä"'], '"aä"'),
        (["Monthly Salary * 12", "--vars", '{"Monthly Salary": 100.10}'], "1201.20"),
        (['date("2026-01-05") + duration("P1D")'], '{"$type": "date", "$value": "2026-01-06"}'),
        (["d.year", "--vars", '{"d": {"$type": "date", "$value": "2026-01-05"}}'], "2026"),
        (["[1, {a: null}]"], '[1, {"a": null}]'),
        (["1 / 0"], "null"),
        (["working days(1) > now()"], "true"),
        (["--", "-1"], "-1"),
    ],
)
def test_it_prints_the_value_as_json(args: list[str], printed: str) -> None:
    result = run(*args)
    assert (result.exit_code, result.stdout, result.stderr) == (0, f"{printed}\n", "")


@pytest.mark.parametrize(
    ("args", "status", "said"),
    [
        (["1 +"], 3, "Expected a value but found the end. (line 1, column 4)\n"),
        (
            ["for x in 1..1000000 return for y in 1..1000000 return 1"],
            3,
            "The expression takes more steps than allowed.\n",
        ),
        (["function(x) x"], 3, "A function cannot be written as JSON.\n"),
        ([], 2, "Error: Give one expression, or --batch with a file.\n"),
        (["1", "--batch", "-"], 2, "Error: Give one expression, or --batch with a file.\n"),
        (["1", "--vars", "{"], 2, "This is not JSON"),
        (["1", "--vars", "[1]"], 2, "This takes a JSON object."),
        (["--batch", "missing.jsonl"], 2, "does not exist"),
    ],
)
def test_it_says_in_a_sentence_what_went_wrong(args: list[str], status: int, said: str) -> None:
    result = run(*args)
    assert (result.exit_code, result.stdout) == (status, "")
    assert said in result.stderr
    if status == 3:
        assert result.stderr == said


LINES = [
    ({"expression": "a + 1", "variables": {"a": 1.10}}, '{"value": 2.1}'),
    ({"expression": "a + 1"}, '{"value": null}'),
    ({"expression": "> 3", "kind": "unary-tests", "input": 4}, '{"value": true}'),
    (
        {"expression": "> limit", "kind": "unary-tests", "input": 4, "variables": {"limit": 5}},
        '{"value": false}',
    ),
    (
        {"expression": 'time("10:00:00@Europe/Paris")'},
        '{"value": {"$type": "time", "$value": "10:00:00@Europe/Paris"}}',
    ),
    ({"expression": "1 +"}, '{"error": "Expected a value but found the end. (line 1, column 4)"}'),
    ({"expression": "1", "kind": "other"}, '{"error": "“kind” is expression or unary-tests."}'),
    ({"expression": 1}, '{"error": "The line needs “expression”, a text."}'),
    ({"expression": "1", "variables": []}, '{"error": "“variables” takes a JSON object."}'),
    ([1], '{"error": "A line takes one JSON object."}'),
]


def test_it_answers_each_line_of_a_batch(tmp_path: Path) -> None:
    batch = tmp_path / "batch.jsonl"
    batch.write_text("\n\n".join([json.dumps(asked) for asked, _ in LINES] + ["{"]), encoding="utf-8")
    result = run("--batch", str(batch))
    answers = result.stdout.splitlines()
    assert result.exit_code == 0
    assert answers[:-1] == [answer for _, answer in LINES]
    assert json.loads(answers[-1])["error"].startswith("The text is not JSON")


def test_it_reads_numbers_of_a_batch_exactly() -> None:
    result = run(
        "--batch", "-", stdin='{"expression": "x", "variables": {"x": 1.000000000000000000000000000000001}}\n'
    )
    assert result.stdout == '{"value": 1.000000000000000000000000000000001}\n'


def test_it_tells_local_time_in_the_organisations_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUERELA_TIMEZONE", "Asia/Tokyo")
    assert run("now().timezone").stdout == '"Asia/Tokyo"\n'
    monkeypatch.setenv("QUERELA_TIMEZONE", "Nowhere/City")
    result = run("1")
    assert result.exit_code == 3
    assert "QUERELA_TIMEZONE" in result.stderr

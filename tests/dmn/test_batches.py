"""Batches: a hostile line answers an error and the others their values; many lines are quick."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from time import process_time

from click import Command
from click.testing import CliRunner

from engine.cli.decide import decide
from engine.cli.feel import feel
from tests.dmn.build import decision, given, item, knowledge, literal, model, table
from tests.dmn.hostile import MODELS

HOSTILE = [
    *("for i in 1..1000000000 return i", "10 ** 10 ** 10 ** (", "(" * 60_000, "[" * 30_000 + "]" * 30_000),
    *('matches("' + "a" * 40 + '!", "^(a|aa)+$")', 'string join(for i in 1..190000 return "abcdefghij")'),
    *("{f: function(l, n) if n = 0 then l else f(concatenate(l, l), n - 1), r: f([1], 60)}.r", "1" * 70_000),
    "{f: function(n) f(n + 1), r: f(1)}.r",
]
BROKEN = [
    "{",
    "[1]",
    "5",
    '"a"',
    "null",
    "[" * 5_000,
    '{"expression": 5}',
    '{"expression": "1", "kind": "poem"}',
]
FINE = {"expression": "x + 1", "variables": {"x": 1}}
EVIL = [
    {"expression": "x", "variables": {"x": {"$type": "date", "$value": "no date"}}},
    {"expression": "x", "variables": {"x": {"$type": "poem", "$value": "1"}}},
    {"expression": "x", "variables": [1]},
    {"expression": "> ", "kind": "unary-tests", "input": 1},
    {"variables": {}},
]


def answers(command: Command, tmp_path: Path, lines: Sequence[str], *before: str) -> list[dict[str, object]]:
    batch = tmp_path / "batch.jsonl"
    batch.write_text("\n".join(lines), encoding="utf-8")
    result = CliRunner().invoke(command, [*before, "--batch", str(batch)])
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_hostile_lines_of_feel_spoil_no_other(tmp_path: Path) -> None:
    bad = [
        *BROKEN,
        *(json.dumps(line) for line in EVIL),
        *(json.dumps({"expression": text}) for text in HOSTILE),
    ]
    lines = [line for each in bad for line in (each, json.dumps(FINE))]
    said = answers(feel, tmp_path, lines)
    assert len(said) == len(lines)
    assert [answer for answer in said[1::2] if answer != {"value": 2}] == []
    assert [bad[n] for n, answer in enumerate(said[::2]) if "error" not in answer] == []


def test_hostile_decisions_of_a_file_spoil_no_other(tmp_path: Path) -> None:
    elements = [
        part.replace('"d"', f'"d{n}"') for n, parts in enumerate(MODELS.values()) for part in parts[-1:]
    ]
    file = tmp_path / "model.dmn"
    file.write_bytes(model(*elements, decision("fine", literal("1 + 1")), decision("torn", literal("1 +"))))
    names = ["torn", "none", *(f"d{n}" for n in (0, 2, 3))]
    lines = [json.dumps({"decision": name}) for each in names for name in (each, "fine")]
    said = answers(decide, tmp_path, lines, str(file))
    assert said[1::2] == [{"value": 2}] * len(names)
    assert all("error" in answer for answer in said[::2])


def test_thousands_of_lines_of_feel_are_quick(tmp_path: Path) -> None:
    lines = [json.dumps({"expression": f"x * {n % 50} + 1", "variables": {"x": n}}) for n in range(5_000)]
    begun = process_time()
    said = answers(feel, tmp_path, lines)
    assert process_time() - begun < 10
    assert said[51] == {"value": 52}


def test_thousands_of_lines_of_decisions_are_quick(tmp_path: Path) -> None:
    rules = [f'{n} | > {n} || "{n}" | {n}' for n in range(20)]
    logic = table(["a", "b"], ["name", "number"], rules, policy="FIRST")
    file = tmp_path / "model.dmn"
    file.write_bytes(
        model(
            given("a", "number"),
            given("b", "small"),
            item("small", "number", allowed="[0..99]"),
            decision("d", logic, needs=["in:a", "in:b"]),
        )
    )
    lines = [json.dumps({"decision": "d", "variables": {"a": n % 20, "b": 50}}) for n in range(2_000)]
    begun = process_time()
    said = answers(decide, tmp_path, lines, str(file))
    assert process_time() - begun < 10
    assert said[7] == {"value": {"name": "7", "number": 7}}


def test_every_kind_of_value_goes_in_and_comes_out(tmp_path: Path) -> None:
    values: list[object] = [
        1, -0.5, 12345678901234567890123456789.5, True, None, "a", [], {}, [1, [2, {"a": None}]],
        {"$type": "date", "$value": "-0044-03-15"},
        {"$type": "date", "$value": "999999999-12-31"},
        {"$type": "time", "$value": "10:00:00.123456789+05:30"},
        {"$type": "time", "$value": "10:00:00@Europe/Paris"},
        {"$type": "date and time", "$value": "2026-03-01T10:00:00@Europe/Paris"},
        {"$type": "date and time", "$value": "2026-03-01T10:00:00Z"},
        {"$type": "days and time duration", "$value": "-P1DT2H3M4.5S"},
        {"$type": "years and months duration", "$value": "P1Y2M"},
        {"$type": "range", "$value": '[@"2026-01-01"..@"2026-12-31")'},
        {"$type": "context", "$value": {"$type": "mine"}},
        [{"$type": "date", "$value": "2026-01-01"}, {"b": {"$type": "time", "$value": "10:00:00"}}],
    ]  # fmt: skip
    file = tmp_path / "model.dmn"
    file.write_bytes(
        model(
            given("x"),
            knowledge("f", ["n"], literal("n")),
            decision("d", literal("f(x)"), needs=["in:x", "know:f"]),
        )
    )
    exact = "12345678901234567890123456789.5"
    lines = [
        json.dumps({"decision": "d", "variables": {"x": value}}).replace("1.2345678901234568e+28", exact)
        for value in values
    ]
    batch = tmp_path / "values.jsonl"
    batch.write_text("\n".join(lines), encoding="utf-8")
    said = CliRunner().invoke(decide, [str(file), "--batch", str(batch)]).stdout.splitlines()
    wanted = [json.dumps({"value": value}).replace("1.2345678901234568e+28", exact) for value in values]
    assert said == wanted


def test_a_line_that_is_no_utf8_spoils_no_other(tmp_path: Path) -> None:
    batch = tmp_path / "batch.jsonl"
    batch.write_bytes(
        b'\xef\xbb\xbf{"expression": "1"}\r\n\r\n  \n{"expression": "\xff"}\n{"expression": "2"}'
    )
    result = CliRunner().invoke(feel, ["--batch", str(batch)])
    said = [json.loads(line) for line in result.stdout.splitlines()]
    assert said == [{"value": 1}, {"error": "The line is not UTF-8."}, {"value": 2}]


def test_it_answers_a_line_of_stdin_before_the_next_is_written() -> None:
    command = [sys.executable, "-c", "from engine.cli.feel import feel; feel()", "--batch", "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as asked:
        assert asked.stdin
        assert asked.stdout
        for number in (1, 2):
            asked.stdin.write(json.dumps({"expression": f"{number} + 1"}) + "\n")
            asked.stdin.flush()
            assert json.loads(asked.stdout.readline()) == {"value": number + 1}
        asked.stdin.close()
    assert asked.returncode == 0

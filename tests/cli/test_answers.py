"""What each command answers: with --json exactly one document on stdout, of the shape of the contract."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from engine.queries import trace
from tests.cli.conftest import Run
from tests.support.installation import MINI, Installation

COMPLAINT = {
    "description": "It broke [/b] [bold]at once[/bold] :smile: \u202e😀 مرحبا",
    "subject": "[/not markup]",
    "complainant": {"name": "Ada", "email": "ada@home.example"},
}


def answer(result: Result) -> Any:
    """The one JSON document on stdout."""
    assert result.exit_code == 0, result.output
    assert result.stdout.endswith("\n")
    return json.loads(result.stdout)


@pytest.fixture
def reference(run: Run, house: Installation) -> str:
    lodged = answer(run("complain", "-", "--json", stdin=json.dumps(COMPLAINT)))
    assert set(lodged) == {"reference", "tracking_code", "instance", "status"}
    assert len(lodged["tracking_code"].replace("-", "")) == 24
    return str(lodged["reference"])


def test_complain_takes_a_file_with_a_byte_order_mark(run: Run, house: Installation, tmp_path: Path) -> None:
    file = tmp_path / "complaint.json"
    file.write_bytes(b"\xef\xbb\xbf" + json.dumps(COMPLAINT).encode())
    assert answer(run("complain", file, "--json"))["reference"] == "2026-000001"
    printed = run("complain", file).stdout
    assert printed.startswith("2026-000002  tracking code ")


def test_complain_reads_numbers_exactly(run: Run, house: Installation) -> None:
    claim = '{"claim": 0.1000000000000000000001}'
    body = f'{{"description": "x", "complainant": {{"anonymous": true}}, "values": {claim}}}'
    made = answer(run("complain", "-", "--json", stdin=body))["reference"]
    assert "0.1000000000000000000001" in run("case", "show", made, "--json").stdout


def test_case_show_and_trace(run: Run, reference: str) -> None:
    shown = answer(run("case", "show", reference, "--json"))
    assert shown["description"] == COMPLAINT["description"]
    assert {"status", "outcome", "milestones", "clocks", "instance"} <= set(shown)
    assert {"name", "due_at", "paused", "breached_at"} <= set(shown["clocks"][0])
    items = answer(run("case", "trace", reference, "--json"))["items"]
    assert [item["seq"] for item in items] == list(range(1, len(items) + 1))
    assert set(items[0]) == {
        *("seq", "at", "actor", "kind", "element", "name", "data", "hash", "previous_hash")
    }


def test_trace_says_what_it_leaves_out(run: Run, reference: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("case", "trace", reference).stderr == ""
    monkeypatch.setattr(trace, "MOST", 1)
    shown = run("case", "trace", reference, "--json")
    assert len(answer(shown)["items"]) == 1
    assert "entries are there too, and not shown" in shown.stderr


def test_tables_show_texts_as_they_are(run: Run, reference: str) -> None:
    """Neither mark-up nor control characters of a complaint reach the terminal."""
    shown = run("case", "show", reference)
    assert shown.exit_code == 0
    assert "[/not markup]" in shown.stdout
    assert ":smile:" in shown.stdout
    assert "\u202e" not in shown.stdout
    for words in (("case", "trace", reference), ("definitions",)):
        assert run(*words).exit_code == 0


def test_definitions_and_deploy(run: Run, house: Installation) -> None:
    [row] = answer(run("definitions", "--json"))
    assert (row["key"], [v["version"] for v in row["versions"]]) == ("complaint", [1])
    again = answer(run("deploy", MINI, "--reason", "[/the same]", "--json"))
    assert set(again) == {"key", "version", "sha256"}
    assert again["version"] == 1
    refused = run("deploy", MINI, "--reason", "x", "--by", "handler")
    assert (refused.exit_code, refused.stdout) == (3, "")
    assert answer(run("deploy", MINI, "--reason", "x", "--by", "quality", "--json"))["version"] == 1


def test_token_add_prints_the_token_and_nothing_else(run: Run, house: Installation) -> None:
    made = run("token", "add", "handler")
    assert made.stdout.startswith("qrl_")
    assert made.stdout.count("\n") == 1
    assert made.stderr == ""


def test_user_add_reads_one_line(run: Run, house: Installation) -> None:
    words = (
        "user",
        "add",
        "eve",
        "--role",
        "handler",
        "--role",
        "reviewer",
        "--group",
        "lab",
        "--name",
        "Eve",
    )
    assert run(*words, "--password-stdin", stdin="a long word \r\nand more").exit_code == 0
    actor = house.actor("eve")
    assert actor.all_groups == {"handler", "reviewer", "lab"}


def test_worker_and_clock(run: Run, reference: str) -> None:
    assert answer(run("worker", "--once", "--json")) == {"timers": 0, "jobs": 1, "failed": 0}
    assert answer(run("worker", "--once", "--json")) == {"timers": 0, "jobs": 0, "failed": 0}
    moved = answer(run("clock", "advance", "P3D", "--json"))
    assert set(moved) == {"now"}
    assert moved["now"].endswith("+00:00")


def test_audit_verify_names_the_first_broken_entry(run: Run, house: Installation, reference: str) -> None:
    assert answer(run("audit", "verify", "--json"))["ok"] is True
    with house.querela.store.begin() as unit:
        unit.connection.exec_driver_sql("UPDATE history SET actor = 'nobody' WHERE seq = 2")
    broken = run("audit", "verify", "--json")
    assert broken.exit_code == 1
    found = json.loads(broken.stdout)
    assert found["ok"] is False
    assert (found["first_broken"]["seq"], found["first_broken"]["reference"]) == (2, reference)
    assert run("audit", "verify").exit_code == 1

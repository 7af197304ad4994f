"""`querela bench`: figures as one JSON document, or as a table with their targets."""

import json
from pathlib import Path

import pytest

from engine.cli import bench as room
from tests.benchmarks.table import FIGURES
from tests.cli.conftest import Run

NAMES = (
    "naive_ratio naive_ratio_rework_12 flatness_cpu flatness_bytes floor_ratio http_floor_ratio "
    "bpmn_engine_ratio pg_scaling due_lookup_growth tasklist_growth case_size_growth memory_per_open_case"
).split()


def test_every_figure_has_a_name_a_room_and_one_target() -> None:
    assert list(FIGURES) == NAMES
    assert all((row.at_least is None) != (row.at_most is None) for row in FIGURES.values())


@pytest.mark.timeout(600)
def test_it_prints_numbers_with_their_targets_and_nothing_else(run: Run) -> None:
    answer = run(
        "bench", "--quick", "--json", "--figure", "memory_per_open_case", "--figure", "case_size_growth"
    )
    assert answer.exit_code == 0, answer.stderr
    said = json.loads(answer.stdout)
    assert said["skipped"] == {}
    assert list(said["figures"]) == ["memory_per_open_case", "case_size_growth"]
    for figure in said["figures"].values():
        assert isinstance(figure["value"], float)
        assert figure["value"] > 0
        assert figure["reached"] == (figure["value"] <= figure["at_most"])


@pytest.mark.timeout(600)
def test_it_prints_a_table(run: Run) -> None:
    answer = run("bench", "--quick", "--figure", "case_size_growth", COLUMNS="120")
    assert answer.exit_code == 0, answer.stderr
    assert "case_size_growth" in answer.stdout
    assert "at most 1.3" in answer.stdout


def test_it_refuses_outside_a_checkout(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "CHECKOUT", tmp_path)
    answer = run("bench", "--json")
    assert answer.exit_code == 3
    assert answer.stdout == ""
    assert "checkout" in answer.stderr


def test_a_figure_that_there_is_not_is_refused_with_those_that_there_are(
    run: Run, capfd: pytest.CaptureFixture[str]
) -> None:
    answer = run("bench", "--figure", "speed_of_light")
    assert answer.exit_code == 2
    assert answer.stdout == ""
    assert capfd.readouterr().err == f"There is no figure “speed_of_light”; there are: {', '.join(NAMES)}.\n"

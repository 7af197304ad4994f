"""What a command loads before it answers: only what it needs, so that batches of short calls are quick."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.requires import REPOSITORY

HEAVY = {
    "SpiffWorkflow",
    "flask",
    "holidays",
    "lxml",
    "markdown_it",
    "rich",
    "sqlalchemy",
    "structlog",
}
DIAGRAM = REPOSITORY / "tests" / "runtime" / "diagrams" / "complaint.bpmn"
MODEL = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" namespace="urn:m">
<decision id="d" name="d"><literalExpression><text>1 + 1</text></literalExpression></decision>
</definitions>"""
CALL = """
import sys
from engine.cli import main
main(sys.argv[1:], standalone_mode=False)
print("loaded:", *{name.partition(".")[0] for name in sys.modules})
"""


def loaded(*words: object) -> set[str]:
    """Heavy libraries that a command has loaded by its end."""
    command = [sys.executable, "-c", CALL, *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=REPOSITORY, check=True)
    last = done.stdout.splitlines()[-1]
    assert last.startswith("loaded:")
    assert "engine" in last.split()
    return HEAVY & set(last.split())


def test_feel_loads_nothing_heavy() -> None:
    assert loaded("feel", "1+1") == set()


def test_decide_loads_the_reader_of_its_model_alone(tmp_path: Path) -> None:
    model = tmp_path / "m.dmn"
    model.write_text(MODEL)

    assert loaded("decide", model, "--decision", "d") == {"lxml"}


@pytest.mark.parametrize("command", ["check", "run"])
def test_diagrams_load_neither_database_nor_web(command: str) -> None:
    assert loaded(command, DIAGRAM, "--json") == {"SpiffWorkflow", "lxml"}

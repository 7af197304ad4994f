"""Every example of the page on decision tables is run."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from engine.cli.decide import decide
from engine.cli.feel import feel
from engine.dmn import findings
from engine.model.findings import Severity
from tests.support.requires import REPOSITORY

PAGE = (REPOSITORY / "docs" / "decisions-dmn.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\S+)([^\n]*)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
FILES = {head.strip(): body for kind, head, body in BLOCKS if kind in {"xml", "jsonl"}}
CONSOLE = [(head, body) for kind, head, body in BLOCKS if kind == "console"]
COMMANDS = {"decide": decide, "feel": feel}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(("head", "body"), CONSOLE)
def test_it_prints_what_the_page_shows(folder: Path, head: str, body: str) -> None:
    file = folder / "urgency.dmn"
    for before, after in re.findall(r"change=(\S+?)->(\S+)", head):
        text = file.read_text(encoding="utf-8")
        assert before in text
        file.write_text(text.replace(before, after), encoding="utf-8")
    for command, shown in re.findall(
        r"^\$ querela ([^\n]*)\n(.*?)(?=^\$ |\Z)", body, re.MULTILINE | re.DOTALL
    ):
        assert _said(command) == shown


def _said(command: str) -> str:
    name, *arguments = shlex.split(command)
    if name == "check":
        data = Path(arguments[0]).read_bytes()
        return "".join(f"{finding.message}\n" for finding in findings(arguments[0], data, {}))
    result = CliRunner().invoke(COMMANDS[name], arguments)
    assert result.exit_code in {0, 3}
    return result.output


def test_it_shows_a_table_that_passes_the_check() -> None:
    found = findings("urgency.dmn", FILES["urgency.dmn"].encode(), {})
    assert [finding for finding in found if finding.severity is Severity.ERROR] == []


def test_it_runs_examples_at_all() -> None:
    assert (len(FILES), len(CONSOLE)) == (2, 6)

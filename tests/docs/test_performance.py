"""docs/performance.md shows the baselines as they are, and leaves no figure out."""

import inspect
import re
from collections.abc import Callable

import pytest

from tests.benchmarks import empty_server, naive, rows, same_work
from tests.benchmarks.table import FIGURES
from tests.support.requires import REPOSITORY

PAGE = (REPOSITORY / "docs" / "performance.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```\w+\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
ENGINE = REPOSITORY / "tests" / "benchmarks" / "bpmn_engine" / "engine.mjs"

SHOWN: dict[str, Callable[[], str]] = {
    "the loop": lambda: inspect.getsource(naive),
    "the same work": lambda: inspect.getsource(same_work.SameWork._do),
    "the floor": lambda: inspect.getsource(rows.commit),
    "the empty request": lambda: inspect.getsource(empty_server.application),
    "bpmn-engine": lambda: ENGINE.read_text(encoding="utf-8"),
}


@pytest.mark.parametrize("name", SHOWN)
def test_a_baseline_is_shown_as_it_runs(name: str) -> None:
    assert inspect.cleandoc(SHOWN[name]()).strip() in [inspect.cleandoc(block).strip() for block in BLOCKS]


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_is_told_with_its_target(name: str) -> None:
    row = FIGURES[name]
    target = f"at least {row.at_least}" if row.at_least is not None else f"at most {row.at_most}"
    told = [line for line in PAGE.splitlines() if line.startswith(f"| `{name}` |")]
    assert told, f"docs/performance.md says nothing of {name}"
    assert any(target in line for line in told)

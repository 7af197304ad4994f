"""Hostile decision models end in time and with little room, and spoil nothing beside them."""

import subprocess
import sys
from time import thread_time

import pytest

from engine.dmn import session
from engine.dmn.purse import Purse
from engine.errors import InvalidInput
from engine.feel import FeelBudgetError, evaluate
from tests.dmn.build import NOW, decision, literal, loaded
from tests.dmn.hostile import MODELS
from tests.support.requires import REPOSITORY


@pytest.mark.parametrize("elements", MODELS.values(), ids=MODELS.keys())
def test_it_refuses_and_still_answers_the_rest(
    elements: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "MAX_SECONDS", 0.5)
    models = loaded(*elements, decision("other", literal("1 + 1")))
    begun = thread_time()
    with pytest.raises(InvalidInput):
        models.evaluate("d", {}, now=NOW)
    assert thread_time() - begun < 2.5
    assert models.evaluate("other", {}, now=NOW) == 2


def test_all_of_it_takes_less_than_300_megabytes() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.dmn.hostile"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(done.stdout) < 300


def test_a_purse_is_emptied_by_what_is_built_inside_and_around() -> None:
    purse = Purse(cells=1_000)
    outer = purse.open()
    outer.build(300)
    inner = purse.open()
    assert inner.cells == 700
    inner.build(600)
    purse.close()
    outer.build(50)
    purse.close()
    assert purse.cells == 50
    with pytest.raises(FeelBudgetError):
        evaluate("for i in 1..100 return i", {}, budget=purse.open())

"""What a completed task reads and writes, counted: each thing once."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from engine.spiff import runtime
from tests.support.installation import installation
from tests.whole.rounds import REWORK, begin, perform

MOST = 16
"""Statements of one completed task, its beginning included."""

ROUND = [(name, position) for name in ("investigated anew", "proposed anew") for position in range(2)]


@pytest.mark.parametrize(("name", "position"), ROUND)
def test_a_completed_task_asks_nothing_twice(
    tmp_path: Path, database: str | None, name: str, position: int
) -> None:
    rework = REWORK[name]
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: Any) -> None:
        asked.append(statement)

    with installation(tmp_path, database, rework.package) as house:
        lodged = begin(house, rework)
        for act in rework.round:
            perform(house, lodged, act)
        for act in rework.round[:position]:
            perform(house, lodged, act)
        event.listen(Engine, "before_cursor_execute", note)
        try:
            perform(house, lodged, rework.round[position], before=asked.clear)
        finally:
            event.remove(Engine, "before_cursor_execute", note)
    assert len(asked) <= MOST, asked
    assert max(Counter(asked).values()) == 1, "one statement asks or writes it"
    written = Counter(
        found.group()
        for statement in asked
        if (found := re.match(r"(INSERT INTO|UPDATE|DELETE FROM) \w+", statement))
    )
    assert max(written.values()) == 1, "each table is written by one statement of a kind"


def test_a_completed_task_reads_the_state_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rework, loads = REWORK["proposed anew"], list[bytes]()
    load = runtime.load

    def counted(state: bytes, *rest: Any) -> Any:
        loads.append(state)
        return load(state, *rest)

    monkeypatch.setattr(runtime, "load", counted)
    with installation(tmp_path, None, rework.package) as house:
        lodged = begin(house, rework)
        for act in rework.round:
            perform(house, lodged, act, before=loads.clear)
            assert len(loads) == 1, act[0]

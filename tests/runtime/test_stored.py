"""Variables of a stored case are read one by one, and written back as they stood."""

import json
from decimal import Decimal

import pytest

from engine.errors import Broken
from engine.feel import evaluate
from engine.ports.runtime import Surroundings
from engine.spiff import SpiffRuntime
from engine.spiff.codec.stored import Stored
from tests.runtime.drawing import diagram, end, flows, multi, start, user
from tests.runtime.playing import MONDAY, Player, Rules

WIRE = {
    "day": {"$type": "date", "$value": "2026-03-01"},
    "count": 3,
    "limits": {"first limit": 2, "further": [{"last limit": 5}]},
    "text": "x",
    "odd": {"$type": "context", "$value": {"$type": "a", "odd name": 1}},
}


def plain() -> dict[str, object]:
    found: dict[str, object] = json.loads(json.dumps(WIRE))
    return found


def test_what_nobody_asks_for_is_not_read() -> None:
    stored = Stored({**plain(), "damaged": {"$type": "date", "$value": "never"}})
    assert stored["count"] == Decimal(3)
    assert "damaged" in stored
    assert len(stored) == len(WIRE) + 1
    with pytest.raises(Broken, match="damaged"):
        stored["damaged"]


def test_what_is_only_read_is_written_back_as_it_stood() -> None:
    stored = Stored(plain())
    assert dict(stored)["limits"] == {
        "first limit": Decimal(2),
        "further": [{"last limit": Decimal(5)}],
    }
    assert list(stored.written().items()) == list(WIRE.items())


def test_what_is_set_keeps_its_place_and_new_ones_come_last() -> None:
    stored = Stored(plain())
    stored["count"], stored["new"] = Decimal("1.5"), ["a"]
    written = stored.written()
    assert list(written) == [*WIRE, "new"]
    assert written["count"] == {"$type": "number", "$value": "1.5"}
    assert stored["new"] == ["a"]
    del stored["text"]
    assert "text" not in stored.written()
    with pytest.raises(KeyError):
        stored["text"]


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("limits.first limit + count", 5),
        ("limits.further[1].last limit", 5),
        ("odd.odd name", 1),
        ("more.new limit", 7),
    ],
)
def test_expressions_know_names_of_several_words_inside(expression: str, value: int) -> None:
    stored = Stored(plain())
    stored["more"] = {"new limit": Decimal(7)}
    assert evaluate(expression, stored) == Decimal(value)
    assert evaluate(expression, dict(stored)) == Decimal(value)


def test_open_tasks_that_a_step_does_not_touch_are_not_read() -> None:
    rows = multi("<loopDataInputRef>items</loopDataInputRef><inputDataItem id='item'/>")
    player = Player(diagram(start() + user("t", rows) + end() + flows("s t e")), {"items": list("abc")})
    state = json.loads(player.step.state)
    first, second, third = (task.id for task in player.step.opened)
    for entry in state["tokens"]:
        if entry[0] == third:
            entry[4]["l"]["item"] = {"$type": "date", "$value": "never"}
            entry[4]["q"] = "damaged"
    damaged = json.dumps(state).encode()
    runtime, around = SpiffRuntime(Rules()), Surroundings(MONDAY)
    step = runtime.complete(player.package, damaged, first, {}, around)
    entries = {entry[0]: entry[4] for entry in json.loads(step.state)["tokens"]}
    assert entries[third]["q"] == "damaged"
    assert entries[third]["l"]["item"]["$value"] == "never"
    assert runtime.task_variables(player.package, step.state, second)["item"] == "b"
    with pytest.raises(Broken):
        runtime.look(player.package, step.state)
    with pytest.raises(Broken):
        dict(runtime.task_variables(player.package, step.state, third))

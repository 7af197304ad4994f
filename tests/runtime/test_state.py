"""The stored form: typed, small, flat, and the same bytes for the same state."""

import json
import re
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import Broken
from engine.feel.values import DaysDuration, MonthsDuration, from_python
from engine.ports.runtime import Surroundings
from engine.spiff import SpiffRuntime
from engine.spiff.codec.moments import alarm_in, alarm_out
from engine.spiff.run.token import Token
from engine.spiff.run.tokens import Tokens
from engine.spiff.timers.schedule import Alarm, Moments
from tests.runtime.drawing import (
    boundary,
    catch,
    compensate,
    diagram,
    end,
    flows,
    message,
    multi,
    node,
    par,
    start,
    sub,
    timer,
    times,
    undone_by,
    user,
    xor,
)
from tests.runtime.playing import MONDAY, Player, Rules
from tests.runtime.test_refused import package

OLD = (Path(__file__).parent / "states" / "1.json").read_bytes()
"""`EVERYTHING` with everything open, as it was stored in format 1."""
NEXT_YEAR = datetime(2027, 1, 1, tzinfo=UTC)
ASK = package(diagram(start() + user("a b") + end() + flows("s a b e")))
AROUND = Surroundings(MONDAY)

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.text(),
    st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**12), max_value=10**12),
    st.integers(-(10**20), 10**20).map(Decimal),
    st.dates().map(from_python),
    st.times().map(from_python),
    st.datetimes(timezones=st.just(UTC)).map(from_python),
    st.datetimes().map(from_python),
    st.integers(-(10**15), 10**15).map(DaysDuration),
    st.integers(-1000, 1000).map(MonthsDuration),
)
names = st.one_of(
    st.sampled_from(["typename", "$type", "$value", "v", "tokens", "data"]), st.text(max_size=5)
)
feel_values = st.recursive(
    scalars,
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(names, inside, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(names, feel_values, max_size=4))
def test_every_value_comes_back_as_it_was(variables: dict[str, object]) -> None:
    runtime = SpiffRuntime(Rules())
    step = runtime.start(ASK, variables, AROUND)
    found = runtime.look(ASK, step.state).variables
    assert found == variables
    assert list(found) == list(variables), "and in its order"
    assert [type(value) for value in found.values()] == [type(value) for value in variables.values()]
    assert runtime.fire_due(ASK, step.state, AROUND).state == step.state


def test_half_a_character_is_no_reason_to_fail() -> None:
    step = SpiffRuntime(Rules()).start(ASK, {"text": "\ud83d"}, AROUND)
    assert SpiffRuntime(Rules()).look(ASK, step.state).variables == {"text": "\ud83d"}


def test_values_from_python_are_taken_in_as_feel() -> None:
    given_values = {
        "n": 1,
        "d": date(2026, 1, 1),
        "t": time(9, tzinfo=UTC),
        "m": datetime(2026, 1, 1, tzinfo=UTC),
        "l": (timedelta(hours=1),),
    }
    step = SpiffRuntime(Rules()).start(ASK, given_values, AROUND)
    assert step.variables == {name: from_python(value) for name, value in given_values.items()}


EVERYTHING = diagram(
    start()
    + par("g")
    + user("a")
    + boundary("cycle", "a", timer("R5/PT3H", "timeCycle"), beside=True)
    + boundary("list", "a", timer('[now() + duration("P1D")]', "timeCycle"), beside=True)
    + user("u", multi(times(3)))
    + sub(
        "S",
        multi("<loopDataInputRef>items</loopDataInputRef><inputDataItem id='item'/>", isSequential=True)
        + start("s1")
        + user("i")
        + end("e1")
        + flows("s1 i e1"),
    )
    + node("callActivity", "c", calledElement="p1")
    + node("eventBasedGateway", "w")
    + catch("m", message("m"), q_key='="K"')
    + catch("t", timer("P9D"))
    + xor("k")
    + user("d")
    + boundary("bd", "d", compensate())
    + user("undo", isForCompensation=True)
    + undone_by("bd", "undo")
    + user("x")
    + par("j")
    + end()
    + flows("s g a j e", "g u j", "g S j", "g c j", "g w m k j", "w t k", "g d x j", "cycle e", "list e"),
    start("s2") + user("k l") + end("e2") + flows("s2 k l e2"),
)  # fmt: skip


def test_everything_that_can_be_open_is_stored_and_loaded() -> None:
    player = Player(EVERYTHING, {"items": ["x", "y"]})
    for step in ("u", 'i {"seen": 1}', 'k {"own": 2}', "d", "+PT4H", 'a {"done": true}'):
        player.play([step])
    assert player.open == ["i", "l", "u", "u", "x"]
    state = json.loads(player.step.state)
    assert state["v"] == 2
    player.play(["i", "l", "u", "u", "x"])
    player.deliver("m", "K")
    assert player.step.status == "completed"
    assert player.step.variables["own"] == 2


def test_a_state_of_format_1_goes_on_as_one_of_today() -> None:
    player = Player(EVERYTHING, {"items": ["x", "y"]})
    player.play(["u", 'i {"seen": 1}', 'k {"own": 2}', "d", "+PT4H"])
    runtime = SpiffRuntime(Rules())
    states = [OLD, player.step.state]
    assert states[0] != states[1]
    assert runtime.look(player.package, OLD) == runtime.look(player.package, states[1])
    later = Surroundings(MONDAY + timedelta(days=2))
    steps = [runtime.fire_due(player.package, state, later) for state in states]
    while steps[0].status == "active" and (work := runtime.look(player.package, steps[0].state).open):
        assert steps[0].happened == steps[1].happened
        assert json.loads(steps[0].state)["v"] == 2
        steps = [runtime.complete(player.package, step.state, work[0].id, {}, later) for step in steps]
    steps = [runtime.fire_due(player.package, step.state, Surroundings(NEXT_YEAR)) for step in steps]
    assert steps[0] == steps[1]
    assert steps[0].status == "completed"


@pytest.mark.parametrize("micros", [0, 1])
def test_the_moments_of_a_timer_come_back_to_the_microsecond(micros: int) -> None:
    armed_at = MONDAY + timedelta(microseconds=1 - micros)
    moments = tuple(MONDAY + timedelta(hours=hour, microseconds=micros) for hour in (-1, 0, 7, 7, 30))
    stored = alarm_in(json.loads(json.dumps(alarm_out(Alarm(Moments(moments), armed_at, 2, moments[2])))))
    assert (stored.schedule, stored.armed_at, stored.fired) == (Moments(moments), armed_at, 2)


def test_no_names_of_classes_and_no_specs_are_stored() -> None:
    state = Player(EVERYTHING, {"items": [1]}).step.state.decode()
    assert not re.search(r"Spiff|Task\b|Event\b|class|engine\.|__", state), state
    assert len(state) < 2_500


def test_each_variable_is_written_once() -> None:
    state = Player(EVERYTHING, {"items": ["needle"], "other": "haystack"}).step.state
    assert state.count(b"haystack") == 2, "in the instance, and in the called process that has a copy"


@pytest.mark.parametrize(
    "damage",
    [
        lambda s: b"",
        lambda s: b"[]",
        lambda s: b"{}",
        lambda s: s[:-20],
        lambda s: s.replace(b'"v":2', b'"v":99'),
        lambda s: s.replace(b'"a"', b'"elsewhere"'),
        lambda s: s.replace(b'"process":"p"', b'"process":"q"'),
        lambda s: s.replace(b'"R"', b'"Q"'),
        lambda s: s.replace(b"2026", b"x026"),
        lambda s: s.replace(b"[[0,{}]]", b"[[7,{}]]"),
        lambda s: s.replace(b'{"$type":"date"', b'{"$type":"day"'),
    ],
)
def test_a_damaged_state_is_told_as_such(damage) -> None:  # type: ignore[no-untyped-def]
    runtime = SpiffRuntime(Rules())
    state = runtime.start(ASK, {"d": date(2026, 1, 1)}, AROUND).state
    assert damage(state) != state
    with pytest.raises(Broken, match="cannot"):
        runtime.look(ASK, damage(state))


ROUNDS = diagram(
    start()
    + xor("m")
    + xor("w", default="w-e")
    + par("g j")
    + user("a b")
    + boundary("t", "a", timer("PT9H"), beside=True)
    + user("r")
    + sub("S", start("s1") + user("i") + end("e1") + flows("s1 i e1"))
    + end()
    + flows("s m g a j S w", "g b j", "w e", "w m if: again", "t r e")
)


def test_a_thousand_rounds_of_rework_leave_it_as_small_and_as_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    touched = 0
    add = Tokens.add

    def counted(self: Tokens, token: Token) -> None:
        nonlocal touched
        touched += 1
        add(self, token)

    monkeypatch.setattr(Tokens, "add", counted)
    runtime, rounds = SpiffRuntime(Rules()), package(ROUNDS)
    step = runtime.start(rounds, {"text": "as it is"}, AROUND)
    tasks = {task.element: task.id for task in step.opened}
    figures = []
    for _ in range(1000):
        touched, told = 0, 0
        for element in "bai":
            step = runtime.complete(rounds, step.state, tasks[element], {"again": True}, AROUND)
            tasks.update((task.element, task.id) for task in step.opened)
            told += len(step.happened)
        figures.append((len(step.state), touched, told))
    sizes, tokens, events = zip(*figures, strict=True)
    assert max(sizes) <= min(sizes[10:]) * 1.05
    assert len(set(tokens[1:])) == 1, "tokens loaded and made are as many in every round"
    assert len(set(events[1:])) == 1

"""Messages and signals that come and go."""

import pytest

from engine.errors import InvalidInput, NotFound
from engine.events.process import ElementCompleted, MessageReceived, MessageThrown, SignalThrown
from tests.runtime.drawing import (
    boundary,
    catch,
    diagram,
    end,
    flows,
    handler,
    mapping,
    message,
    node,
    par,
    signal,
    start,
    throw,
    user,
)
from tests.runtime.playing import Player, values


def waiting(**attributes: object) -> bytes:
    return diagram(start() + catch("k", message("m"), **attributes) + user("a") + end() + flows("s k a e"))


def test_a_message_for_which_nobody_waits_is_left_to_the_caller() -> None:
    player = Player(waiting())
    assert not player.deliver("other")
    assert player.deliver("m", payload={"text": "hello"})
    assert not player.deliver("m")
    assert player.step.variables == {"text": "hello"}
    told = player.told(MessageReceived)
    assert [(e.element, e.message, e.values) for e in told] == [("k", "m", {"text": "hello"})]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("awaited", "given", "fits"),
    [
        (None, None, True),
        (None, "K-1", True),
        ("=number", "K-1", True),
        ("=number", "K-2", False),
        ("=number", None, False),
        ("=nothing", "K-1", True),
        ("={a: 1, b: number}", {"a": 1, "b": "K-1"}, True),
        ("={a: 1, b: number}", {"a": 2, "b": "K-1"}, False),
        ("=1", True, False),
        ("=1", 1, True),
    ],
)
def test_correlation_keys(awaited: str | None, given: object, fits: bool) -> None:
    attributes = {} if awaited is None else {"q_key": awaited}
    player = Player(waiting(**attributes), {"number": "K-1"})
    assert player.deliver("m", given) is fits


def test_the_key_is_that_of_the_moment_when_the_wait_began() -> None:
    player = Player(waiting(q_key="=number"), {"number": "K-1"})
    player.write({"number": "K-2"})
    assert player.step.waiting[0].key == "K-1"
    assert not player.deliver("m", "K-2")
    assert player.deliver("m", "K-1")


def test_a_message_goes_to_the_oldest_whose_key_it_has() -> None:
    drawn = diagram(
        start()
        + par("g")
        + catch("k", message("m"), q_key='="one"')
        + catch("l", message("m"), q_key='="two"')
        + user("a b")
        + flows("s g k a", "g l b")
    )
    player = Player(drawn)
    assert player.deliver("m", "two")
    assert player.open == ["b"]


def test_a_payload_is_mapped_where_outputs_are_given() -> None:
    outputs = mapping(outputs={"answer": 'text + "!"'})
    drawn = diagram(
        start() + node("receiveTask", "k", outputs, messageRef="message_m") + user("a") + flows("s k a")
    )
    player = Player(drawn, {"text": "old"})
    player.deliver("m", payload={"text": "new", "other": 1})
    assert player.step.variables == {"text": "old", "answer": "new!"}
    completed = next(e for e in player.told(ElementCompleted) if e.element == "k")
    assert isinstance(completed, ElementCompleted)
    assert completed.changes == {"answer": (None, "new!")}


def test_boundary_events_and_handlers_take_their_payload_and_key() -> None:
    drawn = diagram(
        start()
        + user("a b h")
        + boundary("k", "a", mapping(outputs={"x": "text"}) + message("m"), beside=True)
        + end()
        + flows("s a e", "k b")
        + node(
            "subProcess",
            "H",
            start("Hs", message("q"), isInterrupting=False, q_key='="right"') + user("i") + flows("Hs i"),
            triggeredByEvent=True,
        )
    )
    player = Player(drawn)
    player.deliver("m", payload={"text": "one"})
    assert not player.deliver("q", "wrong")
    assert player.deliver("q", "right", {"y": 2})
    assert player.step.variables == values({"x": "one", "y": 2})
    assert [(e.element, e.message) for e in player.told(MessageReceived)] == [("k", "m"), ("Hs", "q")]  # type: ignore[attr-defined]


def test_a_thrown_message_reaches_the_oldest_that_waits_here_else_it_leaves() -> None:
    letter = mapping(inputs={"text": '"hello " + name'})
    drawn = diagram(
        start()
        + par("g")
        + catch("k", message("m"), q_key="=name")
        + user("a b")
        + throw("t", letter + message("m"), q_key="=name")
        + throw("u", letter + message("m"), q_key="=name")
        + end()
        + flows("s g k b e", "g a t u e")
    )
    player = Player(drawn, {"name": "ann"})
    step = player.complete("a")
    assert player.open == ["b"]
    assert step.variables["text"] == "hello ann"
    assert [(t.kind, t.name, t.key, t.values) for t in step.thrown] == [
        ("message", "m", "ann", {"text": "hello ann"})
    ]
    assert len(player.told(MessageThrown)) == 2


def test_a_send_task_maps_its_inputs_once() -> None:
    letter = mapping(inputs={"n": "n + 1"})
    drawn = diagram(start() + node("sendTask", "t", letter, messageRef="message_m") + end() + flows("s t e"))
    step = Player(drawn, {"n": 1}).step
    assert [(t.name, t.values) for t in step.thrown] == [("m", values({"n": 2}))]
    assert step.variables == values({"n": 1})


def test_a_thrown_signal_reaches_all_here_and_leaves() -> None:
    letter = mapping(inputs={"x": "1"})
    drawn = diagram(
        start()
        + par("g")
        + catch("k", signal("go"))
        + user("a b")
        + end("e1", letter + signal("go"))
        + flows("s g k b", "g a e1")
    )
    player = Player(drawn)
    step = player.complete("a")
    assert player.open == ["b"]
    assert [(t.kind, t.name, t.values) for t in step.thrown] == [("signal", "go", values({"x": 1}))]
    assert [e.element for e in player.told(SignalThrown)] == ["e1"]
    assert step.variables == values({"x": 1})


def test_a_signal_from_outside_may_carry_values() -> None:
    drawn = diagram(start() + catch("k", signal("go")) + user("a") + flows("s k a"))
    player = Player(drawn)
    player.signal("go", {"x": 1})
    assert player.step.variables == values({"x": 1})


def test_an_instance_is_started_by_a_message() -> None:
    drawn = diagram(
        start("s")
        + start("m", message("m"))
        + node("startEvent", "q", mapping(outputs={"y": "x + 1"}) + message("q"))
        + user("a b c")
        + flows("s a", "m b", "q c")
    )
    player = Player(drawn)
    assert player.open == ["a"]
    step = player.runtime.start(player.package, values({"x": 1}), player.around, message="m")
    assert [task.element for task in step.opened] == ["b"]
    assert step.variables == values({"x": 1})
    step = player.runtime.start(player.package, values({"x": 1}), player.around, message="q")
    assert [task.element for task in step.opened] == ["c"]
    assert step.variables == values({"y": 2})
    with pytest.raises(NotFound, match="other"):
        player.runtime.start(player.package, {}, player.around, message="other")
    with pytest.raises(NotFound, match="p9"):
        player.runtime.start(player.package, {}, player.around, process="p9")


def test_a_start_message_does_not_go_to_a_handler_of_the_same_name() -> None:
    drawn = diagram(
        start("m", message("m"))
        + user("a")
        + flows("m a")
        + handler("H", message("m"), user("h") + flows("Hs h"), beside=True)
    )
    player = Player(drawn)
    step = player.runtime.start(player.package, {}, player.around, message="m")
    assert [task.element for task in step.opened] == ["a"]


def test_values_that_feel_cannot_hold_are_refused() -> None:
    player = Player(waiting())
    with pytest.raises(InvalidInput, match="float"):
        player.runtime.deliver(player.package, player.step.state, "m", None, {"x": 1.5}, player.around)

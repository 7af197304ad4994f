"""It plays a diagram with its pools, clock and kept messages, without a database."""

from datetime import UTC, datetime, timedelta

import pytest

from engine.dmn import DmnDecisions
from engine.errors import InvalidInput, NotFound, Refused, WrongState
from engine.model.package import Package
from engine.playback import Playback
from engine.playback.steps import after, perform, read_step
from engine.ports.runtime import Surroundings
from engine.spiff import SpiffRuntime
from tests.diagrams.drawing import document, flows, package, process

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
RUNTIME = SpiffRuntime(DmnDecisions())
TASKS = '<startEvent id="s"/><userTask id="a"/><userTask id="b"/><endEvent id="e"/>'


def message(name: str = "answer") -> str:
    return f'<messageEventDefinition messageRef="m_{name}"/>'


SIGNAL = '<signalEventDefinition signalRef="g_stop"/>'


def played(data: bytes | Package, *steps: object, start: str | None = None) -> Playback:
    wrapped = data if isinstance(data, Package) else package(data)
    playback = Playback(RUNTIME, wrapped, Surroundings(NOW))
    playback.start({}, start)
    for step in steps:
        perform(playback, read_step(step))
    return playback


def opened(playback: Playback) -> list[str]:
    return [task.element for task in playback.outcome().open]


def test_it_completes_user_tasks_in_order() -> None:
    data = document(TASKS + flows("s a b e"))
    playback = played(data, {"complete": "a", "with": {"x": "y"}}, {"complete": "b"})
    outcome = playback.outcome()

    assert (outcome.status, outcome.ended) == ("completed", ("e",))
    assert outcome.variables == {"x": "y"}
    assert [event.element for event in outcome.trace] == ["s", "a", "b", "e"]


def test_it_completes_the_oldest_of_several_open_tasks() -> None:
    loop = """<userTask id="a"><multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality>
    </multiInstanceLoopCharacteristics></userTask>"""
    data = document('<startEvent id="s"/>' + loop + flows("s a"))
    playback = played(data, {"complete": "a"})

    assert opened(playback) == ["a"]
    assert opened(played(data)) == ["a", "a"]


def test_a_global_user_task_is_completed_by_its_own_id() -> None:
    calls = f'<startEvent id="s"/><callActivity id="c" calledElement="g"/><userTask id="u"/>{flows("s c u")}'
    data = document(calls, extra='<globalUserTask id="g" name="Ask"/>')

    assert opened(played(data)) == ["g.task"]
    assert opened(played(data, {"complete": "g"})) == ["u"]


def test_timers_fire_on_the_way_each_at_its_own_instant() -> None:
    body = TASKS
    for name, days in (("b1", 2), ("b2", 1)):
        body += f"""<boundaryEvent id="{name}" attachedToRef="a" cancelActivity="false"><timerEventDefinition>
        <timeDuration>P{days}D</timeDuration></timerEventDefinition></boundaryEvent>"""
    playback = played(document(body + flows("s a e")), {"advance": "P3D"})
    outcome = playback.outcome()

    fired = [(event.element, (event.at - NOW).days) for event in outcome.trace if event.element != "s"]
    assert fired == [("b2", 1), ("b1", 2)]
    assert outcome.now == NOW + timedelta(days=3)


THROW = f'<startEvent id="s"/><intermediateThrowEvent id="t">{{}}</intermediateThrowEvent>{flows("s t")}'
OTHER = '<startEvent id="s2">{}</startEvent><userTask id="u"/>' + flows("s2 u")


@pytest.mark.parametrize("event", [message(), SIGNAL])
def test_a_sent_message_or_signal_starts_another_pool(event: str) -> None:
    data = document(process(THROW.format(event)), process(OTHER.format(event), "q"))

    assert opened(played(data)) == ["u"]


@pytest.mark.parametrize("event", [message(), SIGNAL])
def test_what_is_sent_reaches_a_process_that_waits(event: str) -> None:
    waits = f"""<startEvent id="s2">{message("other")}</startEvent>
    <intermediateCatchEvent id="k">{event}</intermediateCatchEvent><userTask id="u"/>""" + flows("s2 k u")
    throws = f"""<startEvent id="s"/><userTask id="a"/>
    <intermediateThrowEvent id="t1">{message("other")}</intermediateThrowEvent>
    <intermediateThrowEvent id="t2">{event}</intermediateThrowEvent>""" + flows("s t1 a t2")
    data = document(process(throws), process(waits, "q"))

    assert opened(played(data)) == ["a"]
    assert opened(played(data, {"complete": "a"})) == ["u"]


FLOWS = """<collaboration id="c"><messageFlow id="f1" sourceRef="t" targetRef="{}"/>
<messageFlow id="f2" sourceRef="e2" targetRef="k"/></collaboration>"""
NAMELESS = "<messageEventDefinition/>"
ASKS = f"""<startEvent id="s"/><sendTask id="t"/><receiveTask id="k"/><userTask id="u"/>{flows("s t k u")}"""
ANSWERS = f"""<startEvent id="s2">{{}}</startEvent><endEvent id="e2">{NAMELESS}</endEvent>{flows("s2 e2")}"""


@pytest.mark.parametrize(
    "event", [NAMELESS, message()], ids=["both ends without a message", "one end with a message"]
)
def test_a_message_flow_ties_its_ends_together(event: str) -> None:
    data = document(FLOWS.format("s2"), process(ASKS), process(ANSWERS.format(event), "q"))

    assert opened(played(data)) == ["u"]


def test_an_outside_message_starts_no_other_pool() -> None:
    data = document(process(TASKS + flows("s a e")), process(OTHER.format(message()), "q"))

    assert opened(played(data, {"message": "answer"})) == ["a"]


@pytest.mark.parametrize(
    ("event", "step"), [(message(), {"message": "answer"}), (SIGNAL, {"signal": "stop"})]
)
def test_a_process_that_begins_with_an_event_waits_for_that_step(event: str, step: object) -> None:
    data = document(process(TASKS + flows("s a e")), process(OTHER.format(event), "q"))

    assert opened(played(data, start="q")) == []
    assert played(data, start="q").outcome().status == "waiting"
    assert opened(played(data, step, start="q")) == ["u"]


def test_a_message_that_nobody_waits_for_is_kept_until_somebody_does() -> None:
    catch = f'<intermediateCatchEvent id="k">{message()}</intermediateCatchEvent>'
    data = document(TASKS + catch + flows("s a k b e"))

    assert opened(played(data, {"message": "answer"}, {"complete": "a"})) == ["b"]
    assert opened(played(data, {"message": "other"}, {"complete": "a"})) == []


def test_a_message_with_another_key_is_not_for_this_process() -> None:
    catch = f'<intermediateCatchEvent id="k" querela:key="&quot;7&quot;">{message()}</intermediateCatchEvent>'
    data = document(TASKS + catch + flows("s k a e"))

    assert opened(played(data, {"message": "answer", "key": "8"})) == []
    assert opened(played(data, {"message": "answer", "key": "7"})) == ["a"]


def test_an_error_that_nobody_catches_fails_the_play() -> None:
    end = '<endEvent id="x"><errorEventDefinition errorRef="x_lost"/></endEvent>'
    outcome = played(document('<startEvent id="s"/>' + end + flows("s x"))).outcome()

    assert outcome.status == "failed"
    assert [incident.element for incident in outcome.incidents] == ["x"]


def test_a_failing_condition_is_an_incident_and_the_play_has_failed() -> None:
    body = TASKS + '<exclusiveGateway id="g"/>' + flows("s g", "g a if: x > 1", "g b if: x > 2")
    outcome = played(document(body)).outcome()

    assert (outcome.status, [i.element for i in outcome.incidents]) == ("failed", ["g"])


def test_two_pools_that_answer_each_other_for_ever_are_stopped() -> None:
    ping = f"""<startEvent id="s">{message("answer")}</startEvent>
    <endEvent id="e">{message("other")}</endEvent>""" + flows("s e")
    pong = f"""<startEvent id="s2">{message("other")}</startEvent>
    <endEvent id="e2">{message("answer")}</endEvent>""" + flows("s2 e2")
    first = f'<startEvent id="s3"/><endEvent id="e3">{message("answer")}</endEvent>' + flows("s3 e3")
    data = document(process(first), process(ping, "q"), process(pong, "r"))

    with pytest.raises(Refused, match="without end"):
        played(data)


def test_an_unknown_process_is_refused() -> None:
    with pytest.raises(NotFound):
        played(document(TASKS + flows("s a e")), start="zz")


@pytest.mark.parametrize(
    ("step", "error"),
    [
        ({"complete": "b"}, WrongState),
        ({"complete": "zz"}, WrongState),
        ({"advance": "-P1D"}, WrongState),
        ({"advance": "soon"}, InvalidInput),
        ({"advance": "P9999999Y"}, InvalidInput),
        ({"finish": "a"}, InvalidInput),
        ({"complete": "a", "signal": "stop"}, InvalidInput),
        ({"complete": "a", "key": "x"}, InvalidInput),
        ({"complete": ""}, InvalidInput),
        ({"complete": "a", "with": ["x"]}, InvalidInput),
        ("complete a", InvalidInput),
    ],
)
def test_a_step_that_cannot_be_done_is_refused(step: object, error: type[Exception]) -> None:
    playback = played(document(TASKS + flows("s a b e")))

    with pytest.raises(error):
        perform(playback, read_step(step))
    assert opened(playback) == ["a"]


@pytest.mark.parametrize(
    ("duration", "then"),
    [
        ("P3D", "2026-01-08T09:00"),
        ("PT2H30M", "2026-01-05T11:30"),
        ("P2W", "2026-01-19T09:00"),
        ("P1M", "2026-02-05T09:00"),
        ("P1Y", "2027-01-05T09:00"),
        ("PT0S", "2026-01-05T09:00"),
    ],
)
def test_durations_move_the_clock(duration: str, then: str) -> None:
    assert after(NOW, duration) == datetime.fromisoformat(then).replace(tzinfo=UTC)

"""A failing step is an incident on its element; retry goes on from precisely there."""

from collections.abc import Callable

import pytest

from engine.errors import InvalidInput, WrongState
from engine.events.process import (
    ElementCompleted,
    ElementStarted,
    IncidentRaised,
    IncidentRetried,
    MilestoneReached,
    UserTaskOpened,
)
from engine.model.step import InstanceStatus
from tests.runtime.drawing import (
    boundary,
    catch,
    condition,
    diagram,
    end,
    flows,
    mapping,
    message,
    multi,
    node,
    par,
    script,
    start,
    sub,
    throw,
    timer,
    times,
    user,
    xor,
)
from tests.runtime.playing import Player, Rules

BROKEN = "x +"  # no FEEL: the text ends too early


@pytest.fixture(params=[False, True], ids=["stored", "in memory"])
def playing(request: pytest.FixtureRequest) -> Callable[..., Player]:
    def start_player(*args: object, **kwargs: object) -> Player:
        return Player(*args, in_memory=request.param, **kwargs)  # type: ignore[arg-type]

    return start_player


def beside(inside: str, *chains: str) -> bytes:
    """The part under test, reached at once, and beside it a user task z that must not be touched."""
    return diagram(start() + par("g") + user("z") + inside + end() + flows("g z e", *chains))


class Service:
    """A decision that is out of order until it is mended."""

    def __init__(self) -> None:
        self.broken = True

    def rules(self) -> Rules:
        def decide(_variables: object) -> object:
            if self.broken:
                raise InvalidInput("two rules match")
            return "high"

        return Rules(triage=decide)


def test_a_failing_decision_is_retried_and_nothing_before_it_again(playing: Callable[..., Player]) -> None:
    service = Service()
    player = playing(
        beside(
            script("x", "{n: n + 1}")
            + node("businessRuleTask", "d", q_decision="triage", q_result="priority")
            + user("a"),
            "s g x d a e",
        ),
        {"n": 0},
        rules=service.rules(),
    )
    assert player.step.status is InstanceStatus.INCIDENT
    assert player.incidents == [("d", "the decision “triage” failed: two rules match")]
    assert player.open == ["z"]
    player.play(["z"])
    player.retry()
    assert len(player.told(IncidentRaised)) == 2
    assert len(player.told(IncidentRetried)) == 1
    service.broken = False
    player.retry()
    assert player.open == ["a"]
    assert player.step.status is InstanceStatus.ACTIVE
    assert player.step.variables["n"] == 1
    assert player.step.variables["priority"] == "high"
    started = [e.element for e in player.told(ElementStarted)]
    assert started.count("d") == 1


def test_a_completed_task_whose_flow_cannot_be_chosen_stays_completed(playing: Callable[..., Player]) -> None:
    drawn = beside(node("userTask", "a", q_milestone="assessed") + user("b"), "s g a", "a b if: x > 0", "b e")
    player = playing(drawn)
    step = player.complete("a", {"x": 0})
    assert step.status is InstanceStatus.INCIDENT
    assert len(step.closed) == 1
    assert player.open == ["z"]
    assert player.step.variables["x"] == 0
    assert "a" not in player.trace
    assert [e.milestone for e in player.told(MilestoneReached)] == ["assessed"]  # type: ignore[attr-defined]
    player.write({"x": 1})
    player.retry()
    assert player.open == ["b", "z"]
    completed = next(e for e in player.told(ElementCompleted) if e.element == "a")
    assert isinstance(completed, ElementCompleted)
    assert completed.flows == ("a-b",)
    assert completed.changes == {"x": (None, 0)}
    assert len(player.told(MilestoneReached)) == 1


FIXABLE = {
    "a cardinality": (user("f", multi(times("count"))), {"count": 2}, ["f", "f"]),
    "a collection": (user("f", multi("<loopDataInputRef>count</loopDataInputRef>")), {"count": [1]}, ["f"]),
    "a condition after a gateway": (xor("f") + user("h"), {"count": True}, ["h"]),
    "a timer": (catch("f", timer("count")), {"count": "PT1H"}, []),
    "a due date": (node("userTask", "f", q_due="count"), {"count": "P1D"}, ["f"]),
    "a priority": (node("userTask", "f", q_priority="count"), {"count": 3}, ["f"]),
    "an assignee": (node("userTask", "f", q_assignee="=count"), {"count": "ann"}, ["f"]),
    "candidate groups": (node("userTask", "f", q_candidateGroups="=count"), {"count": ["x"]}, ["f"]),
    "a recipient": (node("sendTask", "f", q_mail="hello", q_to="=count"), {"count": "ann"}, []),
    "a mapping": (node("userTask", "f", q_inputs="count"), {"count": {"y": 1}}, ["f"]),
    "a script": (script("f", "count"), {"count": {"y": 1}}, []),
}


@pytest.mark.parametrize("what", FIXABLE)
def test_every_expression_can_fail_and_be_retried(playing: Callable[..., Player], what: str) -> None:
    inside, mended, opened = FIXABLE[what]
    more = ["f h if: count", "h e"] if "h" in opened else ["f e"]
    player = playing(beside(inside, "s g f", *more), {"count": {"$type": "number", "$value": "7.5"}})
    assert [element for element, _ in player.incidents] == ["f"]
    assert player.open == ["z"]
    before = player.trace.count("f")
    player.write(mended)
    player.retry()
    assert player.incidents == []
    assert player.open == sorted([*opened, "z"])
    assert before == 0
    assert [e.element for e in player.told(ElementStarted)].count("f") <= max(len(opened), 1)
    player.play(["z"])


def test_a_text_that_is_no_feel_is_an_incident(playing: Callable[..., Player]) -> None:
    player = playing(beside(script("f", BROKEN), "s g f e"))
    assert [element for element, _ in player.incidents] == ["f"]
    assert "x +" in player.incidents[0][1]


def test_a_boundary_timer_that_cannot_be_armed_leaves_its_task_open(playing: Callable[..., Player]) -> None:
    drawn = beside(user("f h") + boundary("b", "f", timer("limit")), "s g f e", "b h e")
    player = playing(drawn)
    assert [element for element, _ in player.incidents] == ["b"]
    assert player.open == ["f", "z"]
    player.wait("PT2H")
    player.write({"limit": "PT1H"})
    player.retry()
    assert player.open == ["h", "z"], "armed as of the moment at which it should have been"
    fired = player.look().open[-1]
    assert fired.opened_at.hour == 10


def test_a_condition_that_cannot_be_read_waits_for_its_retry(playing: Callable[..., Player]) -> None:
    drawn = beside(catch("f", condition("limit > now() +")) + user("h"), "s g f h e")
    player = playing(drawn)
    assert [element for element, _ in player.incidents] == ["f"]
    player.retry()
    assert [element for element, _ in player.incidents] == ["f"]
    player.play(["z"])


def test_a_message_whose_mapping_fails_is_not_lost(playing: Callable[..., Player]) -> None:
    drawn = beside(
        node("receiveTask", "f", mapping(outputs={"answer": "text +"}), messageRef="message_m"), "s g f e"
    )
    player = playing(drawn)
    assert player.deliver("m", payload={"text": "yes"})
    assert [element for element, _ in player.incidents] == ["f"]
    assert not player.deliver("m"), "it has been received"


def test_a_failing_activation_condition_is_asked_again(playing: Callable[..., Player]) -> None:
    inside = (
        par("h")
        + user("a b")
        + node(
            "complexGateway", "f", "<activationCondition>count(xs) = activationCount +</activationCondition>"
        )
    )
    player = playing(beside(inside, "s g h a f e", "h b f"))
    player.play(["a"])
    assert [element for element, _ in player.incidents] == ["f"]
    player.retry()
    assert [element for element, _ in player.incidents] == ["f"]
    assert player.open == ["b", "z"]


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        (user("f", multi(times("10001"))), "more than 10000"),
        (user("f", multi("<loopDataInputRef>7</loopDataInputRef>")), "not a list"),
        (node("userTask", "f", q_candidateGroups="=[1]"), "names"),
        (node("userTask", "f", q_due="P99999Y"), "9999"),
        (script("f", "{a: function(x) x}"), "function"),
        (script("f", "[1]"), "context"),
    ],
)
def test_incidents_say_what_is_wrong(inside: str, said: str) -> None:
    (incident,) = Player(beside(inside, "s g f e")).step.incidents
    assert said in incident.message


def test_a_failing_loop_condition_is_asked_again(playing: Callable[..., Player]) -> None:
    inside = user("f", multi(times(2) + "<completionCondition>broken +</completionCondition>"))
    player = playing(beside(inside, "s g f e"))
    player.play(["f"])
    assert [element for element, _ in player.incidents] == ["f"]
    player.retry()
    assert [element for element, _ in player.incidents] == ["f"]
    assert player.trace.count("f") == 1


def test_outputs_of_a_called_process_are_mapped_at_the_retry(playing: Callable[..., Player]) -> None:
    called = start("s1") + script("c", "{n: 1}") + end("e1") + flows("s1 c e1")
    drawn = diagram(
        start()
        + node("callActivity", "f", mapping(outputs={"m": "n +"}), calledElement="p1")
        + end()
        + flows("s f e"),
        called,
    )
    player = playing(drawn)
    assert [element for element, _ in player.incidents] == ["f"]
    player.retry()
    assert [element for element, _ in player.incidents] == ["f"]
    assert player.trace == ["s", "s1", "c", "e1"]


def test_an_endless_loop_is_stopped(playing: Callable[..., Player]) -> None:
    drawn = diagram(start() + xor("m") + script("x", "{n: n + 1}") + flows("s m x m"))
    player = playing(drawn, {"n": 0}, max_moves=100)
    assert player.step.status is InstanceStatus.INCIDENT
    assert "100" in player.incidents[0][1]
    before = player.step.variables["n"]
    player.retry()
    assert player.step.status is InstanceStatus.INCIDENT
    assert player.step.variables["n"] > before  # type: ignore[operator]


@pytest.mark.parametrize("beginning", [start() + flows("s c"), ""], ids=["after a start event", "at once"])
def test_a_process_that_calls_itself_without_end_is_stopped(beginning: str) -> None:
    player = Player(diagram(beginning + node("callActivity", "c", calledElement="p")), max_moves=300)
    assert player.step.status is InstanceStatus.INCIDENT
    assert "300" in player.incidents[0][1]


def test_a_timer_that_never_rests_is_stopped(playing: Callable[..., Player]) -> None:
    drawn = diagram(start() + catch("t", timer("PT0S")) + xor("m") + flows("s m t m"))
    player = playing(drawn, max_moves=100)
    assert player.step.status is InstanceStatus.INCIDENT


def test_a_deadlock_is_an_incident_and_never_silence(playing: Callable[..., Player]) -> None:
    drawn = diagram(
        start()
        + xor("g", default="g-a")
        + user("a b")
        + par("j")
        + end()
        + flows("s g a j e", "g b if: x", "b j")
    )
    player = playing(drawn)
    player.play(["a"])
    assert player.step.status is InstanceStatus.INCIDENT
    assert [element for element, _ in player.incidents] == ["j"]
    player.retry()
    assert [element for element, _ in player.incidents] == ["j"]
    player.cancel()
    assert player.step.status is InstanceStatus.CANCELLED
    assert player.step.incidents == ()


def test_an_uncaught_error_fails_the_instance_with_an_incident(playing: Callable[..., Player]) -> None:
    drawn = beside(user("a") + end("x", '<errorEventDefinition errorRef="error_a"/>'), "s g a x")
    player = playing(drawn)
    player.play(["a"])
    assert player.step.status is InstanceStatus.FAILED
    assert player.incidents == [("x", "nobody catches the error “a”")]
    assert player.look().incidents == player.step.incidents
    assert player.cancelled == ["z"]


def test_a_task_beside_an_incident_can_be_completed_but_not_the_failed_one(
    playing: Callable[..., Player],
) -> None:
    player = playing(beside(node("userTask", "f", q_priority='"high"'), "s g f e"))
    failed = player.step.incidents[0].task
    with pytest.raises(WrongState, match="f"):
        player.runtime.complete(player.package, player.step.state, failed, {}, player.around)
    assert [e.element for e in player.told(UserTaskOpened)] == ["z"]


def test_a_thrown_payload_that_fails_is_sent_once_at_the_retry(playing: Callable[..., Player]) -> None:
    drawn = beside(throw("f", message("m"), q_inputs="letter") + user("h"), "s g f h e")
    player = playing(drawn)
    assert [element for element, _ in player.incidents] == ["f"]
    assert player.step.thrown == ()
    player.write({"letter": {"text": "hello"}})
    step = player.retry()
    assert [(t.name, t.values) for t in step.thrown] == [("m", {"text": "hello"})]


def test_an_ad_hoc_completion_that_fails_is_asked_again(playing: Callable[..., Player]) -> None:
    inside = sub("f", user("i j") + "<completionCondition>x +</completionCondition>", "adHocSubProcess")
    player = playing(beside(inside, "s g f e"))
    player.play(["i"])
    assert [element for element, _ in player.incidents] == ["f"]
    player.retry()
    assert player.open == ["j", "z"]


def test_work_is_done_even_if_its_outputs_cannot_be_mapped(playing: Callable[..., Player]) -> None:
    player = playing(beside(user("f", mapping(outputs={"x": "answer +"})), "s g f e"))
    step = player.complete("f", {"answer": 1})
    assert len(step.closed) == 1
    assert player.open == ["z"]
    assert [element for element, _ in player.incidents] == ["f"]
    assert player.cancel().closed != step.closed, "it is not closed twice"


def test_tokens_gathered_for_an_activity_are_not_lost_when_its_loop_fails(
    playing: Callable[..., Player],
) -> None:
    inside = par("h") + node("task", "n") + node("userTask", "f", multi(times("count")), startQuantity=2)
    player = playing(beside(inside, "s g h n f e", "h f"))
    assert [element for element, _ in player.incidents] == ["f"]
    player.write({"count": 1})
    player.retry()
    assert player.open == ["f", "z"]

"""Where SpiffWorkflow alone goes wrong silently, this runtime does not. Numbered as the measurements are."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.errors import DiagramError, WrongState
from engine.feel.values import from_python
from engine.model.step import InstanceStatus
from engine.spiff import SpiffRuntime
from engine.spiff.expressions import FeelEngine
from engine.spiff.failure import Failure
from engine.spiff.support import findings
from tests.runtime.drawing import (
    boundary,
    catch,
    compensate,
    diagram,
    end,
    error,
    flows,
    handler,
    link,
    message,
    node,
    par,
    script,
    signal,
    start,
    sub,
    task,
    throw,
    timer,
    undone_by,
    user,
    xor,
)
from tests.runtime.playing import MONDAY, Player, Rules, values
from tests.runtime.test_refused import package

AROUND = Player(diagram(start() + user("a"))).around


@pytest.mark.parametrize(
    "code",
    [
        "open('{}', 'w')",
        "__import__('pathlib').Path('{}').touch()",
        "[x for x in ().__class__.__base__.__subclasses__()]",
        "exec('while True: pass')",
    ],
)
def test_finding_01_no_python_runs_in_conditions_scripts_and_timers(code: str, tmp_path: Path) -> None:
    proof = tmp_path / "proof"
    code = code.format(proof)
    beginning = start() + user("a")
    for drawn in (
        beginning + script("f", code) + flows("s f a"),
        beginning + xor("f", default="f-a") + end() + flows("s f a", f"f e if: {code}"),
        beginning + catch("f", timer(code)) + flows("s f a"),
        beginning + node("userTask", "f", q_assignee=f"={code}") + flows("s f a"),
    ):
        player = Player(diagram(drawn))
        assert not proof.exists()
        assert player.step.status in (InstanceStatus.ACTIVE, InstanceStatus.INCIDENT)


def test_finding_01_every_door_of_the_script_engine_leads_to_feel() -> None:
    engine = FeelEngine(AROUND)
    assert engine.environment.evaluate("1 + 1", {}) == 2
    assert engine.environment.evaluate("x", {"x": 1}) == 1
    assert engine.environment.execute("{y: x + 1}", {"x": 1}) == {"y": 2}
    with pytest.raises(SyntaxError):
        engine.validate("import +")
    for door in (engine.environment.call_service, lambda c: engine.environment.execute("1", c)):
        with pytest.raises(Failure):
            door({})


def test_finding_02_deep_loops_with_boundary_timers_neither_end_nor_fail() -> None:
    drawn = diagram(
        start()
        + xor("m")
        + xor("w", default="w-e")
        + user("u")
        + boundary("b", "u", timer("PT9H"), beside=True)
        + user("r")
        + end()
        + flows("s m u w", "w e", "w m if: again", "b r e")
    )
    player = Player(drawn)
    for _ in range(400):
        player.play(['u {"again":true}'])
    assert player.open == ["u"]
    player.play(['u {"again":false}'])
    assert player.step.status is InstanceStatus.COMPLETED


def test_finding_03_a_parallel_join_in_a_loop_waits_for_both_in_every_round() -> None:
    drawn = diagram(
        start()
        + xor("m")
        + xor("w", default="w-e")
        + par("g j")
        + user("a b c")
        + end()
        + flows("s m g a j c w", "g b j", "w e", "w m if: again")
    )
    player = Player(drawn)
    player.play(["a", "b", 'c {"again": true}', "b"])
    assert player.open == ["a"]


def test_finding_04_a_join_loses_nothing() -> None:
    drawn = diagram(start() + par("g j") + user("a b c") + end() + flows("s g a j c e", "g b j"))
    player = Player(drawn, {"severity": "low", "list": [1, 2, 3]})
    player.play(['a {"severity": "high", "list": [1]}', "b"])
    assert player.step.variables == values({"severity": "high", "list": [1]})


def test_finding_05_values_given_and_values_got_are_nobody_elses() -> None:
    runtime, drawn = SpiffRuntime(Rules()), package(diagram(start() + user("a b") + flows("s a b")))
    given: dict[str, object] = {"record": {"tags": ["x"]}}
    first = runtime.start(drawn, given, AROUND)
    given["record"]["tags"].append("y")  # type: ignore[index]
    assert first.variables == {"record": {"tags": ["x"]}}
    second = runtime.complete(drawn, first.state, first.opened[0].id, {}, AROUND)
    second.variables["record"]["tags"].append("z")  # type: ignore[index]
    assert first.variables == {"record": {"tags": ["x"]}}
    assert runtime.look(drawn, second.state).variables == {"record": {"tags": ["x"]}}


def test_finding_06_order_times_and_awkward_names_survive_storing() -> None:
    odd = {
        "z": 1,
        "a": {"typename": "datetime", "value": 1},
        "$type": {"$type": "date", "$value": "no"},
        "at": from_python(datetime(2026, 1, 1, tzinfo=UTC)),
    }
    runtime, drawn = SpiffRuntime(Rules()), package(diagram(start() + user("a") + flows("s a")))
    state = runtime.start(drawn, odd, AROUND).state
    found = runtime.look(drawn, state).variables
    assert list(found) == list(odd)
    assert found["at"] == odd["at"]
    assert found["$type"] == odd["$type"]


def test_finding_07_what_has_finished_cannot_be_completed_again() -> None:
    runtime, drawn = SpiffRuntime(Rules()), package(diagram(start() + user("a b") + flows("s a b")))
    first = runtime.start(drawn, {}, AROUND)
    second = runtime.complete(drawn, first.state, first.opened[0].id, {}, AROUND)
    with pytest.raises(WrongState):
        runtime.complete(drawn, second.state, first.opened[0].id, {}, AROUND)


def test_finding_08_links_signal_ends_compensation_and_conditional_flows_run() -> None:
    linked = diagram(
        start() + throw("t", link("L")) + catch("k", link("L")) + user("a") + flows("s t", "k a")
    )
    assert Player(linked).open == ["a"]
    signalled = diagram(
        start()
        + par("g")
        + catch("k", signal("go"))
        + user("a")
        + end("x", signal("go"))
        + flows("s g k a", "g x")
    )
    assert Player(signalled).open == ["a"]
    undone = diagram(
        start()
        + task("a")
        + boundary("b", "a", compensate())
        + user("u", isForCompensation=True)
        + undone_by("b", "u")
        + end("x", compensate())
        + flows("s a x")
    )
    assert Player(undone).open == ["u"]
    conditional = diagram(start() + task("a") + user("b c") + flows("s a b", "a c if: false"))
    assert Player(conditional).open == ["b"]


@pytest.mark.parametrize(
    "inside", [node("receiveTask", "x"), catch("x", error("a")), catch("x", compensate()), catch("x")]
)
def test_finding_08_what_would_pass_through_is_refused(inside: str) -> None:
    with pytest.raises(DiagramError):
        SpiffRuntime(Rules()).prepare(package(diagram(start() + inside + flows("s x"))))


def test_finding_09_event_subprocesses_wait_for_their_event_and_interrupt() -> None:
    def around(event: str, *, beside: bool = False) -> bytes:
        inner = handler("H", event, user("h") + flows("Hs h"), beside=beside)
        return diagram(start() + user("a") + end() + flows("s a e") + inner)

    assert Player(around(error("a"))).open == ["a"]
    interrupted = Player(around(message("m")))
    interrupted.deliver("m")
    assert interrupted.open == ["h"]
    pending = Player(around(timer("P1D"), beside=True))
    pending.play(["a"])
    assert pending.step.status is InstanceStatus.COMPLETED


def test_finding_10_timers_behind_one_gateway_keep_their_own_times() -> None:
    drawn = diagram(
        start()
        + node("eventBasedGateway", "g")
        + catch("t1", timer("PT5H"))
        + catch("t2", timer("PT2H"))
        + user("a b")
        + flows("s g t1 a", "g t2 b")
    )
    due = {waiting.element: waiting.due_at for waiting in Player(drawn).step.waiting}
    assert {element: at.hour for element, at in due.items() if at} == {"t1": 14, "t2": 11}


def test_finding_10_a_message_beside_comes_as_often_as_it_is_sent() -> None:
    drawn = diagram(
        start() + user("a h") + boundary("b", "a", message("m"), beside=True) + flows("s a", "b h")
    )
    player = Player(drawn)
    assert [player.deliver("m") for _ in range(3)] == [True] * 3
    assert player.open == ["a", "h", "h", "h"]


def test_finding_11_two_starts_both_go_on_and_an_uncaught_error_is_no_success() -> None:
    two = diagram(start("s1") + start("s2") + user("a b") + flows("s1 a", "s2 b"))
    assert Player(two).open == ["a", "b"]
    failed = Player(diagram(start() + end("e", error("a")) + flows("s e")))
    assert failed.step.status is InstanceStatus.FAILED
    assert failed.incidents


def test_finding_11_and_12_bad_timers_and_flows_are_found_before_they_run() -> None:
    drawn = diagram(start() + catch("x", timer("PT")) + catch("y", timer(" ")) + flows("s x y zz"))
    assert {(f.element, f.rule) for f in findings(package(drawn))} == {
        ("x", "unsupported-timer"),
        ("y", "unsupported-timer"),
    }


def test_finding_12_a_late_completion_does_not_lose_the_deadline_nor_the_reminders() -> None:
    drawn = diagram(
        start()
        + user("a r c")
        + boundary("t", "a", timer("R/P1D", "timeCycle"), beside=True)
        + end()
        + flows("s a c e", "t r e")
    )
    player = Player(drawn)
    player.play(["~P2D", "a"])
    assert player.open == ["c", "r", "r"]


def test_finding_12_local_times_are_read_in_the_organisations_zone_of_that_day() -> None:
    drawn = diagram(start() + catch("t", timer("2026-07-01T09:00:00", "timeDate")) + flows("s t"))
    assert Player(drawn, zone="Europe/Berlin").step.next_due_at == datetime(2026, 7, 1, 7, tzinfo=UTC)
    assert Player(drawn, zone="America/New_York").step.next_due_at == datetime(2026, 7, 1, 13, tzinfo=UTC)


def test_finding_13_an_early_message_is_the_callers_to_keep_and_a_payload_overwrites_nothing_unasked() -> (
    None
):
    drawn = diagram(start() + user("a") + catch("k", message("m")) + user("b") + flows("s a k b"))
    player = Player(drawn, {"mine": 1})
    assert not player.deliver("m", payload={"mine": 2})
    player.play(["a"])
    assert player.deliver("m", payload={"theirs": 2})
    assert player.step.variables == values({"mine": 1, "theirs": 2})


def test_finding_15_parallel_blocks_cost_what_they_hold() -> None:
    blocks = range(11)
    drawn = diagram(
        start()
        + "".join(par(f"g{i} j{i}") + user(f"a{i} b{i}") for i in blocks)
        + flows("s g0", *[f"g{i} a{i} j{i}" for i in blocks], *[f"g{i} b{i} j{i}" for i in blocks])
        + flows(*[f"j{i} g{i + 1}" for i in blocks[:-1]])
    )
    player = Player(drawn)
    assert len(player.step.state) < 400
    for i in blocks:
        player.play([f"b{i}", f"a{i}"])
    assert player.step.status is InstanceStatus.COMPLETED


def test_finding_16_a_rule_task_asks_the_packages_decision() -> None:
    drawn = diagram(start() + node("businessRuleTask", "d", q_decision="triage", q_result="x") + flows("s d"))
    player = Player(drawn, {"n": 1}, rules=Rules(triage=lambda given: given["n"]))
    assert player.step.variables["x"] == 1


def test_finding_17_files_of_other_modelers_are_read_or_refused_in_words() -> None:
    lost = diagram(start() + node("receiveTask", "x", messageRef="nowhere") + flows("s x"))
    assert [f.element for f in findings(package(lost))] == ["x"]
    stores = '<dataStore id="d" name="Archive"/>'
    sleepy = diagram(user("a") + '<dataStoreReference id="r" dataStoreRef="d"/>', beside=stores)
    assert Player(sleepy.replace(b'isExecutable="true"', b'isExecutable="false"')).open == ["a"]
    nameless = diagram(start() + catch("k", '<messageEventDefinition messageRef="n"/>') + flows("s k"))
    player = Player(nameless.replace(b"<process", b'<message id="n"/><process', 1))
    assert player.step.waiting[0].name == "n"


def test_finding_18_entities_are_refused_and_other_encodings_read() -> None:
    drawn = diagram(start() + user("a") + flows("s a"))
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + drawn.replace(
        b'name="a"', b'name="&b;"'
    )
    assert [f.rule for f in findings(package(bomb))] == ["unreadable"]
    outside = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>' + drawn
    assert [f.rule for f in findings(package(outside))] == ["unreadable"]
    wide = ('<?xml version="1.0" encoding="UTF-16"?>' + drawn.decode()).encode("utf-16")
    assert Player(wide).open == ["a"]
    assert Player(drawn).step.opened[0].opened_at == MONDAY


def test_data_objects_of_an_outer_scope_are_variables() -> None:
    """SpiffWorkflow loops for ever on a reference that lies in a scope further out."""
    inner = (
        start("s2")
        + node(
            "scriptTask",
            "x",
            "<dataInputAssociation><sourceRef>ref</sourceRef><targetRef>copy</targetRef></dataInputAssociation>"
            "<script>{seen: copy}</script>",
        )
        + flows("s2 x")
    )
    objects = (
        '<dataObject id="d" name="letter"/><dataObjectReference id="ref" dataObjectRef="d" name="Letter"/>'
    )
    drawn = diagram(
        objects + start() + sub("S", start("s1") + sub("T", inner) + flows("s1 T")) + flows("s S")
    )
    assert Player(drawn, {"letter": "hello"}).step.variables["seen"] == "hello"


def test_data_associations_may_compute_what_they_copy() -> None:
    computing = (
        "<dataInputAssociation><assignment><from>price * 2</from><to>double</to></assignment>"
        "</dataInputAssociation>"
        "<dataOutputAssociation><sourceRef>seen</sourceRef><targetRef>r</targetRef>"
        "<transformation>seen + 1</transformation></dataOutputAssociation><script>{seen: double}</script>"
    )
    objects = '<dataObject id="d" name="result"/><dataObjectReference id="r" dataObjectRef="d"/>'
    drawn = diagram(objects + start() + node("scriptTask", "x", computing) + flows("s x"))
    assert Player(drawn, {"price": 10}).step.variables["result"] == 21

"""What cannot run as drawn is refused, in plain words, on its element."""

import pytest

from engine.errors import DiagramError, NotFound
from engine.model.findings import Severity
from engine.model.package import Package
from engine.safe_xml import MAX_BYTES
from engine.spiff import SpiffRuntime
from engine.spiff.definition import Definitions
from engine.spiff.support import findings
from tests.runtime.drawing import (
    BPMN,
    CANCEL,
    boundary,
    catch,
    compensate,
    condition,
    diagram,
    end,
    error,
    flows,
    handler,
    link,
    loop,
    message,
    multi,
    node,
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

A = start() + user("a")


def drawn(inside: str, *chains: str) -> bytes:
    return diagram(start() + inside + flows(*chains))


NOWHERE = '<errorEventDefinition errorRef="nowhere"/>'
REFUSED = {
    "an unknown element": (drawn(node("choreographyTask", "x"), "s x"), "element", "x"),
    "a flow into nothing": (drawn("", "s zz"), "flow", "s-zz"),
    "a call of what is not there": (drawn(node("callActivity", "x", calledElement="zz")), "call", "x"),
    "a call of nothing": (drawn(node("callActivity", "x")), "call", "x"),
    "an error that is not in the file": (drawn(end("x", NOWHERE), "s x"), "reference", "x"),
    "a message that is not in the file": (
        drawn(node("receiveTask", "x", messageRef="nowhere"), "s x"), "reference", "x"),
    "a shared definition that is not in the file": (
        drawn(end("x", "<eventDefinitionRef>zz</eventDefinitionRef>"), "s x"), "reference", "x"),
    "a start quantity of none": (drawn(node("userTask", "x", startQuantity=0), "s x"), "quantity", "x"),
    "a million tokens at once": (
        drawn(node("userTask", "x", completionQuantity=1_000_000), "s x"), "quantity", "x"),
    "a number that is none": (drawn(node("userTask", "x", startQuantity="²"), "s x"), "quantity", "x"),
    "a handler without a trigger": (diagram(A + handler("x", "", user("h"))), "event-subprocess", "x"),
    "a handler with a flow": (
        diagram(A + handler("x", message("m"), user("h")) + flows("s a x")), "event-subprocess", "x"),
    "an error handler beside": (diagram(A + handler("x", error("a"), "", beside=True)), "event", "xs"),
    "an error boundary beside": (
        diagram(A + boundary("x", "a", error("a"), beside=True) + flows("s a")), "event", "x"),
    "a boundary event without a trigger": (diagram(A + boundary("x", "a")), "boundary", "x"),
    "a boundary event on nothing": (diagram(A + boundary("x", "zz", message("m"))), "boundary", "x"),
    "a boundary event on a gateway": (
        diagram(A + xor("g") + boundary("x", "g", message("m"))), "boundary", "x"),
    "a cancel boundary of a plain subprocess": (
        diagram(start() + sub("S", A) + boundary("x", "S", CANCEL)), "boundary", "x"),
    "a cancel outside a transaction": (drawn(end("x", CANCEL), "s x"), "event", "x"),
    "a link without a target": (drawn(throw("x", link("L")), "s x"), "link", "x"),
    "a catching event that waits for nothing": (drawn(catch("x"), "s x"), "event", "x"),
    "a catching error in the flow": (drawn(catch("x", error("a")), "s x"), "event", "x"),
    "a catching compensation in the flow": (drawn(catch("x", compensate()), "s x"), "event", "x"),
    "a throwing timer": (drawn(throw("x", timer("PT1H")), "s x"), "event", "x"),
    "a process that starts by an error": (diagram(start("x", error("a")) + user("a")), "event", "x"),
    "a receive task without a message": (drawn(node("receiveTask", "x"), "s x"), "event", "x"),
    "an empty timer": (drawn(catch("x", "<timerEventDefinition/>"), "s x"), "timer", "x"),
    "a timer that goes backwards": (drawn(catch("x", timer("-PT1H")), "s x"), "timer", "x"),
    "a timer with a bad date": (drawn(catch("x", timer("2026-02-30", "timeDate")), "s x"), "timer", "x"),
    "a condition without text": (drawn(catch("x", condition("")), "s x"), "condition", "x"),
    "a flow without condition out of an exclusive gateway": (
        diagram(A + user("b") + xor("x") + flows("s x a if: y", "x b")), "condition", "x"),
    "a default flow that leaves another node": (
        diagram(A + xor("x", default="s-x") + flows("s x a if: y")), "flow", "x"),
    "a script in another language": (
        drawn(node("scriptTask", "x", "<script>1</script>", scriptFormat="javascript"), "s x"),
        "script-language", "x"),
    "a loop that would never end": (drawn(user("x", loop()), "s x"), "loop", "x"),
    "a loop with a maximum of none": (drawn(user("x", loop("y", loopMaximum=0)), "s x"), "loop", "x"),
    "a multi-instance of nothing": (drawn(user("x", multi("")), "s x"), "multi-instance", "x"),
    "a negative number of instances": (drawn(user("x", multi(times(-1))), "s x"), "multi-instance", "x"),
    "a data assignment to no variable": (
        drawn(user("x", "<dataInputAssociation><assignment><from>1</from><to>a.b</to></assignment>"
        "</dataInputAssociation>"), "s x"), "data", "x"),
    "a global task in another language": (
        diagram(start() + node("callActivity", "c", calledElement="g"),
                beside=node("globalScriptTask", "g", "<script>1</script>", scriptLanguage="python")),
        "script-language", "g.task"),
    "an event-based gateway before a task": (
        diagram(A + node("eventBasedGateway", "x") + flows("s x a")), "event-gateway", "x"),
    "an event-based gateway before nothing": (
        diagram(start() + node("eventBasedGateway", "x") + flows("s x")), "event-gateway", "x"),
    "a parallel event-based gateway in the flow": (
        drawn(node("eventBasedGateway", "x", eventGatewayType="Parallel"), "s x"), "event-gateway", "x"),
    "the same id twice": (drawn(user("x x"), "s x"), "duplicate", "x"),
}  # fmt: skip


def package(data: bytes, **more: bytes) -> Package:
    files = {"main.bpmn": data, **{f"{name}.bpmn": content for name, content in more.items()}}
    return Package("test", "Test", "main.bpmn", files, tuple(files)[1:])


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused_on_its_element(what: str) -> None:
    data, rule, element = REFUSED[what]
    with pytest.raises(DiagramError) as refused:
        SpiffRuntime(Rules()).prepare(package(data))
    found = [(finding.rule, finding.element) for finding in refused.value.findings]
    assert found == [(f"unsupported-{rule}", element)]
    finding = refused.value.findings[0]
    assert (finding.file, finding.severity, finding.line) == ("main.bpmn", Severity.ERROR, 1)
    assert finding.message.endswith(".")


def test_all_findings_of_all_files_come_at_once() -> None:
    other = diagram(start() + user("b") + node("choreographyTask", "y")).replace(b'id="p"', b'id="other"')
    data = drawn(node("choreographyTask", "x") + end("z", NOWHERE), "s x z")
    found = findings(package(data, other=other))
    assert {(finding.file, finding.element) for finding in found} == {
        ("main.bpmn", "x"),
        ("main.bpmn", "z"),
        ("other.bpmn", "y"),
    }


def test_tasks_that_do_nothing_here_are_pointed_out_and_run() -> None:
    data = drawn(node("serviceTask", "x") + node("sendTask", "y") + node("businessRuleTask", "z"), "s x y z")
    runtime = SpiffRuntime(Rules())
    warned = runtime.supported(package(data))
    assert [(w.rule, w.element, w.severity) for w in warned] == [
        ("unsupported-call", name, Severity.WARNING) for name in "xyz"
    ]
    assert Player(data).trace == ["s", "x", "y", "z"]


def test_correlation_keys_are_pointed_out() -> None:
    keyed = '<collaboration id="c"><correlationKey id="k" name="order"/></collaboration>'
    (found,) = findings(package(diagram(A + flows("s a"), beside=keyed)))
    assert (found.rule, found.element, found.severity) == ("unsupported-correlation", "k", Severity.WARNING)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"no xml", "XML"),
        (b"<a/>", "BPMN"),
        (b'<!DOCTYPE d [<!ENTITY a "b">]>' + drawn("", ""), "document type"),
        (b"<definitions/>", "BPMN"),
        (b"x" * (MAX_BYTES + 1), "MB big"),
    ],
)  # fmt: skip
def test_what_is_no_diagram_is_refused(data: bytes, said: str) -> None:
    (found,) = findings(package(data))
    assert found.rule == "unreadable"
    assert said in found.message


def test_a_process_that_is_there_twice_is_refused() -> None:
    (found,) = findings(package(diagram(A), other=diagram(A)))
    assert (found.rule, found.file) == ("unsupported-duplicate", "other.bpmn")


def test_what_the_parser_itself_refuses_is_a_finding() -> None:
    (found,) = findings(package(diagram(A, A).replace(b'id="p1"', b'id="p"')))
    assert found.rule == "unreadable"
    assert "Duplicate" in found.message


def test_subprocesses_that_lie_too_deep_are_refused() -> None:
    deep = user("a")
    for level in range(200):
        deep = sub(f"s{level}", deep)
    (found,) = findings(package(diagram(deep)))
    assert (found.rule, "deep" in found.message) == ("unreadable", True)


def test_a_file_that_is_named_and_not_there_is_refused() -> None:
    (found,) = findings(Package("test", "Test", "main.bpmn", {"main.bpmn": diagram(A)}, ("lost.bpmn",)))
    assert (found.rule, found.file) == ("unreadable", "lost.bpmn")


# ---- what is accepted


def test_files_of_a_package_call_each_other_and_keep_their_own_messages() -> None:
    called = (
        diagram(start() + catch("k", message("m")) + end() + flows("s k e"))
        .replace(b'id="p"', b'id="called"')
        .replace(b'name="m"', b'name="theirs"')
    )
    main = diagram(start() + node("callActivity", "c", calledElement="x:called") + end() + flows("s c e"))
    player = Player({"main.bpmn": main, "also.bpmn": called})
    assert not player.deliver("m")
    assert player.deliver("theirs")
    assert player.trace == ["s", "s", "k", "e", "c", "e"]


def test_the_process_that_nothing_calls_starts() -> None:
    inner = start("s0") + user("i") + flows("s0 i")
    main = diagram(inner, start() + node("callActivity", "c", calledElement="p") + flows("s c"))
    assert Player(main).open == ["i"]
    assert Player(main).trace == ["s", "s0"]


def test_a_file_without_an_executable_process_starts_its_first() -> None:
    assert Player(diagram(A + flows("s a")).replace(b'"true"', b'"false"')).open == ["a"]


def test_a_file_without_a_process_has_nothing_to_start() -> None:
    runtime = SpiffRuntime(Rules())
    empty = package(f'<definitions xmlns="{BPMN}"/>'.encode())
    runtime.prepare(empty)
    with pytest.raises(NotFound, match="no process"):
        runtime.start(empty, {}, Player(diagram(A)).around)


def test_nodes_without_an_id_are_numbered() -> None:
    assert Player(diagram("<task/><task/>")).trace == ["nameless-1", "nameless-2"]


def test_a_shared_definition_is_used_by_reference() -> None:
    data = diagram(
        start() + catch("x", "<eventDefinitionRef>t:shared</eventDefinitionRef>") + flows("s x"),
        beside='<timerEventDefinition id="shared"><timeDuration>PT1H</timeDuration></timerEventDefinition>',
    )
    assert Player(data).step.waiting[0].kind == "timer"


def test_a_package_is_parsed_once() -> None:
    runtime = SpiffRuntime(Rules())
    first, second = (
        runtime._definitions.of(package(diagram(A))),
        runtime._definitions.of(package(diagram(A))),
    )
    assert first is second
    assert runtime._definitions.of(package(diagram(A + script("x", "{}")))) is not first


def test_only_the_packages_used_last_are_kept() -> None:
    kept = Definitions(kept=2)
    packages = [package(diagram(start() + user(name) + flows(f"s {name}"))) for name in "abc"]
    first = kept.of(packages[0])
    kept.of(packages[1])
    assert kept.of(packages[0]) is first
    kept.of(packages[2])
    assert kept.of(packages[0]) is first
    assert len(kept._parsed) == 2

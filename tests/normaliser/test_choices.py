"""What the file does not decide is asked of the person of the step before, and runs whatever is answered."""

from datetime import UTC, datetime

import pytest

from engine.dmn import DmnDecisions
from engine.model.package import Package
from engine.playback import Playback
from engine.ports.runtime import Surroundings
from engine.spiff import SpiffRuntime
from tests.normaliser.drawn import Result, condition, flow, process, way

S, T = '<startEvent id="s"/>', '<userTask id="t" name="Look"/>'
ENDS = '<endEvent id="yes" name="Good"/><endEvent id="no" name="Bad"/>'
GATEWAY = '<exclusiveGateway id="g" name="Good enough?"/>'
MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)


def fork(gateway: str = GATEWAY, before: str = T, yes: str = "", no: str = "", labels: bool = True) -> bytes:
    """A step, a gateway, two ends; `yes` and `no` stand inside the flows."""
    names = ('name="Yes"', 'name="No"') if labels else ("", "")
    ways = way("s", "t", "g") + flow("g", "yes", yes, names[0]) + flow("g", "no", no, names[1])
    return process(S + before + gateway + ENDS + ways)


def run(data: bytes, *steps: tuple[str, dict[str, object]]) -> tuple[str, ...]:
    """Ids of the ends that are reached."""
    package = Package("d", "d", "d.bpmn", {"d.bpmn": data}, ())
    playback = Playback(SpiffRuntime(DmnDecisions()), package, Surroundings(MONDAY))
    playback.start({})
    for element, values in steps:
        playback.complete(element, values)
    return playback.outcome().ended


@pytest.mark.parametrize(
    ("answer", "end"),
    [({"choice_g": "Yes"}, "yes"), ({"choice_g": "No"}, "no"), ({}, "no"), ({"choice_g": "Maybe"}, "no")],
)
def test_the_answer_of_the_step_before_leads_on(answer: dict[str, object], end: str) -> None:
    result = Result(fork())

    assert run(result.data, ("t", answer)) == (end,)
    assert 'choice_g to one of "Yes", "No"' in result.messages
    assert result.errors == []


def test_a_way_without_label_is_called_by_what_it_leads_to() -> None:
    result = Result(fork(labels=False))

    assert 'choice_g to one of "Good", "Bad"' in result.messages
    assert run(result.data, ("t", {"choice_g": "Good"})) == ("yes",)


def test_ways_of_one_name_are_told_apart() -> None:
    ways = way("s", "t", "g") + flow("g", "yes", "", 'name="On"') + flow("g", "no", "", 'name="On"')
    result = Result(process(S + T + GATEWAY + ENDS + ways))

    assert 'one of "On", "On (2)"' in result.messages


@pytest.mark.parametrize("text", ["order is complete", "${bean.judge(1)}", "0.7", "${a ? }"])
def test_a_condition_that_cannot_be_read_is_kept_and_asked(text: str) -> None:
    result = Result(fork(yes=condition(text), no=condition("=true")))

    assert text in (result.own("g-yes", "original") or "") + result.data.decode()
    assert "question" in result.messages
    assert result.errors == []


def test_conditions_that_can_be_read_stay_beside_the_question() -> None:
    result = Result(fork(yes=condition("amount > 10")))

    assert result.text("g-yes") == "amount > 10"
    assert result.ids["g"].get("default") == "g-no"
    assert run(result.data, ("t", {"amount": 11})) == ("yes",)


def test_a_gateway_that_reads_what_nothing_sets_gets_a_default() -> None:
    result = Result(fork(yes=condition("${good}"), no=condition("${!good}")))

    assert result.ids["g"].get("default") in ("g-yes", "g-no")
    assert run(result.data, ("t", {})) != ()
    assert run(result.data, ("t", {"good": True})) == ("yes",)
    assert run(result.data, ("t", {"good": False})) == ("no",)


def test_the_default_never_leads_back_for_ever() -> None:
    ways = way("s", "t", "g", "t") + flow("g", "yes")
    result = Result(process(S + T + GATEWAY + '<endEvent id="yes"/>' + ways))

    assert result.ids["g"].get("default") == "g-yes"


@pytest.mark.parametrize(
    "gateway", ['<inclusiveGateway id="g"/>', '<inclusiveGateway id="g" default="g-no"/>']
)
def test_an_inclusive_gateway_takes_a_list_of_answers(gateway: str) -> None:
    result = Result(fork(gateway, yes=condition("as you like"), no=condition("or else")))

    assert run(result.data, ("t", {"choice_g": ["as you like", "Yes"]})) == ("yes",)
    assert result.errors == []


@pytest.mark.parametrize(
    "before",
    [
        '<serviceTask id="t" name="Fetch"/>',
        '<intermediateThrowEvent id="t"/>',
        '<subProcess id="t" name="Box"><userTask id="x" name="A"/></subProcess>',
    ],
)
def test_where_no_person_stands_before_one_is_asked_in_front(before: str) -> None:
    result = Result(fork(before=before))
    steps = [("x", {})] if "subProcess" in before else []

    assert result.type("g_question") == "userTask"
    assert result.ids["g_question"].get("name") == "Good enough?"
    assert run(result.data, *steps, ("g_question", {"choice_g": "Yes"})) == ("yes",)
    assert result.errors == []


def test_a_gateway_behind_a_gateway_is_asked_once() -> None:
    body = (
        S
        + '<serviceTask id="t" name="Fetch"/><exclusiveGateway id="g"/><exclusiveGateway id="h"/>'
        + '<endEvent id="a"/><endEvent id="b"/><endEvent id="c"/>'
        + way("s", "t", "g", "h", "a")
        + flow("h", "b")
        + flow("g", "c")
    )
    result = Result(process(body))

    assert "g_question" in result.ids
    assert "h_question" not in result.ids
    assert run(result.data, ("g_question", {"choice_g": "h", "choice_h": "b"})) == ("b",)


def test_the_question_is_drawn_between_and_what_lies_behind_moves_on() -> None:
    places = {"s": (0, 36), "t": (100, 100), "g": (250, 50), "yes": (400, 36), "no": (400, 36)}
    shapes = "".join(
        f'<bpmndi:BPMNShape id="{node}_di" bpmnElement="{node}">'
        f'<dc:Bounds x="{x}" y="100" width="{width}" height="{width}"/></bpmndi:BPMNShape>'
        for node, (x, width) in places.items()
    )
    edge = '<di:waypoint x="200" y="120"/><di:waypoint x="250" y="125"/>'
    edges = f'<bpmndi:BPMNEdge id="l" bpmnElement="t-g">{edge}</bpmndi:BPMNEdge>'
    plane = f'<bpmndi:BPMNPlane bpmnElement="p">{shapes}{edges}</bpmndi:BPMNPlane>'
    data = fork(before='<serviceTask id="t" name="Fetch"/>')
    data = data.replace(
        b"</definitions>", f"<bpmndi:BPMNDiagram>{plane}</bpmndi:BPMNDiagram></definitions>".encode()
    )
    result = Result(data)
    boxes = {
        shape.get("bpmnElement"): {key: float(value) for key, value in shape[0].attrib.items()}
        for shape in result.root.iter("{*}BPMNShape")
    }

    assert boxes["g_question"]["x"] == 250
    assert boxes["g"]["x"] == boxes["g_question"]["x"] + 150
    assert boxes["yes"]["x"] == 550
    assert boxes["t"]["x"] == 100
    line = next(edge for edge in result.root.iter("{*}BPMNEdge") if edge.get("bpmnElement") == "t-g")
    assert (line[-1].get("x"), line[-1].get("y")) == ("250", "125")


def test_the_question_lies_in_the_lane_of_its_gateway() -> None:
    lanes = (
        '<laneSet id="ls"><lane id="l1"><flowNodeRef>t</flowNodeRef><flowNodeRef>g</flowNodeRef>'
        "</lane></laneSet>"
    )
    data = fork(before='<serviceTask id="t" name="Fetch"/>').replace(
        b"<startEvent", lanes.encode() + b"<startEvent", 1
    )
    result = Result(data)

    assert "g_question" in [ref.text for ref in result.root.iter("{*}flowNodeRef")]


@pytest.mark.parametrize(
    ("again", "on", "bad", "good"),
    [
        ("${!good}", "${good}", False, True),
        ("${good != 'so'}", "${good == 'so'}", "not so", "so"),
        ("#{good ne true}", "#{good}", False, True),
    ],
)
def test_a_negation_does_not_hold_while_nobody_has_set_the_variable(
    again: str, on: str, bad: object, good: object
) -> None:
    ways = way("s", "t", "g") + flow("g", "t", condition(again)) + flow("g", "no", condition(on))
    result = Result(process(S + T + GATEWAY + '<endEvent id="no"/>' + ways))

    assert run(result.data, ("t", {})) == ("no",)
    assert run(result.data, ("t", {"good": bad})) == ()
    assert run(result.data, ("t", {"good": bad}), ("t", {"good": good})) == ("no",)
    assert "counts only once good is set" in result.messages


def test_a_condition_that_asks_for_nothing_itself_still_does() -> None:
    result = Result(fork(yes=condition("${good == null}"), no=condition("${good != null}")))

    assert run(result.data, ("t", {"good": None})) == ("yes",)
    assert run(result.data, ("t", {"good": 1})) == ("no",)


@pytest.mark.parametrize(
    ("output", "has_default"), [("=answer", True), ("=1", False), ("=fixed", False), ("=other", True)]
)
def test_a_mapping_sets_for_sure_only_what_it_reads_for_sure(output: str, has_default: bool) -> None:
    maps = (
        '<extensionElements><zeebe:ioMapping><zeebe:input source="=2" target="fixed"/>'
        f'<zeebe:output source="{output}" target="good"/></zeebe:ioMapping></extensionElements>'
    )
    before = f'<userTask id="t">{maps}</userTask>'
    result = Result(fork(before=before, yes=condition("=good = 1"), no=condition("=good = 2")))

    assert (result.ids["g"].get("default") is not None) is has_default


FORKED = (
    '<parallelGateway id="p"/><userTask id="b" name="Other"/><parallelGateway id="j"/>'
    '<endEvent id="yes"/><endEvent id="no"/>'
)


def test_the_default_leads_to_the_join_at_which_others_wait() -> None:
    ways = way("s", "p", "t", "g", "no") + way("p", "b", "j", "yes") + flow("g", "j")
    result = Result(process(S + T + GATEWAY + FORKED + ways))

    assert run(result.data, ("t", {}), ("b", {})) == ("yes",)


def test_the_default_does_not_lead_back_to_a_fork_whose_join_is_behind() -> None:
    ways = way("s", "p", "t", "j", "g", "no") + way("p", "b", "j") + flow("g", "p", "", 'name="again"')
    body = FORKED.replace('<endEvent id="yes"/>', "")
    result = Result(process(S + T + GATEWAY + body + ways))

    assert result.ids["g"].get("default") == "g-no"

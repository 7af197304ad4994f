"""Each step of the import mends what it is for, says so, and leaves a diagram that passes the check."""

import pytest

from engine.normaliser import Kind, normalise
from tests.normaliser.drawn import Result, condition, definitions, flow, process, way

S, E = '<startEvent id="s" name="Begin"/>', '<endEvent id="e" name="Done"/>'
T = '<userTask id="t" name="Look"/>'
DRAWING = 'id="p" isExecutable="false"'


def node(kind: str, attributes: str = "", inside: str = "") -> str:
    """A node: `userTask t Look` has the id and the label behind its type."""
    tag, ident, *words = kind.split()
    name = f'name="{" ".join(words)}"' if words else ""
    return f'<{tag} id="{ident}" {name} {attributes}>{inside}</{tag}>'


def timer(text: str = "") -> str:
    return f"<timerEventDefinition>{text}</timerEventDefinition>"


TABLE = [
    ("a loop into the start", S + T + way("s", "t") + flow("t", "s"), "starts-and-ends", {"s": "startEvent"}),
    (
        "a flow out of an end",
        S + T + node("endEvent e") + way("s", "e", "t"),
        "starts-and-ends",
        {"e": "intermediateThrowEvent"},
    ),
    (
        "a circle without beginning",
        T + node("userTask u Ask") + way("t", "u", "t"),
        "starts-and-ends",
        {"t_start": "startEvent"},
    ),
    (
        "a start that leads nowhere",
        S + T + E + way("t", "e"),
        "starts-and-ends",
        {"s_to_t": "sequenceFlow"},
    ),
    ("a flow to nothing", S + T + way("s", "t", "gone"), "loose-ends", {"t": "userTask"}),
    ("a flow from nothing", S + T + way("s", "t") + flow("gone", "t"), "loose-ends", {"t": "userTask"}),
    (
        "a flow to a note",
        S + T + node("textAnnotation n") + way("s", "t", "n"),
        "loose-ends",
        {"t-n": "association"},
    ),
    (
        "a flow into a subprocess",
        S + node("subProcess b Box", "", node("userTask t Look")) + way("s", "t"),
        "borders",
        {"b": "subProcess"},
    ),
    (
        "a catching event without trigger",
        S + node("intermediateCatchEvent c Paid") + way("s", "c"),
        "triggers",
        {"message_Paid": "message"},
    ),
    (
        "a boundary event without trigger",
        S
        + T
        + node("boundaryEvent b after 14 days", 'attachedToRef="t"')
        + E
        + way("s", "t")
        + flow("b", "e"),
        "triggers",
        {"b": "boundaryEvent"},
    ),
    (
        "a boundary event on nothing",
        S
        + T
        + node("boundaryEvent b", 'attachedToRef="gone"', timer("<timeDuration>P1D</timeDuration>"))
        + way("s", "t"),
        "event-kinds",
        {"b": "intermediateCatchEvent"},
    ),
    (
        "a start in a subprocess with a trigger",
        S + node("subProcess b Box", "", f'<startEvent id="i">{timer()}</startEvent>') + way("s", "b"),
        "event-kinds",
        {"i": "intermediateCatchEvent"},
    ),
    (
        "a process that starts by an error",
        node("startEvent s Broken", "", '<errorEventDefinition/>') + T + way("s", "t"),
        "event-kinds",
        {"message_Broken": "message"},
    ),
    (
        "an event subprocess without start",
        S + T + node("subProcess b Withdrawn", 'triggeredByEvent="true"') + way("s", "t"),
        "event-kinds",
        {"b_start": "startEvent"},
    ),
    (
        "an event subprocess with a plain start",
        S + T + node("subProcess b W", 'triggeredByEvent="true"', node("startEvent i Gone")) + way("s", "t"),
        "triggers",
        {"message_Gone": "message"},
    ),
    (
        "an event subprocess in the flow",
        S + node("subProcess b W", 'triggeredByEvent="true"', node("userTask t A")) + way("s", "b"),
        "event-kinds",
        {"b": "subProcess"},
    ),
    (
        "a throwing timer",
        S + node("intermediateThrowEvent i 2 days", "", timer()) + way("s", "i"),
        "event-kinds",
        {"i": "intermediateCatchEvent"},
    ),
    (
        "a cancel end outside a transaction",
        S + node("endEvent e", "", '<cancelEventDefinition/>') + way("s", "e"),
        "event-kinds",
        {"e": "endEvent"},
    ),
    (
        "a link without partner",
        S + node("intermediateThrowEvent i", "", '<linkEventDefinition name="A"/>') + way("s", "i"),
        "links",
        {"i": "intermediateThrowEvent"},
    ),
    (
        "links whose names differ",
        S
        + node("intermediateThrowEvent i", "", '<linkEventDefinition name="A"/>')
        + node("intermediateCatchEvent c", "", '<linkEventDefinition name="B"/>')
        + T
        + way("s", "i")
        + way("c", "t"),
        "links",
        {"i": "intermediateThrowEvent"},
    ),
    (
        "a message without name",
        S + node("intermediateCatchEvent c Paid", "", '<messageEventDefinition/>') + way("s", "c"),
        "messages",
        {"message_Paid": "message"},
    ),
    (
        "a message that is not there",
        S + node("receiveTask r Wait", 'messageRef="gone"') + way("s", "r"),
        "messages",
        {"message_gone": "message"},
    ),
    ("a send task without message", S
    + node("sendTask r Tell")
    + way("s", "r"), "messages", {"message_Tell": "message"}),
    (
        "a signal without name",
        S + node("intermediateThrowEvent i Stop", "", '<signalEventDefinition/>') + way("s", "i"),
        "messages",
        {"signal_Stop": "signal"},
    ),
    (
        "a condition that is not written",
        S + node("intermediateCatchEvent c Dry", "", '<conditionalEventDefinition/>') + way("s", "c"),
        "triggers",
        {"message_Dry": "message"},
    ),
    (
        "a condition in plain words",
        S
        + '<intermediateCatchEvent id="c" name="Dry"><conditionalEventDefinition>'
        + "<condition>the paint has dried</condition></conditionalEventDefinition></intermediateCatchEvent>"
        + way("s", "c"),
        "triggers",
        {"message_Dry": "message"},
    ),
    (
        "an event gateway before tasks",
        S + node("eventBasedGateway g") + T + node("userTask u Ask") + way("s", "g", "t") + flow("g", "u"),
        "event-gateways",
        {"g": "exclusiveGateway"},
    ),
    (
        "an event gateway before a task and an event",
        S
        + node("eventBasedGateway g")
        + T
        + node("intermediateCatchEvent c", "", timer("<timeDuration>P1D</timeDuration>"))
        + way("s", "g", "t")
        + flow("g", "c"),
        "event-gateways",
        {"t_awaited": "intermediateCatchEvent"},
    ),
    ("a gateway without exit", S
    + node("exclusiveGateway g")
    + way("s", "g"), "event-gateways", {"g_end": "endEvent"}),
    ("a loop without end", S
    + node("userTask t A", "", '<standardLoopCharacteristics/>')
    + way("s", "t"), "loops", {}),
    (
        "a repetition without number",
        S + node("userTask t A", "", '<multiInstanceLoopCharacteristics/>') + way("s", "t"),
        "loops",
        {},
    ),
    (
        "an undoing that leads to nothing",
        S + T + node("boundaryEvent b", 'attachedToRef="t"', '<compensateEventDefinition/>') + way("s", "t"),
        "compensation",
        {"b_undo": "userTask"},
    ),
    (
        "an undoing by a flow",
        S
        + T
        + node("boundaryEvent b", 'attachedToRef="t"', '<compensateEventDefinition/>')
        + node("userTask u Undo")
        + way("s", "t")
        + flow("b", "u"),
        "compensation",
        {"b-u": "association"},
    ),
    ("a rule without decision", S
    + node("businessRuleTask r Judge")
    + way("s", "r"), "tasks", {"r": "userTask"}),
    ("a call of nothing", S + node("callActivity r Review") + way("s", "r"), "tasks", {"r": "userTask"}),
    (
        "a trigger in a task",
        S + node("userTask t A", "", "<timerEventDefinition/>") + way("s", "t"),
        "places",
        {"t": "userTask"},
    ),
    (
        "a step that BPMN does not know here",
        S + node("choreographyTask t A", 'initiatingParticipantRef="x"') + way("s", "t"),
        "places",
        {"t": "userTask"},
    ),
    ("something beside the flow", S + T + "<choreographyTask id='x'/>" + way("s", "t"), "places", {}),
    (
        "a transaction whose end nobody minds",
        S
        + node("transaction x", "", "<endEvent id='c'><cancelEventDefinition/></endEvent>")
        + way("s", "x"),
        "compensation",
        {"x_cancelled": "boundaryEvent"},
    ),
    ("an id used twice", S + T + node("userTask t Again") + way("s", "t"), "ids", {"t_2": "userTask"}),
    ("a node without id", "<userTask name='A'/>", "ids", {"userTask_without_id": "userTask"}),
]  # fmt: skip


@pytest.mark.parametrize(("body", "rule", "types"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_it_mends(body: str, rule: str, types: dict[str, str]) -> None:
    result = Result(process(body))

    assert rule in result.rules
    assert {ident: result.type(ident) for ident in types} == types
    assert result.errors == []
    assert all(change.message and change.rule for change in result.imported.changes)


@pytest.mark.parametrize("body", [row[1] for row in TABLE], ids=[row[0] for row in TABLE])
def test_it_has_nothing_more_to_mend_in_the_result(body: str) -> None:
    first = normalise(process(body))
    again = normalise(first.data)

    assert [change.message for change in again.changes if change.kind is Kind.CHANGE] == []
    assert again.data == first.data


@pytest.mark.parametrize(
    ("label", "wanted"),
    [("after 14 days", "P14D"), ("nach 2 Wochen", "P14D"), ("2 semaines", "P14D"), ("3 h", "PT3H")],
)
def test_a_timer_says_what_its_label_says(label: str, wanted: str) -> None:
    body = (
        S
        + f'<intermediateCatchEvent id="c" name="{label}">{timer()}</intermediateCatchEvent>'
        + way("s", "c")
    )
    result = Result(process(body))

    assert result.text("c", "timeDuration") == wanted
    assert result.errors == []


@pytest.mark.parametrize(
    ("inside", "wanted"),
    [
        ("", "P1D"),
        ("<timeDuration>some day</timeDuration>", "P1D"),
        ("<timeDuration>10 days</timeDuration>", "P10D"),
        ("<timeDuration>P2D</timeDuration>", "P2D"),
        ("<timeDuration>${wait}</timeDuration>", 'if wait = null then duration("P1D") else wait'),
    ],
)
def test_a_timer_always_has_a_time(inside: str, wanted: str) -> None:
    body = (
        S
        + f'<intermediateCatchEvent id="c" name="Rest">{timer(inside)}</intermediateCatchEvent>'
        + way("s", "c")
    )
    result = Result(process(body))

    assert result.text("c", "timeDuration") == wanted
    assert result.errors == []


def test_a_drawing_becomes_executable_and_its_tasks_are_done_by_people() -> None:
    body = S + '<task id="t" name="Look"/><subProcess id="b" name="Box"/>' + E + way("s", "t", "b", "e")
    drawing, program = Result(process(body, DRAWING)), Result(process(body))

    assert drawing.ids["p"].get("isExecutable") == "true"
    assert (drawing.type("t"), drawing.type("b")) == ("userTask", "userTask")
    assert (program.type("t"), program.type("b")) == ("task", "subProcess")


def test_pools_with_something_in_them_run_and_black_boxes_do_not() -> None:
    data = definitions(
        '<collaboration id="c"><participant id="a" processRef="one"/><participant id="b" processRef="two"/>'
        '<participant id="x" name="Customer"/></collaboration>'
        f'<process id="one">{S}{T}{way("s", "t")}</process><process id="two"/>'
    )
    result = Result(data)

    assert result.ids["one"].get("isExecutable") == "true"
    assert result.ids["two"].get("isExecutable") != "true"
    assert result.errors == []


def test_pools_that_flows_connect_are_lanes_of_one_process() -> None:
    data = definitions(
        '<collaboration id="c"><participant id="a" name="Sales" processRef="one"/>'
        '<participant id="b" name="Store" processRef="two"/></collaboration>'
        f'<process id="one">{S}{T}{way("s", "t")}{flow("t", "u")}</process>'
        f'<process id="two"><userTask id="u" name="Pack"/>{E}{way("u", "e")}</process>'
    )
    result = Result(data)

    assert "borders" in result.rules
    assert result.errors == []
    assert {result.ids[node].getparent().get("id") for node in "stue"} == {"one"}
    assert b'name="Store"' in result.data


def test_both_ends_of_a_message_flow_mean_the_same_message() -> None:
    throw = '<intermediateThrowEvent id="i" name="Send"><messageEventDefinition/></intermediateThrowEvent>'
    catch = '<startEvent id="c" name="Got it"><messageEventDefinition/></startEvent>'
    data = definitions(
        '<collaboration id="k"><participant id="a" processRef="one"/><participant id="b" processRef="two"/>'
        '<messageFlow id="m" sourceRef="i" targetRef="c"/></collaboration>'
        f'<process id="one">{S}{throw}{way("s", "i")}</process>'
        f'<process id="two">{catch}{T}{way("c", "t")}</process>'
    )
    result = Result(data)
    names = {e.get("messageRef") for e in result.root.iter("{*}messageEventDefinition")}

    assert len(names) == 1
    assert result.errors == []


def test_a_flow_drawn_up_to_a_task_is_connected_to_it() -> None:
    body = S + T + way("s", "t") + '<endEvent id="e"/><sequenceFlow id="f" sourceRef="t"/>'
    shapes = "".join(
        f'<bpmndi:BPMNShape id="{node}_di" bpmnElement="{node}">'
        f'<dc:Bounds x="{x}" y="100" width="{width}" height="40"/></bpmndi:BPMNShape>'
        for node, x, width in (("s", 0, 40), ("t", 100, 100), ("e", 300, 40))
    )
    edge = (
        '<bpmndi:BPMNEdge id="f_di" bpmnElement="f"><di:waypoint x="200" y="120"/>'
        '<di:waypoint x="295" y="120"/></bpmndi:BPMNEdge>'
    )
    plane = '<bpmndi:BPMNDiagram><bpmndi:BPMNPlane bpmnElement="p">'
    plane += f"{shapes}{edge}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>"
    result = Result(definitions(f'<process id="p" isExecutable="true">{body}</process>{plane}'))

    assert result.ids["f"].get("targetRef") == "e"
    assert "loose-ends" in result.rules


@pytest.mark.parametrize("body", [S + T + E + way("s", "t", "e"), T])
def test_a_good_diagram_keeps_every_byte_but_for_the_drawing_it_lacks(body: str) -> None:
    drawn = normalise(process(body))
    again = normalise(drawn.data)

    assert {change.rule for change in drawn.changes} == {"layout"}
    assert again.data == drawn.data
    assert again.changes == ()


def test_every_change_names_its_element_label_line_and_reason() -> None:
    change = next(
        c
        for c in Result(
            process("\n" + S + '<businessRuleTask id="r" name="Judge"/>' + way("s", "r"))
        ).imported.changes
        if c.rule == "tasks"
    )

    assert (change.element, change.name, change.line) == ("r", "Judge", 2)
    assert change.as_dict()["kind"] == "warning"
    assert (change.before, change.after) == ("businessRuleTask", "userTask")
    assert "decision" in change.message


def test_a_condition_on_the_way_out_of_a_parallel_gateway_is_taken_away_and_kept() -> None:
    body = S + '<parallelGateway id="g"/>' + T + E + way("s", "g", "e") + flow("g", "t", condition("x > 1"))
    result = Result(process(body))

    assert result.text("g-t") is None
    assert result.own("g-t", "original") == "x > 1"

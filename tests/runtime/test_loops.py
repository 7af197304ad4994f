"""Loops and multi-instances."""

import pytest

from tests.runtime.cases import Case, it_runs_as_drawn, rows
from tests.runtime.drawing import (
    TERMINATE,
    boundary,
    diagram,
    end,
    error,
    flows,
    loop,
    multi,
    node,
    script,
    signal,
    start,
    sub,
    timer,
    times,
    user,
)


def looping(characteristics: str) -> bytes:
    return diagram(
        start() + script("x", "{n: n + 1}", characteristics) + user("a") + end() + flows("s x a e")
    )


@rows(
    Case("tested after", looping(loop("n < 3")), "", "a", given={"n": 0}, result={"n": 3}),
    Case("tested after, false at once", looping(loop("n < 3")), "", "a", given={"n": 9}, result={"n": 10}),
    Case(
        "tested before, false at once",
        looping(loop("n < 3", testBefore=True)),
        "",
        "a",
        given={"n": 9},
        result={"n": 9},
    ),
    Case("a maximum", looping(loop("n < 9", loopMaximum=2)), "", "a", given={"n": 0}, result={"n": 2}),
    Case(
        "each round adds its own entry, the body none",
        looping(loop("n < 3")),
        "",
        "a",
        trace="s x x x",
        given={"n": 0},
    ),
)
def test_loops(case: Case, in_memory: bool) -> None:
    it_runs_as_drawn(case, in_memory=in_memory)


def several(inside: str, beside: str = "", *more: str, **attributes: object) -> bytes:
    """A task c, then a multi-instance x, then a; h for what a boundary event leads to."""
    return diagram(
        start()
        + user("c")
        + user("x", multi(inside, **attributes))
        + user("a h")
        + beside
        + end()
        + flows("s c x a e", *more)
    )


COLLECTION = (
    "<loopDataInputRef>items</loopDataInputRef><loopDataOutputRef>out</loopDataOutputRef>"
    '<inputDataItem id="item"/><outputDataItem id="res"/>'
)
GO = '<signalEventDefinition id="ev" signalRef="signal_go"/>'
COMPLEX = (
    '<complexBehaviorDefinition id="cb"><condition>numberOfCompletedInstances = 2</condition>'
    f'<event id="cbe">{signal("go")}</event></complexBehaviorDefinition>'
)


def behaving(behavior: str, **reference: str) -> bytes:
    drawn = several(
        times(3), boundary("b", "x", signal("go"), beside=True), "b h e", behavior=behavior, **reference
    )
    return drawn.replace(b"<process ", GO.encode() + b"<process ", 1)


@rows(
    Case("parallel", several(times(3)), "c x x", "x"),
    Case("parallel, all", several(times(3)), "c x x x", "a", trace="s c x x x"),
    Case("sequential", several(times(3), isSequential=True), "c x", "x"),
    Case("none at all", several(times(0)), "c", "a"),
    Case(
        "a completion condition",
        several(times(3) + "<completionCondition>numberOfCompletedInstances = 2</completionCondition>"),
        "c x x",
        "a",
    ),
    Case(
        "a completion condition on what the instance brought",
        several(
            '<loopDataInputRef>items</loopDataInputRef><inputDataItem id="item"/>'
            '<outputDataItem id="res"/><completionCondition>res = "no"</completionCondition>'
        ),
        ["c", 'x {"res": "yes"}', 'x {"res": "no"}'],
        "a",
        given={"items": [1, 2, 3]},
        result={"res": None},
    ),
    Case(
        "collection in, collection out, in order",
        diagram(
            start() + script("x", "{res: item * 2}", multi(COLLECTION)) + user("a") + end() + flows("s x a e")
        ),
        "",
        "a",
        given={"items": [1, 2, 3]},
        result={"out": [2, 4, 6], "item": None, "res": None, "loopCounter": None},
    ),
    Case("behavior None", behaving("None", noneBehaviorEventRef="ev"), "c x x x", "a h h h"),
    Case("behavior One", behaving("One", oneBehaviorEventRef="ev"), "c x x x", "a h"),
    Case("behavior All", behaving("All"), "c x x x", "a"),
    Case(
        "behavior Complex",
        several(times(3) + COMPLEX, boundary("b", "x", signal("go")), "b h e", behavior="Complex"),
        "c x x",
        "h",
    ),
    Case(
        "an interrupting boundary ends all instances",
        several(times(3), boundary("b", "x", timer("PT1H")), "b h e"),
        "c x +PT1H",
        "h",
    ),
    Case(
        "an error in one instance ends all",
        diagram(
            start()
            + sub("S", multi(times(3)) + start("s1") + user("i") + end("e1", error("a")) + flows("s1 i e1"))
            + boundary("b", "S", error("a"))
            + user("h a")
            + end()
            + flows("s S a e", "b h e")
        ),
        "i",
        "h",
    ),
    Case(
        "terminate in one instance ends that one",
        diagram(
            start()
            + sub("S", multi(times(2)) + start("s1") + user("i") + end("e1", TERMINATE) + flows("s1 i e1"))
            + user("a")
            + end()
            + flows("s S a e")
        ),
        "i",
        "i",
    ),
    Case(
        "instances that count together lose nothing",
        diagram(start() + script("x", "{n: n + 1}", multi(times(5))) + end() + flows("s x e")),
        given={"n": 0},
        result={"n": 5},
    ),
    Case("100 instances", several(times(100)), ["c"] + ["x"] * 100, "a"),
    Case(
        "querela:repeat",
        diagram(
            start()
            + node("userTask", "x", q_repeat="item in items", q_assignee="=item")
            + end()
            + flows("s x e")
        ),
        "x",
        "x x",
        given={"items": ["ann", "bob", "cleo"]},
    ),
)
def test_multi_instances(case: Case, in_memory: bool) -> None:
    it_runs_as_drawn(case, in_memory=in_memory)


@pytest.mark.parametrize(
    ("written", "assignees"),
    [
        ('q:repeat="item in items"', ["ann", "bob"]),
        ('q:repeat="items, item"', ["ann", "bob"]),
    ],
)
def test_both_ways_of_writing_repeat(written: str, assignees: list[str]) -> None:
    drawn = diagram(start() + node("userTask", "x", q_assignee="item") + end() + flows("s x e"))
    case = Case(
        "",
        drawn.replace(b'q:assignee="item"', f'q:assignee="=item" {written}'.encode()),
        given={"items": assignees},
    )
    assert [task.assignee for task in case.play(in_memory=False).look().open] == assignees


DATA = (
    '<dataObject id="sid-1" name="people"/><dataObjectReference id="sid-2" dataObjectRef="sid-1"/>'
    '<dataObject id="sid-3" name="answers"/><dataObjectReference id="sid-4" dataObjectRef="sid-3"/>'
)
REFERRING = (
    "<dataInputAssociation><sourceRef>sid-2</sourceRef><targetRef>sid-5</targetRef></dataInputAssociation>"
    "<dataOutputAssociation><sourceRef>sid-6</sourceRef><targetRef>sid-4</targetRef></dataOutputAssociation>"
    '<ioSpecification><dataInput id="sid-5"/><dataOutput id="sid-6"/></ioSpecification>'
)
IN_AND_OUT = (
    "<loopDataInputRef>sid-5</loopDataInputRef><loopDataOutputRef>sid-6</loopDataOutputRef>"
    '<inputDataItem id="sid-7" name="person"/><outputDataItem id="sid-8" name="answer"/>'
)


@rows(
    Case(
        "a multi-instance over data elements, whose ids are no expressions",
        diagram(
            DATA
            + start()
            + script("x", '{answer: person + "!"}', REFERRING + multi(IN_AND_OUT))
            + end()
            + flows("s x e")
        ),
        given={"people": ["ann", "bob"]},
        result={"answers": ["ann!", "bob!"]},
    ),
    Case(
        "a loop's condition may ask how many turns there were",
        looping(loop("loopCounter < 4")),
        open="a",
        given={"n": 0},
        result={"n": 4, "loopCounter": None},
    ),
)
def test_data_of_loops(case: Case, in_memory: bool) -> None:
    it_runs_as_drawn(case, in_memory=in_memory)

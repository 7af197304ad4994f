"""Rules of loops and multi-instances. Source: BPMN 2.0.2, 10.3.8, 13.3.6 and 13.3.7."""

from tests.runtime.drawing import (
    TERMINATE,
    boundary,
    diagram,
    end,
    error,
    flows,
    loop,
    multi,
    script,
    signal,
    start,
    sub,
    timer,
    times,
    user,
)
from tests.runtime.matrix.rules import About, Rule, one

GO = '<signalEventDefinition id="ev" signalRef="signal_go"/>'
LIST = (
    "<loopDataInputRef>items</loopDataInputRef><loopDataOutputRef>out</loopDataOutputRef>"
    '<inputDataItem id="item"/><outputDataItem id="made"/>'
)


def _loops() -> list[Rule]:
    table = About("standardLoopCharacteristics", "10.3.8 and 13.3.6")

    def drawn(characteristics: str, code: str = "{n: n + 1}") -> bytes:
        return one(script("x", code, characteristics))

    inner = start("i") + script("y", "{n: n + loopCounter}") + flows("i y")
    return [
        table.rule(
            "goes on while its condition is true",
            drawn(loop("n < 3")),
            "",
            "a",
            given={"n": 0},
            result={"n": 3},
        ),
        table.rule(
            "tested after: runs at least once",
            drawn(loop("n < 3")),
            "",
            "a",
            given={"n": 9},
            result={"n": 10},
        ),
        table.rule(
            "testBefore: may not run at all",
            drawn(loop("n < 3", testBefore=True)),
            "",
            "a",
            given={"n": 9},
            result={"n": 9},
        ),
        table.rule(
            "loopMaximum: no more rounds than that",
            drawn(loop("n < 9", loopMaximum=2)),
            "",
            "a",
            given={"n": 0},
            result={"n": 2},
        ),
        table.rule(
            "loopMaximum without a condition",
            drawn(loop(loopMaximum=4)),
            "",
            "a",
            given={"n": 0},
            result={"n": 4},
        ),
        table.rule(
            "loopCounter: the number of the round, from 1",
            drawn(loop(loopMaximum=3), "{n: n + loopCounter}"),
            "",
            "a",
            given={"n": 0},
            result={"n": 6, "loopCounter": None},
        ),
        table.rule(
            "of a subprocess",
            one(sub("x", inner + loop(loopMaximum=3))),
            "",
            "a",
            given={"n": 0},
            result={"n": 6},
        ),
        table.rule(
            "a boundary event watches over all rounds",
            diagram(
                start()
                + user("x", loop("true"))
                + boundary("z", "x", timer("PT2H"))
                + user("h")
                + flows("s x", "z h")
            ),
            "x +PT1H x +PT1H",
            "h",
        ),
        table.refused("with neither condition nor maximum", drawn(loop())),
        table.refused("with a maximum below one", drawn(loop("n < 3", loopMaximum=0))),
        table.refused("beside a multi-instance", drawn(loop("n < 3") + multi(times(2)))),
    ]


def _instances() -> list[Rule]:
    table = About("multiInstanceLoopCharacteristics", "10.3.8 and 13.3.7")
    enough = "<completionCondition>numberOfCompletedInstances = 2</completionCondition>"

    def drawn(inside: str, **attributes: object) -> bytes:
        return one(user("x", multi(inside, **attributes)))

    def behaving(behavior: str, inside: str = "", **reference: str) -> bytes:
        activity = user("x", multi(times(3) + inside, behavior=behavior, **reference))
        watching = boundary("z", "x", signal("go"), beside=True) + user("h")
        return diagram(start() + activity + watching + user("a") + flows("s x a", "z h"), beside=GO)

    two = "<condition>numberOfCompletedInstances = 2</condition>"
    complex_ = f'{two}<event id="ce">{signal("go")}</event>'
    complex_ = f'<complexBehaviorDefinition id="cb">{complex_}</complexBehaviorDefinition>'
    failing = start("i") + user("b") + end("ie", error("a")) + flows("i b ie") + multi(times(3))
    ending = start("i") + user("b") + end("ie", TERMINATE) + flows("i b ie") + multi(times(2))
    caught = boundary("z", "x", error("a")) + user("h")
    return [
        table.rule("loopCardinality: as many instances", drawn(times(3)), "", "x x x"),
        table.rule("loopCardinality: an expression", drawn(times("n + 1")), "", "x x x", given={"n": 2}),
        table.rule("loopCardinality 0: it passes", drawn(times(0)), "", "a"),
        table.rule("is done when all instances are", drawn(times(2)), "x x", "a"),
        table.rule("isSequential: one after the other", drawn(times(3), isSequential=True), "x", "x"),
        table.rule("isSequential: done after the last", drawn(times(2), isSequential=True), "x x", "a"),
        table.rule(
            "loopDataInputRef, inputDataItem: an instance for each entry; loopDataOutputRef, outputDataItem: "
            "its results in that order",
            one(script("x", "{made: item * 2}", multi(LIST))),
            "",
            "a",
            given={"items": [1, 2, 3]},
            result={"out": [2, 4, 6], "item": None},
        ),
        table.rule(
            "completionCondition: the other instances are cancelled", drawn(times(3) + enough), "x x", "a"
        ),
        table.rule(
            "completionCondition of sequential instances",
            drawn(times(3) + enough, isSequential=True),
            "x x",
            "a",
        ),
        table.rule(
            "an instance knows its loopCounter, from 1",
            one(
                script(
                    "x",
                    "{made: loopCounter}",
                    multi(
                        "<loopCardinality>3</loopCardinality><loopDataOutputRef>out</loopDataOutputRef>"
                        '<outputDataItem id="made"/>'
                    ),
                )
            ),
            "",
            "a",
            result={"out": [1, 2, 3]},
        ),
        table.rule(
            "behavior None: its event for each instance",
            behaving("None", noneBehaviorEventRef="ev"),
            "x x",
            "h h x",
        ),
        table.rule(
            "behavior One: its event for the first instance",
            behaving("One", oneBehaviorEventRef="ev"),
            "x x",
            "h x",
        ),
        table.rule("behavior All: no event", behaving("All"), "x x x", "a"),
        table.rule(
            "behavior Complex: its events when their conditions hold",
            behaving("Complex", complex_),
            "x x",
            "h x",
        ),
        table.rule(
            "an interrupting boundary event ends all instances",
            diagram(
                start()
                + user("x", multi(times(3)))
                + boundary("z", "x", timer("PT1H"))
                + user("h")
                + flows("s x", "z h")
            ),
            "x +PT1H",
            "h",
        ),
        table.rule(
            "an error in one instance ends all",
            diagram(start() + sub("x", failing) + caught + flows("s x", "z h")),
            "b",
            "h",
        ),
        table.rule("terminate in one instance ends that one", one(sub("x", ending)), "b", "b"),
        table.refused("with neither a number nor a collection", drawn("")),
        table.refused(
            "with both a number and a collection",
            drawn(times(2) + "<loopDataInputRef>items</loopDataInputRef>"),
        ),
        table.refused("with a negative number", drawn(times(-1))),
        table.refused("with a behavior that BPMN does not know", drawn(times(2), behavior="Some")),
    ]


def rules() -> list[Rule]:
    """All of them."""
    return [*_loops(), *_instances()]

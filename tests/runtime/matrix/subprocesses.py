"""Rules of subprocesses and called processes. Source: BPMN 2.0.2, 10.3.5, 10.3.6, 13.3.4 and 13.3.5."""

from tests.runtime.drawing import (
    boundary,
    diagram,
    end,
    error,
    flows,
    message,
    node,
    par,
    script,
    start,
    sub,
    user,
)
from tests.runtime.matrix.rules import About, Rule, one

A = start() + user("a")


def _subprocesses() -> list[Rule]:
    table = About("subProcess", "10.3.5")
    inner = start("i") + user("b") + end("ie") + flows("i b ie")
    parallel = start("i") + par("g") + user("b c") + end("ie") + flows("i g b ie", "g c ie")
    return [
        table.rule("runs its inside, then goes on", one(sub("x", inner)), "b", "a", trace="s i b ie x"),
        table.rule("is done when its last token is gone", one(sub("x", parallel)), "b", "c", clause="13.3.4"),
        table.rule(
            "without a start event, what nothing leads to begins", one(sub("x", user("b c"))), "", "b c"
        ),
        table.rule("with nothing inside it passes", one(sub("x", "")), "", "a"),
        table.rule(
            "sees and writes the variables around it",
            one(sub("x", start("i") + script("y", "{n: n + 1}") + flows("i y"))),
            "",
            "a",
            given={"n": 1},
            result={"n": 2},
        ),
        table.refused(
            "with a start event that has a trigger", one(sub("x", start("i", message("m")) + user("b")))
        ),
        table.refused(
            "with a flow across its border",
            diagram(start() + sub("x", user("b")) + user("a") + flows("s x", "x a", "b a")),
            clause="8.4.13",
        ),
    ]


def _calls() -> list[Rule]:
    table = About("callActivity", "10.3.6")
    calling = start() + node("callActivity", "x", calledElement="p1") + user("a") + end() + flows("s x a e")
    called = start("i") + user("b") + end("ie") + flows("i b ie")
    thrower = start("i") + user("b") + end("ie", error("a")) + flows("i b ie")
    caught = start() + node("callActivity", "x", calledElement="p1") + boundary("z", "x", error("a"))
    inputs = (
        '<ioSpecification><dataInput id="in" name="n"/></ioSpecification><dataInputAssociation><assignment>'
    )
    inputs += "<from>7</from><to>in</to></assignment></dataInputAssociation>"
    mapped = start() + node("callActivity", "x", inputs, calledElement="p1") + user("a") + flows("s x a")
    globals_ = {
        "globalTask": "a",
        "globalUserTask": "x.g",
        "globalManualTask": "x.g",
        "globalScriptTask": "a",
        "globalBusinessRuleTask": "a",
    }
    return [
        table.rule(
            "runs the called process, then goes on", diagram(calling, called), "b", "a", trace="s i b ie x"
        ),
        table.rule(
            "the called process has variables of its own",
            diagram(calling, called),
            ['b {"n": 1}'],
            "a",
            result={"n": 1},
            clause="13.3.4",
        ),
        table.rule(
            "an error that the called process does not catch reaches its border",
            diagram(caught + user("h") + flows("s x", "z h"), thrower),
            "b",
            "h",
            clause="10.5.7",
        ),
        table.rule(
            "its data inputs are what the called process begins with",
            diagram(mapped, start("i") + user("b") + script("y", "{m: n}") + flows("i b y")),
            "b",
            "a",
            result={"m": 7},
        ),
        table.refused("of a process that is not there", one(node("callActivity", "x", calledElement="zz"))),
        table.refused("that names no process", one(node("callActivity", "x"))),
        table.refused(
            "of a process that only an event starts",
            diagram(calling, start("i", message("m")) + user("b") + flows("i b")),
        ),
        *(
            About("callActivity", "10.3.7").rule(
                f"of a {tag}",
                one(node("callActivity", "x", calledElement="x.g"), node(tag, "x.g")),
                "",
                "x.g.task" if opened != "a" else "a",
            )
            for tag, opened in globals_.items()
        ),
    ]


def _ad_hoc() -> list[Rule]:
    table = About("adHocSubProcess", "10.3.5, table 10.22")

    def drawn(inside: str = "", **attributes: object) -> bytes:
        return one(sub("x", user("i j k") + flows("j k") + inside, "adHocSubProcess", **attributes))

    enough = "<completionCondition>n = 1</completionCondition>"
    return [
        table.rule("Parallel: everything without an incoming flow is open at once", drawn(), "", "i j"),
        table.rule("flows inside it hold", drawn(), "j", "i k"),
        table.rule("is done when everything has been done once", drawn(), "i j k", "a"),
        table.rule("Sequential: one after the other", drawn(ordering="Sequential"), "", "i"),
        table.rule(
            "Sequential: the next begins when the one is done", drawn(ordering="Sequential"), "i", "j"
        ),
        table.rule(
            "completionCondition: done when true, the rest is cancelled",
            drawn(enough),
            ['i {"n": 1}'],
            "a",
            given={"n": 0},
        ),
        table.rule(
            "completionCondition: goes on while false", drawn(enough), ['i {"n": 0}'], "j", given={"n": 0}
        ),
        table.rule(
            "cancelRemainingInstances false: what has begun is finished",
            drawn(enough, cancelRemainingInstances=False),
            ['i {"n": 1}'],
            "j",
            given={"n": 0},
        ),
        table.refused("with an ordering that BPMN does not know", drawn(ordering="Backwards")),
    ]


def rules() -> list[Rule]:
    """All of them."""
    return [*_subprocesses(), *_calls(), *_ad_hoc()]

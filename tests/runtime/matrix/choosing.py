"""Rules of complex and event-based gateways, starts and ends. Source: BPMN 2.0.2, 10.6, 13."""

from tests.runtime.drawing import (
    TERMINATE,
    boundary,
    catch,
    diagram,
    end,
    error,
    flows,
    message,
    node,
    par,
    signal,
    start,
    sub,
    timer,
    user,
    xor,
)
from tests.runtime.matrix.rules import About, Rule

A = start() + user("a b c d") + end()


def _complex() -> list[Rule]:
    table = About("complexGateway", "13.4.5")
    join = node("complexGateway", "j", "<activationCondition>activationCount &gt;= 2</activationCondition>")
    three = diagram(A + par("g") + join + flows("s g a j d e", "g b j", "g c j"))
    again = diagram(
        A
        + par("g")
        + join
        + xor("m")
        + xor("w", default="w-e")
        + flows("s m g a j d w e", "g b j", "g c j", "w m if: again")
    )
    split = node("complexGateway", "g") + flows("s g", "g a if: n > 0", "g b if: n > 1", "g c if: n > 2")
    bare = diagram(A + par("g") + node("complexGateway", "j") + flows("s g a j d e", "g b j"))
    return [
        table.rule("waits while its activationCondition is false", three, "a", "b c"),
        table.rule("goes on when it is true", three, "a c", "b d"),
        table.rule("swallows the late tokens of the same round", three, "a c b d"),
        table.rule(
            "is ready again for the next round", again, ["a", "c", "b", 'd {"again": true}', "b", "c"], "a d"
        ),
        table.rule("without activationCondition it joins like an inclusive gateway", bare, "a", "b"),
        table.rule(
            "splits: a token on each flow whose condition is true",
            diagram(A + split),
            "",
            "a b",
            given={"n": 2},
        ),
    ]


def _event_based() -> list[Rule]:
    table = About("eventBasedGateway", "13.4.4")
    waits = catch("t", timer("PT5H")) + catch("u", timer("PT2H")) + catch("k", message("m"))
    waits += node("receiveTask", "r", messageRef="message_q")
    gate = diagram(A + node("eventBasedGateway", "g") + waits + flows("s g t a", "g u b", "g k c", "g r d"))
    starting = catch("k", message("m")) + catch("l", message("q")) + user("a b")
    starts = diagram(node("eventBasedGateway", "g", instantiate=True) + starting + flows("g k a", "g l b"))
    together = node("eventBasedGateway", "g", instantiate=True, eventGatewayType="Parallel")
    both = diagram(together + starting + flows("g k a", "g l b"))
    return [
        table.rule("the first event takes its flow", gate, ">m", "c"),
        table.rule("the others are waited for no longer", gate, ">m >q +PT9H", "c"),
        table.rule("of several timers the earliest", gate, "+PT9H", "b"),
        table.rule("a receive task stands for its message", gate, ">q", "d"),
        table.rule(
            "instantiate: the process starts by the first event", starts, ">q >m", "b", clause="10.6.6"
        ),
        table.rule(
            "instantiate, Parallel: all its events belong to the one case",
            both,
            ">q >m",
            "a b",
            clause="10.6.6",
        ),
        table.refused(
            "Parallel in the middle of the flow",
            diagram(
                A
                + node("eventBasedGateway", "g", eventGatewayType="Parallel")
                + catch("k", message("m"))
                + flows("s g k")
            ),
            clause="10.6.6",
        ),
        table.refused(
            "before a task that waits for nothing",
            diagram(A + node("eventBasedGateway", "g") + flows("s g a", "g b")),
        ),
        table.refused(
            "with a condition on a flow out of it",
            diagram(
                A
                + node("eventBasedGateway", "g")
                + catch("k", message("m"))
                + catch("l", timer("PT1H"))
                + flows("s g", "g k if: n > 0", "g l")
            ),
            clause="8.4.13",
        ),
        table.refused("without a way out", diagram(A + node("eventBasedGateway", "g") + flows("s g"))),
    ]


def _starts_and_ends() -> list[Rule]:
    starts = About("startEvent", "13.2 and 13.5.1")
    ends = About("endEvent", "13.5.6")
    typed = diagram(start("x", message("m")) + start("y", signal("go")) + user("a b") + flows("x a", "y b"))
    inner = (
        start("i") + par("q") + user("c d") + end("ie", TERMINATE) + end("if") + flows("i q c ie", "q d if")
    )
    scoped = diagram(start() + par("g") + sub("S", inner) + user("a b") + flows("s g S a", "g b"))
    failing = (
        start("i") + par("q") + user("c d") + end("ie", error("a")) + end("if") + flows("i q c ie", "q d if")
    )
    whole = start() + par("g") + user("a b") + end("e", TERMINATE) + end("f") + flows("s g a e", "g b f")
    return [
        starts.rule(
            "several without a trigger: a token at each",
            diagram(start("x") + start("y") + user("a b") + flows("x a", "y b")),
            "",
            "a b",
        ),
        starts.rule("several with a trigger: the first that comes", typed, "!go >m", "b"),
        starts.refused("with a flow into it", diagram(A + flows("s a s"))),
        ends.rule(
            "takes its token; what else runs goes on",
            diagram(start() + par("g") + user("a b") + end() + end("f") + flows("s g a e", "g b f")),
            "a",
            "b",
        ),
        ends.rule("terminate: ends everything in its process", diagram(whole), "a", ended="e"),
        ends.rule("terminate: ends its own subprocess only", scoped, "c", "a b"),
        ends.rule(
            "error: ends everything in its subprocess, then is caught",
            diagram(
                start() + sub("S", failing) + boundary("z", "S", error("a")) + user("h") + flows("s S", "z h")
            ),
            "c",
            "h",
        ),
        ends.rule(
            "error that nobody catches: the case has failed",
            diagram(start() + par("g") + user("a b") + end("e", error("a")) + flows("s g a e", "g b")),
            "a",
            status="failed",
        ),
        ends.refused("with a flow out of it", diagram(A + flows("s e a"))),
    ]


def rules() -> list[Rule]:
    """All of them."""
    return [*_complex(), *_event_based(), *_starts_and_ends()]

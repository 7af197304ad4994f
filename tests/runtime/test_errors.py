"""Errors, escalations, terminate."""

from tests.runtime.cases import Case, it_runs_as_drawn, rows
from tests.runtime.drawing import (
    TERMINATE,
    boundary,
    diagram,
    end,
    error,
    escalation,
    flows,
    node,
    par,
    start,
    sub,
    throw,
    user,
)


def inside(event: str) -> str:
    """A user task i, then an end with that event."""
    return start("s1") + user("i") + end("e1", event) + flows("s1 i e1")


def caught(inner: str, event: str, *, beside: bool = False) -> str:
    """A subprocess S with a boundary event b that leads to h; after it a."""
    return (
        start()
        + sub("S", inner)
        + boundary("b", "S", event, beside=beside)
        + user("h a")
        + end()
        + flows("s S a e", "b h e")
    )


FORK = start("s1") + par("q") + user("i j")


@rows(
    Case(
        "nobody catches it: the instance has failed",
        diagram(
            start() + par("g") + user("a z") + end("e", error("a")) + end("f") + flows("s g a e", "g z f")
        ),
        "a",
        status="failed",
    ),
    Case("the boundary catches it", diagram(caught(inside(error("a")), error("a"))), "i", "h"),
    Case(
        "another code passes by",
        diagram(
            caught(
                sub("T", inside(error("a")))
                + boundary("bt", "T", error("b"))
                + user("w")
                + start("s0")
                + flows("s0 T", "bt w"),
                error(),
            )
        ),
        "i",
        "h",
    ),
    Case(
        "the exact code before the one that takes all",
        diagram(
            start()
            + sub("S", inside(error("a")))
            + boundary("b0", "S", error())
            + boundary("b", "S", error("a"))
            + user("h w a")
            + end()
            + flows("s S a e", "b h e", "b0 w e")
        ),
        "i",
        "h",
    ),
    Case(
        "out of a called process",
        diagram(
            start()
            + node("callActivity", "S", calledElement="p1")
            + boundary("b", "S", error("a"))
            + user("h a")
            + end()
            + flows("s S a e", "b h e"),
            inside(error("a")),
        ),
        "i",
        "h",
    ),
    Case(
        "it ends the other branch of its scope",
        diagram(caught(FORK + end("e1", error("a")) + end("e2") + flows("s1 q i e1", "q j e2"), error("a"))),
        "i",
        "h",
    ),
)
def test_errors(case: Case, in_memory: bool) -> None:
    it_runs_as_drawn(case, in_memory=in_memory)


MIDDLE = start("s1") + user("i j") + throw("t", escalation("a")) + end("e1") + flows("s1 i t j e1")


@rows(
    Case("beside", diagram(caught(MIDDLE, escalation("a"), beside=True)), "i", "h j"),
    Case("interrupting", diagram(caught(MIDDLE, escalation("a"))), "i", "h"),
    Case(
        "nobody catches it: it goes on",
        diagram(start() + sub("S", MIDDLE) + user("a") + end() + flows("s S a e")),
        "i j",
        "a",
    ),
    Case(
        "out of two levels",
        diagram(
            caught(
                start("s0") + sub("T", inside(escalation("a"))) + user("k") + end("e0") + flows("s0 T k e0"),
                escalation("a"),
                beside=True,
            )
        ),
        "i",
        "h k",
    ),
)
def test_escalations(case: Case, in_memory: bool) -> None:
    it_runs_as_drawn(case, in_memory=in_memory)


TWO = FORK + end("e1", TERMINATE) + end("e2") + flows("s1 q i e1", "q j e2")


@rows(
    Case(
        "in a subprocess it ends only that",
        diagram(start() + par("g") + sub("S", TWO) + user("a z") + end() + flows("s g S a e", "g z e")),
        "i",
        "a z",
    ),
    Case(
        "it ends the process",
        diagram(
            start()
            + par("g")
            + sub("S", inside(""))
            + user("a")
            + end("e", TERMINATE)
            + end("f")
            + flows("s g a e", "g S f")
        ),
        "a",
        ended="e",
    ),
    Case(
        "in a called process",
        diagram(
            start() + node("callActivity", "S", calledElement="p1") + user("a") + end() + flows("s S a e"),
            TWO,
        ),
        "i",
        "a",
    ),
)
def test_terminate(case: Case, in_memory: bool) -> None:
    it_runs_as_drawn(case, in_memory=in_memory)

"""Boundary events."""

from tests.runtime.cases import Case, it_runs_as_drawn, rows
from tests.runtime.drawing import (
    boundary,
    condition,
    diagram,
    end,
    flows,
    message,
    node,
    par,
    script,
    start,
    sub,
    task,
    timer,
    user,
    xor,
)


def watched(event: str, *, beside: bool = True) -> bytes:
    """A task a with a boundary event b that leads to h; after it c."""
    return diagram(
        start()
        + user("a h c")
        + boundary("b", "a", event, beside=beside)
        + end()
        + end("f")
        + flows("s a c e", "b h f")
    )


@rows(
    Case("a message beside, twice", watched(message("m")), ">m >m", "a h h"),
    Case("its token outlives the host", watched(message("m")), ">m a c", "h"),
    Case("an interrupting message", watched(message("m"), beside=False), ">m", "h"),
    Case("a timer due before a late completion", watched(timer("PT1H")), "+PT2H a", "c h"),
    Case(
        "a timer due before a late completion that nobody noticed", watched(timer("PT1H")), "~PT2H a", "c h"
    ),
    Case("a timer that was not needed", watched(timer("PT1H")), "a +PT2H", "c"),
    Case("a timer fires once", watched(timer("PT1H")), "+PT1H +PT9H", "a h"),
    Case("a cycle", watched(timer("R3/PT1H", "timeCycle")), "+PT1H +PT1H +PT9H", "a h h h"),
    Case("a cycle catches up", watched(timer("R/PT1H", "timeCycle")), "+PT3H", "a h h h"),
    Case(
        "an interrupting cycle fires once", watched(timer("R/PT1H", "timeCycle"), beside=False), "+PT9H", "h"
    ),
    Case(
        "an interrupting boundary of a subprocess ends all below",
        diagram(
            start()
            + sub(
                "S",
                start("s1")
                + sub("T", start("s2") + par("q") + user("x y") + end("e2") + flows("s2 q x e2", "q y e2"))
                + end("e1")
                + flows("s1 T e1"),
            )
            + boundary("b", "S", timer("PT1H"))
            + user("h")
            + end()
            + flows("s S e", "b h e")
        ),
        "x +PT1H",
        "h",
    ),
    Case(
        "a condition that is true on entry",
        diagram(
            start()
            + script("x", "{v: 1}")
            + sub("S", start("s1") + task("n") + end("e1") + flows("s1 n e1"))
            + boundary("b", "S", condition("v = 1"))
            + user("h a")
            + end()
            + flows("s x S a e", "b h e")
        ),
        "",
        "h",
        trace="s x b",
        given={"v": 0},
    ),
    Case(
        "a condition beside fires each time it turns true",
        diagram(
            start()
            + user("a h")
            + par("g")
            + user("q")
            + xor("m")
            + boundary("b", "a", condition("v = 1"), beside=True)
            + end()
            + flows("s g a e", "g m q m", "b h e")
        ),
        ['q {"v":1}', 'q {"v":1}', 'q {"v":0}', 'q {"v":1}'],
        "a h h q",
        given={"v": 0},
    ),
    Case(
        "a round of a loop arms its timer anew",
        diagram(
            start()
            + xor("m")
            + xor("w", default="w-e")
            + user("u h")
            + boundary("b", "u", timer("PT2H"))
            + end()
            + flows("s m u w", "w e", "w m if: again", "b h e")
        ),
        ["+PT1H", 'u {"again": true}', "+PT1H"],
        "u",
    ),
    Case(
        "two timers between two requests fire in due order, each at its own instant",
        diagram(
            start()
            + user("a h c")
            + boundary("late", "a", timer("PT2H"))
            + boundary("soon", "a", timer("PT1H"), beside=True)
            + end()
            + end("f")
            + flows("s a e", "late h e", "soon c f")
        ),
        "+PT9H",
        "c h",
        trace="s soon late",
    ),
    Case(
        "a call activity",
        diagram(
            start()
            + node("callActivity", "S", calledElement="p1")
            + boundary("b", "S", timer("PT1H"))
            + user("h")
            + end()
            + flows("s S e", "b h e"),
            start("s1") + user("i") + end("e1") + flows("s1 i e1"),
        ),
        "+PT1H",
        "h",
    ),
)
def test_boundary_events(case: Case, in_memory: bool) -> None:
    it_runs_as_drawn(case, in_memory=in_memory)

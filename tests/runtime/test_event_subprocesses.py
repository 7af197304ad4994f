"""Event subprocesses: handlers that lie beside the flow of their scope."""

import pytest

from tests.runtime.cases import Case, it_runs_as_drawn, rows
from tests.runtime.drawing import (
    boundary,
    condition,
    diagram,
    end,
    error,
    escalation,
    flows,
    handler,
    message,
    par,
    signal,
    start,
    sub,
    throw,
    timer,
    user,
)

HELP = user("h") + end("eh") + flows("Hs h eh")


def around(event: str, *, beside: bool = False) -> bytes:
    """A subprocess of i and j with a handler H that leads to h; after it a."""
    inner = (
        start("s1") + user("i j") + end("e1") + flows("s1 i j e1") + handler("H", event, HELP, beside=beside)
    )
    return diagram(start() + sub("S", inner) + user("a") + end() + flows("s S a e"))


TRIGGERS = (
    ("message", message("m"), ">m"),
    ("signal", signal("go"), "!go"),
    ("timer", timer("PT1H"), "+PT1H"),
)


@rows(
    *[
        row
        for kind, event, comes in TRIGGERS
        for row in (
            Case(f"{kind}: it waits and ends with its scope", around(event), "i j", "a"),
            Case(f"{kind}: it interrupts, then the scope is left", around(event), f"{comes} h", "a"),
            Case(f"{kind}: it interrupts", around(event), f"i {comes}", "h"),
            Case(f"{kind}: beside", around(event, beside=True), f"{comes} i j", "h"),
            Case(f"{kind}: beside, all done", around(event, beside=True), f"{comes} i j h", "a"),
        )
    ],
    Case("a message beside, twice", around(message("m"), beside=True), ">m >m", "h h i"),
    Case("an interrupting one comes once", around(message("m")), ">m >m", "h"),
    Case("a cycle", around(timer("R2/PT1H", "timeCycle"), beside=True), "+PT1H +PT9H", "h h i"),
    Case("a condition interrupts", around(condition("v")), ['i {"v":true}'], "h", given={"v": False}),
    Case(
        "a condition beside",
        around(condition("v"), beside=True),
        ['i {"v":true}'],
        "h j",
        given={"v": False},
    ),
)
def test_waiting_handlers(case: Case, in_memory: bool) -> None:
    it_runs_as_drawn(case, in_memory=in_memory)


def thrown(event: str, *, beside: bool = False) -> bytes:
    """As `around`, and between i and j the event is thrown."""
    inner = (
        start("s1")
        + user("i j")
        + throw("t", event)
        + end("e1")
        + flows("s1 i t j e1")
        + handler("H", event, HELP, beside=beside)
    )
    return diagram(start() + sub("S", inner) + user("a") + end() + flows("s S a e"))


def failing(end_of_handler: str = "") -> bytes:
    """An error in one of two branches, a handler for it, and a boundary event around both."""
    inner = (
        start("s1")
        + par("q")
        + user("i j")
        + end("e1", error("a"))
        + end("e2")
        + flows("s1 q i e1", "q j e2")
        + handler("H", error("a"), user("h") + end("eh", end_of_handler) + flows("Hs h eh"))
    )
    return diagram(
        start()
        + sub("S", inner)
        + boundary("b", "S", error())
        + user("a w")
        + end()
        + flows("s S a e", "b w e")
    )


@rows(
    Case("an escalation interrupts", thrown(escalation("a")), "i", "h"),
    Case("an escalation beside", thrown(escalation("a"), beside=True), "i", "h j"),
    Case("an error handler does not start by itself", failing(), "", "i j"),
    Case("an error handler comes before the boundary", failing(), "i", "h"),
    Case("an error handler done, the scope is left as usual", failing(), "i h", "a"),
    Case("an error of the handler goes outwards", failing(error("a")), "i h", "w"),
    Case(
        "of the process itself",
        diagram(start() + user("a") + end() + flows("s a e") + handler("H", message("m"), HELP)),
        ">m h",
    ),
    Case(
        "of the process, for an error from below",
        diagram(
            start()
            + sub("S", start("s1") + user("i") + end("e1", error("a")) + flows("s1 i e1"))
            + end()
            + flows("s S e")
            + handler("H", error("a"), HELP)
        ),
        "i",
        "h",
    ),
    Case(
        "within another",
        diagram(
            start()
            + user("a")
            + end()
            + flows("s a e")
            + handler(
                "H",
                message("m"),
                HELP + handler("K", message("q"), user("k") + end("ek") + flows("Ks k ek")),
            )
        ),
        ">m >q",
        "k",
    ),
    Case(
        "with a boundary event inside",
        diagram(
            start()
            + user("a")
            + end()
            + flows("s a e")
            + handler(
                "H",
                message("m"),
                user("h w") + boundary("b", "h", timer("PT1H")) + end("eh") + flows("Hs h eh", "b w eh"),
            )
        ),
        ">m +PT1H",
        "w",
    ),
)
def test_thrown_to_handlers(case: Case, in_memory: bool) -> None:
    it_runs_as_drawn(case, in_memory=in_memory)


@pytest.mark.parametrize("in_memory", [False, True])
def test_a_reminder_that_is_open_does_not_hold_up_the_next(in_memory: bool) -> None:
    case = Case("", around(timer("R/PT1H", "timeCycle"), beside=True), "+PT3H")
    assert case.play(in_memory=in_memory).open == ["h", "h", "h", "i"]

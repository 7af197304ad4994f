"""Events that wait, the event-based gateway, links, signals and starts."""

from tests.runtime.cases import Case, it_runs_as_drawn, rows
from tests.runtime.drawing import (
    boundary,
    catch,
    condition,
    diagram,
    end,
    flows,
    link,
    message,
    node,
    par,
    signal,
    start,
    sub,
    task,
    throw,
    timer,
    user,
    xor,
)

GATE = diagram(
    start()
    + node("eventBasedGateway", "g")
    + catch("t1", timer("PT5H"))
    + catch("t2", timer("PT2H"))
    + catch("m", message("m"))
    + node("receiveTask", "r", messageRef="message_q")
    + user("a b c d")
    + end()
    + flows("s g t1 a e", "g t2 b e", "g m c e", "g r d e")
)


@rows(
    Case("the earlier of two timers", GATE, "+PT3H", open="b", trace="s g t2"),
    Case("a message, and the timers are gone", GATE, ">m +PT9H", open="c"),
    Case("a receive task", GATE, ">q >m", open="d"),
    Case("only one wins", GATE, "+PT9H >m", open="b"),
    Case(
        "it starts the process",
        diagram(
            node("eventBasedGateway", "g", instantiate=True)
            + catch("m", message("m"))
            + catch("k", message("q"))
            + user("a b")
            + flows("g m a", "g k b")
        ),
        ">q >m",
        open="b",
    ),
    Case(
        "a parallel one that starts the process waits for all its events",
        diagram(
            node("eventBasedGateway", "g", instantiate=True, eventGatewayType="Parallel")
            + catch("m", message("m"))
            + catch("k", message("q"))
            + user("a b")
            + flows("g m a", "g k b")
        ),
        ">q b",
        status="active",
    ),
    Case(
        "a parallel one has had all its events",
        diagram(
            node("eventBasedGateway", "g", instantiate=True, eventGatewayType="Parallel")
            + catch("m", message("m"))
            + catch("k", message("q"))
            + user("a b")
            + flows("g m a", "g k b")
        ),
        ">q b >m a",
    ),
)
def test_event_gateways(case: Case, in_memory: bool) -> None:
    it_runs_as_drawn(case, in_memory=in_memory)


@rows(
    Case(
        "a message start", diagram(start("s", message("m")) + user("a") + end() + flows("s a e")), ">m", "a"
    ),
    Case(
        "a message start of a second pool",
        diagram(
            start() + throw("t", message("m")) + end() + flows("s t e"),
            start("s", message("m")) + user("a") + end() + flows("s a e"),
        ),
        ">m",
        "a",
        process="p1",
    ),
    Case(
        "one of two typed starts",
        diagram(
            start("s1", message("m"))
            + start("s2", signal("go"))
            + user("a b")
            + end()
            + flows("s1 a e", "s2 b e")
        ),
        "!go >m",
        "b",
    ),
    Case(
        "a receive task that starts the process",
        diagram(
            node("receiveTask", "r", messageRef="message_m", instantiate=True) + user("a") + flows("r a")
        ),
        ">m",
        "a",
    ),
    Case(
        "a timer start",
        diagram(start("s", timer("P2D")) + user("a") + end() + flows("s a e")),
        "+P2D",
        "a",
    ),
)
def test_starts(case: Case, in_memory: bool) -> None:
    it_runs_as_drawn(case, in_memory=in_memory)


BOTH = diagram(
    start()
    + catch("k", message("m") + signal("go"), parallelMultiple=True)
    + user("a")
    + end()
    + flows("s k a e")
)


@rows(
    Case("both are needed, one came twice", BOTH, ">m >m", status="active"),
    Case("both are needed, both came", BOTH, ">m !go", "a"),
    Case(
        "one of several is enough",
        diagram(start() + catch("k", message("m") + signal("go")) + user("a") + end() + flows("s k a e")),
        "!go",
        "a",
    ),
    Case(
        "a condition that turns true",
        diagram(
            start()
            + par("g")
            + user("a b")
            + catch("k", condition("x > 0"))
            + end()
            + flows("s g a e", "g k b e")
        ),
        ['a {"x":1}'],
        "b",
        given={"x": 0},
    ),
    Case(
        "a condition that is true already",
        diagram(start() + catch("k", condition("x > 0")) + user("b") + end() + flows("s k b e")),
        "",
        "b",
        given={"x": 1},
    ),
    Case(
        "a condition that a correction turns true",
        diagram(start() + catch("k", condition("x > 0")) + user("b") + end() + flows("s k b e")),
        ['={"x": 1}'],
        "b",
        given={"x": 0},
    ),
    Case(
        "a receive task and its deadline",
        diagram(
            start()
            + node("receiveTask", "r", messageRef="message_m")
            + boundary("b", "r", timer("PT1H"))
            + user("a h")
            + end()
            + flows("s r a e", "b h e")
        ),
        ">m +PT9H",
        "a",
    ),
    Case(
        "a message goes to the oldest that waits",
        diagram(
            start()
            + par("g")
            + catch("k", message("m"))
            + user("x a b")
            + catch("l", message("m"))
            + end()
            + flows("s g k a e", "g x l b e")
        ),
        "x >m",
        "a",
        status="active",
    ),
)
def test_catching(case: Case, in_memory: bool) -> None:
    it_runs_as_drawn(case, in_memory=in_memory)


INNER = start("si") + throw("th", signal("go")) + task("n") + end("ei") + flows("si th n ei")


@rows(
    Case(
        "a signal end wakes a catcher",
        diagram(
            start()
            + par("g")
            + user("a b")
            + catch("k", signal("go"))
            + end("e1", signal("go"))
            + end()
            + flows("s g a e1", "g k b e")
        ),
        "a",
        "b",
    ),
    Case(
        "a signal reaches all that wait",
        diagram(
            start()
            + par("g")
            + catch("k", signal("go"))
            + catch("l", signal("go"))
            + user("a b")
            + end()
            + flows("s g k a e", "g l b e")
        ),
        "!go",
        "a b",
    ),
    Case(
        "an interrupting signal boundary stops the next inner task",
        diagram(
            start()
            + sub("S", INNER)
            + boundary("b", "S", signal("go"))
            + user("h a")
            + end()
            + flows("s S a e", "b h e")
        ),
        "",
        "h",
        trace="s si th b",
    ),
    Case(
        "a signal boundary that runs beside",
        diagram(
            start()
            + sub("S", INNER)
            + boundary("b", "S", signal("go"), beside=True)
            + user("h a")
            + end()
            + flows("s S a e", "b h e")
        ),
        "",
        "a h",
    ),
)
def test_signals(case: Case, in_memory: bool) -> None:
    it_runs_as_drawn(case, in_memory=in_memory)


@rows(
    Case(
        "a token goes on at the catch of the same name",
        diagram(
            start()
            + user("a b c")
            + xor("g", default="g-c")
            + throw("t1", link("L"))
            + throw("t2", link("L"))
            + catch("k", link("L"))
            + end()
            + flows("s a g", "g t1 if: x", "g c t2", "k b e")
        ),
        ['a {"x":false}', "c"],
        "b",
    ),
    Case(
        "in a loop",
        diagram(
            start()
            + user("a")
            + xor("g", default="g-e")
            + throw("t", link("L"))
            + catch("k", link("L"))
            + end()
            + flows("s a g", "g t if: x", "g e", "k a")
        ),
        ['a {"x":true}', 'a {"x":true}', 'a {"x":false}'],
    ),
)
def test_links(case: Case, in_memory: bool) -> None:
    it_runs_as_drawn(case, in_memory=in_memory)

"""Called processes, ad-hoc subprocesses, transactions and compensation."""

from tests.runtime.cases import Case, it_runs_as_drawn, rows
from tests.runtime.drawing import (
    CANCEL,
    boundary,
    compensate,
    diagram,
    end,
    error,
    flows,
    handler,
    mapping,
    multi,
    node,
    par,
    script,
    start,
    sub,
    throw,
    times,
    undone_by,
    user,
    xor,
)


def call(inside: str = "") -> str:
    return node("callActivity", "S", inside, calledElement="p1")


ONE = start("s1") + user("i") + end("e1") + flows("s1 i e1")


@rows(
    Case(
        "a called process has its own variables",
        diagram(start() + par("g") + call() + user("a b") + end() + flows("s g S a e", "g b e"), ONE),
        ['i {"x":1}', 'b {"y":1}'],
        open="a",
        result={"x": 1, "y": 1},
    ),
    Case(
        "a called process keeps them until it ends",
        diagram(
            start() + call() + end() + flows("s S e"),
            start("s1") + user("i j") + end("e1") + flows("s1 i j e1"),
        ),
        ['i {"x":1}'],
        open="j",
        result={"x": None},
    ),
    Case(
        "a called process does not write back what it has not written",
        diagram(start() + par("g") + call() + user("a b") + end() + flows("s g S a e", "g b e"), ONE),
        ['b {"y":"new"}', 'i {"x":1}'],
        open="a",
        given={"y": "old"},
        result={"x": 1, "y": "new"},
    ),
    Case(
        "mapped inputs and outputs only",
        diagram(
            start()
            + call(mapping(inputs={"n": "x + 1"}, outputs={"answer": "m * 2"}))
            + end()
            + flows("s S e"),
            start("s1") + script("c", "{m: n, x: 99, seen: y}") + end("e1") + flows("s1 c e1"),
        ),
        given={"x": 1, "y": 5},
        result={"x": 1, "answer": 4, "m": None, "n": None, "seen": None},
    ),
    Case(
        "mapped inputs of a subprocess are its own",
        diagram(
            start()
            + sub(
                "S",
                mapping(inputs={"n": "x + 1"})
                + start("s1")
                + script("c", "{m: n}")
                + end("e1")
                + flows("s1 c e1"),
            )
            + end()
            + flows("s S e")
        ),
        given={"x": 1},
        result={"m": 2, "n": None},
    ),
    Case(
        "a process calls itself",
        diagram(
            start()
            + xor("g", default="g-e")
            + script("x", "{n: n - 1}")
            + node("callActivity", "S", calledElement="p")
            + end()
            + flows("s g", "g x if: n > 0", "x S e", "g e")
        ),
        given={"n": 30},
    ),
    Case(
        "a global task is called like a process",
        diagram(
            start() + node("callActivity", "S", calledElement="G") + end() + flows("s S e"),
            beside=node("globalUserTask", "G"),
        ),
        open="G.task",
    ),
)
def test_called_processes(case: Case, in_memory: bool) -> None:
    it_runs_as_drawn(case, in_memory=in_memory)


def ad_hoc(inside: str = "", **attributes: object) -> bytes:
    body = user("i j k") + flows("j k") + inside
    return diagram(
        start() + sub("S", body, "adHocSubProcess", **attributes) + user("a") + end() + flows("s S a e")
    )


DONE = "<completionCondition>x</completionCondition>"


@rows(
    Case("parallel", ad_hoc(), "", "i j"),
    Case("parallel, done", ad_hoc(), "j i k", "a"),
    Case("sequential", ad_hoc(ordering="Sequential"), "i j", "k"),
    Case(
        "its completion condition is asked after each activity",
        ad_hoc("<completionCondition>y</completionCondition>"),
        ['j {"y":true}'],
        "a",
        given={"y": False},
    ),
    Case("its completion condition", ad_hoc(DONE), ['i {"x":true}'], "a", given={"x": False}),
    Case(
        "the rest is finished",
        ad_hoc(DONE, cancelRemainingInstances=False),
        ['i {"x":true}'],
        "j",
        given={"x": False},
    ),
)
def test_ad_hoc_subprocesses(case: Case, in_memory: bool) -> None:
    it_runs_as_drawn(case, in_memory=in_memory)


def undoable(names: str) -> str:
    """User tasks, each with a compensating task undo….."""
    return "".join(
        user(n)
        + boundary(f"b{n}", n, compensate())
        + user(f"undo{n}", isForCompensation=True)
        + undone_by(f"b{n}", f"undo{n}")
        for n in names.split()
    )


def two(event: str) -> bytes:
    return diagram(
        start()
        + undoable("a b")
        + throw("t", event)
        + user("c")
        + throw("t2", compensate())
        + end()
        + flows("s a b t c t2 e")
    )


NESTED = diagram(
    start()
    + sub("S", start("s1") + undoable("a b") + end("e1") + flows("s1 a b e1"))
    + throw("t", compensate())
    + user("c")
    + end()
    + flows("s S t c e")
)


def transaction(event: str) -> bytes:
    inner = (
        start("s1")
        + par("q")
        + undoable("a")
        + user("i z")
        + end("e0")
        + end("e1", event)
        + flows("s1 q a i e1", "q z e0")
    )
    return diagram(
        start()
        + sub("S", inner, "transaction")
        + boundary("b", "S", CANCEL if event == CANCEL else error("a"))
        + user("h c")
        + end()
        + flows("s S c e", "b h e")
    )


@rows(
    Case("in reverse order", two(compensate()), "a b", "undob"),
    Case("then the one before", two(compensate()), "a b undob", "undoa"),
    Case("done, the throw goes on", two(compensate()), "a b undob undoa", "c"),
    Case("only once", two(compensate()), "a b undob undoa c"),
    Case("of one activity, later the rest", two(compensate("a")), "a b undoa c", "undob"),
    Case(
        "what has not completed is not undone",
        diagram(
            start()
            + par("g")
            + undoable("a b")
            + throw("t", compensate())
            + user("c")
            + end()
            + flows("s g a t c e", "g b e")
        ),
        "a undoa",
        "b c",
    ),
    Case(
        "by an end event",
        diagram(start() + undoable("a") + end("e", compensate()) + flows("s a e")),
        "a undoa",
        ended="e",
    ),
    Case("a finished subprocess is undone inside", NESTED, "a b", "undob"),
    Case("a finished subprocess, all of it", NESTED, "a b undob undoa", "c"),
    Case(
        "a subprocess that is undone inside does not complete twice",
        NESTED,
        "a b undob undoa",
        "c",
        trace="s s1 a b e1 S undob undoa t",
    ),
    Case(
        "a subprocess's own compensation comes first",
        diagram(
            start()
            + sub("S", start("s1") + undoable("a") + end("e1") + flows("s1 a e1"))
            + boundary("bS", "S", compensate())
            + user("undoS", isForCompensation=True)
            + undone_by("bS", "undoS")
            + throw("t", compensate())
            + user("c")
            + end()
            + flows("s S t c e")
        ),
        "a undoS",
        "c",
    ),
    Case(
        "a compensation event subprocess",
        diagram(
            start()
            + sub(
                "S",
                start("s1")
                + user("a")
                + end("e1")
                + flows("s1 a e1")
                + handler("H", compensate(), user("h") + end("eh") + flows("Hs h eh")),
            )
            + throw("t", compensate())
            + user("c")
            + end()
            + flows("s S t c e")
        ),
        "a h",
        "c",
    ),
    Case("the cancel of a transaction undoes", transaction(CANCEL), "a i", "undoa"),
    Case("the cancel of a transaction, then its boundary", transaction(CANCEL), "a i undoa", "h"),
    Case("an error in a transaction does not undo", transaction(error("a")), "a i", "h"),
    Case(
        "each instance is undone",
        diagram(
            start()
            + user("a", multi(times(2), isSequential=True))
            + boundary("ba", "a", compensate())
            + user("u", isForCompensation=True)
            + undone_by("ba", "u")
            + throw("t", compensate())
            + user("c")
            + end()
            + flows("s a t c e")
        ),
        "a a u u",
        "c",
    ),
)
def test_compensation(case: Case, in_memory: bool) -> None:
    it_runs_as_drawn(case, in_memory=in_memory)

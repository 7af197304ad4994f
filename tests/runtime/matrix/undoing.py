"""Rules of compensation. Source: BPMN 2.0.2, 10.7 and 13.5.5."""

from tests.runtime.drawing import (
    boundary,
    compensate,
    diagram,
    end,
    flows,
    handler,
    multi,
    par,
    start,
    sub,
    throw,
    times,
    undone_by,
    user,
)
from tests.runtime.matrix.rules import About, Rule


def _compensation() -> list[Rule]:
    table = About("compensation", "10.7 and 13.5.5")

    def done(names: str) -> str:
        return "".join(
            user(n)
            + boundary(f"b{n}", n, compensate())
            + user(f"u{n}", isForCompensation=True)
            + undone_by(f"b{n}", f"u{n}")
            for n in names
        )

    def thrown(event: str, *, twice: bool = False) -> bytes:
        tail = throw("t2", compensate()) if twice else ""
        chain = "s a b t c t2 e" if twice else "s a b t c e"
        return diagram(start() + done("ab") + throw("t", event) + user("c") + tail + end() + flows(chain))

    inside = start("i") + done("ab") + flows("i a b")
    nested = diagram(start() + sub("S", inside) + throw("t", compensate()) + user("c") + flows("s S t c"))
    owner = boundary("z", "S", compensate()) + user("v", isForCompensation=True) + undone_by("z", "v")
    handled = diagram(
        start() + sub("S", inside) + owner + throw("t", compensate()) + user("c") + flows("s S t c")
    )
    beside = diagram(
        start() + par("g") + done("ab") + throw("t", compensate()) + user("c") + flows("s g a t c", "g b")
    )
    many = user("x", multi(times(2))) + boundary("z", "x", compensate()) + user("u", isForCompensation=True)
    many += undone_by("z", "u") + throw("t", compensate()) + user("c") + flows("s x t c")
    own = start("i") + user("d") + flows("i d") + handler("H", compensate(), user("h") + flows("Hs h"))
    unwaited = '<compensateEventDefinition waitForCompletion="false"/>'
    one_of = thrown(compensate("a"), twice=True)
    unmarked = user("a") + boundary("z", "a", compensate()) + user("u") + undone_by("z", "u")
    apart = user("a") + boundary("z", "a", compensate()) + user("u", isForCompensation=True) + flows("i a")
    outside = start() + sub("S", start("i") + apart) + undone_by("z", "u") + throw("t", compensate())
    return [
        table.rule("undoes completed activities, the last first", thrown(compensate()), "a b", "ub"),
        table.rule("one after the other", thrown(compensate()), "a b ub", "ua"),
        table.rule("the throwing event goes on when all is undone", thrown(compensate()), "a b ub ua", "c"),
        table.rule("each activity is undone once", thrown(compensate(), twice=True), "a b ub ua c"),
        table.rule("activityRef: only that activity", one_of, "a b", "ua"),
        table.rule("activityRef: the rest stays to be undone", one_of, "a b ua c", "ub"),
        table.rule("what has not completed is not undone", beside, "a ua", "b c"),
        table.rule(
            "waitForCompletion false: the throwing event goes on at once", thrown(unwaited), "a b", "c ub"
        ),
        table.rule(
            "waitForCompletion false: its scope waits until all is undone", thrown(unwaited), "a b c ub", "ua"
        ),
        table.rule("of a completed subprocess: what was done inside", nested, "a b", "ub"),
        table.rule(
            "the association may stand outside the subprocess of its ends",
            diagram(outside + user("c") + flows("s S t c")),
            "a",
            "u",
        ),
        table.rule("of a subprocess with a handler of its own: the handler", handled, "a b", "v"),
        table.rule(
            "by an event subprocess of the subprocess",
            diagram(start() + sub("S", own) + throw("t", compensate()) + user("c") + flows("s S t c")),
            "d",
            "h",
        ),
        table.rule("of a multi-instance: once for each instance", diagram(start() + many), "x x u", "u"),
        table.rule(
            "by an end event",
            diagram(start() + done("a") + end("e", compensate()) + flows("s a e")),
            "a",
            "ua",
        ),
        table.refused(
            "activityRef of another scope",
            diagram(start() + sub("S", inside) + throw("t", compensate("a")) + flows("s S t")),
        ),
        table.refused(
            "an association to an activity that is not for compensation",
            diagram(start() + unmarked + flows("s a")),
        ),
        table.refused(
            "a flow into an activity for compensation", diagram(start() + done("a") + flows("s a ua"))
        ),
        table.refused(
            "a flow out of a compensation event",
            diagram(start() + done("a") + user("h") + flows("s a", "ba h")),
        ),
    ]


def rules() -> list[Rule]:
    """All of them."""
    return [*_compensation()]

"""Rules of transactions, event subprocesses and links. Source: BPMN 2.0.2, 10.3.5, 10.5 and 13.5."""

from tests.runtime.drawing import (
    boundary,
    catch,
    compensate,
    diagram,
    end,
    error,
    flows,
    handler,
    link,
    message,
    node,
    signal,
    start,
    sub,
    throw,
    timer,
    undone_by,
    user,
    xor,
)
from tests.runtime.matrix.rules import About, Rule, one

A = start() + user("a")


def _transactions() -> list[Rule]:
    table = About("transaction", "10.3.5 and 13.5.5")
    inner = start("i") + user("b") + boundary("c", "b", compensate()) + user("u", isForCompensation=True)
    inner += undone_by("c", "u") + xor("g", default="g-ie") + end("ie") + flows("i b g ie", "g out if: n = 1")
    left = boundary("z", "x", "<cancelEventDefinition/>") + user("h")

    def drawn(event: str, beside: str = left, *chains: str) -> bytes:
        body = inner + end("out", event)
        return diagram(
            start()
            + sub("x", body, "transaction")
            + beside
            + user("a")
            + flows("s x a", *(chains or ["z h"]))
        )

    cancel = drawn("<cancelEventDefinition/>")
    failing = drawn(error("a"), boundary("z", "x", error("a")) + user("h"))
    return [
        table.rule("goes on as usual when it is not cancelled", cancel, ['b {"n": 0}'], "a"),
        table.rule("cancel: what has been done is undone first", cancel, ['b {"n": 1}'], "u"),
        table.rule("cancel: left by its cancel event", cancel, ['b {"n": 1}', "u"], "h"),
        table.rule("an error leaves it without undoing anything", failing, ['b {"n": 1}'], "h"),
        table.refused(
            "a cancel end event without a cancel event on the border",
            drawn("<cancelEventDefinition/>", user("h"), "a h"),
        ),
        table.refused(
            "a cancel end event outside a transaction",
            diagram(A + end("e", "<cancelEventDefinition/>") + flows("s a e")),
        ),
        table.refused(
            "a cancel event on the border of another activity",
            diagram(A + boundary("z", "a", "<cancelEventDefinition/>") + user("h") + flows("s a", "z h")),
        ),
    ]


def _event_subprocesses() -> list[Rule]:
    table = About("event subProcess", "10.3.5 and 13.5.4")
    body = user("h") + flows("Hs h")
    timed = diagram(A + flows("s a") + handler("H", timer("PT1H"), body))
    beside = diagram(A + flows("s a") + handler("H", message("m"), body, beside=True))
    inside = start("i") + user("b") + flows("i b") + handler("H", message("m"), body)
    return [
        table.rule("waits while its scope runs, and ends with it", timed, "a"),
        table.rule("interrupting: ends what else runs in its scope", timed, "+PT1H", "h"),
        table.rule("interrupting: then its scope is left as usual", one(sub("x", inside)), ">m h", "a"),
        table.rule("interrupting: starts once", one(sub("x", inside)), ">m >m", "h"),
        table.rule("non-interrupting: runs beside its scope", beside, ">m", "a h"),
        table.rule("non-interrupting: starts each time", beside, ">m >m", "a h h"),
        table.rule("non-interrupting: its scope waits for it", beside, ">m a", "h"),
        table.refused("without a trigger", diagram(A + flows("s a") + handler("H", "", body))),
        table.refused(
            "with two start events",
            diagram(
                A
                + flows("s a", "x h", "y h")
                + sub(
                    "H",
                    start("x", message("m")) + start("y", signal("go")) + user("h"),
                    triggeredByEvent=True,
                )
            ),
        ),
        table.refused("in the flow", diagram(A + handler("H", message("m"), body) + flows("s a H"))),
        table.refused(
            "with a boundary event",
            diagram(
                A
                + handler("H", message("m"), body)
                + boundary("z", "H", timer("PT1H"))
                + user("k")
                + flows("s a", "z k")
            ),
        ),
    ]


def _links() -> list[Rule]:
    jump = About("link", "10.5.5")
    twice = start() + xor("g", default="g-u") + throw("t", link("L")) + throw("u", link("L"))
    linked = diagram(twice + catch("k", link("L")) + user("a") + flows("s g", "g t if: n = 1", "g u", "k a"))
    return [
        jump.rule("several throwing links lead to one catching link", linked, "", "a", given={"n": 1}),
        jump.refused(
            "without a catching link of its name", diagram(start() + throw("t", link("L")) + flows("s t"))
        ),
    ]


def _unknown() -> list[Rule]:
    tags = (
        "choreographyTask",
        "subChoreography",
        "callChoreography",
        "callConversation",
        "implicitThrowEvent",
        "event",
    )
    return [
        About(tag, "10 (not an element of a process)").refused("in a process", one(node(tag, "x")))
        for tag in tags
    ]


def rules() -> list[Rule]:
    """All of them."""
    return [*_transactions(), *_event_subprocesses(), *_links(), *_unknown()]

"""Rules of what is waited for and what is caught, and of data. Source: BPMN 2.0.2, 10.4, 10.5 and 13.5."""

from tests.runtime.drawing import (
    boundary,
    condition,
    diagram,
    end,
    error,
    escalation,
    flows,
    message,
    node,
    par,
    script,
    signal,
    start,
    sub,
    throw,
    timer,
    user,
)
from tests.runtime.matrix.rules import About, Rule


def _waiting() -> list[Rule]:
    table = About("boundaryEvent", "13.5.3")
    timers = About("timerEventDefinition", "10.5.5, table 10.101")
    conditions = About("conditionalEventDefinition", "10.5.5")
    errors = About("errorEventDefinition", "10.5.7")
    escalations = About("escalationEventDefinition", "10.5.7")
    signals = About("signalEventDefinition", "10.5.5 and 13.5.2")

    def watched(event: str, *, beside: bool = False) -> bytes:
        return diagram(
            start() + user("a h") + boundary("z", "a", event, beside=beside) + end() + flows("s a e", "z h")
        )

    inner = start("i") + user("b") + throw("t", escalation("a")) + user("c") + flows("i b t c")
    codes = (
        boundary("z", "S", error())
        + boundary("y", "S", error("a"))
        + user("h k")
        + flows("s S", "z k", "y h")
    )
    failing = start("i") + user("b") + end("ie", error("a")) + flows("i b ie")
    deep = sub("T", failing) + boundary("w", "T", error("b")) + user("k") + start("o") + flows("o T", "w k")
    fired = start("i") + throw("t", signal("go")) + user("b") + flows("i t b")
    return [
        table.rule("interrupting: its activity is cancelled", watched(message("m")), ">m", "h"),
        table.rule("non-interrupting: its activity goes on", watched(message("m"), beside=True), ">m", "a h"),
        table.rule("non-interrupting: comes each time", watched(message("m"), beside=True), ">m >m", "a h h"),
        table.rule(
            "is waited for no longer when its activity is done", watched(message("m"), beside=True), "a >m"
        ),
        table.rule(
            "interrupts everything below a subprocess",
            diagram(
                start()
                + sub("S", sub("T", user("b c")))
                + boundary("z", "S", timer("PT1H"))
                + user("h")
                + flows("s S", "z h")
            ),
            "b +PT1H",
            "h",
        ),
        table.refused(
            "on a gateway",
            diagram(
                start()
                + node("exclusiveGateway", "g")
                + user("a h")
                + boundary("z", "g", message("m"))
                + flows("s g a", "z h")
            ),
        ),
        table.refused(
            "with a flow into it",
            diagram(start() + user("a h") + boundary("z", "a", message("m")) + flows("s a", "z h z")),
        ),
        timers.rule(
            "timeDate: at that moment", watched(timer("2026-01-05T10:00:00Z", "timeDate")), "+PT1H", "h"
        ),
        timers.rule("timeDuration: that much later", watched(timer("PT1H")), "+PT1H", "h"),
        timers.rule(
            "timeCycle beside its activity: each time",
            watched(timer("R3/PT1H", "timeCycle"), beside=True),
            "+PT1H +PT1H",
            "a h h",
        ),
        timers.rule(
            "timeCycle: no more often than it says",
            watched(timer("R2/PT1H", "timeCycle"), beside=True),
            "+PT9H",
            "a h h",
        ),
        timers.rule(
            "timeCycle without an end: what was due is caught up",
            watched(timer("R/PT1H", "timeCycle"), beside=True),
            "+PT3H",
            "a h h h",
        ),
        timers.rule(
            "fires before a completion that comes later", watched(timer("PT1H"), beside=True), "~PT2H a", "h"
        ),
        timers.refused("without a time", watched("<timerEventDefinition/>")),
        timers.refused(
            "with a time that is none", watched(timer("soon", "timeDate").replace("soon", "2026-02-30"))
        ),
        conditions.rule(
            "comes when its condition turns true",
            watched(condition("n = 1")),
            ['={"n": 1}'],
            "h",
            given={"n": 0},
        ),
        conditions.rule(
            "comes at once where it is true on entry", watched(condition("n = 1")), "", "h", given={"n": 1}
        ),
        conditions.rule(
            "comes again when it turns true again",
            watched(condition("n = 1"), beside=True),
            ['={"n": 1}', '={"n": 0}', '={"n": 1}'],
            "a h h",
            given={"n": 0},
        ),
        conditions.refused("without a condition", watched(condition(""))),
        errors.rule(
            "the exact code is caught before any code", diagram(start() + sub("S", failing) + codes), "b", "h"
        ),
        errors.rule(
            "another code passes on outwards",
            diagram(start() + sub("S", deep) + boundary("z", "S", error()) + user("h") + flows("s S", "z h")),
            "b",
            "h",
        ),
        errors.refused("beside its activity: an error always interrupts", watched(error("a"), beside=True)),
        escalations.rule(
            "caught beside: the throwing token goes on",
            diagram(
                start()
                + sub("S", inner)
                + boundary("z", "S", escalation("a"), beside=True)
                + user("h")
                + flows("s S", "z h")
            ),
            "b",
            "c h",
        ),
        escalations.rule(
            "caught interrupting: the throwing token ends",
            diagram(
                start()
                + sub("S", inner)
                + boundary("z", "S", escalation("a"))
                + user("h")
                + flows("s S", "z h")
            ),
            "b",
            "h",
        ),
        escalations.rule(
            "that nobody catches: goes on", diagram(start() + sub("S", inner) + flows("s S")), "b", "c"
        ),
        signals.rule(
            "reaches everything that waits for it",
            diagram(
                start()
                + par("g")
                + "".join(
                    node("intermediateCatchEvent", k, signal("go")) + user(f"h{k}") + flows(f"g {k} h{k}")
                    for k in "xy"
                )
                + flows("s g")
            ),
            "!go",
            "hx hy",
        ),
        signals.rule(
            "thrown inside, it interrupts at once",
            diagram(
                start() + sub("S", fired) + boundary("z", "S", signal("go")) + user("h") + flows("s S", "z h")
            ),
            "",
            "h",
        ),
    ]


def _data() -> list[Rule]:
    table = About("dataObject, dataInput, dataOutput, dataStore", "10.4")
    objects = '<dataObject id="o" name="order"/><dataObject id="pp" name="price"/>'

    def associated(tag: str, inside: str) -> str:
        return f"<{tag}>{inside}</{tag}>"

    inputs = '<ioSpecification><dataInput id="in" name="amount"/><dataOutput id="res"/></ioSpecification>'
    into = associated("dataInputAssociation", "<sourceRef>o</sourceRef><targetRef>in</targetRef>")
    out = associated("dataOutputAssociation", "<sourceRef>res</sourceRef><targetRef>pp</targetRef>")
    doubled = associated(
        "dataOutputAssociation", "<targetRef>pp</targetRef><transformation>order * 2</transformation>"
    )
    assigned = associated(
        "dataInputAssociation", "<assignment><from>order + 1</from><to>price</to></assignment>"
    )
    store = '<dataStoreReference id="store" name="prices"/>'
    stored = associated("dataOutputAssociation", "<sourceRef>o</sourceRef><targetRef>store</targetRef>")
    property_ = '<property id="pr" name="count"/>'
    return [
        table.rule(
            "dataInputAssociation, dataOutputAssociation: copies into the work and out of it",
            diagram(
                objects
                + start()
                + script("x", "{res: amount * 3}", inputs + into + out)
                + user("a")
                + flows("s x a")
            ),
            "",
            "a",
            given={"order": 2},
            result={"price": 6, "amount": None},
        ),
        table.rule(
            "transformation: a computed copy",
            diagram(objects + start() + user("x", doubled) + user("a") + flows("s x a")),
            "x",
            "a",
            given={"order": 2},
            result={"price": 4},
        ),
        table.rule(
            "assignment: an expression for one variable",
            diagram(objects + start() + user("x", assigned) + user("a") + flows("s x a")),
            "",
            "x",
            given={"order": 2},
            result={"price": 3},
        ),
        table.rule(
            "dataStoreReference: a variable of the case",
            diagram(objects + store + start() + user("x", stored) + user("a") + flows("s x a")),
            "x",
            "a",
            given={"order": 2},
            result={"store": 2},
        ),
        table.rule(
            "property: a variable",
            diagram(property_ + start() + script("x", "{count: 1}") + user("a") + flows("s x a")),
            "",
            "a",
            result={"count": 1},
        ),
        table.refused(
            "an assignment to no plain variable",
            diagram(start() + user("x", assigned.replace("<to>price</to>", "<to>a.b</to>")) + flows("s x")),
        ),
    ]


def rules() -> list[Rule]:
    """All of them."""
    return [*_waiting(), *_data()]

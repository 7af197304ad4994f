"""Event definitions at every position, legal or not. Source: BPMN 2.0.2, 10.5.1 to 10.5.5, table 10.93."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.runtime.cases import Case
from tests.runtime.drawing import (
    CANCEL,
    TERMINATE,
    boundary,
    catch,
    compensate,
    condition,
    diagram,
    end,
    error,
    escalation,
    flows,
    link,
    message,
    node,
    par,
    signal,
    start,
    sub,
    throw,
    timer,
    undone_by,
    user,
)
from tests.runtime.matrix.cells import Cell


@dataclass(frozen=True)
class Kind:
    """An event kind: how it is written, and the steps that make it come."""

    name: str
    written: str
    steps: tuple[str, ...] = ()
    parallel: bool = False


CONDITION = condition("x = 1")
TURN = '={"x": 1}'
KINDS = (
    Kind("none", ""),
    Kind("message", message("m"), (">m",)),
    Kind("timer: duration", timer("PT1H"), ("+PT1H",)),
    Kind("timer: date", timer("2026-01-05T12:00:00Z", "timeDate"), ("+PT3H",)),
    Kind("timer: cycle", timer("R2/PT1H", "timeCycle"), ("+PT1H",)),
    Kind("error", error("a")),
    Kind("escalation", escalation("a")),
    Kind("cancel", CANCEL),
    Kind("compensation", compensate()),
    Kind("conditional", CONDITION, (TURN,)),
    Kind("link", link("L")),
    Kind("signal", signal("go"), ("!go",)),
    Kind("terminate", TERMINATE),
    Kind("multiple", message("m") + signal("go"), ("!go",)),
    Kind("parallel multiple", message("m") + signal("go"), (">m", "!go"), parallel=True),
)
TIMERS = ("timer: duration", "timer: date", "timer: cycle")
WAITED = ("message", *TIMERS, "conditional", "signal", "multiple", "parallel multiple")
THROWN = ("message", "escalation", "compensation", "signal", "multiple")


@dataclass(frozen=True)
class Position:
    """Where an event stands: which kinds the specification allows there, and the diagram around it."""

    name: str
    legal: frozenset[str]
    drawn: Callable[[Kind], Case]


def _flags(kind: Kind) -> dict[str, object]:
    return {"parallelMultiple": True} if kind.parallel else {}


def _case(kind: Kind, data: bytes, steps: tuple[str, ...], opened: str) -> Case:
    return Case(kind.name, data, steps, opened, given={"x": 0})


def _process_start(kind: Kind) -> Case:
    data = diagram(start("s", kind.written, **_flags(kind)) + user("h") + end() + flows("s h e"))
    return _case(kind, data, kind.steps, "h")


def _plain_start(kind: Kind) -> Case:
    inner = start("i", kind.written, **_flags(kind)) + user("h") + end("ie") + flows("i h ie")
    data = diagram(start() + sub("S", inner) + end() + flows("s S e"))
    return _case(kind, data, kind.steps, "h")


def _called_start(kind: Kind) -> Case:
    called = start("i", kind.written, **_flags(kind)) + user("h") + end("ie") + flows("i h ie")
    calling = start() + node("callActivity", "S", calledElement="p1") + end() + flows("s S e")
    return _case(kind, diagram(calling, called), kind.steps, "h")


def _event_subprocess(kind: Kind, *, beside: bool) -> Case:
    flags = {"isInterrupting": not beside, **_flags(kind)}
    body = start("Hs", kind.written, **flags) + user("h") + end("he") + flows("Hs h he")
    drawn = sub("H", body, triggeredByEvent=True)
    if kind.name == "compensation":
        inner = start("is") + user("i") + end("ie") + flows("is i ie") + drawn
        data = diagram(start() + sub("S", inner) + throw("t", compensate()) + end() + flows("s S t e"))
        return _case(kind, data, ("i",), "h")
    if kind.name in ("error", "escalation", "cancel", "terminate"):
        ends = end("e", kind.written)
        data = diagram(start() + user("a") + ends + flows("s a e") + drawn)
        return _case(kind, data, ("a",), "h")
    data = diagram(start() + user("a") + end() + flows("s a e") + drawn)
    return _case(kind, data, kind.steps, "a h" if beside else "h")


def _interrupting(kind: Kind) -> Case:
    return _event_subprocess(kind, beside=False)


def _non_interrupting(kind: Kind) -> Case:
    return _event_subprocess(kind, beside=True)


def _catch(kind: Kind) -> Case:
    if kind.name == "link":
        data = diagram(
            start() + throw("t", link("L")) + catch("k", link("L")) + user("h") + flows("s t", "k h")
        )
        return _case(kind, data, (), "h")
    event = catch("k", kind.written, **_flags(kind))
    return _case(kind, diagram(start() + event + user("h") + end() + flows("s k h e")), kind.steps, "h")


def _boundary(kind: Kind, *, beside: bool) -> Case:
    event = boundary("b", "S", kind.written, beside=beside, **_flags(kind))
    if kind.name == "compensation":
        undo = user("h", isForCompensation=True) + undone_by("b", "h")
        data = diagram(
            start() + user("S") + event + undo + throw("t", compensate()) + end() + flows("s S t e")
        )
        return _case(kind, data, ("S",), "h")
    thrown = kind.name in ("error", "escalation", "cancel")
    ends = end("ie", kind.written if thrown else "")
    inner = start("is") + user("i") + ends + flows("is i ie")
    tag = "transaction" if kind.name == "cancel" else "subProcess"
    data = diagram(start() + sub("S", inner, tag) + event + user("a h") + end() + flows("s S a e", "b h e"))
    if thrown:
        return _case(kind, data, ("i",), "a h" if beside else "h")
    return _case(kind, data, kind.steps, "h i" if beside else "h")


def _boundary_interrupting(kind: Kind) -> Case:
    return _boundary(kind, beside=False)


def _boundary_beside(kind: Kind) -> Case:
    return _boundary(kind, beside=True)


def _receivers(kind: Kind) -> tuple[str, str, str]:
    """What takes up the thrown event beside the throw: nodes, flows, and what is open by it."""
    if kind.name in ("message", "signal", "multiple"):
        written = message("m") if kind.name == "message" else signal("go")
        return catch("k", written) + user("w") + end("ke"), "g k w ke", "w"
    return "", "", ""


def _thrown(kind: Kind, event: str, *, ends: bool) -> Case:
    """s, a, then the event; the same in a subprocess with what catches it."""
    nodes, chain, opened = _receivers(kind)
    after = "" if ends else "h "
    tail = "t" if ends else "t h"
    if kind.name == "escalation":
        inner = start("is") + event + ("" if ends else user("h")) + flows(f"is {tail}")
        caught = boundary("b", "S", escalation("a"), beside=True) + user("w z")
        data = diagram(start() + sub("S", inner) + caught + flows("s S z", "b w"))
        return _case(kind, data, (), "w z" if ends else "h w")
    if kind.name == "error":
        inner = start("is") + event + ("" if ends else user("h")) + flows(f"is {tail}")
        data = diagram(
            start() + sub("S", inner) + boundary("b", "S", error("a")) + user("w") + flows("s S", "b w")
        )
        return _case(kind, data, (), "w")
    if kind.name == "cancel":
        inner = start("is") + event + ("" if ends else user("h")) + flows(f"is {tail}")
        data = diagram(
            start()
            + sub("S", inner, "transaction")
            + boundary("b", "S", CANCEL)
            + user("w")
            + flows("s S", "b w")
        )
        return _case(kind, data, (), "w")
    if kind.name == "compensation":
        undo = boundary("b", "a", compensate()) + user("w", isForCompensation=True) + undone_by("b", "w")
        data = diagram(
            start() + user("a") + undo + event + ("" if ends else user("h")) + flows(f"s a {tail}")
        )
        return _case(kind, data, ("a",), "w")
    if kind.name == "link":
        data = diagram(start() + event + catch("k", link("L")) + user("h") + flows("s t", "k h"))
        return _case(kind, data, (), "h")
    if kind.name == "terminate":
        data = diagram(
            start() + par("g") + user("a") + event + ("" if ends else user("h")) + flows(f"s g {tail}", "g a")
        )
        return _case(kind, data, (), after.strip())
    data = diagram(
        start()
        + par("g")
        + nodes
        + event
        + ("" if ends else user("h"))
        + flows("s g", *([chain] if chain else []), f"g {tail}")
    )
    return _case(kind, data, (), f"{after}{opened}")


def _throw(kind: Kind) -> Case:
    return _thrown(kind, throw("t", kind.written, **_flags(kind)), ends=False)


def _end(kind: Kind) -> Case:
    return _thrown(kind, end("t", kind.written, **_flags(kind)), ends=True)


POSITIONS = (
    Position("start of a process", frozenset({"none", *WAITED}), _process_start),
    Position("start of a subprocess", frozenset({"none"}), _plain_start),
    Position("start of a called process", frozenset({"none"}), _called_start),
    Position(
        "start of an event subprocess, interrupting",
        frozenset({*WAITED, "error", "escalation", "compensation"}),
        _interrupting,
    ),
    Position(
        "start of an event subprocess, non-interrupting",
        frozenset({*WAITED, "escalation"}),
        _non_interrupting,
    ),
    Position("intermediate, catching", frozenset({*WAITED, "link"}), _catch),
    Position(
        "boundary, interrupting",
        frozenset({*WAITED, "error", "escalation", "cancel", "compensation"}),
        _boundary_interrupting,
    ),
    # cancelActivity says nothing of compensation: its activity is done already.
    Position(
        "boundary, non-interrupting", frozenset({*WAITED, "escalation", "compensation"}), _boundary_beside
    ),
    Position("intermediate, throwing", frozenset({"none", "link", *THROWN}), _throw),
    Position("end", frozenset({"none", "error", "cancel", "terminate", *THROWN}), _end),
)


def cells() -> Iterator[Cell]:
    """Every event kind at every position."""
    for kind in KINDS:
        for position in POSITIONS:
            yield Cell(kind.name, position.name, position.drawn(kind), kind.name in position.legal)

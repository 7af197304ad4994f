"""Sequence flows, tasks, exclusive and parallel gateways, quantities."""

from tests.runtime.cases import Case, it_runs_as_drawn, rows
from tests.runtime.drawing import (
    boundary,
    diagram,
    end,
    flows,
    inc,
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

ABC = start() + user("a b c") + end()
CHOICE = start() + node("userTask", "a", default="a-c") + user("b c d") + end()
BRANCHES = start() + par("g j") + user("a b c") + end() + flows("s g a j c e", "g b j")
AGAIN = diagram(
    start()
    + xor("m w", default="w-e")
    + par("g j")
    + user("a b c")
    + end()
    + flows("s m g a j c w", "g b j", "w e", "w m if: again")
)
CHAIN = [f"t{number}" for number in range(1500)]
BLOCKS = range(12)


@rows(
    Case(
        "conditional flows of a task: all that are true",
        diagram(
            ABC
            + user("z")
            + flows("s a", "a b if: x > 0", "a c if: x > 1", "a z if: x > 2", "b e", "c e", "z e")
        ),
        ['a {"x":2}'],
        open="b c",
    ),
    Case(
        "default flow of a task when no condition holds",
        diagram(CHOICE + flows("s a", "a b if: x > 0", "a c", "b e", "c e")),
        ['a {"x":0}'],
        open="c",
    ),
    Case(
        "default flow beside an unconditional one",
        diagram(CHOICE + flows("s a", "a b if: x > 0", "a c", "a d", "b e", "c e", "d e")),
        ['a {"x":0}'],
        open="c d",
    ),
    Case(
        "no flow can be taken: an incident, not an end",
        diagram(ABC + flows("s a", "a b if: x > 0", "b e")),
        ['a {"x":0}'],
        status="incident",
    ),
    Case(
        "null is not true",
        diagram(CHOICE + flows("s a", "a b if: nowhere.to > 0", "a c", "b e", "c e")),
        "a",
        open="c",
    ),
    Case(
        "a number is not true",
        diagram(CHOICE + flows("s a", "a b if: 1", "a c", "b e", "c e")),
        "a",
        open="c",
    ),
    Case(
        "two flows are two tokens, and the next task runs twice",
        diagram(start() + task("a b c d") + end() + flows("s a", "a b", "a c", "b d", "c d", "d e")),
        trace="s a b c d d e e",
        ended="e",
    ),
    Case(
        "an exclusive merge passes each token",
        diagram(
            start() + par("g") + task("b c") + xor("m") + user("d") + end() + flows("s g b m d e", "g c m")
        ),
        open="d d",
    ),
    Case(
        "an exclusive gateway takes one flow, the first that is true",
        diagram(ABC + xor("g", default="g-c") + flows("s a g", "g b if: x > 0", "g c", "b e", "c e")),
        ['a {"x":1}'],
        open="b",
    ),
    Case(
        "an exclusive gateway takes its default",
        diagram(ABC + xor("g", default="g-c") + flows("s a g", "g b if: x > 0", "g c", "b e", "c e")),
        ['a {"x":0}'],
        open="c",
    ),
    Case(
        "an exclusive gateway without a true flow and without a default is an incident",
        diagram(ABC + xor("g") + flows("s a g", "g b if: x > 0", "g c if: x > 5", "b e", "c e")),
        ['a {"x":0}'],
        status="incident",
    ),
    Case(
        "an exclusive gateway that nothing leaves ends its token",
        diagram(start() + user("a") + xor("g") + flows("s a g")),
        "a",
    ),
    Case(
        "a condition may start with an equals sign",
        diagram(ABC + xor("g", default="g-c") + flows("s a g", "g b if: = x > 0", "g c", "b e", "c e")),
        ['a {"x":1}'],
        open="b",
    ),
    Case(
        "all none start events begin",
        diagram(start("s1") + start("s2") + user("a b") + end() + flows("s1 a e", "s2 b e")),
        open="a b",
    ),
    Case(
        "without a start event begins what nothing leads to",
        diagram(user("a b") + flows("a b")),
        "a",
        open="b",
    ),
    Case(
        "ids that SpiffWorkflow uses itself",
        diagram(
            start("Start")
            + user("End")
            + end("p.EndJoin")
            + sub("Root", start("StartEventSplit") + end("x") + flows("StartEventSplit x"))
            + flows("Start End Root p.EndJoin")
        ),
        "End",
        ended="x p.EndJoin",
    ),
    Case(
        "a start quantity waits for two",
        diagram(
            start()
            + par("g")
            + user("a b")
            + node("userTask", "c", startQuantity=2)
            + end()
            + flows("s g a c e", "g b c")
        ),
        "a b",
        open="c",
    ),
    Case(
        "too few for a start quantity: an incident",
        diagram(start() + node("userTask", "c", startQuantity=2) + end() + flows("s c e")),
        status="incident",
    ),
    Case(
        "a completion quantity makes two",
        diagram(start() + node("userTask", "a", completionQuantity=2) + user("c") + end() + flows("s a c e")),
        "a",
        open="c c",
    ),
    Case(
        "a script's entries become variables",
        diagram(start() + script("x", '{total: price * 2, note: "ok"}') + end() + flows("s x e")),
        given={"price": 21},
        result={"total": 42, "note": "ok"},
    ),
    Case(
        "a manual task waits for a person",
        diagram(start() + node("manualTask", "a") + flows("s a")),
        open="a",
    ),
    Case(
        "tasks of no type, service and send tasks without a call pass",
        diagram(
            start()
            + task("a")
            + node("serviceTask", "b")
            + node("sendTask", "c")
            + node("businessRuleTask", "d")
            + end()
            + flows("s a b c d e")
        ),
        trace="s a b c d e",
    ),
    Case(
        "a chain of 1,500 tasks",
        diagram(start() + task(" ".join(CHAIN)) + end() + flows(f"s {' '.join(CHAIN)} e")),
    ),
)
def test_flows(case: Case, in_memory: bool) -> None:
    it_runs_as_drawn(case, in_memory=in_memory)


@rows(
    Case("a parallel join", diagram(BRANCHES), "a b", open="c"),
    Case("a parallel join waits", diagram(BRANCHES), "b", open="a"),
    Case(
        "a parallel join keeps what both branches wrote",
        diagram(BRANCHES),
        ['a {"x":"high"}', 'b {"y":1}'],
        open="c",
        given={"x": "low"},
        result={"x": "high", "y": 1},
    ),
    Case(
        "a parallel join in a loop, the branches in the other order",
        AGAIN,
        ["a", "b", 'c {"again":true}', "b"],
        open="a",
    ),
    Case(
        "a parallel join in a loop, twice",
        AGAIN,
        ["a", "b", 'c {"again":true}', "b", "a", 'c {"again":false}'],
    ),
    Case(
        "a parallel join keeps tokens that are too many: a deadlock once nothing else moves",
        diagram(
            start()
            + par("g j")
            + node("userTask", "a", completionQuantity=2)
            + user("b c")
            + end()
            + flows("s g a j c e", "g b j")
        ),
        "a b c",
        status="incident",
    ),
    Case(
        "twelve parallel blocks in a row",
        diagram(
            start()
            + "".join(par(f"g{i} j{i}") + task(f"a{i} b{i}") for i in BLOCKS)
            + end()
            + flows(
                "s g0",
                *[f"g{i} a{i} j{i}" for i in BLOCKS],
                *[f"g{i} b{i} j{i}" for i in BLOCKS],
                *[f"j{i} g{i + 1}" for i in BLOCKS[:-1]],
                f"j{BLOCKS[-1]} e",
            )
        ),
    ),
)
def test_parallel_joins(case: Case, in_memory: bool) -> None:
    it_runs_as_drawn(case, in_memory=in_memory)


AWAITED = (
    start()
    + par("g")
    + user("a b")
    + boundary("t", "b", timer("PT1H"))
    + inc("j")
    + user("d z")
    + end()
    + flows("s g a j d e", "g b z e", "t j")
)
SOME = (
    start()
    + inc("g j", default="g-c")
    + user("a b c d")
    + end()
    + flows("s g", "g a if: x in (1, 3)", "g b if: x in (2, 3)", "g c", "a j", "b j", "c j", "j d e")
)
MAYBE = (
    start()
    + par("g")
    + user("a b")
    + inc("j")
    + xor("k")
    + user("d z")
    + end()
    + flows("s g a j d e", "g b k", "k j if: x > 0", "k z if: x = 0", "z e")
)


@rows(
    Case("one of three", diagram(SOME), "a", open="d", given={"x": 1}),
    Case("two of three, it waits", diagram(SOME), "a", open="b", given={"x": 3}),
    Case("two of three", diagram(SOME), "b a", open="d", given={"x": 3}),
    Case("its default", diagram(SOME), "c", open="d", given={"x": 9}),
    Case("it does not wait for what cannot come", diagram(MAYBE), ["a", 'b {"x":0}'], open="d z"),
    Case("it waits while a token may come", diagram(MAYBE), "a", open="b"),
    Case(
        "who may come by a filled flow does not hold it up",
        diagram(
            start()
            + par("g")
            + xor("m")
            + user("a b")
            + inc("j")
            + xor("k", default="k-m")
            + user("d")
            + end()
            + flows("s g m a j d e", "g b k m", "k j if: x")
        ),
        "a",
        open="b d",
        given={"x": False},
    ),
    Case(
        "it waits for a token before a boundary event that leads to it",
        diagram(AWAITED),
        "a",
        open="b",
    ),
    Case("it came by the boundary event", diagram(AWAITED), "a +PT1H", open="d"),
    Case(
        "one that nothing leaves ends its token",
        diagram(start() + user("a") + inc("j") + flows("s a j")),
        "a",
    ),
    Case(
        "in a loop",
        diagram(
            start()
            + xor("m w", default="w-e")
            + inc("g j")
            + user("a b c")
            + end()
            + flows("s m g", "g a if: x > 0", "g b if: x > 1", "a j", "b j", "j c w", "w e", "w m if: again")
        ),
        ["a", "b", 'c {"again":true,"x":1}', "a", 'c {"again":true,"x":2}', "b"],
        open="a",
        given={"x": 2},
    ),
)
def test_inclusive_gateways(case: Case, in_memory: bool) -> None:
    it_runs_as_drawn(case, in_memory=in_memory)


JOIN = node(
    "complexGateway",
    "j",
    "<activationCondition>activationCount >= 2</activationCondition>".replace(">=", "&gt;="),
)
THREE = start() + par("g") + user("a b c d") + JOIN + end() + flows("s g a j d e", "g b j", "g c j")


NO_CONDITION = THREE.replace(JOIN, node("complexGateway", "j"))


@rows(
    Case("without a condition it waits for what can come", diagram(NO_CONDITION), "a c", open="b"),
    Case("without a condition, all have come", diagram(NO_CONDITION), "a c b", open="d"),
    Case("two of three", diagram(THREE), "a c", open="b d"),
    Case("one is not enough", diagram(THREE), "a", open="b c"),
    Case("the third is swallowed", diagram(THREE), "a c b d"),
    Case(
        "it fires again in the next round",
        diagram(
            start()
            + xor("m w", default="w-e")
            + par("g")
            + user("a b c d")
            + JOIN
            + end()
            + flows("s m g a j d w", "g b j", "g c j", "w e", "w m if: again")
        ),
        ["a", "c", "b", 'd {"again":true}', "b", "c"],
        open="a d",
    ),
)
def test_complex_gateways(case: Case, in_memory: bool) -> None:
    it_runs_as_drawn(case, in_memory=in_memory)

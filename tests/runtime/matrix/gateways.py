"""Rules of gateways. Source: BPMN 2.0.2, 10.6 and 13.4."""

from tests.runtime.drawing import (
    boundary,
    diagram,
    end,
    flows,
    inc,
    node,
    par,
    start,
    task,
    timer,
    user,
    xor,
)
from tests.runtime.matrix.rules import About, Rule

A = start() + user("a b c d") + end()


def _exclusive() -> list[Rule]:
    table = About("exclusiveGateway", "13.4.2")
    split = diagram(A + xor("g", default="g-c") + flows("s g", "g a if: n > 0", "g b if: n > 1", "g c"))
    bare = diagram(A + xor("g") + flows("s g", "g a if: n > 0", "g b if: n > 1"))
    merge = diagram(start() + par("g") + task("b c") + xor("m") + user("d") + flows("s g b m d", "g c m"))
    listed = diagram(
        A
        + node("exclusiveGateway", "g", "<outgoing>g-b</outgoing><outgoing>g-a</outgoing>")
        + flows("s g", "g a if: n > 0", "g b if: n > 1")
    )
    return [
        table.rule("takes the first flow whose condition is true", split, "", "a", given={"n": 2}),
        table.rule("asks the flows in the order in which it lists them", listed, "", "b", given={"n": 2}),
        table.rule("no condition is true: the default flow", split, "", "c", given={"n": 0}),
        table.rule(
            "no condition is true and no default: an incident", bare, given={"n": 0}, status="incident"
        ),
        table.rule("merging: passes each token on by itself", merge, "", "d d"),
        table.rule("a single way out needs no condition", diagram(A + xor("g") + flows("s g a")), "", "a"),
        table.refused(
            "a flow without condition that is not the default",
            diagram(A + xor("g") + flows("s g a", "g b if: n > 1")),
            clause="8.4.13",
        ),
        table.refused(
            "a default flow of another node",
            diagram(A + xor("g", default="s-g") + flows("s g", "g a if: n > 0", "g b if: n > 1")),
            clause="8.4.13",
        ),
    ]


def _parallel() -> list[Rule]:
    table = About("parallelGateway", "13.4.1")
    joined = diagram(A + par("g j") + flows("s g a j c e", "g b j"))
    loop = diagram(
        A
        + xor("m")
        + xor("w", default="w-e")
        + par("g j")
        + flows("s m g a j c w e", "g b j", "w m if: again")
    )
    excess = A.replace('id="a"', 'id="a" completionQuantity="2"')
    tangled = start() + user("a b") + xor("g", default="g-a") + par("j") + end()
    return [
        table.rule(
            "splits: a token on each flow", diagram(A + par("g") + flows("s g a", "g b", "g c")), "", "a b c"
        ),
        table.rule("joins: waits for a token of each flow", joined, "b", "a"),
        table.rule("joins: one token goes on", joined, "a b", "c"),
        table.rule(
            "joins: further tokens of a flow stay for the next time",
            diagram(excess + par("g j") + flows("s g a j c e", "g b j")),
            "a b",
            "c",
            status="active",
        ),
        table.rule("joins anew in each round of a loop", loop, ["a", "b", 'c {"again": true}', "b"], "a"),
        table.refused(
            "behind an exclusive split it waits for ever",
            diagram(tangled + flows("s g a j e", "g b if: n > 1", "b j")),
        ),
        table.refused(
            "with a condition on a flow out of it",
            diagram(A + par("g") + flows("s g a", "g b if: n > 1")),
            clause="8.4.13",
        ),
    ]


def _inclusive() -> list[Rule]:
    table = About("inclusiveGateway", "13.4.3")
    both = diagram(
        A
        + inc("g j", default="g-c")
        + flows("s g", "g a if: list contains([1, 3], n)", "g b if: n > 1", "g c", "a j", "b j", "c j d e")
    )
    detour = start() + par("g") + user("a b d z") + inc("j") + xor("k") + end()
    detour += flows("s g a j d e", "g b k", "k j if: n > 0", "k z if: n = 0", "z e")
    back = (
        start() + par("g") + xor("m") + user("a b") + inc("j") + xor("k", default="k-m") + user("d") + end()
    )
    back += flows("s g m a j d e", "g b k m", "k j if: n > 0")
    loop = A + xor("m") + xor("w", default="w-e") + inc("g j")
    loop += flows("s m g", "g a if: n > 0", "g b if: n > 1", "a j", "b j c w e", "w m if: again")
    late = start() + par("g") + user("a b d z") + boundary("t", "b", timer("PT1H")) + inc("j") + end()
    late += flows("s g a j d e", "g b z e", "t j")
    return [
        table.rule("splits: a token on each flow whose condition is true", both, "", "a b", given={"n": 3}),
        table.rule("splits: the default when none is true", both, "", "c", given={"n": 0}),
        table.rule(
            "no condition is true and no default: an incident",
            diagram(A + inc("g") + flows("s g", "g a if: n > 0", "g b if: n > 1")),
            given={"n": 0},
            status="incident",
        ),
        table.rule("joins: waits for what was sent out", both, "a", "b", given={"n": 3}),
        table.rule("joins: goes on when all of it has come", both, "a b", "d", given={"n": 3}),
        table.rule("joins: waits while a token can still come", diagram(detour), ["a"], "b"),
        table.rule(
            "joins: waits no longer for a token that went elsewhere",
            diagram(detour),
            ["a", 'b {"n": 0}'],
            "d z",
        ),
        table.rule(
            "joins: a token that can also come by a filled flow does not hold it up",
            diagram(back),
            "a",
            "b d",
            given={"n": 0},
        ),
        table.rule(
            "joins in each round of a loop",
            diagram(loop),
            ["a", "b", 'c {"again": true, "n": 1}', "a", 'c {"again": true, "n": 2}', "b"],
            "a",
            given={"n": 2},
        ),
        table.rule("joins: waits for a token that a boundary event may send", diagram(late), "a", "b"),
        table.rule("joins: takes the token of a boundary event", diagram(late), "a +PT1H", "d"),
    ]


def rules() -> list[Rule]:
    """All of them."""
    return [*_exclusive(), *_parallel(), *_inclusive()]

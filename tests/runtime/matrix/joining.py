"""Workflow patterns of joining, and gateways mixed. Source: Russell and others, BPM-06-22."""

from tests.runtime.drawing import (
    TERMINATE,
    boundary,
    diagram,
    end,
    error,
    flows,
    inc,
    node,
    par,
    start,
    sub,
    task,
    throw,
    user,
    xor,
)
from tests.runtime.matrix.rules import About, Rule, discriminator

A = start() + user("a b c d") + end()
SPLIT = A + par("g")


def _cancelling(needed: int) -> bytes:
    """Three branches in a subprocess, whose join ends the rest."""
    inside = start("i") + par("g") + user("a b c") + discriminator(needed) + end("ie", TERMINATE)
    inside += flows("i g a j ie", "g b j", "g c j")
    return diagram(start() + sub("S", inside) + user("d") + end() + flows("s S d e"))


def _number(number: int) -> About:
    return About("pattern", f"WCP-{number}")


def _joining() -> list[Rule]:
    three = SPLIT + flows("s g a j d", "g b j", "g c j")
    looped = discriminator(2) + xor("m") + xor("w", default="w-e")
    looped = A + par("g") + looped + flows("s m g a j d w e", "g b j", "g c j", "w m if: again")
    tokens = A + par("g j") + xor("m") + flows("s m g a j c m", "g b j")
    unstructured = (
        A
        + par("g")
        + inc("j")
        + xor("k", default="k-e")
        + flows("s g a j d e", "g b k", "k j if: n = 1", "k e")
    )
    critical = (
        start() + par("g") + user("a b") + sub("S", user("x y"), "adHocSubProcess", ordering="Sequential")
    )
    return [
        _number(28).rule(
            "blocking discriminator", diagram(looped), ["a", "b", "c", 'd {"again": true}'], "a b c"
        ),
        _number(29).rule("cancelling discriminator", _cancelling(1), "b", "d"),
        _number(30).rule("structured partial join", diagram(three + discriminator(2)), "a b c", "d"),
        _number(31).rule(
            "blocking partial join", diagram(looped), ["a", "b", 'd {"again": true}', "c"], "a b c"
        ),
        _number(32).rule("cancelling partial join", _cancelling(2), "a c", "d"),
        _number(33).rule("generalized and-join", diagram(tokens), "a b c b a", "c"),
        _number(37).rule("local synchronizing merge", diagram(unstructured), ["a", "b"], "d", given={"n": 1}),
        _number(38).rule(
            "general synchronizing merge", diagram(unstructured), ["a", "b"], "d", given={"n": 0}
        ),
        _number(39).rule("critical section", diagram(critical + flows("s g a", "g b", "g S")), "x", "a b y"),
        _number(41).rule(
            "thread merge",
            diagram(
                A
                + node("userTask", "x", completionQuantity=2)
                + node("userTask", "y", startQuantity=2)
                + flows("s x a y e")
            ),
            "x a a",
            "y",
        ),
        _number(42).rule(
            "thread split",
            diagram(A + node("userTask", "x", completionQuantity=3) + flows("s x a e")),
            "x",
            "a a a",
        ),
    ]


def _mixtures() -> list[Rule]:
    table = About("gateways mixed", "13.4")

    def mixed(split: str, join: str) -> bytes:
        default = {} if split == "parallelGateway" else {"default": "g-b"}
        conditions = ("g a", "g b") if split == "parallelGateway" else ("g a if: n > 0", "g b")
        return diagram(
            start()
            + node(split, "g", **default)
            + task("a b")
            + node(join, "j")
            + user("d")
            + end()
            + flows("s g", *conditions, "a j d e", "b j")
        )

    kinds = {"exclusive": "exclusiveGateway", "parallel": "parallelGateway", "inclusive": "inclusiveGateway"}
    opened = {("parallel", "exclusive"): "d d"}
    stuck = {("exclusive", "parallel"), ("inclusive", "parallel")}
    failing = sub("S", start("i") + throw("t") + end("ie", error("a")) + flows("i t ie"))
    return [
        *(
            table.refused(f"{a} split, {b} join: no run ends", mixed(kinds[a], kinds[b]))
            if (a, b) in stuck
            else table.rule(
                f"{a} split, {b} join", mixed(kinds[a], kinds[b]), "", opened.get((a, b), "d"), given={"n": 1}
            )
            for a in kinds
            for b in kinds
        ),
        table.rule(
            "an error that ends a branch leaves a parallel join waiting: an incident",
            diagram(
                start()
                + par("g j")
                + failing
                + boundary("z", "S", error("a"))
                + user("a b")
                + end()
                + flows("s g S j b e", "g a j", "z e")
            ),
            "a",
            status="incident",
        ),
    ]


def rules() -> list[Rule]:
    """All of them."""
    return [*_joining(), *_mixtures()]

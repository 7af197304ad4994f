"""Decision models that try to use up time and room. Run as a program, it prints the MB that they took."""

import resource
import sys
from contextlib import suppress

from engine.errors import EngineError
from engine.feel import FeelError, evaluate
from tests.dmn.build import NOW, decision, item, knowledge, literal, loaded, table

LONG = literal("for i in 1..150000 return i")
FILL = "count(for i in 1..50000 return i)"


def _loop(body: str, times: int = 5_000) -> str:
    source = literal(f"1..{times}") if times < 0 else literal(f"[1..{times}]")
    return f'<for iteratorVariable="i"><in>{source}</in><return>{body}</return></for>'


def _nested(depth: int) -> str:
    return literal("i") if depth == 0 else _loop(_nested(depth - 1), 100)


MODELS: dict[str, tuple[str, ...]] = {
    "a loop that keeps long lists": (decision("d", _loop(LONG)),),
    "loops in loops": (decision("d", _nested(6)),),
    "a list of long lists": (decision("d", f"<list>{LONG * 100}</list>"),),
    "a relation of long lists": (
        decision("d", f"<relation><column name='a'/>{f'<row>{LONG}</row>' * 100}</relation>"),
    ),
    "a context of long lists": (
        decision(
            "d",
            "<context>"
            + "".join(f"<contextEntry><variable name='v{n}'/>{LONG}</contextEntry>" for n in range(100))
            + "</context>",
        ),
    ),
    "a table of long lists": (
        decision("d", table([], ["r"], ["|| for i in 1..150000 return i"] * 100, policy="COLLECT")),
    ),
    "decisions that each keep a long list": (
        *(decision(f"d{n}", LONG) for n in range(100)),
        decision("d", literal("1"), needs=[f"dec:d{n}" for n in range(100)]),
    ),
    "a list that doubles in a knowledge model": (
        knowledge("f", ["l", "n"], literal("if n = 0 then l else f(concatenate(l, l), n - 1)"), needs=["f"]),
        decision("d", literal("f([1], 60)"), needs=["know:f"]),
    ),
    "a knowledge model that keeps a list at every level": (
        knowledge(
            "f",
            ["n"],
            literal("{l: for i in 1..60000 return i, r: if n = 0 then 0 else f(n - 1) + count(l)}.r"),
            needs=["f"],
        ),
        decision("d", literal("f(50)"), needs=["know:f"]),
    ),
    "a knowledge model without end": (
        knowledge("f", ["n"], literal("f(n + 1)"), needs=["f"]),
        decision("d", literal("f(1)"), needs=["know:f"]),
    ),
    "a knowledge model that calls itself twice": (
        knowledge("f", ["n"], literal("if n < 2 then n else f(n - 1) + f(n - 2)"), needs=["f"]),
        decision("d", literal("f(50)"), needs=["know:f"]),
    ),
    "knowledge models that double a call": (
        *(
            knowledge(f"f{n}", ["x"], literal(f"f{n + 1}(x) + f{n + 1}(x)"), needs=[f"f{n + 1}"])
            for n in range(40)
        ),
        knowledge("f40", ["x"], literal(FILL)),
        decision("d", literal("f0(1)"), needs=["know:f0"]),
    ),
    "a type that is tested again and again": (
        item("t", "number", many=True, allowed=f"? < {FILL}"),
        decision("d", literal("for i in 1..5000 return i"), type_ref="t"),
    ),
}
TEXTS = (
    "for i in 1..190000 return i",
    "for i in 1..40000 return {a: i, b: [i], c: {d: i}}",
    'for i in 1..60000 return @"2021-01-01T00:00:00Z" + @"PT1S" * i',
    "{f: function(l, n) if n = 0 then l else f(concatenate(l, l), n - 1), r: f([1], 60)}.r",
    "string({f: function(c, n) if n = 0 then c else f({a: c, b: c}, n - 1), r: f({}, 40)}.r)",
    "get entries(context(for i in 1..60000 return {key: string(i), value: i}))",
)


def megabytes() -> int:
    """The most that this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    """Evaluate everything that is hostile."""
    before = megabytes()
    for text in TEXTS:
        with suppress(FeelError):
            evaluate(text, {}, now=NOW)
    for name, elements in MODELS.items():
        if "list" not in name:  # what takes time only
            continue
        with suppress(EngineError):
            loaded(*elements).evaluate("d", {}, now=NOW)
    sys.stdout.write(str(megabytes() - before))


if __name__ == "__main__":
    main()

"""Draws diagrams at random, block by block; what must come of them is known by construction."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from hypothesis import strategies as st

from tests.runtime.drawing import (
    end,
    flows,
    inc,
    loop,
    multi,
    node,
    par,
    script,
    start,
    sub,
    task,
    times,
    user,
    xor,
)

Draw = st.DrawFn


@dataclass
class Block:
    """Part of a diagram with one way in and one way out, and how often each user task in it must run."""

    drawn: str
    first: str
    last: str
    runs: Counter[str] = field(default_factory=Counter)

    def times(self, count: int) -> Counter[str]:
        return Counter({name: runs * count for name, runs in self.runs.items()})


@dataclass
class Pen:
    """Draws blocks; every id and variable is new."""

    draw: Draw
    numbers: Iterator[int] = field(default_factory=lambda: iter(range(10_000)))
    given: dict[str, object] = field(default_factory=dict)
    called: list[str] = field(default_factory=list)  #: insides of called processes

    def name(self, letter: str) -> str:
        return f"{letter}{next(self.numbers)}"

    def one_of(self, *options: object) -> object:
        return self.draw(st.sampled_from(options))

    def block(self, depth: int) -> Block:
        kinds = [self.single, self.instances, self.pairs, self.rounds]
        if depth:
            kinds += [self.sequence, self.gateways, self.gateways, self.loop, self.inside]
            kinds += [self.many_inside, self.ad_hoc, self.call]
        return self.disturbed(self.draw(st.sampled_from(kinds))(depth - 1))

    def disturbed(self, block: Block) -> Block:
        """The block as it is; with events strewn in by those who draw events."""
        return block

    # ---- blocks

    def single(self, _depth: int) -> Block:
        name = self.name("u")
        return Block(user(name), name, name, Counter({name: 1}))

    def instances(self, _depth: int) -> Block:
        name, count = self.name("u"), self.draw(st.integers(1, 3))
        inside = multi(times(count), isSequential=self.one_of(True, False))
        return Block(user(name, inside), name, name, Counter({name: count}))

    def pairs(self, _depth: int) -> Block:
        one, two, last = self.name("u"), self.name("u"), self.name("q")
        drawn = node("userTask", one, completionQuantity=2) + user(two) + node("task", last, startQuantity=2)
        return Block(drawn + flows(f"{one} {two} {last}"), one, last, Counter({one: 1, two: 2}))

    def sequence(self, depth: int) -> Block:
        one, two = self.block(depth), self.block(depth)
        joined = one.drawn + two.drawn + flows(f"{one.last} {two.first}")
        return Block(joined, one.first, two.last, one.runs + two.runs)

    def inside(self, depth: int) -> Block:
        inner, name = self.block(depth), self.name("S")
        body = start(f"{name}s") + inner.drawn + end(f"{name}e")
        return Block(
            sub(name, body + flows(f"{name}s {inner.first}", f"{inner.last} {name}e")), name, name, inner.runs
        )

    def loop(self, depth: int) -> Block:
        inner, name, rounds = self.block(depth), self.name("L"), self.draw(st.integers(1, 3))
        self.given[name] = 0
        drawn = (
            xor(f"{name}m")
            + script(f"{name}x", f"{{{name}: {name} + 1}}")
            + xor(f"{name}w", default=f"{name}w-{name}d")
            + task(f"{name}d")
            + flows(
                f"{name}m {inner.first}",
                f"{inner.last} {name}x {name}w {name}d",
                f"{name}w {name}m if: modulo({name}, {rounds}) != 0",
            )
        )
        return Block(inner.drawn + drawn, f"{name}m", f"{name}d", inner.times(rounds))

    def gateways(self, depth: int) -> Block:
        name, kind = self.name("G"), self.one_of("xor", "par", "inc")
        count = self.draw(st.integers(2, 3))
        picked = set(range(count))
        if kind == "xor":
            picked = {self.draw(st.integers(0, count - 1))}
        elif kind == "inc":
            picked = self.draw(st.sets(st.integers(0, count - 1), min_size=1))
        gate = {"xor": xor, "par": par, "inc": inc}[str(kind)]
        drawn, runs = gate(f"{name} {name}j"), Counter[str]()
        for number in range(count):
            inner = self.block(depth)
            when = "" if kind == "par" else f" if: {str(number in picked).lower()}"
            drawn += inner.drawn + flows(f"{name} {inner.first}{when}", f"{inner.last} {name}j")
            runs += inner.times(int(number in picked))
        return Block(drawn, name, f"{name}j", runs)

    def rounds(self, _depth: int) -> Block:
        name, count = self.name("u"), self.draw(st.integers(1, 3))
        inside = loop(loopMaximum=count, testBefore=self.one_of(True, False))
        return Block(user(name, inside), name, name, Counter({name: count}))

    def many_inside(self, depth: int) -> Block:
        """A subprocess that runs several times, beside each other, in turn, or in a loop."""
        inner, count = self.inside(depth), self.draw(st.integers(0, 3))
        how = self.one_of("parallel", "sequential", "loop")
        if how == "loop" and count:
            drawn = loop("true", loopMaximum=count)
        else:
            drawn = multi(times(count), isSequential=how == "sequential")
        start_tag = f'<startEvent id="{inner.first}s"'
        return Block(
            inner.drawn.replace(start_tag, drawn + start_tag), inner.first, inner.last, inner.times(count)
        )

    def ad_hoc(self, depth: int) -> Block:
        one, two, name = self.block(depth), self.block(depth), self.name("S")
        if one.first != one.last or two.first != two.last:
            joined = one.drawn + two.drawn + flows(f"{one.last} {two.first}")
            return Block(joined, one.first, two.last, one.runs + two.runs)
        drawn = sub(
            name, one.drawn + two.drawn, "adHocSubProcess", ordering=self.one_of("Parallel", "Sequential")
        )
        return Block(drawn, name, name, one.runs + two.runs)

    def call(self, depth: int) -> Block:
        inner, name = self.block(depth), self.name("C")
        body = start(f"{name}s") + inner.drawn + end(f"{name}e")
        self.called.append(body + flows(f"{name}s {inner.first}", f"{inner.last} {name}e"))
        drawn = node("callActivity", name, calledElement=f"p{len(self.called)}")
        return Block(drawn, name, name, inner.runs)

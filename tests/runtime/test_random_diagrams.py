"""Diagrams drawn at random, block by block: what must come of them is known. Then with events strewn in."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.events.process import ElementCompleted
from engine.model.step import InstanceStatus
from tests.runtime.drawing import (
    TERMINATE,
    boundary,
    compensate,
    diagram,
    end,
    error,
    escalation,
    flows,
    handler,
    inc,
    message,
    multi,
    node,
    par,
    script,
    signal,
    start,
    sub,
    task,
    throw,
    timer,
    times,
    undone_by,
    user,
    xor,
)
from tests.runtime.playing import Player

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
    events: bool = False
    numbers: Iterator[int] = field(default_factory=lambda: iter(range(10_000)))
    given: dict[str, object] = field(default_factory=dict)

    def name(self, letter: str) -> str:
        return f"{letter}{next(self.numbers)}"

    def one_of(self, *options: object) -> object:
        return self.draw(st.sampled_from(options))

    def block(self, depth: int) -> Block:
        kinds = [self.single, self.instances, self.pairs]
        if depth:
            kinds += [self.sequence, self.gateways, self.gateways, self.loop, self.inside]
        drawn: Block = self.draw(st.sampled_from(kinds))(depth - 1)
        return self.disturbed(drawn) if self.events else drawn

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

    # ---- events

    def disturbed(self, block: Block) -> Block:
        chance, name = self.draw(st.integers(0, 99)), self.name("X")
        whole = block.first == block.last and block.first[0] in "uS"
        if chance < 15 and whole:
            return self.with_boundary(block, name)
        if chance < 25:
            return self.with_handler(block, name)
        if chance < 35:
            event = str(self.one_of(signal("go"), escalation("b"), compensate(), message("a")))
            block.drawn += throw(name, event) + flows(f"{block.last} {name}")
            block.last = name
        elif chance < 42:
            self.with_end(block, name)
        elif chance < 50 and whole and block.first[0] == "u":
            undo = f"undo{name}"
            block.drawn += boundary(name, block.first, compensate()) + undone_by(name, undo)
            block.drawn += user(undo, isForCompensation=True)
        return block

    def trigger(self) -> str:
        options = (message("a"), message("b"), signal("go"), timer("PT1H"), error("a"), escalation("b"))
        return str(self.one_of(*options))

    def with_boundary(self, block: Block, name: str) -> Block:
        event = self.trigger()
        beside = bool(self.one_of(True, False)) and "error" not in event
        block.drawn += boundary(name, block.first, event, beside=beside) + user(f"u{name}") + end(f"e{name}")
        block.drawn += flows(f"{name} u{name} e{name}")
        return block

    def with_handler(self, block: Block, name: str) -> Block:
        event = self.trigger()
        beside = bool(self.one_of(True, False)) and "error" not in event
        body = user(f"u{name}") + flows(f"H{name}s u{name}")
        inside = (
            start(f"{name}s")
            + block.drawn
            + end(f"{name}e")
            + handler(f"H{name}", event, body, beside=beside)
        )
        inside += flows(f"{name}s {block.first}", f"{block.last} {name}e")
        return Block(sub(f"S{name}", inside), f"S{name}", f"S{name}", block.runs)

    def with_end(self, block: Block, name: str) -> None:
        event = str(self.one_of(error("a"), escalation("b"), TERMINATE, compensate(), signal("go")))
        taken = str(self.one_of("true", "false"))
        block.drawn += xor(name, default=f"{name}-{name}n") + end(f"e{name}", event) + task(f"{name}n")
        block.drawn += flows(f"{block.last} {name} {name}n", f"{name} e{name} if: {taken}")
        block.last = f"{name}n"


@st.composite
def drawings(draw: Draw, *, events: bool = False) -> tuple[bytes, dict[str, object], Counter[str]]:
    pen = Pen(draw, events)
    block = pen.block(3)
    drawn = start() + end() + block.drawn + flows(f"s {block.first}", f"{block.last} e")
    return diagram(drawn), pen.given, +block.runs


@settings(max_examples=25, deadline=None)
@given(drawings(), st.randoms(use_true_random=False), st.booleans())
def test_every_task_runs_as_often_as_it_is_drawn(drawing, random, in_memory: bool) -> None:  # type: ignore[no-untyped-def]
    data, variables, runs = drawing
    player = Player(data, variables, in_memory=in_memory)
    for _ in range(2000):
        if not player.open:
            break
        player.complete(random.choice(player.open))
    assert player.step.status is InstanceStatus.COMPLETED, player.incidents
    done = Counter(e.element for e in player.told(ElementCompleted) if getattr(e, "type", "") == "userTask")
    assert done == runs


@settings(max_examples=25, deadline=None)
@given(drawings(events=True), st.randoms(use_true_random=False))
def test_storing_and_loading_changes_nothing(drawing, random) -> None:  # type: ignore[no-untyped-def]
    data, variables, _ = drawing
    both = [Player(data, variables, in_memory=in_memory, max_moves=2000) for in_memory in (True, False)]
    for _ in range(60):
        assert both[0].step == both[1].step
        opened = both[0].open
        if both[0].step.status not in (InstanceStatus.ACTIVE, InstanceStatus.INCIDENT) or not opened:
            break
        commands = [f">{random.choice('ab')}", "!go", f"+PT{random.choice([10, 70])}M", *opened, *opened]
        command = random.choice(commands)
        for player in both:
            player.play([command])

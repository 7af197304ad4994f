"""Strews events into random diagrams: what comes of them is not known, but what must hold of them is."""

from hypothesis import strategies as st

from tests.runtime.drawing import (
    TERMINATE,
    boundary,
    compensate,
    condition,
    end,
    error,
    escalation,
    flows,
    handler,
    message,
    signal,
    start,
    sub,
    task,
    throw,
    timer,
    undone_by,
    user,
    xor,
)
from tests.runtime.pen import Block, Pen

UNWAITED = '<compensateEventDefinition waitForCompletion="false"/>'


class Disturber(Pen):
    """Draws boundary events, event subprocesses, throws, ends and compensation around blocks."""

    def disturbed(self, block: Block) -> Block:
        chance, name = self.draw(st.integers(0, 99)), self.name("X")
        whole = block.first == block.last and block.first[0] in "uS"
        if chance < 15 and whole:
            return self.with_boundary(block, name)
        if chance < 25:
            return self.with_handler(block, name)
        if chance < 35:
            event = str(self.one_of(signal("go"), escalation("b"), compensate(), UNWAITED, message("a")))
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
        options += (timer("R2/PT1H", "timeCycle"), condition("turned = true"), message("b") + signal("go"))
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

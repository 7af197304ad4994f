"""Workflow patterns as BPMN draws them. Source: Russell and others, BPM-06-22; 15 has no picture."""

from tests.runtime.drawing import (
    TERMINATE,
    boundary,
    catch,
    diagram,
    end,
    flows,
    handler,
    inc,
    loop,
    message,
    multi,
    node,
    par,
    script,
    signal,
    start,
    sub,
    task,
    timer,
    times,
    user,
    xor,
)
from tests.runtime.matrix.rules import About, Rule, discriminator

A = start() + user("a b c d") + end()
SPLIT = A + par("g")


def _number(number: int) -> About:
    return About("pattern", f"WCP-{number}")


def _partial(count: int, needed: int, **attributes: object) -> bytes:
    condition = f"<completionCondition>numberOfCompletedInstances = {needed}</completionCondition>"
    return diagram(
        start()
        + user("x", multi(times(count) + condition, **attributes))
        + user("d")
        + end()
        + flows("s x d e")
    )


def _basic() -> list[Rule]:
    choice = diagram(A + xor("g", default="g-b") + flows("s g", "g a if: n = 1", "g b", "a e", "b e"))
    merged = diagram(A + xor("g m", default="g-b") + flows("s g", "g a if: n = 1", "g b m", "a m c e"))
    many = diagram(
        A
        + inc("g j", default="g-c")
        + flows("s g", "g a if: n > 0", "g b if: n > 1", "g c j", "a j d e", "b j")
    )
    passing = diagram(start() + par("g") + user("a b d") + xor("m") + end() + flows("s g a m d e", "g b m"))
    return [
        _number(1).rule("sequence", diagram(A + flows("s a b e")), "a", "b"),
        _number(2).rule("parallel split", diagram(SPLIT + flows("s g a e", "g b e")), "", "a b"),
        _number(3).rule(
            "synchronization", diagram(SPLIT + par("j") + flows("s g a j c e", "g b j")), "b a", "c"
        ),
        _number(4).rule("exclusive choice", choice, "", "a", given={"n": 1}),
        _number(5).rule("simple merge", merged, "b", "c", given={"n": 0}),
        _number(6).rule("multi-choice", many, "", "a b", given={"n": 2}),
        _number(7).rule("structured synchronizing merge", many, "a b", "d", given={"n": 2}),
        _number(8).rule("multi-merge", passing, "a b", "d d"),
        _number(9).rule(
            "structured discriminator",
            diagram(SPLIT + discriminator(1) + flows("s g a j d e", "g b j", "g c j")),
            "a b c",
            "d",
        ),
        _number(10).rule(
            "arbitrary cycles",
            diagram(
                A
                + xor("m n k", default="k-e")
                + xor("l", default="l-c")
                + flows("s m a l c n b k e", "l n if: n = 1", "k m if: n = 2")
            ),
            ["a", "c", 'b {"n": 2}', "a"],
            "c",
            given={"n": 0},
        ),
        _number(11).rule("implicit termination", diagram(SPLIT + flows("s g a", "g b")), "a b"),
    ]


def _instances() -> list[Rule]:
    spawning = diagram(
        start()
        + par("g")
        + xor("m")
        + user("a")
        + xor("w", default="w-g2")
        + task("g2")
        + script("k", "{n: n + 1}")
        + flows("s m k g a", "g w g2", "w m if: n < 3")
    )
    return [
        _number(12).rule("multiple instances without synchronization", spawning, "", "a a a", given={"n": 0}),
        _number(13).rule(
            "multiple instances known at design time",
            diagram(start() + user("x", multi(times(3))) + user("d") + flows("s x d")),
            "x x x",
            "d",
        ),
        _number(14).rule(
            "multiple instances known at run time",
            diagram(start() + user("a") + user("x", multi(times("n"))) + user("d") + flows("s a x d")),
            ['a {"n": 2}', "x", "x"],
            "d",
        ),
        _number(34).rule("static partial join for multiple instances", _partial(3, 2), "x x", "d"),
        _number(35).rule("cancelling partial join for multiple instances", _partial(3, 1), "x", "d"),
        _number(36).rule(
            "dynamic partial join for multiple instances",
            diagram(
                start()
                + user("x", multi(times(5) + "<completionCondition>enough</completionCondition>"))
                + user("d")
                + flows("s x d")
            ),
            ['x {"enough": false}', 'x {"enough": true}'],
            "d",
            given={"enough": False},
        ),
    ]


def _states() -> list[Rule]:
    gate = node("eventBasedGateway", "g") + catch("k", message("m")) + catch("t", timer("PT1H"))
    ordered = sub("S", user("i j k") + flows("i j"), "adHocSubProcess", ordering="Sequential")
    milestone = sub(
        "S",
        start("i")
        + user("a")
        + flows("i a")
        + handler("H", message("m"), user("h") + flows("Hs h"), beside=True),
    )
    return [
        _number(16).rule(
            "deferred choice", diagram(A + gate + flows("s g k a e", "g t b e")), ">m +PT2H", "a"
        ),
        _number(17).rule(
            "interleaved parallel routing", diagram(start() + ordered + user("d") + flows("s S d")), "i", "j"
        ),
        _number(18).rule(
            "milestone: possible while its scope is open",
            diagram(start() + milestone + user("d") + flows("s S d")),
            ">m",
            "a h",
        ),
        _number(18).rule(
            "milestone: not possible afterwards",
            diagram(start() + milestone + user("d") + flows("s S d")),
            "a >m",
            "d",
        ),
        _number(40).rule(
            "interleaved routing", diagram(start() + ordered + user("d") + flows("s S d")), "i j k", "d"
        ),
    ]


def _cancelling_patterns() -> list[Rule]:
    region = start("i") + par("q") + user("a b") + end("ie") + flows("i q a ie", "q b ie")
    ended = start("i") + user("x") + flows("i x")
    return [
        _number(19).rule(
            "cancel activity",
            diagram(A + boundary("z", "a", message("m")) + flows("s a e", "z b e")),
            ">m",
            "b",
        ),
        _number(20).rule(
            "cancel case", diagram(SPLIT + end("f", TERMINATE) + flows("s g a e", "g b f")), "b"
        ),
        _number(25).rule(
            "cancel region",
            diagram(
                start()
                + sub("S", region)
                + boundary("z", "S", signal("go"))
                + user("d")
                + flows("s S", "z d")
            ),
            "a !go",
            "d",
        ),
        _number(26).rule(
            "cancel multiple instance activity",
            diagram(
                start()
                + user("x", multi(times(3)))
                + boundary("z", "x", message("m"))
                + user("d")
                + flows("s x", "z d")
            ),
            "x >m",
            "d",
        ),
        _number(27).rule(
            "complete multiple instance activity",
            diagram(
                start()
                + sub("S", ended + multi(times(3) + "<completionCondition>done = true</completionCondition>"))
                + user("d")
                + flows("s S d")
            ),
            ['x {"done": true}'],
            "d",
            given={"done": False},
        ),
        _number(43).rule(
            "explicit termination", diagram(SPLIT + end("f", TERMINATE) + flows("s g a f", "g b e")), "a"
        ),
    ]


def _iteration_and_triggers() -> list[Rule]:
    itself = (
        start()
        + xor("g", default="g-e")
        + script("x", "{n: n - 1}")
        + node("callActivity", "C", calledElement="p")
    )
    return [
        _number(21).rule(
            "structured loop",
            diagram(
                start()
                + script("x", "{n: n + 1}", loop("n < 4", testBefore=True))
                + user("d")
                + flows("s x d")
            ),
            "",
            "d",
            given={"n": 0},
            result={"n": 4},
        ),
        _number(22).rule(
            "recursion", diagram(itself + end() + flows("s g e", "g x if: n > 0", "x C e")), given={"n": 5}
        ),
        _number(23).rule(
            "transient trigger: lost where nobody waits",
            diagram(A + catch("k", signal("go")) + flows("s a k b")),
            "!go a",
            status="active",
        ),
        _number(24).rule(
            "persistent trigger: reaches who waits",
            diagram(A + catch("k", message("m")) + flows("s a k b")),
            "a >m",
            "b",
        ),
    ]


def rules() -> list[Rule]:
    """All of them."""
    return [*_basic(), *_instances(), *_states(), *_cancelling_patterns(), *_iteration_and_triggers()]

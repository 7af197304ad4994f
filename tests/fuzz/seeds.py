"""Where fuzzing begins: shipped files, small ones that hold one of everything, and rows of our tables."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from engine.feel.builtins import BUILTINS
from tests.dmn import build
from tests.feel import test_docs
from tests.support.requires import REPOSITORY

WORDS = re.compile(rb"[A-Za-z][A-Za-z:.\-]{2,30}")
KEYWORDS = "if then else for in return some every satisfies function external and or between instance of null"
MARKS = (
    '+ - * / ** = != < <= > >= ( ) [ ] { } , : . .. ... -> ? @"P1D" @"2026-03-01" item partial not( \\u0041'
)
FIELDS = "textfield textarea number checkbox radio select checklist datetime filepicker group text expression"


def diagrams() -> Iterator[bytes]:
    """One diagram of everything, and the shipped ones."""
    yield (Path(__file__).parent / "everything.bpmn").read_bytes()
    for path in sorted((REPOSITORY / "processes").glob("*/*.bpmn")):
        yield path.read_bytes()


def expressions() -> Iterator[bytes]:
    """The examples of the guide and the rows of the rule tables."""
    yield from (text.encode() for text, _ in test_docs.EXAMPLES)
    for path in sorted((REPOSITORY / "tests" / "feel" / "rules").glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if "==>" in line:
                yield line.partition("==>")[0].strip().encode()


def decisions() -> Iterator[bytes]:
    """The shipped decisions, and one small model for each kind of logic."""
    for path in sorted((REPOSITORY / "processes").glob("*/*.dmn")):
        yield path.read_bytes()
    one = build.literal("1")
    for policy in ("UNIQUE", "ANY", "PRIORITY", "FIRST", "RULE ORDER", "OUTPUT ORDER", "COLLECT"):
        table = build.table(
            ["a"], ["r:number"], ["<= 1 || 1", "[1..5], not(3) || a + 1"], policy=policy, values={"r": "2, 1"}
        )
        yield build.model(build.given("a", "number"), build.decision("d", table, needs=["in:a"]))
    yield build.model(
        build.item("small", "number", allowed="[0..9]", many=True),
        build.item("pair", inner=build.part("l", "string") + build.part("r", "small")),
        build.given("a", "small"),
        build.knowledge("f", ["n:number"], build.literal("if n < 1 then 1 else f(n - 1)"), needs=["f"]),
        build.decision("d", build.literal("f(a[1])", "number"), needs=["in:a", "know:f"]),
        build.service("s", outputs=["d"], takes=["in:a"]),
    )
    boxes = [
        f"<context><contextEntry><variable name='v' typeRef='number'/>{one}</contextEntry>"
        f"<contextEntry>{build.literal('v + 1')}</contextEntry></context>",
        f"<list>{one}{build.literal('null')}</list>",
        f"<relation><column name='p'/><column name='q'/><row>{one}{one}</row></relation>",
        f"<invocation>{build.literal('abs')}<binding><parameter name='n'/>{one}</binding></invocation>",
        f"<functionDefinition><formalParameter name='n' typeRef='number'/>{one}</functionDefinition>",
        f"<conditional><if>{build.literal('true')}</if><then>{one}</then><else>{one}</else></conditional>",
        f"<filter><in>{build.literal('[1, 2]')}</in><match>{build.literal('item > 1')}</match></filter>",
        f"<for iteratorVariable='i'><in>{build.literal('[1, 2]')}</in><return>{one}</return></for>",
        f"<some iteratorVariable='i'><in>{build.literal('1..3')}</in><satisfies>{build.literal('i = 2')}"
        "</satisfies></some>",
    ]
    yield from (build.model(build.decision("d", box, type_ref="Any")) for box in boxes)


def forms() -> Iterator[bytes]:
    """The shipped forms with an answer to every field, and one form with a field of every kind."""
    for path in sorted((REPOSITORY / "forms").glob("*.form")):
        schema = json.loads(path.read_bytes())
        keys = [part.get("key") for part in schema.get("components", []) if part.get("key")]
        yield json.dumps({"form": schema, "values": dict.fromkeys(keys, "1")}).encode()
    fields = [
        {
            "id": f"F{number}",
            "type": kind,
            "key": f"k{number}",
            "label": kind,
            "values": [{"label": "A", "value": "a"}, {"label": "B", "value": 2}],
            "subtype": "datetime",
            "components": [{"id": f"G{number}", "type": "number", "key": "n"}] if kind == "group" else None,
            "validate": {"required": True, "minLength": 1, "max": 5, "pattern": "^a+$"},
            "conditional": {"hide": "=n > 3"},
        }
        for number, kind in enumerate(FIELDS.split())
    ]
    values = {
        f"k{number}": value for number, value in enumerate(["a", "b", 3, True, "a", ["a"], "2026-01-01", {}])
    }
    schema = {"type": "default", "id": "F", "schemaVersion": 18, "components": fields}
    yield json.dumps({"form": schema, "values": values}).encode()


SEEDS = {"diagram": diagrams, "expression": expressions, "decision": decisions, "form": forms}


def words(target: str) -> list[str]:
    """What a mutation may put in at once: the words of the seeds, and FEEL's own."""
    feel = [*KEYWORDS.split(), *MARKS.split(), *BUILTINS]
    if target == "expression":
        return feel
    found = {word.decode() for seed in list(SEEDS[target]())[:12] for word in WORDS.findall(seed)}
    return [*sorted(found)[:1500], *feel]

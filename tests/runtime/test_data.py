"""Data objects, inputs and outputs as variables."""

import pytest

from tests.runtime.cases import Case, it_runs_as_drawn, rows
from tests.runtime.drawing import catch, diagram, end, flows, message, node, par, script, start, throw, user

INPUT, OUTPUT = '<dataInput id="in" name="amount"/>', '<dataOutput id="res" name="sum"/>'
DECLARED = f"<ioSpecification>{INPUT}{OUTPUT}</ioSpecification>"
OTHERS = DECLARED.replace('"in"', '"in2"').replace('"res"', '"res2"')
GIVEN = DECLARED.replace('"in"', '"given"')


def into(source: str, target: str) -> str:
    ends = f"<sourceRef>{source}</sourceRef><targetRef>{target}</targetRef>"
    return f"<dataInputAssociation>{ends}</dataInputAssociation>"


def out(source: str, target: str) -> str:
    return into(source, target).replace("dataInput", "dataOutput")


OBJECT = '<dataObject id="o"/><dataObjectReference id="r" name="order" dataObjectRef="o"/>'
STATED = OBJECT.replace('id="o"', 'id="o" name="file"', 1)


@rows(
    Case(
        "a data object without a name is called by its id and by its reference",
        diagram(
            OBJECT
            + start()
            + script("x", "{res: 2}", DECLARED + out("res", "r"))
            + user("a")
            + flows("s x a")
        ),
        "",
        "a",
        result={"o": 2, "order": 2},
    ),
    Case(
        "a named data object keeps its name in every state",
        diagram(
            STATED
            + start()
            + script("x", "{sum: 2}", DECLARED + out("res", "r"))
            + user("a")
            + flows("s x a")
        ),
        "",
        "a",
        result={"file": 2, "order": None, "o": None},
    ),
    Case(
        "an input is seen by id and by name, and only inside",
        diagram(
            STATED
            + start()
            + script("x", "{sum: amount + given}", GIVEN + into("r", "given"))
            + user("a")
            + flows("s x a")
        ),
        "",
        "a",
        given={"file": 4},
        result={"sum": 8, "amount": None, "given": None},
    ),
    Case(
        "two branches have inputs of one name",
        diagram(
            start()
            + par("g j")
            + script("x", "{one: amount}", DECLARED + into("first", "in"))
            + script("y", "{two: amount}", OTHERS + into("second", "in2"))
            + user("a")
            + flows("s g x j a", "g y j")
        ),
        "",
        "a",
        given={"first": 1, "second": 2},
        result={"one": 1, "two": 2},
    ),
    Case(
        "a message carries the inputs of its throwing event into the outputs of the catching one",
        diagram(
            start()
            + par("g")
            + throw("t", f'<dataInput id="di" name="text"/>{into("file", "di")}' + message("m"))
            + catch("k", f'<dataOutput id="do" name="text"/>{out("do", "answer")}' + message("m"))
            + user("a")
            + end()
            + flows("s g k a", "g t e")
        ),
        "",
        "a",
        given={"file": "hello"},
        result={"answer": "hello"},
    ),
)
def test_data(case: Case, in_memory: bool) -> None:
    it_runs_as_drawn(case, in_memory=in_memory)


@pytest.mark.parametrize("outputs", [True, False])
def test_a_call_with_declared_data_passes_nothing_else(outputs: bool) -> None:
    written = out("res", "result") if outputs else ""
    call = node("callActivity", "c", DECLARED + into("a", "in") + written, calledElement="p1")
    called = (
        start("i") + script("x", "{sum: if b = null then amount else 0, res: 1, other: 1}") + flows("i x")
    )
    case = Case(
        "",
        diagram(start() + call + user("u") + flows("s c u"), called),
        "",
        "u",
        given={"a": 5, "b": 6},
        result={"result": 1, "other": None} if outputs else {"sum": 5, "other": 1, "result": None},
    )
    it_runs_as_drawn(case, in_memory=False)

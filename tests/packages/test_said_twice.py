"""What labels, forms and letters say of limits is what the tables and timers of the same package say."""

import re
from decimal import Decimal

import pytest

from engine.diagram.model import Node
from engine.dmn import DmnDecisions
from engine.forms import read_form
from tests.packages.drawn import Drawing
from tests.packages.playing import MONDAY

COMPLAINT, SMALL = Drawing("complaint"), Drawing("small-business")
DAYS = re.compile(r"(\d+|three|five|ten|twenty) (?:working )?days")
WORDS = {"three": 3, "five": 5, "ten": 10, "twenty": 20}
"""Numbers as letters write them."""


def limits() -> dict[str, set[object]]:
    """Every limit of the table, with all values that it has at any severity."""
    found: dict[str, set[object]] = {}
    for severity in range(1, 6):
        given = {"severity": Decimal(severity), "complaint": {"severity": None}}
        value = DmnDecisions().decide(COMPLAINT.package, "limits", given, MONDAY).value
        assert isinstance(value, dict)
        for name, limit in value.items():
            found.setdefault(name, set()).add(limit)
    return found


LIMITS = limits()


def days_in(text: str) -> list[int]:
    """The numbers of days that a text names, in order."""
    return [WORDS.get(number) or int(number) for number in DAYS.findall(text)]


def timers(drawing: Drawing) -> list[Node]:
    return [n for n in drawing.nodes if "timer" in n.kinds and n.is_event and days_in(n.name or "")]


def test_it_finds_labels_that_name_days() -> None:
    assert len(timers(COMPLAINT)) >= 6
    assert len(timers(SMALL)) >= 2


@pytest.mark.parametrize("node", [*timers(COMPLAINT), *timers(SMALL)], ids=lambda node: str(node.id))
def test_a_label_names_the_days_that_its_timer_waits(node: Node) -> None:
    timer = "".join(str(text) for text in node.xml.itertext()).strip()
    named = re.findall(r"limits\.(\w+)", timer)
    [said] = days_in(node.name or "")
    if named:
        assert {Decimal(said)} == set().union(*(LIMITS[name] for name in named)), timer
    else:
        assert re.search(rf"\b{said}\b|P{said}D", timer), timer


@pytest.mark.parametrize(
    ("file", "names"),
    [
        ("messages/reopened.en.md", ["total"]),
        ("messages/question.en.md", ["reply"]),
        ("messages/decision.en.md", ["reaction", "review"]),
        ("messages/review.en.md", ["reaction"]),
        ("../../forms/question.form", ["reply"]),
        ("../../forms/assessment.form", ["early"]),
    ],
)
def test_a_text_promises_the_days_of_the_table(file: str, names: list[str]) -> None:
    found = [name for name in COMPLAINT.package.files if name.endswith(file.removeprefix("../../"))]
    text = COMPLAINT.package.files[found[0]].decode()
    assert [{Decimal(said)} for said in days_in(text)] == [LIMITS[name] for name in names]


def test_the_internal_review_grants_as_much_as_its_role_may() -> None:
    [data] = [data for name, data in COMPLAINT.package.files.items() if name.endswith("stage-2.form")]
    [worth] = [field for field in read_form(data).fields if field.key == "review_remedy_value"]
    limit = worth.rules.max
    assert isinstance(limit, Decimal)
    assert f"{limit:,}" in worth.description

    def approver(value: Decimal) -> object:
        given = {"remedies": ["refund"], "remedy_value": value}
        return DmnDecisions().decide(COMPLAINT.package, "approver", given, MONDAY).value

    assert (approver(limit), approver(limit + 1)) == ("complaints-manager", "quality-manager")


@pytest.mark.parametrize("drawing", [COMPLAINT, SMALL], ids=["complaint", "small-business"])
def test_reminders_go_to_whoever_has_the_task_that_they_remind_of(drawing: Drawing) -> None:
    reminders = [node for node in drawing.nodes if node.own("mail") == "reminder"]
    assert reminders
    tasks = {node.id for node in drawing.nodes if node.type == "userTask"}
    for node in reminders:
        to = node.own("to") or ""
        assert to.startswith("assignee of "), str(node)
        element = to.removeprefix("assignee of ")
        assert element in tasks, str(node)
        assert node.id in (f"{element}-remind", "investigation-remind")

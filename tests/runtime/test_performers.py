"""Who is asked to do a task: what the task says, else its resources, else its lane."""

import pytest

from tests.runtime.drawing import diagram, flows, node, start, sub, user
from tests.runtime.playing import Player

OWNER = (
    "<potentialOwner><resourceAssignmentExpression><formalExpression>{}</formalExpression>"
    "</resourceAssignmentExpression></potentialOwner>"
)
PERSON = OWNER.replace("potentialOwner", "humanPerformer")


def lanes(**names: str) -> str:
    """A lane for each name, with its nodes."""
    drawn = (
        f'<lane id="lane{number}" name="{name.replace("_", " ")}">'
        + "".join(f"<flowNodeRef>{node}</flowNodeRef>" for node in nodes.split())
        + "</lane>"
        for number, (name, nodes) in enumerate(names.items())
    )
    return f'<laneSet id="lanes">{"".join(drawn)}</laneSet>'


def asked(drawn: str, given: dict[str, object] | None = None, beside: str = "") -> tuple[object, ...]:
    """Assignee and candidate groups of the task u."""
    player = Player(diagram(start() + drawn + flows("s u"), beside=beside), given or {})
    (task,) = player.look().open
    return task.assignee, list(task.groups)


@pytest.mark.parametrize(
    ("drawn", "expected"),
    [
        (lanes(Clerks="u") + user("u"), (None, ["Clerks"])),
        (lanes(Sales_and_more="s", Back_office="u") + user("u"), (None, ["Back office"])),
        (lanes(Quality_manager="u") + user("u"), (None, ["quality-manager"])),
        (lanes(Clerks="u") + node("manualTask", "u"), (None, ["Clerks"])),
        (lanes(Clerks="u") + user("u", q_candidateGroups="reviewer"), (None, ["reviewer"])),
        (lanes(Clerks="u") + user("u", q_assignee="ann"), ("ann", [])),
        (lanes(Clerks="u") + user("u", OWNER.format("experts")), (None, ["experts"])),
        (lanes(Clerks="s") + user("u"), (None, [])),
        (user("u", OWNER.format("user(ann), group(experts), group(clerks)")), ("ann", ["experts", "clerks"])),
        (user("u", OWNER.format("=team")), (None, ["night", "day"])),
        (user("u", PERSON.format("chief")), ("ann", [])),
        (user("u", PERSON.format("bob")), ("bob", [])),
        (
            user("u", "<potentialOwner><resourceRef>res</resourceRef></potentialOwner>"),
            (None, ["Night shift"]),
        ),
        (user("u", "<potentialOwner><resourceRef>zz</resourceRef></potentialOwner>"), (None, [])),
        (user("u", "<performer><resourceRef>res</resourceRef></performer>"), ("Night shift", [])),
    ],
)
def test_it_asks(drawn: str, expected: tuple[object, ...]) -> None:
    given = {"team": ["night", "day"], "chief": "ann"}
    assert asked(drawn, given, '<resource id="res" name="Night shift"/>') == expected


def test_a_task_in_a_subprocess_lies_in_the_lane_of_the_subprocess() -> None:
    data = diagram(lanes(Clerks="S") + start() + sub("S", user("u")) + flows("s S"))
    assert Player(data).look().open[0].groups == ("Clerks",)


def test_the_innermost_lane_is_the_one() -> None:
    inner = (
        '<childLaneSet id="cs"><lane id="in" name="Night"><flowNodeRef>u</flowNodeRef></lane></childLaneSet>'
    )
    drawn = lanes(Clerks="u").replace("</lane>", f"{inner}</lane>")
    assert asked(drawn + user("u")) == (None, ["Night"])
    assert asked(drawn.replace("Night", " ") + user("u")) == (None, ["Clerks"])


def test_a_lane_with_any_name_is_no_expression() -> None:
    drawn = lanes(Clerks="u").replace("Clerks", "1 + &quot;x&quot; \\ (a)")
    assert asked(drawn + user("u")) == (None, ['1 + "x" \\ (a)'])

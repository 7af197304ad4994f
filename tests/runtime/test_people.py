"""What user tasks ask of people, mails, milestones, decisions and the history of a case."""

from datetime import timedelta

import pytest

from engine.errors import WrongState
from engine.events.process import (
    DecisionMade,
    ElementCompleted,
    InstanceEnded,
    InstanceStarted,
    MilestoneReached,
    UserTaskOpened,
    VariableOverwritten,
)
from tests.runtime.drawing import (
    boundary,
    diagram,
    end,
    flows,
    handler,
    mapping,
    message,
    multi,
    node,
    par,
    start,
    sub,
    task,
    throw,
    timer,
    times,
    user,
    xor,
)
from tests.runtime.playing import MONDAY, Player, Rules, values


def asking(**attributes: object) -> bytes:
    return diagram(start() + node("userTask", "a", **attributes) + end() + flows("s a e"))


@pytest.mark.parametrize(
    ("written", "assignee"),
    [
        ("ann", "ann"),
        ("ann@example.org", "ann@example.org"),
        ("owner", "bob"),
        ("=owner", "bob"),
        ('="cleo"', "cleo"),
        ("case.handler", "dora"),
        ("nobody.handler", "nobody.handler"),
        ("=nobody", None),
        ('if true then "eve" else null', "eve"),
        ("", None),
    ],
)
def test_assignees(written: str, assignee: str | None) -> None:
    player = Player(asking(q_assignee=written), {"owner": "bob"}, facts=values({"case": {"handler": "dora"}}))
    assert [opened.assignee for opened in player.step.opened] == [assignee], player.incidents


@pytest.mark.parametrize(
    ("written", "groups"),
    [
        ("complaints-manager", ("complaints-manager",)),
        ("reviewer, quality-manager", ("reviewer", "quality-manager")),
        ("reviewer,reviewer", ("reviewer",)),
        ("team", ("north", "south")),
        ('=["a", "b"]', ("a", "b")),
        ('=if level > 1 then "reviewer" else "handler"', ("reviewer",)),
        ("=nothing", ()),
    ],
)
def test_candidate_groups(written: str, groups: tuple[str, ...]) -> None:
    player = Player(asking(q_candidateGroups=written), {"team": ["north", "south"], "level": 2})
    assert [opened.groups for opened in player.step.opened] == [groups], player.incidents


@pytest.mark.parametrize(
    ("written", "due_after"),
    [
        ("P2D", timedelta(days=2)),
        ('duration("PT3H")', timedelta(hours=3)),
        ('now() + duration("P1D")', timedelta(days=1)),
        ('date and time("2026-01-06T09:00:00Z")', timedelta(days=1)),
        ('date("2026-01-06")', timedelta(days=1, hours=15)),
        ("limit", timedelta(hours=1)),
        ("nothing", None),
    ],
)
def test_due_dates(written: str, due_after: timedelta | None) -> None:
    player = Player(asking(q_due=written), {"limit": "PT1H"})
    due = [opened.due_at for opened in player.step.opened]
    assert due == [None if due_after is None else MONDAY + due_after], player.incidents


def test_a_user_task_says_what_the_diagram_says() -> None:
    drawn = asking(q_form="assess", q_priority="level * 10", q_milestone="assessed")
    drawn = drawn.replace(b'name="a">', b'name="Assess&#10;  it">')
    player = Player(drawn, {"level": 3})
    (opened,) = player.step.opened
    assert (opened.element, opened.name, opened.form) == ("a", "Assess it", "assess")
    assert (opened.priority, opened.milestone, opened.opened_at) == (30, "assessed", MONDAY)
    assert player.look().open == (opened,)
    told = player.told(UserTaskOpened)[0]
    assert isinstance(told, UserTaskOpened)
    assert (told.task, told.name) == (opened.id, "Assess it")


def test_a_user_task_says_whose_earlier_part_excludes_them() -> None:
    player = Player(asking(q_excludes="investigate, decide"))
    assert [opened.excludes for opened in player.look().open] == [("investigate", "decide")]


def test_work_that_opens_and_closes_within_one_step_reaches_nobody() -> None:
    drawn = diagram(
        start()
        + par("g")
        + node("userTask", "a")
        + end("x", "<terminateEventDefinition/>")
        + flows("s g a", "g x")
    )
    player = Player(drawn)
    assert player.step.opened == player.step.closed == ()
    assert [e.element for e in player.told(UserTaskOpened)] == ["a"]


def test_closed_work_is_told_once() -> None:
    drawn = diagram(
        start() + user("a h") + boundary("b", "a", timer("P1D")) + end() + flows("s a e", "b h e")
    )
    player = Player(drawn)
    task_a = player.step.opened[0].id
    step = player.wait("P2D")
    assert step.closed == (task_a,)
    assert [opened.element for opened in step.opened] == ["h"]
    assert player.complete("h").closed == (step.opened[0].id,)


def test_only_what_is_open_can_be_completed() -> None:
    drawn = diagram(
        start() + user("a h") + boundary("b", "a", timer("P1D")) + end() + flows("s a e", "b h e")
    )
    player = Player(drawn)
    task_a = player.step.opened[0].id
    state = player.step.state
    player.sleep("P2D")
    with pytest.raises(WrongState, match="deadline"):
        player.runtime.complete(player.package, state, task_a, {}, player.around)
    player.wait("PT0S")
    for gone in (task_a, 99):
        with pytest.raises(WrongState, match="not"):
            player.runtime.complete(player.package, player.step.state, gone, {}, player.around)
        with pytest.raises(WrongState, match="not"):
            player.runtime.task_variables(player.package, player.step.state, gone)


def test_a_user_task_sees_its_inputs_and_writes_its_outputs() -> None:
    inside = mapping(inputs={"question": "topic"}, outputs={"answer": 'reply + "!"'})
    player = Player(
        diagram(start() + user("a", inside) + end() + flows("s a e")),
        {"topic": "What happened?"},
    )
    seen = player.runtime.task_variables(player.package, player.step.state, player.step.opened[0].id)
    assert seen == {"topic": "What happened?", "question": "What happened?"}
    player.complete("a", {"reply": "It broke", "private": 1})
    assert player.step.variables == {"topic": "What happened?", "answer": "It broke!"}


def test_answers_of_a_task_with_inputs_alone_become_variables() -> None:
    player = Player(
        diagram(start() + user("a", mapping(inputs={"x": "1"})) + end() + flows("s a e")), {"y": 1}
    )
    player.complete("a", {"x": 2, "z": 3})
    assert player.step.variables == values({"y": 1, "x": 2, "z": 3})


def test_completion_tells_flows_and_changes() -> None:
    player = Player(diagram(start() + user("a") + xor("g") + end() + flows("s a g e")), {"same": 1, "old": 1})
    player.complete("a", {"same": 1, "old": 2, "new": 3})
    told = {e.element: e for e in player.told(ElementCompleted) if isinstance(e, ElementCompleted)}
    assert told["a"].changes == {"old": (1, 2), "new": (None, 3)}
    assert (told["a"].flows, told["a"].type) == (("a-g",), "userTask")
    assert (told["g"].flows, told["g"].type, told["g"].changes) == (("g-e",), "exclusiveGateway", {})
    assert isinstance(player.happened[0], InstanceStarted)
    assert isinstance(player.happened[-1], InstanceEnded)
    assert player.happened[-1].status == "completed"


# ---- mails


@pytest.mark.parametrize(
    ("to", "recipients"),
    [
        ("complainant", ("complainant",)),
        ("complainant, quality-manager", ("complainant", "quality-manager")),
        ('=["ann@example.org", "bob@example.org"]', ("ann@example.org", "bob@example.org")),
        ("contact", ("cleo@example.org",)),
        ('="dora@example.org"', ("dora@example.org",)),
        ("=nobody", ()),
    ],
)
def test_recipients_of_a_mail(to: str, recipients: tuple[str, ...]) -> None:
    drawn = diagram(
        start() + node("sendTask", "m", q_mail="acknowledgement", q_to=to) + end() + flows("s m e")
    )
    player = Player(drawn, {"contact": "cleo@example.org"})
    (mail,) = player.step.mails
    assert (mail.mail, mail.to, mail.element, mail.at) == ("acknowledgement", recipients, "m", MONDAY)
    assert mail.values == {"contact": "cleo@example.org"}
    assert player.step.status == "completed"


@pytest.mark.parametrize(("event", "thrown"), [("<messageEventDefinition/>", []), (message("m"), ["m"])])
def test_a_message_event_with_a_mail_throws_only_a_message_that_it_names(
    event: str, thrown: list[str]
) -> None:
    drawn = diagram(start() + throw("m", event, q_mail="hello", q_to="complainant") + end() + flows("s m e"))
    step = Player(drawn).step
    assert [mail.mail for mail in step.mails] == ["hello"]
    assert [message.name for message in step.thrown] == thrown


def test_each_instance_of_a_multi_instance_sends_its_own_mail() -> None:
    inside = multi('<loopDataInputRef>people</loopDataInputRef><inputDataItem id="person"/>')
    drawn = diagram(
        start() + node("sendTask", "m", inside, q_mail="hello", q_to="=person") + end() + flows("s m e")
    )
    step = Player(drawn, {"people": ["ann", "bob"]}).step
    assert [mail.to for mail in step.mails] == [("ann",), ("bob",)]


# ---- milestones


def test_milestones_are_told_when_their_node_completes() -> None:
    drawn = diagram(
        start(q_milestone="received")
        + node("userTask", "a", q_milestone="assessed")
        + sub("S", start("s1") + user("i") + end("e1") + flows("s1 i e1"), q_milestone="investigated")
        + node("userTask", "x", multi(times(2)), q_milestone="reviewed")
        + end("e", q_milestone="closed")
        + flows("s a S x e")
    )
    player = Player(drawn)
    reached = lambda: [e.milestone for e in player.told(MilestoneReached)]  # type: ignore[attr-defined]  # noqa: E731
    assert reached() == ["received"]
    player.play(["a"])
    assert reached() == ["received", "assessed"]
    player.play(["i", "x"])
    assert reached() == ["received", "assessed", "investigated"]
    player.play(["x"])
    assert reached() == ["received", "assessed", "investigated", "reviewed", "closed"]


def test_a_cancelled_node_reaches_no_milestone() -> None:
    drawn = diagram(
        start()
        + node("userTask", "a", q_milestone="assessed")
        + boundary("b", "a", timer("P1D"), q_milestone="escalated")
        + end()
        + flows("s a e", "b e")
    )
    player = Player(drawn)
    player.wait("P1D")
    assert [e.milestone for e in player.told(MilestoneReached)] == ["escalated"]  # type: ignore[attr-defined]


# ---- decisions


def test_a_decision_is_told_with_what_it_was_made_of() -> None:
    drawn = diagram(
        start()
        + node("businessRuleTask", "d", q_decision="triage", q_result="priority")
        + user("a")
        + flows("s d a")
    )
    player = Player(drawn, {"severity": 4}, rules=Rules(triage=lambda given: given["severity"]))
    told = player.told(DecisionMade)[0]
    assert isinstance(told, DecisionMade)
    assert (told.decision, told.result, told.rules) == ("triage", 4, ("rule1",))
    assert told.inputs["severity"] == 4
    completed = next(e for e in player.told(ElementCompleted) if e.element == "d")
    assert isinstance(completed, ElementCompleted)
    assert completed.changes == {"priority": (None, 4)}
    assert player.step.variables["priority"] == 4


def test_a_decision_without_a_result_variable_gives_its_entries() -> None:
    drawn = diagram(start() + node("businessRuleTask", "d", q_decision="triage") + user("a") + flows("s d a"))
    player = Player(drawn, rules=Rules(triage=lambda _: {"route": "fast", "level": 2}))
    assert player.step.variables == values({"route": "fast", "level": 2})


def test_a_decision_that_is_not_there_is_an_incident() -> None:
    drawn = diagram(start() + node("businessRuleTask", "d", q_decision="none") + flows("s d"))
    assert Player(drawn).incidents == [("d", "the decision “none” failed: There is no decision “none”.")]


# ---- variables of branches

FORK = start() + par("g j") + user("a b") + end() + flows("s g a j e", "g b j")


def overwritten(player: Player) -> list[tuple[str | None, str]]:
    return [(e.element, e.variable) for e in player.told(VariableOverwritten)]  # type: ignore[attr-defined]


def test_two_branches_that_write_one_variable_are_told() -> None:
    player = Player(diagram(FORK))
    player.play(['a {"x": 1, "y": 1, "z": 1}', 'b {"x": 2, "y": 1, "w": 1}'])
    assert overwritten(player) == [("b", "x")]
    assert player.step.variables["x"] == 2


@pytest.mark.parametrize(
    "drawn",
    [
        diagram(start() + user("a b") + end() + flows("s a b e")),
        diagram(start() + par("g j") + task("n m") + user("a b") + end() + flows("s a g n j b e", "g m j")),
    ],
    ids=["one after the other", "before the split and after the join"],
)
def test_writes_one_after_the_other_are_no_conflict(drawn: bytes) -> None:
    player = Player(drawn)
    player.play(['a {"x": 1}', 'b {"x": 2}'])
    assert overwritten(player) == []


def test_a_reminder_beside_its_task_is_a_branch_of_its_own() -> None:
    drawn = diagram(
        start()
        + user("a r k")
        + boundary("t", "a", timer("PT1H"), beside=True)
        + end()
        + flows("s a e", "t r k e")
    )
    player = Player(drawn)
    player.wait("PT1H")
    player.play(['r {"x": 1}', 'a {"x": 2}'])
    assert overwritten(player) == [("a", "x")]
    player = Player(drawn)
    player.wait("PT1H")
    player.play(['r {"x": 1}', "k", 'a {"x": 2}'])
    assert overwritten(player) == [], "the reminder has gone when a writes"


def test_branches_are_seen_through_subprocesses_and_handlers() -> None:
    drawn = diagram(
        start()
        + par("g")
        + sub("S", start("s1") + user("i") + end("e1") + flows("s1 i e1"))
        + user("a k")
        + end()
        + flows("s g S k e", "g a e")
        + handler("H", message("m"), user("h") + flows("Hs h"), beside=True)
    )
    player = Player(drawn)
    player.deliver("m")
    player.play(['i {"x": 1}', 'a {"x": 2}', 'h {"x": 3}'])
    assert overwritten(player) == [("a", "x")], "a has gone when h writes"

"""What one instance throws reaches the others: after the commit, once, and in order."""

from pathlib import Path

from engine.commands.deliver_message import DeliverMessage
from engine.commands.intervene import ResumeInstance, SuspendInstance
from tests.commands.between import (
    CATCH,
    THROW,
    THROW_SIGNAL,
    at,
    flows,
    go,
    look,
    of_key,
    publish,
    sender,
    start,
)
from tests.support.installation import Installation


def test_a_message_reaches_one_that_waits_already(town: Installation) -> None:
    first, second, thrower = start(town, "catches"), start(town, "catches"), start(town, "throws")
    go(town, thrower)
    assert at(town, first) == ["wait"]  # nothing has happened to it in the thrower's transaction
    assert town.run_due() == (0, 1, 0)
    assert (at(town, first), at(town, second)) == (["after"], ["wait"])
    assert town.run_due() == (0, 0, 0)


def test_a_message_that_nobody_waits_for_is_kept(town: Installation) -> None:
    go(town, start(town, "throws"))
    town.run_due()
    late = start(town, "catches")
    assert at(town, late) == ["after"]
    assert at(town, start(town, "catches")) == ["wait"]


def test_a_message_is_not_given_twice_when_it_was_taken_before_its_job_ran(town: Installation) -> None:
    go(town, start(town, "throws"))
    first = start(town, "catches")  # takes it from the inbox when it begins to wait
    second = start(town, "catches")
    town.run_due()
    assert (at(town, first), at(town, second)) == (["after"], ["wait"])


def test_messages_arrive_in_the_order_in_which_they_were_thrown(house: Installation, tmp_path: Path) -> None:
    numbered = "".join(
        f'<intermediateThrowEvent id="t{n}"><extensionElements><querela:inputs>'
        f'<querela:input source="={n}" target="last"/></querela:inputs></extensionElements>'
        f"{THROW}</intermediateThrowEvent>"
        for n in range(12)
    )
    body = f'<startEvent id="s"/>{numbered}<endEvent id="e"/>{flows("s", *(f"t{n}" for n in range(12)), "e")}'
    publish(house, tmp_path, "throws", body)
    loop = (
        '<startEvent id="s"/><exclusiveGateway id="m"/><intermediateCatchEvent id="wait">'
        f'{THROW}</intermediateCatchEvent><scriptTask id="note" scriptFormat="feel">'
        "<script>{got: append(got, last)}</script></scriptTask>"
        f"{flows('s', 'm', 'wait', 'note', 'm')}"
    )
    publish(house, tmp_path, "lists", loop)
    listener = start(house, "lists", got=[])
    start(house, "throws")
    house.run_due()
    assert [int(str(n)) for n in look(house, listener).variables["got"]] == list(range(12))  # type: ignore[attr-defined]


def test_a_message_starts_what_begins_with_it(house: Installation, tmp_path: Path) -> None:
    publish(house, tmp_path, "throws", sender(THROW))
    begun = f'<startEvent id="s">{THROW}</startEvent>'
    begun += '<userTask id="work" name="W" querela:candidateGroups="handler"/>'
    publish(house, tmp_path, "begins", f'{begun}<endEvent id="e"/>{flows("s", "work", "e")}')
    go(house, start(house, "throws"))
    assert of_key(house, "begins") == []
    house.run_due()
    [made] = of_key(house, "begins")
    assert at(house, made) == ["work"]
    answer = house.do(DeliverMessage("order", None, {}, id="once"), house.actor("admin"))
    again = house.do(DeliverMessage("order", None, {}, id="once"), house.actor("admin"))
    assert (len(answer.instances), again.instances) == (1, ())
    assert len(of_key(house, "begins")) == 2


def test_who_waits_comes_before_what_would_begin(house: Installation, tmp_path: Path) -> None:
    publish(house, tmp_path, "throws", sender(THROW))
    publish(house, tmp_path, "catches", CATCH)
    publish(
        house,
        tmp_path,
        "begins",
        f'<startEvent id="s">{THROW}</startEvent><endEvent id="e"/>{flows("s", "e")}',
    )
    waiting = start(house, "catches")
    go(house, start(house, "throws"))
    house.run_due()
    assert at(house, waiting) == ["after"]
    assert of_key(house, "begins") == []


def test_a_signal_reaches_everybody_who_waited_when_it_was_thrown(town: Installation) -> None:
    listening = [start(town, "hears") for _ in range(3)]
    thrower = start(town, "alarms")
    go(town, thrower)
    late = start(town, "hears")
    assert town.run_due() == (0, 3, 0)
    assert [at(town, i) for i in listening] == [["after"]] * 3
    assert at(town, late) == ["wait"]


def test_a_signal_starts_what_begins_with_it(house: Installation, tmp_path: Path) -> None:
    publish(house, tmp_path, "alarms", sender(THROW_SIGNAL))
    task = '<userTask id="work" name="W" querela:candidateGroups="handler"/><endEvent id="e"/>'
    for key in ("police", "fire-brigade"):
        publish(
            house,
            tmp_path,
            key,
            f'<startEvent id="s">{THROW_SIGNAL}</startEvent>{task}{flows("s", "work", "e")}',
        )
    go(house, start(house, "alarms"))
    house.run_due()
    for key in ("police", "fire-brigade"):
        assert [at(house, made) for made in of_key(house, key)] == [["work"]]


def test_a_suspended_instance_hears_the_signal_when_it_goes_on(town: Installation) -> None:
    listening = start(town, "hears")
    town.do(SuspendInstance(listening, "an audit"), town.actor("quality"))
    go(town, start(town, "alarms"))
    town.run_due()
    assert at(town, listening) == ["wait"]
    town.do(ResumeInstance(listening, "done"), town.actor("quality"))
    town.run_due()
    assert at(town, listening) == ["after"]

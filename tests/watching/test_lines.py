"""One line for each command: what, who, how it ended, how long it took; nothing that people wrote."""

import logging
import sys

import pytest

from engine.commands.administer import AddToken
from engine.commands.claim_task import ClaimTask
from engine.commands.complete_task import CompleteTask
from engine.commands.do_job import DoJob
from engine.commands.fire_timers import FireTimers
from engine.commands.lodge_complaint import LodgeComplaint
from engine.commands.once import Once
from engine.errors import Broken, ConcurrentChange, InvalidInput, NotAllowed, Unavailable
from engine.feel import FeelError, evaluate
from engine.logs import fault, logger, note, tally, within
from engine.model.complaint import Complainant
from engine.model.people import SYSTEM
from engine.model.work import Job
from engine.queries.tasklist import Tasklist
from web.app import create_app

ADA = Complainant(name="Ada Example", email="ada@example.org")


def lodge(house):
    return house.do(LodgeComplaint(description="My parcel is wet.", complainant=ADA))


def test_it_tells_of_a_command_its_case_actor_end_and_length(house, lines):
    lodged = lodge(house)
    [line] = lines.of("command")
    assert line["command"] == "LodgeComplaint"
    assert line["outcome"] == "done"
    assert line["actor"] == "system"
    assert line["case"] == lodged.reference
    assert line["instance"] == lodged.instance
    assert line["entries"] == len(entries_of(house, lodged.instance))
    assert line["level"] == "info"
    assert 0 < line["duration_ms"] < 60_000


def entries_of(house, instance):
    with house.querela.store.read() as unit:
        return unit.history.of_instance(instance)


def test_it_tells_nothing_that_people_wrote(house, lines):
    lodge(house)
    written = "\n".join(str(line) for line in lines.all)
    assert lines.all
    for secret in ("Ada", "ada@", "parcel", "wet"):
        assert secret not in written


def test_it_names_the_task_s_case_also_when_it_is_refused(house, lines):
    lodged = lodge(house)
    handler = house.actor("handler")
    [row] = house.ask(Tasklist(), handler).items
    with pytest.raises(NotAllowed):
        house.do(CompleteTask(row.item.id), house.actor("auditor"))
    house.do(ClaimTask(row.item.id), handler)
    refused, claimed = lines.of("command")[1:]
    assert (refused["outcome"], refused["error"], refused["actor"]) == ("refused", "NotAllowed", "auditor")
    assert refused["case"] == claimed["case"] == lodged.reference
    assert (claimed["outcome"], claimed["actor"]) == ("done", "handler")


def test_it_keeps_the_words_of_a_refusal_to_itself(watch, lines):
    def refuse() -> None:
        raise InvalidInput("“ada@example” is not an e-mail address.")

    with pytest.raises(InvalidInput):
        watch.around(ClaimTask("x"), SYSTEM, refuse)
    [line] = lines.of("command")
    assert line["error"] == "InvalidInput"
    assert "ada" not in str(line)


@pytest.mark.parametrize(
    ("raised", "outcome", "level"),
    [
        (ConcurrentChange("faster"), "lost race", "info"),
        (NotAllowed("no"), "refused", "info"),
        (ZeroDivisionError("own fault"), "failed", "error"),
        (KeyboardInterrupt(), "failed", "error"),
    ],
)
def test_it_tells_how_a_command_ended(watch, lines, raised, outcome, level):
    def act() -> None:
        raise raised

    with pytest.raises(type(raised)):
        watch.around(ClaimTask("x"), SYSTEM, act)
    [line] = lines.of("command")
    assert (line["outcome"], line["level"]) == (outcome, level)


def test_it_names_the_command_that_is_to_be_done_once(house, lines):
    command = LodgeComplaint(description="Wet.", complainant=ADA)
    house.do(Once(command, lambda _found: b"{}", "shop", "key-1", "print"))
    [line] = lines.of("command")
    assert line["command"] == "LodgeComplaint"


def test_it_says_how_often_a_command_was_begun_anew(house, lines, monkeypatch):
    tries = []
    begin = house.querela.store.begin

    def busy():
        tries.append(1)
        if len(tries) < 3:
            raise ConcurrentChange("faster")
        return begin()

    monkeypatch.setattr(house.querela.bus.store, "begin", busy)
    lodge(house)
    [line] = lines.of("command")
    assert (line["outcome"], line["races"]) == ("done", 2)


def test_lines_carry_what_stands_around_them(lines):
    with within(request="r1"):
        with within(job="j1"):
            logger("test").info("inside", number=1)
        logger("test").info("outside")
    logger("test").info("after")
    inside, outside, after = lines.all
    assert (inside["request"], inside["job"], inside["number"]) == ("r1", "j1", 1)
    assert outside["request"] == "r1"
    assert "job" not in outside
    assert "request" not in after


def test_notes_are_for_a_command_only():
    note(case="2026-000001")
    tally(entries=2)  # nobody listens: nothing happens


def test_it_writes_words_where_somebody_sits_before_a_terminal(lines, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    logger("test").info("started", port=8000)
    assert "event='started'" in lines.text
    assert "port=8000" in lines.text
    try:
        raise ZeroDivisionError("by nought")
    except ZeroDivisionError:
        logger("test").exception("broke")
    assert "\nTraceback (most recent call last):\n" in lines.text
    assert "by nought" not in lines.text.replace('"by nought"', "")  # but in the line of code


def test_it_tells_in_the_same_form_what_libraries_say(lines):
    library = logging.getLogger("some.library")
    library.warning("Cannot reach %s\nat all", "it")
    try:
        raise OSError("gone")
    except OSError:
        library.exception("It failed")
    library.info("This is for nobody")
    said, failed = lines.all
    assert (said["room"], said["level"], said["event"]) == (
        "some.library",
        "warning",
        "Cannot reach it\nat all",
    )
    assert (failed["level"], failed["event"]) == ("error", "It failed")
    assert str(failed["exception"]).endswith("\nbuiltins.OSError")


@pytest.mark.parametrize("wrong", [OSError("gone"), Unavailable("gone")])
def test_it_tells_of_a_failure_by_its_route_and_never_by_its_address(house, lines, monkeypatch, wrong):
    app = create_app(house.querela)
    token = house.do(AddToken("admin"))

    def fail(*_: object, **__: object) -> None:
        raise wrong

    app.add_url_rule("/letters/<name>", "letters", fail)
    monkeypatch.setattr("web.api.door.querela", fail)
    client = app.test_client()
    for address, route in (
        ("/letters/SECRET", "/letters/<name>"),
        ("/api/v1/complaints/SECRET", "/api/v1/complaints/<reference>"),
    ):
        assert client.get(address, headers={"Authorization": f"Bearer {token}"}).status_code in (500, 503)
        *_, failed, request = lines.all
        assert (failed["route"], request["route"]) == (route, route)
        assert (failed["level"], request["event"]) == ("error", "request")
        assert failed["event"] in ("request failed", "unexpected error")
    assert "SECRET" not in lines.text


WORDS = "the broken leg of my aunt"


def words_of_somebody() -> str:
    return WORDS


FAULTS = [
    (InvalidInput, "InvalidInput", None),
    (Broken, "Broken", None),
    (Unavailable, "Unavailable", WORDS),  # speaks of the machine alone
    (LookupError, "LookupError", None),
]


@pytest.mark.parametrize(("kind", "name", "reason"), FAULTS)
def test_it_tells_kind_and_place_of_an_error_and_never_what_somebody_wrote(kind, name, reason):
    def fail() -> None:
        try:
            raise KeyError(words_of_somebody())
        except KeyError as cause:
            raise kind(words_of_somebody()) from cause

    with pytest.raises(kind) as caught:
        fail()
    told = dict(fault(caught.value))
    assert told.pop("error") == f"{name} from KeyError"
    assert told.pop("place").partition(":")[0] == __name__
    assert told == ({} if reason is None else {"reason": reason})


def test_a_place_is_one_of_ours_where_there_is_one():
    with pytest.raises(FeelError) as caught:
        evaluate("1 +", {})
    assert fault(caught.value)["place"].startswith("engine.feel.")


@pytest.mark.parametrize("wrong", [InvalidInput(WORDS), KeyError(WORDS), ConnectionError(WORDS)])
def test_a_worker_s_lines_hold_no_words_of_an_error(house, lines, monkeypatch, wrong):
    lodged = lodge(house)
    with house.querela.store.begin() as unit:
        now = house.clock()
        unit.jobs.add(Job(lodged.instance, "j1", "recount", "calendar", {}, now, now))

    def fail(*_: object) -> None:
        raise wrong from ValueError(words_of_somebody())

    monkeypatch.setitem(house.querela.bus.handlers, DoJob, fail)
    monkeypatch.setitem(house.querela.bus.handlers, FireTimers, fail)
    house.clock.advance(days=30)
    _timers, _jobs, failed = house.run_due()
    assert failed == 2
    told = {str(line["event"]) for line in lines.all}
    assert {"a job could not be done", "timers could not be fired"} <= told
    assert WORDS not in lines.text
    with house.querela.store.read() as unit:
        [job] = unit.jobs.failed(lodged.instance) or [unit.jobs.get("j1")]
    assert job.error == (
        WORDS if isinstance(wrong, InvalidInput) else f"It failed unexpectedly ({type(wrong).__name__})."
    )

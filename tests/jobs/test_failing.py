"""What cannot be done holds up nothing else, is counted, and comes again."""

from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from engine.commands.call_workers import CallWorkers
from engine.errors import ConcurrentChange, WrongState
from engine.jobs import Done, Hands
from engine.jobs.hands import Stopped
from engine.jobs.smtp import Postman
from tests.commands.lodging import lodge
from tests.jobs.crowd import Crowd
from tests.support.installation import installation

LATER = "SELECT 1 FROM procrastinate_jobs WHERE status = 'todo' AND scheduled_at > now() AND lock = :lock"


def test_timers_that_cannot_be_fired_are_counted_and_come_again(
    town: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, whole = lodge(town.house).instance, lodge(town.house).instance
    town.advance(hours=1)
    runtime = type(town.querela.services.runtime)
    fire = runtime.fire_due
    with town.querela.store.read() as unit:
        state = unit.instances.get(broken).state

    def refuse(self: object, package: object, given: bytes, around: object) -> object:
        if given == state:
            raise WrongState("it cannot be read")
        return fire(self, package, given, around)  # type: ignore[arg-type]

    monkeypatch.setattr(runtime, "fire_due", refuse)
    done = town.querela.worker().run_due()
    assert (done.timers, done.failed) == (1, 1)
    assert town.sql(LATER, lock=broken)
    assert not town.sql(LATER, lock=whole)
    monkeypatch.undo()
    assert town.querela.worker().run_due().timers == 1


def test_who_stands_still_in_the_middle_of_a_series_of_statements_is_put_out(
    town: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To PostgreSQL it is busy, not idle: no time limit of its own ends it."""
    instance = lodge(town.house).instance
    town.advance(hours=1)
    with closing(psycopg.connect(town.querela.store.conninfo or "", autocommit=True)) as frozen:
        frozen.pgconn.enter_pipeline_mode()
        for statement in (b"BEGIN", b"SELECT 1 FROM instances FOR UPDATE"):
            frozen.pgconn.send_query_params(statement, None)
        frozen.pgconn.send_flush_request()
        frozen.pgconn.flush()
        held = "SELECT 1 FROM pg_stat_activity WHERE pid = :pid AND wait_event = 'ClientRead'"
        town.wait(lambda: town.sql(held, pid=frozen.info.backend_pid), "it holds the rows")
        town.querela.do(CallWorkers())
        assert town.sql(held, pid=frozen.info.backend_pid)
        monkeypatch.setattr("engine.store.frozen.SECONDS", 0)
        town.querela.do(CallWorkers())
        town.wait(lambda: not town.sql(held, pid=frozen.info.backend_pid), "it is put out")
    assert town.querela.worker().run_due().timers == 1
    assert town.sql("SELECT 1 FROM history WHERE kind = 'timer-fired' AND instance_id = :i", i=instance)


def test_what_is_left_when_it_is_told_to_end_is_for_others(town: Crowd) -> None:
    instance = lodge(town.house).instance
    town.advance(days=1)
    hands = Hands(town.querela.bus, Postman(town.querela.config, town.querela.secrets))
    with pytest.raises(Stopped):
        hands.look_after(instance, lambda _: hands.stop.set())
    hands.stop.clear()
    counted = []
    hands.look_after(instance, counted.append)
    assert [done.timers for done in counted] == [1]


def test_an_instance_that_is_far_behind_lets_others_have_their_turn(
    town: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    instance = lodge(town.house).instance
    town.advance(hours=1)
    monkeypatch.setattr("engine.jobs.hands.TURN", 0)
    hands = Hands(town.querela.bus, Postman(town.querela.config, town.querela.secrets))
    with pytest.raises(Stopped):
        hands.look_after(instance, lambda _done: None)
    assert town.querela.worker().run_due().timers == 1  # running once leaves nothing all the same


def test_a_mail_that_another_has_taken_ends_no_round(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    send, raced = Hands.send, []

    def slower(hands: Hands, mail: str) -> Done:
        if not raced:
            raced.append(mail)
            raise ConcurrentChange("it is locked")
        return send(hands, mail)

    with installation(tmp_path) as house:
        lodge(house)
        monkeypatch.setattr(Hands, "send", slower)
        assert house.querela.worker().run_due().jobs == 0
        assert len(raced) == 1
        assert house.querela.worker().run_due().jobs == 1

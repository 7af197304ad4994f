"""What cannot be done holds up nothing else, is counted, and comes again."""

import pytest

from engine.errors import WrongState
from engine.jobs import Hands
from engine.jobs.hands import Stopped
from engine.jobs.smtp import Postman
from tests.commands.lodging import lodge
from tests.jobs.crowd import Crowd

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

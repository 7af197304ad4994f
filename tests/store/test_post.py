"""Mails that leave and messages that come in."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from engine.errors import NotFound
from engine.model.work import InboundMessage
from engine.store import SqlStore
from tests.store.samples import START, hours, mail

LEASE = timedelta(minutes=5)


def test_it_takes_a_mail_of_one_key_once(store: SqlStore) -> None:
    made = mail(reference="2026-000001", html="<p>", secret=b"\x00\x01", next_try_at=hours(1))
    with store.begin() as unit:
        assert unit.outbox.add(made)
        assert not unit.outbox.add(replace(made, id="m2", subject="Again"))
        assert unit.outbox.add(mail("m3"))
    with store.read() as unit:
        assert unit.outbox.get("m1") == made
        assert unit.outbox.of_case("2026-000001") == [made]
        with pytest.raises(NotFound):
            unit.outbox.get("m2")


def test_it_hands_a_mail_to_one_worker_until_its_lease_runs_out(store: SqlStore) -> None:
    with store.begin() as unit:
        unit.outbox.add(mail())
        assert unit.outbox.due(START) == ["m1"]
        claimed = unit.outbox.claim("m1", START, LEASE)
        assert claimed == replace(mail(), state="sending", lease_until=START + LEASE)
        assert unit.outbox.due(START) == []
        assert unit.outbox.claim("m1", START, LEASE) is None
        late = START + LEASE
        assert unit.outbox.due(late) == ["m1"]
        assert unit.outbox.claim("m1", late, LEASE) == replace(claimed, lease_until=late + LEASE)


@pytest.mark.parametrize("state", ["sent", "kept", "failed"])
def test_it_is_done_with_a_mail_that_was_sent_or_given_up(store: SqlStore, state: str) -> None:
    with store.begin() as unit:
        unit.outbox.add(mail())
        done = replace(mail(), state=state, attempts=3, sent_at=hours(1), error="no answer", secret=None)
        unit.outbox.save(done)
        assert unit.outbox.get("m1") == done
        assert unit.outbox.due(hours(999)) == []
        assert unit.outbox.claim("m1", hours(999), LEASE) is None


def test_it_tries_again_at_the_given_moment_the_longest_due_first(store: SqlStore) -> None:
    with store.begin() as unit:
        unit.outbox.add(mail("m1", next_try_at=hours(3)))
        unit.outbox.add(mail("m2", next_try_at=hours(2)))
        unit.outbox.add(mail("m3", created_at=hours(1)))
        assert unit.outbox.due(START) == []
        assert unit.outbox.due(hours(3)) == ["m3", "m2", "m1"]
        assert unit.outbox.due(hours(3), limit=2) == ["m3", "m2"]


def test_it_says_that_a_mail_is_not_there(store: SqlStore) -> None:
    with store.begin() as unit:
        assert unit.outbox.claim("m1", START, LEASE) is None
        with pytest.raises(NotFound):
            unit.outbox.save(mail())


def message(id: str = "x1", key: str = "null", at: float = 0) -> InboundMessage:
    return InboundMessage(id, "reply", key, {"text": "hello", "n": Decimal("1.0")}, hours(at))


def test_it_takes_a_message_of_one_id_once(store: SqlStore) -> None:
    with store.begin() as unit:
        assert unit.inbox.add(message())
        assert not unit.inbox.add(replace(message(), name="other"))
        assert unit.inbox.kept("reply", None) == [message()]
        assert unit.inbox.kept("other", None) == []


def test_it_keeps_messages_until_they_are_taken_oldest_first(store: SqlStore) -> None:
    with store.begin() as unit:
        for id, key, at in (("x1", '"A"', 3), ("x2", '"B"', 2), ("x3", '"A"', 1), ("x4", "null", 4)):
            unit.inbox.add(message(id, key, at))

        def kept(key: str | None) -> list[str]:
            return [found.id for found in unit.inbox.kept("reply", key)]

        assert kept('"A"') == ["x3", "x1"]
        assert kept(None) == kept("null") == ["x3", "x2", "x1", "x4"]
        unit.inbox.take("x3", ["i1", "i2"])
        assert kept('"A"') == ["x1"]
        assert kept(None) == ["x2", "x1", "x4"]


def test_it_does_not_offer_a_message_that_was_delivered_at_once(store: SqlStore) -> None:
    with store.begin() as unit:
        assert unit.inbox.add(replace(message(), delivered_to=("i1",)))
        assert unit.inbox.kept("reply", None) == []
        with pytest.raises(NotFound):
            unit.inbox.take("nothing", ["i1"])

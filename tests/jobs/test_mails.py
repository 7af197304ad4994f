"""A mail leaves once, whoever stands still or dies while it is on its way."""

import asyncio
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from engine.clock import monotonic
from engine.commands.send_mail import ClaimMail
from engine.jobs import Hands
from engine.jobs.smtp import Postman, TooLate
from tests.commands.lodging import lodge, mails
from tests.commands.test_mails import free_port
from tests.jobs.crowd import Crowd, crowd
from tests.support import postgres, requires
from tests.support.installation import MINI, Installation, installation


class Office:
    """A mail server that counts what it was given, and may be told to keep its senders waiting."""

    def __init__(self) -> None:
        self.given: list[str] = []
        self.asked = Event()
        self.answers = Event()
        self.answers.set()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 (aiosmtpd's)
        self.asked.set()
        while not self.answers.is_set():
            await asyncio.sleep(0.02)
        self.given.append(str(message_from_bytes(envelope.content)["Message-ID"]))
        return "250 OK"


@contextmanager
def opened(office: Office) -> Iterator[str]:
    port = free_port()
    server = Controller(office, hostname="127.0.0.1", port=port)
    server.start()
    try:
        yield f"smtp://127.0.0.1:{port}"
    finally:
        office.answers.set()
        server.stop()


@pytest.fixture(scope="module")
def office() -> Office:
    return Office()


@pytest.fixture(scope="module")
def place(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crowd]:
    server = requires.postgres()
    url = postgres.create_database(server)
    with (
        opened(office) as smtp,
        crowd(tmp_path_factory.mktemp("town") / "home", url, MINI, QUERELA_SMTP_URL=smtp) as made,
    ):
        yield made
    postgres.drop_database(server, url)


@pytest.fixture
def town(place: Crowd, office: Office) -> Iterator[Crowd]:
    place.clear()
    office.given.clear()
    office.asked.clear()
    office.answers.set()
    yield place
    office.answers.set()
    place.end()


def state(town: Crowd, reference: str) -> str:
    [mail] = mails(town.house, reference)
    return mail.state


def test_several_workers_send_each_mail_once(town: Crowd, office: Office) -> None:
    cases = [lodge(town.house).reference for _ in range(20)]
    town.start(3)
    town.wait(lambda: {state(town, reference) for reference in cases} == {"sent"}, "all are sent")
    assert sorted(office.given) == sorted(set(office.given))
    assert len(office.given) == 20


def test_a_sender_that_stands_still_past_its_lease_is_not_doubled(town: Crowd, office: Office) -> None:
    office.answers.clear()
    reference = lodge(town.house).reference
    [frozen] = town.start()
    town.wait(office.asked.is_set, "the mail is on its way")
    frozen.send_signal(signal.SIGSTOP)
    town.sql("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
    town.sql("UPDATE outbox SET lease_until = now() - interval '1 hour', due_at = now() - interval '1 hour'")
    office.answers.set()
    town.start()
    other = lodge(town.house).reference
    town.wait(lambda: state(town, other) == "sent", "the others go on")
    assert state(town, reference) == "sending"
    frozen.send_signal(signal.SIGCONT)
    town.wait(lambda: state(town, reference) == "sent", "the sender wakes, and notes that it had sent it")
    assert len(office.given) == len(set(office.given)) == 2


def test_a_clock_that_is_moved_ends_no_lease(town: Crowd, office: Office) -> None:
    office.answers.clear()
    reference = lodge(town.house).reference
    town.start(2)
    town.wait(office.asked.is_set, "the mail is on its way")
    town.advance(days=3)
    other = town.querela.do(ClaimMail(mails(town.house, reference)[0].id))
    office.answers.set()
    town.wait(lambda: state(town, reference) == "sent", "it is sent")
    assert other is None
    assert len(office.given) == 1


def test_a_killed_senders_mail_is_sent_by_another(town: Crowd, office: Office) -> None:
    office.answers.clear()
    reference = lodge(town.house).reference
    [killed] = town.start()
    town.wait(office.asked.is_set, "the mail is on its way")
    killed.kill()
    killed.wait()
    town.sql("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
    town.sql("UPDATE outbox SET lease_until = now() - interval '1 hour', due_at = now() - interval '1 hour'")
    office.answers.set()
    town.start()
    town.wait(lambda: state(town, reference) == "sent", "another sends it")
    assert len(set(office.given)) == 1


def test_nobody_sends_what_another_holds(town: Crowd, office: Office) -> None:
    reference = lodge(town.house).reference
    [mail] = mails(town.house, reference)
    with town.querela.store.holding(f"mail/{mail.id}") as ours:
        assert ours
        assert not town.querela.worker().run_due().anything
    assert office.given == []
    assert town.querela.worker().run_due().jobs == 1


def test_it_says_not_a_word_after_its_lease(tmp_path: Path, office: Office) -> None:
    with opened(office) as smtp, installation(tmp_path, QUERELA_SMTP_URL=smtp) as house:
        office.given.clear()
        [mail] = mails(house, lodge(house).reference)
        postman = Postman(house.querela.config, house.querela.secrets)
        with pytest.raises(TooLate):
            postman.send(mail, give_up_at=monotonic() - 1)
        assert office.given == []
        assert postman.send(mail, give_up_at=monotonic() + 60) == ""
        assert office.given == [f"<{mail.id}@127.0.0.1>"]


class Late(Postman):
    """Comes too late every time."""

    def send(self, *_: object, **__: object) -> str:
        raise TooLate


def test_what_came_too_late_is_left_to_others(tmp_path: Path) -> None:
    with installation(tmp_path, QUERELA_SMTP_URL="smtp://127.0.0.1:1") as house:
        [mail] = mails(house, lodge(house).reference)
        late = Late(house.querela.config, house.querela.secrets)
        assert Hands(house.querela.bus, late).send(mail.id) == Hands(house.querela.bus, late).send("none")
        assert mails(house, lodge(house).reference)[0].state == "queued"
        assert _lease_kept(house, mail.reference or "")


def _lease_kept(house: Installation, reference: str) -> bool:
    [mail] = mails(house, reference)
    return mail.state == "sending" and mail.lease_until is not None

"""The dispatcher: timers in their order, mails each on their own, an end when it is told to."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from engine.commands.fire_timers import FireTimers
from engine.jobs import Dispatcher, Done, Hands
from engine.jobs.smtp import Postman, is_loopback
from engine.model.work import OutboxMail
from engine.secrets import Secrets
from tests.commands.diagrams import package
from tests.commands.lodging import kinds, lodge, mails
from tests.commands.test_mails import free_port
from tests.support.installation import MONDAY, Installation, installation

TWO_TIMERS = """
  <startEvent id="start"/>
  <intermediateCatchEvent id="one"><timerEventDefinition><timeDuration>PT1H</timeDuration>
    </timerEventDefinition></intermediateCatchEvent>
  <intermediateCatchEvent id="two"><timerEventDefinition><timeDuration>PT1H</timeDuration>
    </timerEventDefinition></intermediateCatchEvent>
  <userTask id="work" name="Work" querela:candidateGroups="handler"/>
  <endEvent id="end"/>
  <sequenceFlow id="f1" sourceRef="start" targetRef="one"/>
  <sequenceFlow id="f2" sourceRef="one" targetRef="two"/>
  <sequenceFlow id="f3" sourceRef="two" targetRef="work"/>
  <sequenceFlow id="f4" sourceRef="work" targetRef="end"/>
"""


class Listening:
    """A bus that notes which timers are fired."""

    def __init__(self, house: Installation) -> None:
        self._bus = house.querela.bus
        self.fired: list[datetime] = []

    def ask(self, query: Any) -> Any:
        return self._bus.ask(query)

    def do(self, command: Any) -> Any:
        if isinstance(command, FireTimers):
            self.fired.append(command.due_at)
        return self._bus.do(command)


def test_timers_fire_in_the_order_of_their_moments_over_all_cases(tmp_path: Path) -> None:
    """The second timer of one case is armed by its first, and due before another case's."""
    with installation(tmp_path / "home", package=package(tmp_path / "package", TWO_TIMERS)) as house:
        lodge(house)
        house.clock.advance(minutes=90)
        lodge(house)
        house.clock.advance(days=1)
        bus = Listening(house)
        postman = Postman(house.querela.config, house.querela.secrets)
        done = Dispatcher(Hands(bus, postman)).run_due()  # type: ignore[arg-type]
        minutes = [(moment - MONDAY) / timedelta(minutes=1) for moment in bus.fired]
        assert minutes == [60, 120, 150, 210]
        assert (done.timers, done.failed) == (4, 0)


def test_one_mail_that_cannot_be_written_holds_up_no_other(tmp_path: Path) -> None:
    with installation(tmp_path, QUERELA_SMTP_URL="smtp://127.0.0.1:9") as house:
        broken, whole = lodge(house).reference, lodge(house).reference
        with house.querela.store.begin() as unit:
            [mail] = unit.outbox.of_case(broken)
            sealed = Secrets("another installation's key").seal(b"code")
            unit.outbox.save(replace(mail, secret=sealed))
        assert house.run_due() == (0, 0, 2)
        assert "key" in mails(house, broken)[0].error
        assert mails(house, whole)[0].attempts == 1


@pytest.mark.parametrize(("slow", "before"), [(-1.0, 2), (3600.0, 0)])
def test_a_mail_server_that_is_slow_keeps_no_timer_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slow: float, before: int
) -> None:
    """What falls due while a mail is on its way fires before the next mail."""
    with installation(tmp_path / "home", package=package(tmp_path / "package", TWO_TIMERS)) as house:
        lodged = [lodge(house).instance for _ in range(2)]
        with house.querela.store.begin() as unit:
            for name, instance in zip(("m1", "m2"), lodged, strict=True):
                unit.outbox.add(
                    OutboxMail(name, name, instance, None, "a@b.example", "s", "b", created_at=MONDAY)
                )
        bus, send, fired = Listening(house), Hands.send, []

        def slowly(hands: Hands, mail: str) -> Done:
            fired.append(len(bus.fired))
            if len(fired) == 1:
                house.clock.advance(minutes=61)
            return send(hands, mail)

        monkeypatch.setattr(Hands, "send", slowly)
        monkeypatch.setattr("engine.jobs.dispatcher.SLOW", slow)
        postman = Postman(house.querela.config, house.querela.secrets)
        done = Dispatcher(Hands(bus, postman)).run_due()  # type: ignore[arg-type]
        assert fired == [0, before]
        assert (done.timers, done.jobs) == (2, 2)


def test_it_ends_between_two_mails(house: Installation) -> None:
    reference = lodge(house).reference
    dispatcher = house.querela.dispatcher()
    dispatcher.stop()
    assert dispatcher.stopping
    assert not dispatcher.run_due().anything
    assert mails(house, reference)[0].state == "queued"


class Refusing(Message):
    """A mail server that knows nobody."""

    async def handle_RCPT(self, *_: object) -> str:  # noqa: N802 (as the server calls it)
        return "550 no such user ADA@home.example here, ask <post@home.example>"

    def handle_message(self, message: object) -> None:
        raise AssertionError("nothing may come in")


def test_the_history_keeps_no_address_of_a_mail_that_failed(tmp_path: Path) -> None:
    with (
        serving(Refusing()) as port,
        installation(tmp_path, QUERELA_SMTP_URL=f"smtp://127.0.0.1:{port}") as house,
    ):
        reference = lodge(house).reference
        for _ in range(9):
            house.run_due()
            house.clock.advance(days=1)
        assert "mail-failed" in kinds(house, reference)
        [mail] = mails(house, reference)
        assert mail.state == "failed"
        assert "no such user" in mail.error
        assert "@" not in mail.error


class Hearing(Message):
    """Notes whether it was spoken to behind closed doors."""

    def __init__(self) -> None:
        super().__init__()
        self.secret: list[bool] = []

    async def handle_DATA(self, _server: Any, session: Any, _envelope: Any) -> str:  # noqa: N802 (likewise)
        self.secret.append(session.ssl is not None)
        return "250 OK"

    def handle_message(self, message: object) -> None:
        raise AssertionError("kept by handle_DATA")


def test_it_speaks_in_secret_where_the_server_can(tmp_path: Path) -> None:
    hearing = Hearing()
    with (
        serving(hearing, tls_context=own_certificate(tmp_path)) as port,
        installation(tmp_path / "home", QUERELA_SMTP_URL=f"smtp://127.0.0.1:{port}") as house,
    ):
        lodge(house)
        assert house.run_due() == (0, 1, 0)
    assert hearing.secret == [True]


@pytest.mark.parametrize(
    ("host", "here"),
    [("localhost", True), ("127.0.0.1", True), ("::1", True), ("mail.example", False), ("10.0.0.1", False)],
)
def test_certificates_are_verified_on_other_machines(host: str, here: bool) -> None:
    assert is_loopback(host) is here


@contextmanager
def serving(handler: Message, **more: Any) -> Iterator[int]:
    """The port of a mail server while the block runs."""
    port = free_port()
    server = Controller(handler, hostname="127.0.0.1", port=port, **more)
    server.start()
    try:
        yield port
    finally:
        server.stop()


def own_certificate(folder: Path) -> ssl.SSLContext:
    """A server's context with a certificate that nobody else vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(MONDAY - timedelta(days=365))
        .not_valid_after(MONDAY + timedelta(days=36500))
        .sign(key, hashes.SHA256())
    )
    file = folder / "server.pem"
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context

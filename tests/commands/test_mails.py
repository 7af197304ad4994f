"""Mails reach whom they may, say what they should, and carry nothing in."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from socket import socket

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message

from engine.errors import InvalidInput
from engine.mails import CODE_MARK, read_text, write_letter
from engine.model.complaint import Complainant
from engine.model.package import Package
from engine.queries.due import Mails
from engine.queries.register import CaseDetail
from engine.queries.track import Track
from tests.commands.diagrams import package
from tests.commands.lodging import kinds, lodge, mails
from tests.support.installation import Installation, installation

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)


def letter(text: str, **names: object) -> tuple[str, str, str]:
    """A letter written from this text."""
    data = f"---\nsubject: About {{{{ about }}}}\n---\n{text}\n".encode()
    files = {"messages/note.en.md": data}
    content = Package("k", "t", "p.bpmn", files, messages=tuple(files))
    made = write_letter(content, "note", "de-AT", {"about": "x", **names}, zone="Europe/Berlin", now=NOW)
    return made.subject, made.body, made.html


def test_values_are_no_markup() -> None:
    _, body, html = letter("Dear {{ name }}", name="<b>Eve</b> [x](http://evil.example) **loud**")
    assert "<b>Eve</b>" in body
    assert "<b>" not in html
    assert "<a" not in html
    assert "<strong>" not in html


@pytest.mark.parametrize(
    "value", ["Hello\n=====", "Hello\n-----", "\n\n    code", "\n\n\tcode", "1. one\n2. two", "\n\n> said"]
)
def test_values_make_no_headings_code_lists_or_quotes(value: str) -> None:
    _, _, html = letter("{{ value }}", value=value)
    assert not [tag for tag in ("<h1", "<h2", "<pre", "<code", "<ol", "<li", "<blockquote") if tag in html]
    assert html.startswith("<p>")


def test_a_value_may_begin_with_a_blank() -> None:
    _, body, html = letter("Number {{ n }}{{ more }}:", n="1", more="  and this code")
    assert "Number 1 and this code:" in html
    assert "Number 1  and this code:" in body


def test_values_break_no_header() -> None:
    subject, _, _ = letter("Hello", about="one\r\nBcc: everybody@home.example")
    assert "\n" not in subject
    assert "\r" not in subject


def test_moments_are_written_for_readers() -> None:
    _, body, _ = letter("By {{ due }}", due=datetime(2026, 3, 31, 14, 30, tzinfo=UTC))
    assert "Tuesday, 31 March 2026, 16:30" in body


@pytest.mark.parametrize(
    "data",
    [
        b"no front matter",
        b"---\nsubject:\n---\nx",
        b"---\nsubject: a\n---\n{{ 1 + }}",
        b"---\nsubject: \xff\n---\n",
    ],
)
def test_a_text_that_cannot_be_used_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidInput):
        read_text(data)


class Kept(Message):
    """Keeps what it was sent."""

    def __init__(self) -> None:
        super().__init__()
        self.got: list[str] = []

    def handle_message(self, message: object) -> None:
        self.got.append(str(message))


def free_port() -> int:
    """A port that nobody listens on."""
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def post(tmp_path: Path) -> Iterator[tuple[Installation, Kept]]:
    """An installation with a real mail server."""
    kept = Kept()
    port = free_port()
    server = Controller(kept, hostname="127.0.0.1", port=port)
    server.start()
    with installation(tmp_path, QUERELA_SMTP_URL=f"smtp://127.0.0.1:{port}") as house:
        yield house, kept
    server.stop()


def test_the_tracking_code_is_in_the_mail_that_is_sent_and_nowhere_else(
    post: tuple[Installation, Kept],
) -> None:
    house, kept = post
    lodged = lodge(house)
    assert house.run_due() == (0, 1, 0)
    [sent] = kept.got
    assert lodged.tracking_code in sent
    [mail] = mails(house, lodged.reference)
    assert (mail.state, mail.secret) == ("sent", None)
    assert CODE_MARK in mail.body
    assert kinds(house, lodged.reference)[-1] == "mail-sent"
    assert house.run_due() == (0, 0, 0)
    assert len(kept.got) == 1


def test_a_mail_that_cannot_be_sent_is_tried_again(tmp_path: Path) -> None:
    with installation(tmp_path, QUERELA_SMTP_URL="smtp://127.0.0.1:9") as house:
        lodged = lodge(house)
        for _ in range(12):
            house.run_due()
            house.clock.advance(days=1)
        [mail] = mails(house, lodged.reference)
        assert mail.state == "failed"
        assert mail.attempts == 8
        assert "mail-failed" in kinds(house, lodged.reference)


def test_a_diagram_cannot_write_to_anybody(tmp_path: Path) -> None:
    body = """
      <startEvent id="start"/>
      <sendTask id="tell" querela:mail="note" querela:to="victim@elsewhere.example"/>
      <endEvent id="end"/>
      <sequenceFlow id="f1" sourceRef="start" targetRef="tell"/>
      <sequenceFlow id="f2" sourceRef="tell" targetRef="end"/>
    """
    with installation(tmp_path / "home", package=package(tmp_path / "package", body)) as house:
        reference = lodge(house, complainant=Complainant(anonymous=True)).reference
        assert mails(house, reference) == []
        assert "mail-skipped" in kinds(house, reference)
        with house.querela.store.begin() as unit:
            unit.settings.set("mail.domains", "elsewhere.example")
        reference = lodge(house, complainant=Complainant(anonymous=True)).reference
        assert [m.to for m in mails(house, reference)] == ["victim@elsewhere.example"]


LETTERS = """
  <startEvent id="start" querela:milestone="received"/>
  <sendTask id="in" name="To the house" querela:mail="inside" querela:to="handler"/>
  <sendTask id="out" name="To the complainant" querela:mail="outside" querela:to="complainant"/>
  <userTask id="work" name="Work" querela:candidateGroups="handler"/>
  <endEvent id="end" querela:milestone="closed"/>
  <sequenceFlow id="f1" sourceRef="start" targetRef="in"/>
  <sequenceFlow id="f2" sourceRef="in" targetRef="out"/>
  <sequenceFlow id="f3" sourceRef="out" targetRef="work"/>
  <sequenceFlow id="f4" sourceRef="work" targetRef="end"/>
"""
TEXT = "---\nsubject: {} {{{{ reference }}}}\n---\nCode: {{{{ tracking_code }}}}\n"


@pytest.mark.parametrize(
    ("address", "shown"), [("ada@home.example", ["outside"]), ("Handler@office.example", [])]
)
def test_neither_code_nor_letter_goes_to_the_wrong_side(
    tmp_path: Path, address: str, shown: list[str]
) -> None:
    """Staff get no tracking code; who gives a colleague's address reads none of the colleague's mails."""
    texts = {"inside": TEXT.format("inside"), "outside": TEXT.format("outside")}
    with installation(tmp_path / "home", package=package(tmp_path / "package", LETTERS, **texts)) as house:
        lodged = lodge(house, complainant=Complainant(email=address))
        inside = [mail for mail in mails(house, lodged.reference) if mail.subject.startswith("inside")]
        assert [mail for mail in inside if mail.secret or CODE_MARK in mail.body] == []
        letters = house.ask(Track(lodged.reference, lodged.tracking_code)).letters
        assert [letter.subject.split()[0] for letter in letters] == shown


@pytest.mark.parametrize("who", [Complainant(anonymous=True), Complainant(name="Ada")])
def test_a_letter_without_an_address_is_read_on_the_tracking_page(
    house: Installation, who: Complainant
) -> None:
    lodged = lodge(house, complainant=who, require_address=False)
    letters = house.ask(Track(lodged.reference, lodged.tracking_code)).letters
    assert [each.subject for each in letters] == [f"We have your complaint {lodged.reference}"]
    assert CODE_MARK in letters[0].text
    kept = mails(house, lodged.reference)
    assert [(mail.to, mail.state, mail.secret, mail.kind) for mail in kept] == [
        ("", "kept", None, "acknowledgement")
    ]
    assert lodged.tracking_code not in kept[0].body + kept[0].html
    view = house.ask(CaseDetail(lodged.reference), house.actor("manager"))
    assert [mail.id for mail in view.mails] == [kept[0].id]
    assert house.run_due() == (0, 0, 0)  # it goes nowhere
    assert "mail-skipped" in kinds(house, lodged.reference)
    assert "mail-queued" not in kinds(house, lodged.reference)


def test_who_keeps_things_running_sees_no_contents_of_cases(house: Installation) -> None:
    reference = lodge(house).reference
    [seen] = house.ask(Mails(), house.actor("admin")).items
    shown = repr(seen)
    for word in (reference, "ada@home.example", "We have your complaint", "Ada"):
        assert word not in shown
    assert (seen.kind, seen.state, seen.error) == ("acknowledgement", "queued", "")
    [whole] = house.ask(Mails(), house.actor("quality")).items
    assert (whole.reference, whole.to) == (reference, "ada@home.example")

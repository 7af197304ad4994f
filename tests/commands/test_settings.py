"""Settings and calendars: who may change them, what they take, and what follows."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from engine.calendars import calendar_from_toml, shipped
from engine.commands.change_calendar import ChangeCalendar
from engine.commands.change_setting import ChangeSetting
from engine.commands.intervene import ResumeInstance, SuspendInstance
from engine.commands.withdraw_case import WithdrawCase
from engine.errors import InvalidForm, NotAllowed, NotFound
from engine.history import verify
from engine.queries.house import HouseHistory, HouseSettings, to_toml
from engine.queries.trace import Trace
from tests.commands.diagrams import package
from tests.commands.lodging import case, complete, kinds, lodge, mails
from tests.support.installation import Installation, installation

WITH_HOLIDAYS = """
[week]
monday = ["09:00-17:00"]
tuesday = ["09:00-17:00"]
wednesday = ["09:00-17:00"]
thursday = ["09:00-17:00"]
friday = ["09:00-17:00"]

[holidays]
2026-01-06 = "Epiphany"
2026-01-07 = "Bridge day"
"""


def at(month: int, day: int, hour: int = 9) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def due(house: Installation, reference: str, clock: str = "answer") -> datetime:
    return next(c.due_at for c in case(house, reference).clocks if c.name == clock)


def change(house: Installation, calendar_text: str = WITH_HOLIDAYS, name: str = "office") -> int:
    return house.do(ChangeCalendar(name, calendar_text, "new holidays"), house.actor("admin")).cases


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("organisation.name", "  Water\n works ", "Water works"),
        ("organisation.contact", "Tel. 1 23", "Tel. 1 23"),
        ("mail.domains", "Partner.example, ombudsman.example.org\npartner.example", None),
        ("mail.domains", "", ""),
    ],
)
def test_it_keeps_a_setting_and_tells_who_changed_it(
    house: Installation, name: str, typed: str, kept: str | None
) -> None:
    expected = "ombudsman.example.org partner.example" if kept is None else kept
    admin = house.actor("admin")
    before = len(house.ask(HouseHistory(), admin))
    assert house.do(ChangeSetting(name, typed, "as agreed"), admin) == expected
    shown = {s.name: s.value for s in house.ask(HouseSettings(), admin).settings}
    assert shown[name] == expected
    house.do(ChangeSetting(name, expected), admin)  # the same again is no change
    told = house.ask(HouseHistory(), admin)
    assert len(told) - before == (1 if expected else 0)
    if expected:
        assert (told[0].kind, told[0].actor) == ("setting-changed", "admin")
        assert told[0].data == {"setting": name, "before": "", "after": expected, "reason": "as agreed"}


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("organisation.name", "x" * 201, "At most 200"),
        ("organisation.name", "a\x00b", "cannot be kept"),
        ("mail.domains", "someone@partner.example", "no domain"),
        ("mail.domains", "localhost", "no domain"),
        ("mail.domains", "-a.example", "no domain"),
        ("mail.domains", " ".join(f"d{n}.example" for n in range(101)), "At most 100"),
    ],
)
def test_it_says_what_a_setting_takes(house: Installation, name: str, value: str, sentence: str) -> None:
    with pytest.raises(InvalidForm) as refused:
        house.do(ChangeSetting(name, value), house.actor("admin"))
    assert sentence in refused.value.errors["value"]


@pytest.mark.parametrize(
    "name", ["installation.kind", "clock.offset-seconds", "house.chain", "calendar.office"]
)
def test_it_changes_no_other_setting(house: Installation, name: str) -> None:
    with pytest.raises(NotFound):
        house.do(ChangeSetting(name, "sandbox"), house.actor("admin"))


@pytest.mark.parametrize("login", ["handler", "manager", "quality", "auditor"])
def test_only_administrators_change_them(house: Installation, login: str) -> None:
    with pytest.raises(NotAllowed):
        house.do(ChangeSetting("organisation.name", "Mine"), house.actor(login))
    with pytest.raises(NotAllowed):
        house.do(ChangeCalendar("office", WITH_HOLIDAYS, "mine"), house.actor(login))
    with pytest.raises(NotAllowed):
        house.ask(HouseSettings(), house.actor(login))


def test_mails_are_signed_as_the_organisation_says(tmp_path: Path) -> None:
    task = '<sendTask id="tell" name="Tell" querela:mail="signed" querela:to="complainant"/>'
    body = f"""<startEvent id="s"/>{task}<endEvent id="e"/>
      <sequenceFlow id="f1" sourceRef="s" targetRef="tell"/>
      <sequenceFlow id="f2" sourceRef="tell" targetRef="e"/>"""
    signed = "---\nsubject: Hello\n---\nFrom {{ organisation }}, {{ contact }}\n"
    with installation(tmp_path / "home", package=package(tmp_path / "package", body, signed=signed)) as house:
        house.do(ChangeSetting("organisation.name", "Water works"), house.actor("admin"))
        house.do(ChangeSetting("organisation.contact", "Tel. 1 23"), house.actor("admin"))
        [mail] = mails(house, lodge(house).reference)
        assert mail.body == "From Water works, Tel. 1 23\n"


def test_a_changed_calendar_moves_open_deadlines_and_says_so(house: Installation) -> None:
    open_case, done = lodge(house).reference, lodge(house).reference
    complete(house, open_case, "assess", "handler", severity=4)
    assert due(house, open_case) == at(2, 2)
    assert change(house) == 2
    assert due(house, open_case) == at(2, 2)  # the worker has not come yet
    house.run_due()
    assert due(house, open_case) == at(2, 4)
    assert due(house, open_case, "acknowledgement") == at(1, 7)  # it has stopped
    assert due(house, done) == at(2, 4)
    assert {"clock-moved", "timer-moved"} <= set(kinds(house, open_case))
    entries = house.ask(Trace(open_case)).entries
    moved = [each.data["reason"] for e in entries for each in e.told() if each.kind == "clock-moved"]
    assert moved == ["calendar “office” changed: new holidays"]
    newest = house.ask(HouseHistory(), house.actor("auditor"))[0]
    assert (newest.kind, newest.data["calendar"], newest.data["cases"]) == ("calendar-changed", "office", 2)
    count = len(kinds(house, open_case))
    assert house.run_due()[1:] == (0, 0)
    assert len(kinds(house, open_case)) == count  # each case once


def test_the_shipped_calendar_comes_back(house: Installation) -> None:
    reference = lodge(house).reference
    change(house)
    assert change(house) == 0  # the same again is no change
    change(house, "")
    house.run_due()
    assert due(house, reference) == at(2, 2)
    [office] = [c for c in house.ask(HouseSettings(), house.actor("admin")).calendars if c.name == "office"]
    assert (office.own, office.shipped, office.calendar) == (False, True, shipped("UTC")["office"])


def test_a_suspended_case_moves_when_it_goes_on(house: Installation) -> None:
    lodged = lodge(house)
    complete(house, lodged.reference, "assess", "handler", severity=4)
    house.do(SuspendInstance(lodged.instance, "an audit"), house.actor("quality"))
    change(house)
    house.run_due()
    assert due(house, lodged.reference) == at(2, 2)
    house.do(ResumeInstance(lodged.instance, "done"), house.actor("quality"))
    house.run_due()
    assert due(house, lodged.reference) == at(2, 4)


def test_a_closed_case_stays_as_it_was(house: Installation) -> None:
    reference = lodge(house).reference
    house.do(WithdrawCase(reference, "solved"), house.actor("handler"))
    before = case(house, reference).clocks
    assert change(house) == 0
    house.run_due()
    assert case(house, reference).clocks == before


@pytest.mark.parametrize(
    ("name", "calendar_text", "field", "sentence"),
    [
        ("office", "week = ", "text", "cannot be read"),
        ("office", "[week]\n", "text", "no working hours"),
        ("office", '[week]\nmonday = ["17:00-09:00"]', "text", "ends before it begins"),
        ("office", 'country = "XX"\n[week]\nmonday = ["09:00-17:00"]', "text", "No public holidays"),
        ("office", "color = 1", "text", "has no “color”"),
        ("night", "", "text", "Only a shipped calendar"),
        ("always", WITH_HOLIDAYS, "name", "always open"),
        ("Office hours", WITH_HOLIDAYS, "name", "small letters"),
    ],
)
def test_it_says_what_a_calendar_takes(
    house: Installation, name: str, calendar_text: str, field: str, sentence: str
) -> None:
    with pytest.raises(InvalidForm) as refused:
        house.do(ChangeCalendar(name, calendar_text, "why"), house.actor("admin"))
    assert sentence in refused.value.errors[field]


def test_a_calendar_changes_with_a_reason_only(house: Installation) -> None:
    with pytest.raises(InvalidForm) as refused:
        house.do(ChangeCalendar("office", WITH_HOLIDAYS, " "), house.actor("admin"))
    assert set(refused.value.errors) == {"reason"}


def test_what_is_shown_of_a_calendar_reads_back(house: Installation) -> None:
    admin = house.actor("admin")
    change(house, 'country = "DE"\nsubdivision = "BY"\nzone = "Europe/Berlin"\n' + WITH_HOLIDAYS, "branch")
    shown = house.ask(HouseSettings(), admin).calendars
    assert [c.name for c in shown] == ["always", "branch", "office"]
    for calendar in shown:
        assert calendar_from_toml(calendar.text) == calendar.calendar
        assert calendar_from_toml(to_toml(calendar.calendar)) == calendar.calendar


@pytest.mark.parametrize(
    ("damage", "where"),
    [
        ("UPDATE house_history SET actor = 'nobody' WHERE seq = 1", "entry 1: it was changed"),
        ("DELETE FROM house_history WHERE seq = 1", "entry 1: it is missing"),
        ("DELETE FROM house_history WHERE seq = (SELECT max(seq) FROM house_history)", "it is missing"),
        ("DELETE FROM house_history", "entry 1: it is missing"),
        ("UPDATE settings SET value = '1 ab' WHERE name = 'house.chain'", "own history"),
        ("DELETE FROM settings WHERE name = 'house.chain'", "own history"),
    ],
)
def test_whoever_changes_the_installations_history_is_found_out(
    house: Installation, damage: str, where: str
) -> None:
    house.do(ChangeSetting("organisation.name", "Water works"), house.actor("admin"))
    assert verify(house.querela.store).ok
    engine = create_engine(house.querela.config.database_url)
    with engine.begin() as connection:
        assert connection.execute(text(damage)).rowcount > 0
    engine.dispose()
    broken = verify(house.querela.store).first_broken
    assert broken is not None
    assert broken.sentence().startswith("The installation's own history")
    assert where in broken.sentence()

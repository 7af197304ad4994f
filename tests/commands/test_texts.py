"""What people type is trimmed, bounded, and of characters that can be kept and shown."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from engine.commands.complainant import AnswerSurvey
from engine.commands.convert_case import ConvertCase
from engine.commands.deadlines import ExtendCase, PauseCase
from engine.commands.withdraw_case import WithdrawCase
from engine.commands.write_to_case import WriteToCase
from engine.errors import InvalidForm, InvalidInput
from engine.model.request import Command
from tests.commands.lodging import case, lodge, mails
from tests.support.installation import MONDAY, Installation

FAR = MONDAY + timedelta(days=20 * 366)
SOON = MONDAY + timedelta(days=7)


@pytest.mark.parametrize(
    "command",
    [
        lambda r: WithdrawCase(r, " "),
        lambda r: WithdrawCase(r, "a\0b"),
        lambda r: WithdrawCase(r, "half a pair: \ud800"),
        lambda r: WithdrawCase(r, "x" * 20_001),
        lambda r: ConvertCase(r, "enquiry", "\x1b[31mred"),
        lambda r: WriteToCase(r, "\0"),
        lambda r: WriteToCase(r, "Hello", subject="x" * 201),
        lambda r: WriteToCase(r, "Hello", channel="pigeon"),
        lambda r: WriteToCase(r, "Hello", direction="sideways"),
        lambda r: PauseCase(r, "ill", " ", SOON),
        lambda r: PauseCase(r, "ill", "the expert", MONDAY),
        lambda r: PauseCase(r, "ill", "the expert", FAR),
    ],
)
def test_it_is_refused_and_nothing_changes(
    house: Installation, command: Callable[[str], Command[object]]
) -> None:
    reference = lodge(house).reference
    before = case(house, reference)
    with pytest.raises(InvalidInput):
        house.do(command(reference), house.actor("manager"))
    assert case(house, reference) == before


def test_an_extension_does_not_reach_beyond_reason(house: Installation) -> None:
    reference = lodge(house).reference
    with pytest.raises(InvalidInput):
        house.do(ExtendCase(reference, "an expert is asked", FAR), house.actor("manager"))


def test_a_subject_stands_on_one_line(house: Installation) -> None:
    reference = lodge(house).reference
    house.do(WriteToCase(reference, "Hello", subject="One\r\nBcc: two@home.example"), house.actor("manager"))
    assert case(house, reference).conversation[-1].subject == "One Bcc: two@home.example"


def test_what_was_said_on_the_telephone_is_noted_and_not_mailed(house: Installation) -> None:
    reference = lodge(house).reference
    before = len(mails(house, reference))
    house.do(WriteToCase(reference, "We will ring again.", channel="phone"), house.actor("manager"))
    assert case(house, reference).conversation[-1].channel == "phone"
    assert len(mails(house, reference)) == before


@pytest.mark.parametrize("score", ["sNaN", "NaN", "1e999999999", "6", "0", "2.5", "", "٣", None, [], "-1"])
def test_a_survey_takes_whole_numbers_from_one_to_five(house: Installation, score: object) -> None:
    lodged = lodge(house)
    values = {"handling": score, "ease": "5", "fairness": 1}
    with pytest.raises(InvalidForm) as refused:
        house.do(AnswerSurvey(lodged.reference, lodged.tracking_code, values))
    assert set(refused.value.errors) == {"handling"}

"""A sandbox may begin in the past; nothing else may."""

from datetime import timedelta
from pathlib import Path

import pytest

from engine.commands.set_outset import SetOutset
from engine.errors import InvalidInput, WrongState
from tests.commands.lodging import lodge
from tests.support.installation import MONDAY, installation


def test_it_sets_the_clock_back(tmp_path: Path) -> None:
    with installation(tmp_path, QUERELA_ENV="sandbox") as place:
        assert place.do(SetOutset(timedelta(days=90))) == MONDAY - timedelta(days=90)
        assert place.querela.now() == MONDAY - timedelta(days=90)


def test_it_refuses_outside_a_sandbox(tmp_path: Path) -> None:
    with installation(tmp_path) as place, pytest.raises(WrongState, match="sandbox"):
        place.do(SetOutset(timedelta(days=90)))


def test_it_refuses_as_soon_as_there_is_a_case(tmp_path: Path) -> None:
    with installation(tmp_path, QUERELA_ENV="sandbox") as place:
        lodge(place)
        with pytest.raises(WrongState, match="forward only"):
            place.do(SetOutset(timedelta(days=90)))
        assert place.querela.now() == MONDAY


@pytest.mark.parametrize("ago", [timedelta(days=-1), timedelta(days=4000)])
def test_it_refuses_the_future_and_ages(tmp_path: Path, ago: timedelta) -> None:
    with installation(tmp_path, QUERELA_ENV="sandbox") as place, pytest.raises(InvalidInput):
        place.do(SetOutset(ago))

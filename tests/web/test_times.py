"""How far off a moment is, in the office's working days."""

from datetime import timedelta

import pytest

from web.app import create_app
from web.times import distance, tone


@pytest.fixture
def asked(place):
    """What a page says of a moment so many hours from Monday, 09:00."""
    app = create_app(place.querela, testing=True)

    def ask(hours, say=distance):
        with app.test_request_context("/"):
            return say(place.clock.now + timedelta(hours=hours))

    return ask


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (5, "today by 14:00"),
        (-1, "late since 08:00"),
        (24, "tomorrow"),
        (3 * 24, "in 3 working days"),
        (4 * 24, "in 4 working days"),
        (7 * 24, "in 5 working days"),  # the weekend does not count
        (14 * 24, "in 10 working days"),
        (5 * 24, "in 4 working days"),  # Saturday: the last working day is Friday
        (-3 * 24, "1 working day late"),  # Friday
        (-2 * 24, "1 working day late"),  # Saturday: Monday is the first working day after it
    ],
)
def test_it_counts_working_days(asked, hours, words):
    assert asked(hours) == words


@pytest.mark.parametrize(
    ("hours", "words"), [(-1, "late"), (1, "soon"), (48, "soon"), (72, "on-track"), (7 * 24, "on-track")]
)
def test_it_says_how_pressing_it_is(asked, hours, words):
    assert asked(hours, tone) == words


def test_friday_is_near_to_monday(place, asked):
    place.clock.advance(days=4)
    assert asked(3 * 24) == "in 1 working day"
    assert asked(3 * 24, tone) == "soon"


def test_it_is_late_on_a_day_off_without_a_working_day_gone_by(place, asked):
    place.clock.advance(days=5)
    assert asked(-24) == "late"

"""Personal texts behind commitments."""

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from engine.events.case import RecordChanged
from engine.events.process import MessageReceived
from engine.feel.values import DaysDuration, FeelDate, Range, from_python
from engine.history import entries, reveal
from engine.history.chain import read_data
from engine.history.commitments import commitment
from tests.history.events import START, counted_salts

Data = dict[str, Any]


def written(values: dict[str, object]) -> tuple[Data, dict[str, str]]:
    """The data that an event with these personal values leaves, and the texts kept beside it."""
    event = MessageReceived(at=START, message="reply", values=values)
    made = entries("i1", 0, "", [event], "ann", counted_salts())
    return read_data(str(made.rows[0].data)), {kept.commitment: kept.value for kept in made.kept}


def test_it_hides_every_text_and_nothing_else() -> None:
    values = {
        "name": "Zoë",
        "inner": {"list": ["a", ["b", Decimal("1.5"), True, None]], "on": FeelDate(2026, 1, 5)},
        "length": DaysDuration.of(days=2),
        "empty": "",
        "$type": "a user's own name",
    }
    data, kept = written(values)
    assert data["message"] == "reply"
    text = str(data["values"])
    for hidden in ("Zoë", "'a'", "'b'", "own name"):
        assert hidden not in text
    assert "2026-01-05" in text
    assert "P2D" in text
    assert sorted(kept.values()) == ["", "Zoë", "a", "a user's own name", "b"]
    assert reveal(data, kept) == {"message": "reply", "values": from_python(values)}


def test_it_hides_a_personal_field_that_is_a_text_itself_and_pairs_of_texts() -> None:
    event = RecordChanged(at=START, changes={"name": ("Ada", "Eve"), "amount": (Decimal(1), None)})
    made = entries("i1", 0, "", [event], "ann", counted_salts())
    data = read_data(str(made.rows[0].data))
    kept = {value.commitment: value.value for value in made.kept}
    assert set(kept.values()) == {"Ada", "Eve"}
    assert reveal(data, kept) == {"changes": {"name": ["Ada", "Eve"], "amount": [Decimal(1), None]}}


def test_it_gives_equal_texts_different_commitments() -> None:
    _, kept = written({"a": "same", "b": "same"})
    assert list(kept.values()) == ["same", "same"]


def test_it_shows_what_was_erased_as_null() -> None:
    data, kept = written({"name": "Zoë", "city": "Graz", "letters": Range("a", "z", True, True)})
    left = {made: value for made, value in kept.items() if value == "Graz"}
    assert reveal(data, left)["values"] == {"name": None, "city": "Graz", "letters": None}
    assert reveal(data, {})["values"] == {"name": None, "city": None, "letters": None}


def test_it_does_not_take_a_value_that_looks_like_a_commitment_for_one() -> None:
    values = {"a": {"$commitment": "0" * 64}, "b": {"$commitment": None}}
    data, kept = written(values)
    assert reveal(data, kept)["values"] == values


def test_it_depends_on_salt_and_text() -> None:
    made = commitment(b"0" * 16, "text")
    assert made == commitment(b"0" * 16, "text")
    assert made not in {commitment(b"1" * 16, "text"), commitment(b"0" * 16, "texts")}


TEXTS = st.text() | st.sampled_from(["$type", "$value", "$commitment"])
TREES = st.recursive(
    st.none() | st.booleans() | st.decimals(allow_nan=False, allow_infinity=False, places=3) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=15,
)


@given(st.dictionaries(TEXTS, TREES, max_size=4))
def test_it_reveals_what_it_hid(values: dict[str, object]) -> None:
    data, kept = written(values)
    assert reveal(data, kept)["values"] == values

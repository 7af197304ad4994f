"""Personal texts behind commitments."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.events.case import RecordChanged
from engine.events.process import DecisionMade, MessageReceived
from engine.feel.values import DaysDuration, FeelDate, Range, from_python
from engine.history import entries, masked, reveal
from engine.history.chain import read_data
from engine.history.commitments import commitment
from tests.history.events import START, counted_salts

Data = dict[str, Any]


def written(values: dict[str, object]) -> tuple[Data, dict[str, str]]:
    """The data that an event with these personal values leaves, and the texts kept beside it."""
    event = MessageReceived(at=START, message="reply", values=values)
    made = entries("i1", 0, "", [event], "ann", counted_salts())
    return read_data(str(made.rows[0].data)), {kept.commitment: kept.value for kept in made.kept}


def texts(kept: dict[str, str]) -> list[str]:
    """The texts behind the only commitment."""
    [found] = kept.values()
    return sorted(json.loads(found))


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
    assert texts(kept) == ["", "Zoë", "a", "a user's own name", "b"]
    assert reveal(data, kept) == {"message": "reply", "values": from_python(values)}


def test_it_hides_a_personal_field_that_is_a_text_itself_and_pairs_of_texts() -> None:
    event = RecordChanged(at=START, changes={"name": ("Ada", "Eve"), "amount": (Decimal(1), None)})
    made = entries("i1", 0, "", [event], "ann", counted_salts())
    data = read_data(str(made.rows[0].data))
    kept = {value.commitment: value.value for value in made.kept}
    assert texts(kept) == ["Ada", "Eve"]
    assert reveal(data, kept) == {"changes": {"name": ["Ada", "Eve"], "amount": [Decimal(1), None]}}


def test_it_keeps_all_texts_of_an_entry_behind_one_commitment() -> None:
    data, kept = written({"a": "same", "b": ["same", "other"]})
    [made] = kept
    assert data["$commitment"] == made
    assert kept[made] == '["same","same","other"]'


def test_it_does_not_show_that_texts_of_different_names_are_equal() -> None:
    data, _ = written({"a": "same", "b": "same", "c": {"a": "same"}})
    values = data["values"]
    assert values["a"] != values["b"]
    assert values["a"] == values["c"]["a"]  # of one name: one text, told twice


def test_it_shows_what_was_erased_as_null() -> None:
    data, kept = written({"name": "Zoë", "n": Decimal(1), "letters": Range("a", "z", True, True)})
    assert reveal(data, kept)["values"]["letters"] == Range("a", "z", True, True)  # type: ignore[index]
    assert reveal(data, {})["values"] == {"name": None, "n": Decimal(1), "letters": None}


DAMAGES = ["", "{", "[", "7", '{"0":"Eve"}', '["Eve"]', '["Eve",1.5]', '["Eve",{"$type":"x"}]', "[" * 100_000]


@pytest.mark.parametrize("damage", DAMAGES, ids=[damage[:20] for damage in DAMAGES])
def test_it_reads_an_entry_whose_kept_texts_are_damaged(damage: str) -> None:
    data, kept = written({"name": "Zoë", "city": "Graz"})
    [made] = kept
    assert reveal(data, {made: damage})["values"]["city"] is None  # type: ignore[index]


def test_it_masks_every_text_and_nothing_else() -> None:
    values = {"name": "Zoë", "inner": {"$type": "x", "n": Decimal(2)}, "letters": Range("a", "z", True, True)}
    data, _ = written(values)
    assert masked(data, "•") == {
        "message": "reply",
        "values": {"name": "•", "inner": {"$type": "•", "n": Decimal(2)}, "letters": "•"},
    }


def test_it_does_not_take_a_shown_value_for_a_commitment_or_a_number_of_a_text() -> None:
    results = [{"$sealed": "0"}, {"$commitment": "0" * 64}, {"$type": "x", "in": [{"$sealed": "0"}]}]
    for result in results:
        event = DecisionMade(at=START, decision="d", inputs={"name": "Zoë"}, result=result)
        made = entries("i1", 0, "", [event], "ann", counted_salts())
        data = read_data(str(made.rows[0].data))
        kept = {value.commitment: value.value for value in made.kept}
        assert reveal(data, kept) == {"decision": "d", "inputs": {"name": "Zoë"}, "result": result}


EARLIER = {
    "due_at": {"$type": "date and time", "$value": "2026-01-08T09:00:00Z"},
    "values": {"name": {"$commitment": "a" * 64}, "city": {"$commitment": "b" * 64}},
    "timers": [{"due_at": "2026-01-06T13:00:00Z", "element": "half"}],
}


def test_it_reads_an_entry_with_a_commitment_for_each_text() -> None:
    shown = reveal(EARLIER, {"b" * 64: "Graz"})
    assert shown == {
        "due_at": from_python(datetime(2026, 1, 8, 9, tzinfo=UTC)),
        "values": {"name": None, "city": "Graz"},
        "timers": [{"due_at": "2026-01-06T13:00:00Z", "element": "half"}],
    }
    assert masked(EARLIER, "•")["values"] == {"name": "•", "city": "•"}


def test_it_does_not_take_a_value_that_looks_like_a_commitment_for_one() -> None:
    values = {"a": {"$commitment": "0" * 64}, "b": {"$commitment": None}, "c": {"$sealed": "0"}}
    data, kept = written(values)
    assert reveal(data, kept)["values"] == values


def test_it_depends_on_salt_and_text() -> None:
    made = commitment(b"0" * 16, "text")
    assert made == commitment(b"0" * 16, "text")
    assert made not in {commitment(b"1" * 16, "text"), commitment(b"0" * 16, "texts")}


TEXTS = st.text() | st.sampled_from(["$type", "$value", "$commitment", "$sealed"])
TREES = st.recursive(
    st.none() | st.booleans() | st.decimals(allow_nan=False, allow_infinity=False, places=3) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=15,
)


@given(st.dictionaries(TEXTS, TREES, max_size=4))
def test_it_reveals_what_it_hid(values: dict[str, object]) -> None:
    data, kept = written(values)
    assert reveal(data, kept)["values"] == values

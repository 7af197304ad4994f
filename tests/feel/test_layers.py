"""Variables in layers: the inner come first, and names are sorted out again when they change."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

import pytest

from engine.feel import evaluate
from engine.feel.layers import Fixed, Layers
from engine.spiff.codec.stored import Stored

ONE, TWO, THREE = Decimal(1), Decimal(2), Decimal(3)


class Unreadable(Mapping[str, object]):
    """Knows its names and must not be asked for a value."""

    def __getitem__(self, name: str) -> object:
        raise AssertionError(f"{name} was read")

    def __contains__(self, name: object) -> bool:
        return name == "a"

    def __iter__(self) -> Iterator[str]:
        return iter(["a"])

    def __len__(self) -> int:
        return 1


@pytest.mark.parametrize(
    ("name", "value"), [("a", ONE), ("b", None), ("c", THREE)], ids=["in both", "null inside", "outside"]
)
def test_it_reads_the_first_layer_that_has_the_name(name: str, value: object) -> None:
    layers = Layers({"a": ONE, "b": None}, {"a": TWO, "b": TWO, "c": THREE})
    assert layers[name] == layers.get(name, "none") == value
    assert name in layers


def test_it_gives_the_default_where_no_layer_has_the_name() -> None:
    layers = Layers({}, Fixed(a=ONE))
    assert layers.get("b", TWO) == TWO
    assert "b" not in layers
    with pytest.raises(KeyError):
        layers["b"]


def test_it_reads_no_value_to_know_a_name() -> None:
    assert "a" in Layers({}, Unreadable())


@pytest.mark.parametrize("outer", [{"x": {"a-b": ONE}}, Fixed(x={"a-b": ONE}), Stored({"x": {"a-b": 1}})])
def test_it_takes_names_of_several_words_from_inside_any_kind_of_layer(outer: Mapping[str, object]) -> None:
    assert evaluate("x.a-b", Layers({}, outer)) == ONE  # type: ignore[arg-type]


@pytest.mark.parametrize("outer", [{"x": {"a-b": ONE}}, Fixed(x={"a-b": ONE}), Stored({"x": {"a-b": 1}})])
def test_it_takes_no_names_from_inside_what_an_inner_layer_hides(outer: Mapping[str, object]) -> None:
    inner = {"x": {"a": THREE}, "b": ONE}
    assert evaluate("x.a-b", Layers(inner, outer)) == TWO  # type: ignore[arg-type]


def test_stored_variables_sort_their_names_out_again_when_one_is_set_or_goes() -> None:
    stored = Stored({"a": 3, "b": 1})
    seen = Layers({}, stored)
    assert evaluate("a-b", seen) == TWO
    stored["a-b"] = ONE
    assert evaluate("a-b", seen) == ONE
    del stored["a-b"]
    assert evaluate("a-b", seen) == TWO


def test_stored_variables_look_inside_again_when_a_context_comes_or_goes() -> None:
    stored = Stored({"x": {"a": 3}, "b": 1})
    assert evaluate("x.a-b", stored) == TWO
    stored["x"] = {"a-b": ONE}
    assert evaluate("x.a-b", stored) == ONE
    stored["x"] = {"a": THREE}
    assert evaluate("x.a-b", stored) == TWO
    stored["y"] = {"a-b": ONE}
    assert evaluate("x.a-b", stored) is None
    stored["y"] = ONE
    assert evaluate("x.a-b", stored) == TWO

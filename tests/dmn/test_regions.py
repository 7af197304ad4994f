"""What is said of cells without running them agrees with running them."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.dmn.regions import covers, meet, region_of
from engine.dmn.syntax import parsed
from engine.feel import unary_test

NUMBERS = st.integers(-3, 3)
ATOMS = st.one_of(
    NUMBERS.map(str),
    st.sampled_from(['"a"', '"b"', "true", "false", "null", "-"]),
    st.tuples(st.sampled_from(["<", "<=", ">", ">="]), NUMBERS).map(lambda pair: f"{pair[0]} {pair[1]}"),
    st.tuples(st.sampled_from("[("), NUMBERS, NUMBERS, st.sampled_from("])")).map(
        lambda parts: f"{parts[0]}{parts[1]}..{parts[2]}{parts[3]}"
    ),
)
CELLS = st.one_of(
    ATOMS, st.lists(ATOMS.filter(lambda atom: atom != "-"), min_size=1, max_size=3).map(", ".join)
)
PROBES: list[object] = [Decimal(n) / 2 for n in range(-9, 10)] + ["a", "b", True, False, None]


def passing(cell: str) -> set[int]:
    """Which of the probes a cell lets through."""
    return {n for n, probe in enumerate(PROBES) if unary_test(cell, probe, {}) is True}


@settings(max_examples=300, deadline=None)
@given(CELLS, CELLS)
def test_it_tells_truly_whether_two_cells_meet_and_cover(one: str, other: str) -> None:
    first, second = parsed(one, (), tests=True), parsed(other, (), tests=True)
    assert first
    assert second
    a, b = region_of(first), region_of(second)
    assert a
    assert b
    assert meet(a, b) == bool(passing(one) & passing(other)), "meet"
    if covers(a, b):
        assert passing(other) <= passing(one), "covers"

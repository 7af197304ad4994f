"""Whether the harness counts as it says."""

from tests.benchmarks.measure import Took, in_turn, middle_half, ratio


def life(*seconds: float) -> list[Took]:
    return [Took(wall=2 * one, work=one) for one in seconds]


def test_each_act_counts_with_the_median_of_its_lives() -> None:
    over = [life(1, 3), life(1, 3), life(9, 3)]  # the machine was busy once
    under = [life(1, 1), life(1, 1), life(1, 1)]
    found = ratio(over, under)
    assert found["value"] == 2.0
    assert (found["over_ms"], found["under_ms"], found["over_wall_ms"]) == (2000.0, 1000.0, 4000.0)
    assert found["spread"] == [2.0, 4.0]
    assert found["mean"] == 3.333
    assert found["pairs"] == 6


def test_what_another_process_does_is_a_ratio_of_times_on_the_wall() -> None:
    found = ratio([[Took(6, 1)]], [[Took(2, 1)]], "wall")
    assert (found["value"], found["work"]) == (3.0, 1.0)


def test_of_every_second_pair_the_other_goes_first() -> None:
    went: list[str] = []

    def go(name: str) -> str:
        went.append(name)
        return name

    for position in range(2):
        assert in_turn(lambda: go("one"), lambda: go("other"), position) == ("one", "other")
    assert went == ["one", "other", "other", "one"]


def test_the_spread_of_one_value_is_that_value() -> None:
    assert middle_half([2]) == [2, 2]
    assert middle_half([1, 2, 3, 4, 5]) == [2, 4]

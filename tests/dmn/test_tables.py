"""Decision tables: which rules match, and what each hit policy makes of them. DMN 1.5, 8.2 and 8.3."""

from decimal import Decimal

import pytest

from engine.dmn import load, session
from engine.errors import InvalidInput
from tests.dmn.build import NOW, decision, item, loaded, model, table, value

AGE = ['< 18 || "minor"', '>= 18 || "adult"']


def numbers(*each: int) -> list[Decimal]:
    return [Decimal(one) for one in each]


@pytest.mark.parametrize(
    ("cell", "age", "matches"),
    [
        ("18", 18, True),
        ("18", 19, False),
        ("18, 20", 20, True),
        ("[18..20)", 20, False),
        ("[18..20]", 20, True),
        ("not(18)", 19, True),
        ("-", 7, True),
        ("", 7, True),
        ("> limit", 31, True),
        ("? > 3 and ? < limit", 31, False),
        ("null", None, True),
        ("< 18", None, False),
        ("ages", 40, True),
    ],
)
def test_it_matches_a_cell(cell: str, age: int | None, matches: bool) -> None:
    one = decision("d", table(["age"], [""], [f"{cell} || true"]))
    found = value([one], "d", {"age": age, "limit": 30, "ages": [40, 41]})
    assert found is (True if matches else None)


HITS = ["> 1 || 10", "> 2 || 30", "> 3 || 20"]


@pytest.mark.parametrize(
    ("policy", "aggregation", "n", "expected"),
    [
        ("", "", 2, Decimal(10)),
        ("UNIQUE", "", 0, None),
        ("FIRST", "", 4, Decimal(10)),
        ("FIRST", "", 0, None),
        ("ANY", "", 2, Decimal(10)),
        ("PRIORITY", "", 4, Decimal(30)),
        ("PRIORITY", "", 2, Decimal(10)),
        ("RULE ORDER", "", 4, numbers(10, 30, 20)),
        ("RULE ORDER", "", 0, []),
        ("OUTPUT ORDER", "", 4, numbers(30, 20, 10)),
        ("OUTPUT ORDER", "", 0, []),
        ("COLLECT", "", 4, numbers(10, 30, 20)),
        ("COLLECT", "", 0, []),
        ("COLLECT", "SUM", 4, Decimal(60)),
        ("COLLECT", "MIN", 4, Decimal(10)),
        ("COLLECT", "MAX", 4, Decimal(30)),
        ("COLLECT", "COUNT", 4, Decimal(3)),
        ("COLLECT", "SUM", 0, None),
        ("COLLECT", "COUNT", 0, Decimal(0)),
    ],
)
def test_it_follows_the_hit_policy(policy: str, aggregation: str, n: int, expected: object) -> None:
    ordered = {"": "30, 20, 10"}
    one = decision("d", table(["n"], [""], HITS, policy=policy, aggregation=aggregation, values=ordered))
    assert value([one], "d", {"n": n}) == expected


@pytest.mark.parametrize(
    ("policy", "message"),
    [
        (
            "UNIQUE",
            "The decision “d” cannot answer: rules 1, 2 and 3 match, but its hit policy UNIQUE allows one.",
        ),
        (
            "ANY",
            "The decision “d” cannot answer: rules 1 and 2 match with different results, "
            "which its hit policy ANY forbids.",
        ),
    ],
)
def test_it_refuses_hits_that_break_the_policy(policy: str, message: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        value([decision("d", table(["n"], [""], HITS, policy=policy))], "d", {"n": 4})
    assert str(refusal.value) == message


def test_it_accepts_equal_hits_of_any() -> None:
    rules = ["> 1 || {a: [1, 2]}", "> 2 || {a: [1.0, 2.0]}"]
    found = value([decision("d", table(["n"], [""], rules, policy="ANY"))], "d", {"n": 4})
    assert found == {"a": numbers(1, 2)}


TWO = ['> 1 || "b" | "x"', '> 2 || "a" | "z"', '> 3 || "a" | "y"']


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("FIRST", {"first": "b", "second": "x"}),
        ("PRIORITY", {"first": "a", "second": "y"}),
        (
            "OUTPUT ORDER",
            [{"first": "a", "second": "y"}, {"first": "a", "second": "z"}, {"first": "b", "second": "x"}],
        ),
        (
            "COLLECT",
            [{"first": "b", "second": "x"}, {"first": "a", "second": "z"}, {"first": "a", "second": "y"}],
        ),
    ],
)
def test_it_answers_several_outputs_as_contexts(policy: str, expected: object) -> None:
    values = {"first": '"a", "b"', "second": '"x", "y", "z"'}
    one = decision("d", table(["n"], ["first", "second"], TWO, policy=policy, values=values))
    assert value([one], "d", {"n": 4}) == expected


def test_it_refuses_to_add_up_several_outputs() -> None:
    one = decision("d", table(["n"], ["a", "b"], ["- || 1 | 2"], policy="COLLECT", aggregation="SUM"))
    with pytest.raises(InvalidInput, match="COLLECT can form SUM of one output column only"):
        value([one], "d", {"n": 4})


@pytest.mark.parametrize(
    ("defaults", "outputs", "expected"),
    [
        ({"": '"none"'}, [""], "none"),
        ({"a": "n + 1"}, ["a", "b"], {"a": Decimal(1), "b": None}),
    ],
)
def test_it_gives_default_outputs_where_no_rule_matches(
    defaults: dict[str, str], outputs: list[str], expected: object
) -> None:
    rule = "> 1 || " + " | ".join("1" for _ in outputs)
    one = decision("d", table(["n"], outputs, [rule], defaults=defaults))
    assert value([one], "d", {"n": 0}) == expected


@pytest.mark.parametrize(
    ("values", "outputs", "rule", "cause"),
    [
        ({"n": "1, 2"}, [""], "- || 1", "input column “n”: 7 is not among its values"),
        ({"": "1, 2"}, [""], "- || 3", "rule 1, column “result”: 3 is not among its values"),
        ({}, ["fee:number"], '- || "much"', "rule 1, column “fee”: “much” is no number"),
        ({}, [""], "> || 1", "rule 1, column “n”: “>” cannot be evaluated"),
        ({}, [""], "- || 1 +", "rule 1, column “result”: “1 +” cannot be evaluated"),
    ],
)
def test_it_says_which_cell_is_wrong(
    values: dict[str, str], outputs: list[str], rule: str, cause: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        value([decision("d", table(["n"], outputs, [rule], values=values))], "d", {"n": 7})
    assert str(refusal.value).startswith(f"The decision “d” cannot answer: {cause}")


def test_it_lets_null_through_the_input_values() -> None:
    one = decision("d", table(["n"], [""], ["null || true"], values={"n": "1, 2"}))
    assert value([one], "d", {}) is True


def test_it_looks_at_no_rule_behind_the_first() -> None:
    one = decision("d", table(["n"], [""], ["- || 1", "> || 2"], policy="FIRST"))
    assert value([one], "d", {"n": 1}) == Decimal(1)


def test_it_tells_inputs_and_rules() -> None:
    models = loaded(
        decision("d", table(["n", "n * 2"], [""], ["> 1 | - || 1", "- | > 3 || 2"], policy="COLLECT"))
    )
    decided = models.decide("d", {"n": 2}, now=NOW)
    assert (decided.value, decided.rules) == (numbers(1, 2), ("r1", "r2"))
    assert decided.inputs == {"n": Decimal(2), "n * 2": Decimal(4)}


def test_it_names_a_rule_without_an_id_by_its_number() -> None:
    rows = table(["n"], [""], ["> 5 || 1", "- || 2"]).replace(' id="r2"', "")
    assert loaded(decision("d", rows)).decide("d", {"n": 1}, now=NOW).rules == ("2",)


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        ((' hitPolicy="FIRST"', ' hitPolicy="BEST"'), "there is no hit policy “BEST”"),
        (("<output></output>", ""), "the table has no output column"),
        (
            ("<inputEntry><text>-</text></inputEntry>", ""),
            "rule 1 has not as many cells as the table has columns",
        ),
        (("<text>n</text>", "<text/>"), "input column “without a name” has no expression"),
    ],
)
def test_it_refuses_a_table_that_is_none(change: tuple[str, str], cause: str) -> None:
    rows = table(["n"], [""], ["- || 1"], policy="FIRST").replace(*change)
    with pytest.raises(InvalidInput, match=cause):
        value([decision("d", rows)], "d", {"n": 1})


def test_it_reads_no_other_language_than_feel() -> None:
    rows = table(["n"], [""], ["- || 1"]).replace("<outputEntry", '<outputEntry expressionLanguage="groovy"')
    with pytest.raises(
        InvalidInput, match="rule 1, column “result”: it is written in “groovy”; only FEEL runs here"
    ):
        value([decision("d", rows)], "d", {"n": 1})


@pytest.mark.parametrize(("policy", "expected"), [("COLLECT", ["a", "b"]), ("FIRST", ["a"])])
def test_it_takes_a_list_type_of_a_collecting_table_for_the_whole(policy: str, expected: list[str]) -> None:
    rows = table(["n"], ["x:tTexts"], ['- || "a"', '- || "b"'], policy=policy)
    assert value([item("tTexts", "string", many=True), decision("d", rows)], "d", {"n": 1}) == expected


def test_it_stops_a_decision_that_takes_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = iter(range(0, 10_000, 3))
    monkeypatch.setattr(session, "thread_time", lambda: next(ticks))
    rows = table(["n"], [""], [f"> {n} || {n}" for n in range(30)], policy="COLLECT")
    with pytest.raises(InvalidInput, match="it takes longer than 3 seconds"):
        value([decision("d", rows)], "d", {"n": 1})


def test_a_breach_is_null_for_whoever_only_asks_and_refuses_a_case() -> None:
    file = {"x.dmn": model(decision("twice", table(["x"], [""], ["- || 1", "- || 2"], policy="UNIQUE")))}
    told: list[str] = []
    assert load(file, told.append).evaluate("twice", {"x": 1}, now=NOW) is None
    assert told == ["rules 1 and 2 match, but its hit policy UNIQUE allows one"]
    with pytest.raises(InvalidInput, match="hit policy UNIQUE"):
        load(file).evaluate("twice", {"x": 1}, now=NOW)

"""What a decision table answers from the rules that matched.

Source: DMN 1.5, 8.2.10 (hit policies) and 8.2.11 (default output values).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from engine.dmn.faults import Breach, Fault
from engine.dmn.session import Session
from engine.dmn.tables import Aggregation, HitPolicy, Rule, Table

Rank = Callable[[Sequence[object]], tuple[int, ...]]
"""Places a rule's outputs in the order of the output values: the smaller, the higher their priority."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that matched, with the value of each output column."""

    rule: Rule
    outputs: tuple[object, ...]


_AGGREGATES = {
    Aggregation.SUM: "sum(hits)",
    Aggregation.MIN: "min(hits)",
    Aggregation.MAX: "max(hits)",
    Aggregation.COUNT: "count(hits)",
}


def answer(table: Table, hits: Sequence[Hit], rank: Rank, session: Session) -> object:
    """The table's value for at least one hit.

    Raises:
        Breach: the hits break the hit policy.
    """
    match table.policy:
        case HitPolicy.UNIQUE:
            return _unique(table, hits)
        case HitPolicy.FIRST:
            return value_of(table, hits[0].outputs)
        case HitPolicy.ANY:
            return _any(table, hits, session)
        case HitPolicy.PRIORITY:
            return value_of(table, min(hits, key=lambda hit: rank(hit.outputs)).outputs)
        case HitPolicy.OUTPUT_ORDER:
            return [value_of(table, hit.outputs) for hit in sorted(hits, key=lambda hit: rank(hit.outputs))]
        case HitPolicy.RULE_ORDER:
            return [value_of(table, hit.outputs) for hit in hits]
        case HitPolicy.COLLECT:
            return _collected(table, [value_of(table, hit.outputs) for hit in hits], session)


def nothing(table: Table) -> object:
    """The table's value when no rule matched and there is no default."""
    if table.policy in (HitPolicy.RULE_ORDER, HitPolicy.OUTPUT_ORDER):
        return []
    if table.policy is not HitPolicy.COLLECT:
        return None
    if table.aggregation is Aggregation.COUNT:
        return Decimal(0)
    return None if table.aggregation else []


def value_of(table: Table, outputs: Sequence[object]) -> object:
    """The single output as it is, several as a context."""
    if len(table.outputs) == 1:
        return outputs[0]
    names = [column.name or column.label or f"output {n}" for n, column in enumerate(table.outputs, 1)]
    return dict(zip(names, outputs, strict=True))


def _unique(table: Table, hits: Sequence[Hit]) -> object:
    if len(hits) > 1:
        raise Breach(f"{_rules(hits)} match, but its hit policy UNIQUE allows one")
    return value_of(table, hits[0].outputs)


def _any(table: Table, hits: Sequence[Hit], session: Session) -> object:
    first = value_of(table, hits[0].outputs)
    for hit in hits[1:]:
        other = value_of(table, hit.outputs)
        if other is not first and session.value("a = b", {"a": first, "b": other}) is not True:
            raise Breach(
                f"{_rules([hits[0], hit])} match with different results, which its hit policy ANY forbids"
            )
    return first


def _collected(table: Table, values: list[object], session: Session) -> object:
    if table.aggregation is None:
        return values
    if len(table.outputs) > 1 and table.aggregation is not Aggregation.COUNT:
        raise Fault(f"COLLECT can form {table.aggregation} of one output column only")
    return session.value(_AGGREGATES[table.aggregation], {"hits": values})


def _rules(hits: Sequence[Hit]) -> str:
    numbers = [str(hit.rule.number) for hit in hits]
    shown = numbers if len(numbers) <= 5 else [*numbers[:4], f"{len(numbers) - 4} more"]
    return f"rules {', '.join(shown[:-1])} and {shown[-1]}"

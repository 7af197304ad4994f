"""What narrows the register down, and how a page of few among very many cases is found without reading all.

Where few cases fulfil one of the conditions, these few are looked up; where many fulfil each, one comes soon
on the way through the order. What no index tells (words in texts; many that fit each condition, but few that
fit all) is looked for in so many cases at a time: the list then goes on behind them.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, exists, literal, or_, select, union_all

from engine.ports.reads import CaseFilter
from engine.store.search import fold, pattern
from engine.store.tables import case_people, case_texts, clocks, complaints, work_item_groups

FEW = 1_000
"""So many cases are looked up one by one."""
STEPS = (300, 900, 1_800, 3_000, 4_000)
"""So many cases of the order are looked at for one page, step behind step: the first is mostly enough."""

STATUSES = ("open", "closed")
"""What the status of a case can be."""

EQUAL = ("status", "category", "channel", "kind", "outcome", "owner")
"""Columns that a filter compares; each has an index in the order of receipt."""
RECEIVED = {"received_from", "received_to"}

REFERENCE = re.compile("[0-9]{4}-[0-9]{6,}")

c = complaints.c
Reference = ColumnElement[Any]


@dataclass(frozen=True, slots=True)
class Narrowing:
    """One condition of a filter: as a test of a case, and as a list of the cases for which it holds.

    `holds` gets the column of the case's reference, from which a test of other tables begins: so it need not
    wait until the case itself has been read.
    """

    name: str
    holds: Callable[[Reference], ColumnElement[bool]]
    ranges: tuple[Select[Any], ...]  #: of indexes, that together hold the references; none: no index tells


def narrowings(wanted: CaseFilter) -> list[Narrowing]:
    """The conditions of the filter."""
    found = [_equal(name, getattr(wanted, name)) for name in EQUAL if getattr(wanted, name) is not None]
    if wanted.received_from is not None:
        found.append(_of_complaint("received_from", c.received_at >= wanted.received_from))
    if wanted.received_to is not None:
        found.append(_of_complaint("received_to", c.received_at < wanted.received_to))
    if wanted.late:
        running = (clocks.c.stopped_at.is_(None), clocks.c.breached_at.is_not(None))
        found.append(Narrowing("late", _late, (select(clocks.c.reference).where(*running),)))
    if wanted.login is not None:
        found.append(Narrowing("seen", partial(seen_by, login=wanted.login, groups=wanted.groups), ()))
    return found + [_text(word) for word in fold(wanted.text).split()]


def few(connection: Connection, conditions: Sequence[Narrowing]) -> list[str] | None:
    """The cases that fulfil all conditions of which few cases fulfil each; None where every one has many.

    Reads at most FEW + 1 entries of each range.
    """
    found: set[str] | None = None
    for condition in conditions:
        some = _some(connection, condition.ranges)
        if some is not None:
            found = some if found is None else found & some
    return None if found is None else sorted(found)


def _some(connection: Connection, ranges: Sequence[Select[Any]]) -> set[str] | None:
    """The cases of the ranges, where each is short."""
    if not ranges:
        return None
    heads = [each.limit(FEW + 1).subquery() for each in ranges]
    statement = union_all(*(select(literal(number), *head.c) for number, head in enumerate(heads)))
    rows = connection.execute(statement).all()
    lengths = Counter(number for number, _ in rows)
    return None if max(lengths.values(), default=0) > FEW else {case for _, case in rows if case}


def seen_by(reference: ColumnElement[str], login: str, groups: frozenset[str]) -> ColumnElement[bool]:
    """Whether the person has or had a task of the case, or a task of one of the groups is open in it."""
    had = exists().where(case_people.c.login == login, case_people.c.reference == reference)
    listed = work_item_groups.c
    open_ = exists().where(
        listed.group_name.in_(sorted(groups)),
        listed.case_status.in_(STATUSES),  # both: an index has it in front of the reference
        listed.reference == reference,
    )
    return or_(had, open_) if groups else had


def _equal(name: str, value: object) -> Narrowing:
    return _of_complaint(name, c[name] == value)


def _of_complaint(name: str, holds: ColumnElement[bool]) -> Narrowing:
    return Narrowing(name, lambda _reference: holds, (select(c.reference).where(holds),))


def _late(reference: Reference) -> ColumnElement[bool]:
    same = clocks.alias("same")
    running = (same.c.stopped_at.is_(None), same.c.breached_at.is_not(None))
    return exists().where(same.c.reference == reference, *running)


def _text(word: str) -> Narrowing:
    """A reference names its case; any other word stands somewhere in the texts."""
    if REFERENCE.fullmatch(word):
        return _equal("reference", word)
    return Narrowing("text", lambda reference: text_of(reference).like(pattern(word), escape="!"), ())


def text_of(reference: ColumnElement[Any]) -> ColumnElement[str]:
    """What the case is found by, looked up case by case: joined, the database would rather read it all."""
    return select(case_texts.c.search).where(case_texts.c.reference == reference).scalar_subquery()

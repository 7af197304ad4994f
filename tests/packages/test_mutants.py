"""Of the mutants of the shipped diagrams that behave otherwise, the checker finds 95 of 100.

A mutant behaves otherwise when the runtime refuses it, or when a life of a case takes another way: other
elements, milestones, mails or open steps, another end, an incident. It is found when the checker says
something about its package that it does not say about the original. `LONG=1` takes all mutants in place of
some of each kind; `-s` shows the table.
"""

import sys
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cache

import pytest

from engine.checking import checkers
from engine.diagram.check import Checkers, check, failed
from engine.model.findings import Finding
from tests.packages.drawn import PACKAGES
from tests.packages.lives import Life, circumstances, differs, touched
from tests.packages.mutants import mutants
from tests.packages.playing import RUNTIME, package
from tests.whole.effort import LONG, either

OF_EACH_KIND = either(3, 10_000)
LIVES = range(either(40, 60))
PLAYED = either(8, 20)  #: lives of one mutant, those first that come to what was changed


@dataclass
class Count:
    """Mutants of one kind."""

    made: int = 0
    otherwise: int = 0
    found: int = 0


@cache
def checkers_of_the_rest() -> Checkers:
    """The checkers, who read a file that no mutant touches only once."""
    wired = checkers(RUNTIME)
    decisions = cache(lambda name, data, others: list(wired.decisions(name, data, dict(others))))
    return replace(
        wired,
        decisions=lambda name, data, others: decisions(name, data, frozenset(others.items())),
        forms=cache(lambda name, data: list(wired.forms(name, data))),
        mails=cache(lambda name, data: list(wired.mails(name, data))),
    )


def said(finding: Finding) -> tuple[str, str | None, str]:
    return finding.rule, finding.element, finding.message


def table(counts: dict[str, Count]) -> str:
    lines = [f"{'kind':48} made  other  found"]
    lines += [f"{kind:48} {c.made:4}  {c.otherwise:5}  {c.found:5}" for kind, c in sorted(counts.items())]
    return "\n".join(lines)


def measured(key: str) -> tuple[dict[str, Count], list[str]]:
    """Counts by kind, and what behaves otherwise unseen."""
    original = package(key)
    values = circumstances(original)
    stories = {seed: list(Life(original, seed, values).play()) for seed in LIVES}
    places = {seed: touched(story) for seed, story in stories.items()}
    usual = {said(finding) for finding in check(original, checkers_of_the_rest())}
    counts: dict[str, Count] = defaultdict(Count)
    unseen = []
    for mutant in mutants(original.files[original.process], OF_EACH_KIND):
        broken = replace(original, files={**original.files, original.process: mutant.data})
        new = [finding for finding in check(broken, checkers_of_the_rest()) if said(finding) not in usual]
        near = sorted(stories, key=lambda seed: (not places[seed] & mutant.near, seed))
        otherwise = failed(new) or differs(broken, values, {seed: stories[seed] for seed in near[:PLAYED]})
        count = counts[mutant.kind]
        count.made += 1
        count.otherwise += otherwise
        count.found += bool(otherwise and new)
        if otherwise and not new:
            unseen.append(f"{mutant.kind}: {mutant.what}")
    return counts, unseen


@pytest.mark.slow
@pytest.mark.timeout(1800 if LONG else 240)
@pytest.mark.parametrize("key", PACKAGES)
def test_the_checker_finds_mutants_that_behave_otherwise(key: str) -> None:
    counts, unseen = measured(key)
    made, otherwise, found = (sum(getattr(c, name) for c in counts.values()) for name in vars(Count()))
    sys.stdout.write(f"\n{key}: {found} of {otherwise} found, {made} made\n{table(counts)}\n{unseen}\n")

    assert made >= 150
    assert len(counts) >= 50
    assert otherwise > made / 2
    assert found >= 0.95 * otherwise, unseen

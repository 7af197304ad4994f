"""Figures as the table of docs/performance.md: `querela bench --json | python -m tests.benchmarks.report`."""

import json
import sys
from collections.abc import Iterator, Mapping
from typing import Any

HEAD = ("| figure | value | target | spread | more |", "| --- | --- | --- | --- | --- |")
BESIDE = {
    "life": "whole life",
    "same_work": "same work",
    "same_work_ms": "same work in ms",
    "large": "large diagram",
    "large_same_work": "its same work",
    "wall": "on the wall",
    "mean": "by means",
    "over_ms": "dividend in ms",
    "under_ms": "divisor in ms",
    "rows": "rows a task",
    "entries": "entries of history",
    "state_bytes": "bytes of state",
    "rounds": "rounds",
    "cases": "cases",
    "four_a_second": "cases a second by four",
    "one_a_second": "by one",
}
"""What stands beside a figure, and what it is called in the table."""


def table(document: Mapping[str, Any]) -> Iterator[str]:
    """The lines of the table; what was skipped stands there with its reason."""
    yield from HEAD
    for name, figure in document["figures"].items():
        spread = " to ".join(map(str, figure.get("spread", ())))
        more = "; ".join(f"{words} {figure[key]}" for key, words in BESIDE.items() if key in figure)
        parts = "; ".join(f"{key} {part['value']}" for key, part in figure.items() if isinstance(part, dict))
        missed = "" if figure["reached"] else " **missed**"
        told = "; ".join(filter(None, (more, parts)))
        yield f"| `{name}` | {figure['value']}{missed} | {_target(figure)} | {spread} | {told} |"
    for name, reason in document["skipped"].items():
        yield f"| `{name}` | skipped | | | {reason} |"


def _target(figure: Mapping[str, Any]) -> str:
    return f"at least {figure['at_least']}" if "at_least" in figure else f"at most {figure['at_most']}"


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in table(json.load(sys.stdin)))

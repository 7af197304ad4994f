"""A rule's test as a table: bodies that it accepts, and bodies with what it reports."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import pytest

from tests.diagrams.drawing import findings_of


class Reported(NamedTuple):
    """A body, and the one finding that the rule has for it."""

    body: str | bytes
    element: str | None
    words: str  #: in the message
    severity: str = "error"
    in_package: bool = False


Tests = tuple[Callable[[str], None], Callable[[str], None]]


def table(rule: str, accepted: Mapping[str, str | bytes], reported: Mapping[str, Reported]) -> Tests:
    """Two tests, one run for each row: what is accepted, and what is reported."""

    @pytest.mark.parametrize("row", accepted)
    def accepts(row: str) -> None:
        assert findings_of(rule, accepted[row]) == []
        assert findings_of(rule, accepted[row], in_package=True) == []

    @pytest.mark.parametrize("row", reported)
    def reports(row: str) -> None:
        case = reported[row]
        found = findings_of(rule, case.body, in_package=case.in_package)

        assert [(finding.element, str(finding.severity)) for finding in found] == [
            (case.element, case.severity)
        ]
        assert case.words in found[0].message
        assert found[0].hint

    return accepts, reports

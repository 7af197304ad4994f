"""Rule milestone-known."""

from tests.diagrams.drawing import flows
from tests.diagrams.tables import Reported, table


def task(milestone: str) -> str:
    return f'<startEvent id="s"/><task id="a" querela:milestone="{milestone}"/>' + flows("s a")


ACCEPTED = {"closed": task("closed"), "cause-recorded": task("cause-recorded")}
REPORTED = {
    "a slip": Reported(task("acknowleged"), "a", "“acknowleged”", in_package=True),
    "a slip in a single file": Reported(task("done"), "a", "no milestone", "warning"),
}

test_it_accepts, test_it_reports = table("milestone-known", ACCEPTED, REPORTED)

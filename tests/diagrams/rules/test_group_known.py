"""Rule group-known."""

from tests.diagrams.drawing import flows
from tests.diagrams.tables import Reported, table


def task(attributes: str) -> str:
    return f'<startEvent id="s"/><userTask id="a" {attributes}/>' + flows("s a")


ACCEPTED = {
    "a role": task('querela:candidateGroups="handler"'),
    "roles": task('querela:candidateGroups=\'["handler", "reviewer"]\''),
    "an expression": task('querela:candidateGroups="= if urgent then first else second"'),
    "a person": task('querela:assignee="= owner"'),
}
REPORTED = {
    "a plain name": Reported(task('querela:candidateGroups="handlers"'), "a", "“handlers”", "warning"),
    "a text": Reported(task("querela:candidateGroups='[\"back office\"]'"), "a", "“back office”", "warning"),
    "an expression without its equals sign": Reported(
        task('querela:candidateGroups="if urgent then first else second"'), "a", "if urgent", "warning"
    ),
    "nobody, in a package": Reported(task(""), "a", "offered to nobody", "warning", True),
}

test_it_accepts, test_it_reports = table("group-known", ACCEPTED, REPORTED)

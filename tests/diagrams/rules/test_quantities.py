"""Rule quantities."""

from tests.diagrams.drawing import flows
from tests.diagrams.tables import Reported, table


def task(attributes: str) -> str:
    return f'<startEvent id="s"/><task id="a" {attributes}/>' + flows("s a")


ACCEPTED = {"one": task('startQuantity="1" completionQuantity="1"'), "two": task('completionQuantity="2"')}
REPORTED = {
    "none": Reported(task('startQuantity="0"'), "a", "start quantity"),
    "fewer": Reported(task('completionQuantity="-1"'), "a", "“-1”"),
    "no number": Reported(task('completionQuantity="many"'), "a", "completion quantity"),
}

test_it_accepts, test_it_reports = table("quantities", ACCEPTED, REPORTED)

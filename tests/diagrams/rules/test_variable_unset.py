"""Rule variable-unset."""

from tests.diagrams.drawing import flows
from tests.diagrams.tables import Reported, table


def condition(text: str, more: str = "") -> str:
    nodes = '<startEvent id="s"/><task id="a"/><task id="b"/><exclusiveGateway id="g" default="g-b"/>'
    return nodes + more + flows("s g", f"g a if: {text}", "g b")


SCRIPT = '<scriptTask id="x"><script>{severity: 3}</script></scriptTask>'
ACCEPTED = {
    "a script sets it": condition("severity > 2", SCRIPT),
    "a fact of the case": condition('complaint.kind = "complaint"'),
    "a working-time function": condition("now() > working days(5)"),
    "declared inside": condition("some x in [1, 2] satisfies x > 1"),
}
REPORTED = {
    "in a package": Reported(condition("severty > 2", SCRIPT), "g-a", "“severty”", "warning", True),
    "words that are no expression": Reported(
        condition("the amount is big"), "g-a", "one long name, “the amount is big”", "warning"
    ),
    "in a single file": Reported(condition("severity > 2"), "g-a", "“severity”", "info"),
}

test_it_accepts, test_it_reports = table("variable-unset", ACCEPTED, REPORTED)

"""Rule condition-gap."""

from tests.diagrams.drawing import flows
from tests.diagrams.tables import Reported, table

NODES = '<startEvent id="s"/><exclusiveGateway id="g"{}/><task id="a"/><task id="b"/>' + flows("s g")


def two(first: str, second: str, more: str = "", default: str = "") -> str:
    return NODES.format(default) + more + flows(f"g a if: {first}", f"g b if: {second}")


def scripted(*values: str) -> str:
    return "".join(
        f'<scriptTask id="t{n}"><script>{{x: {v}}}</script></scriptTask>' for n, v in enumerate(values)
    )


ACCEPTED = {
    "no gap": two("x < 5", "x >= 5"),
    "written the other way round": two("5 > x", "x >= 5"),
    "equal or not": two("x = 5", "x != 5"),
    "all values known": two('x = "a"', 'x = "b"', scripted('"a"', '"b"')),
    "a default": two("x < 5", "x > 5", default=' default="g-a"'),
    "two variables": two("x < 5", "y > 5"),
    "anything else": two("x < 5", "x > 5 or z"),
    "texts of which others may come": two('x = "a"', 'x = "b"'),
}
REPORTED = {
    "a number left out": Reported(two("x < 5", "x > 5"), "g", "“x” is 5", "warning"),
    "between": Reported(two("x < 5", "x > 7"), "g", "“x” is 5", "warning"),
    "below": Reported(two("x >= 5", "x >= 7"), "g", "“x” is 4", "warning"),
    "a value left out": Reported(
        two('x = "a"', 'x = "b"', scripted('"a"', '"b"', '"c"')), "g", "is “c”", "warning"
    ),
    "a truth left out": Reported(
        two("x = true", "x = true", scripted("true", "false")), "g", "is false", "warning"
    ),
}

test_it_accepts, test_it_reports = table("condition-gap", ACCEPTED, REPORTED)

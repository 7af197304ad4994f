"""Rule script-language."""

from tests.diagrams.drawing import flows
from tests.diagrams.tables import Reported, table


def script(attributes: str, text: str = "{x: 1}") -> str:
    inner = f"<script>{text}</script>" if text else ""
    return f'<startEvent id="s"/><scriptTask id="a" {attributes}>{inner}</scriptTask>' + flows("s a")


ACCEPTED = {
    "no language": script(""),
    "FEEL": script('scriptFormat="feel"'),
    "FEEL by its address": script('scriptFormat="https://www.omg.org/spec/DMN/20191111/FEEL/"'),
}
REPORTED = {
    "another language": Reported(script('scriptFormat="groovy"'), "a", "groovy"),
    "no script": Reported(script("", ""), "a", "has no script", "warning"),
    "a condition in another language": Reported(
        '<startEvent id="s"/><task id="a"/>'
        + flows("s a if: x").replace("<conditionExpression>", '<conditionExpression language="xpath">'),
        "s-a",
        "xpath",
        "warning",
    ),
}

test_it_accepts, test_it_reports = table("script-language", ACCEPTED, REPORTED)

"""Rule expression-syntax."""

from html import escape

from tests.diagrams.drawing import flows
from tests.diagrams.tables import Reported, table


def condition(text: str) -> str:
    nodes = '<startEvent id="s"/><task id="a"/><task id="b"/><exclusiveGateway id="g" default="g-b"/>'
    return nodes + flows("s g", f"g a if: {text}", "g b")


def script(text: str) -> str:
    return f'<startEvent id="s"/><scriptTask id="a"><script>{escape(text)}</script></scriptTask>' + flows(
        "s a"
    )


def task(attributes: str, inside: str = "") -> str:
    return f'<startEvent id="s"/><userTask id="a" {attributes}>{inside}</userTask>' + flows("s a")


LOOP = """<multiInstanceLoopCharacteristics><loopCardinality>{}</loopCardinality>
</multiInstanceLoopCharacteristics>"""
MAPPING = """<extensionElements><querela:outputs><querela:output source="{}" target="y"/></querela:outputs>
</extensionElements>"""
ACCEPTED = {
    "a comparison": condition('severity > 3 and category = "fees"'),
    "a leading equals sign": condition("= severity > 3"),
    "names that the engine lends": condition("complaint.received at < working days(5)"),
    "names of several words that a script sets": script('{"total price": 1, twice: 2 * total price}'),
    "a script": script('{total: price * 2, note: "x"}'),
    "plain groups": task('querela:candidateGroups="complaints-manager, handler"'),
    "groups as an expression": task('querela:candidateGroups=\'if urgent then "a" else "b"\''),
    "a due time as a duration": task('querela:due="P3D"'),
    "a counter": task("", LOOP.format("count(items) - loopCounter")),
    "a mapping": task("", MAPPING.format("a + b")),
}
REPORTED = {
    "a condition": Reported(condition("severity >"), "g-a", "condition of the flow from g to a"),
    "another language's condition": Reported(condition("${approved}"), "g-a", "line 1, column 1"),
    "a double equals sign": Reported(condition("x == 1"), "g-a", "single '='"),
    "a script": Reported(script("{total: price *}"), "a", "script of a"),
    "a script in Python": Reported(script("total = 1"), "a", "gives no context"),
    "the second line of a script": Reported(script("{a: 1,\n b: }"), "a", "line 2"),
    "groups": Reported(task("querela:candidateGroups='[\"a\"'"), "a", "querela:candidateGroups"),
    "an assignee": Reported(task('querela:assignee="= handler of ("'), "a", "querela:assignee"),
    "a due time": Reported(task('querela:due="in three days"'), "a", "querela:due"),
    "a priority": Reported(task('querela:priority="1 +"'), "a", "querela:priority"),
    "a loop": Reported(task("", LOOP.format("count(")), "a", "loop cardinality"),
    "a mapping": Reported(task("", MAPPING.format("a +")), "a", "an output of a"),
}

test_it_accepts, test_it_reports = table("expression-syntax", ACCEPTED, REPORTED)

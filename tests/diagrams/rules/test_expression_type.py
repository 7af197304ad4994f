"""Rule expression-type."""

from tests.diagrams.drawing import flows
from tests.diagrams.tables import Reported, table

SPLIT = '<startEvent id="s"/><exclusiveGateway id="g" default="g-a"/><task id="a"/><task id="b"/>' + flows(
    "s g a"
)
FORK = '<startEvent id="s"/>{}' + flows("s a")


def condition(text: str) -> str:
    return SPLIT + flows(f"g b if: {text}")


def timer(text: str) -> str:
    catch = '<intermediateCatchEvent id="a"><timerEventDefinition><timeDuration>{}</timeDuration>'
    return FORK.format(catch.format(text) + "</timerEventDefinition></intermediateCatchEvent>")


def many(part: str) -> str:
    loop = f"<multiInstanceLoopCharacteristics>{part}</multiInstanceLoopCharacteristics>"
    return FORK.format(f'<userTask id="a">{loop}</userTask>')


def scripted(script: str, text: str) -> str:
    return condition(text) + f'<scriptTask id="r"><script>{script}</script></scriptTask>'


ACCEPTED = {
    "a comparison": condition("amount > 3"),
    "a variable": condition("urgent"),
    "a function that tells": condition('contains(text, "x")'),
    "a choice of truths": condition("if a then b > 1 else true"),
    "a truth that a script sets": scripted("{urgent: 1 > 0}", "urgent"),
    "a period": timer("duration(period)"),
    "a sum of a date": timer('today() + duration("P1D")'),
    "a count": many("<loopCardinality>count(people)</loopCardinality>"),
}
REPORTED = {
    "a sum as a condition": Reported(condition("amount + 1"), "g-b", "true or false"),
    "a text as a condition": Reported(condition('"yes"'), "g-b", "never true"),
    "a count as a condition": Reported(condition("count(list)"), "g-b", "gives a number"),
    "a list as a condition": Reported(condition("[1, 2]"), "g-b", "gives a list"),
    "always true": Reported(condition("true"), "g-b", "always true", "warning"),
    "never true": Reported(condition("false"), "g-b", "never true", "warning"),
    "a number that a script sets": Reported(
        scripted("{urgent: 1 + 1}", "urgent"), "g-b", "gives a number", "warning"
    ),
    "a truth as a timer": Reported(timer("a > b"), "a", "a moment or a length of time"),
    "a number as a timer": Reported(timer("count(x) * 2"), "a", "a moment or a length of time"),
    "a text as a cardinality": Reported(
        many("<loopCardinality>string(n)</loopCardinality>"), "a", "gives a string"
    ),
    "a number as a completion condition": Reported(
        many("<loopCardinality>3</loopCardinality><completionCondition>count(x)</completionCondition>"),
        "a",
        "true or false",
    ),
}

test_it_accepts, test_it_reports = table("expression-type", ACCEPTED, REPORTED)

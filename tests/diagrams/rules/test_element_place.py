"""Rule element-place."""

from tests.diagrams.drawing import flows
from tests.diagrams.tables import Reported, table

START = '<startEvent id="s"/>' + flows("s a")
TIMER = "<timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition>"
ACCEPTED = {
    "a trigger in an event": START + f'<intermediateCatchEvent id="a">{TIMER}</intermediateCatchEvent>',
    "a loop in a task": START + '<task id="a"><standardLoopCharacteristics/></task>',
    "anything in an extension": START + f'<task id="a"><extensionElements>{TIMER}</extensionElements></task>',
}
REPORTED = {
    "a trigger in a task": Reported(START + f'<task id="a">{TIMER}</task>', "a", "timerEventDefinition"),
    "a loop in an event": Reported(
        START + '<endEvent id="a"><standardLoopCharacteristics/></endEvent>', "a", "can do nothing with"
    ),
    "a condition in a gateway": Reported(
        START + '<exclusiveGateway id="a"><conditionExpression>x</conditionExpression></exclusiveGateway>',
        "a",
        "conditionExpression",
    ),
    "a script in a user task": Reported(
        START + '<userTask id="a"><script>{x: 1}</script></userTask>', "a", "script"
    ),
}

test_it_accepts, test_it_reports = table("element-place", ACCEPTED, REPORTED)

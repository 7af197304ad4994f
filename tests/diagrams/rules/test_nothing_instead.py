"""Rule nothing-instead."""

from tests.diagrams.drawing import flows
from tests.diagrams.tables import Reported, table

TASK = '<startEvent id="s"/><userTask id="a"/><task id="t"/><userTask id="u"/><endEvent id="e"/>' + flows(
    "s a e"
)
TIMER = "<timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition>"
EVENT = '<boundaryEvent id="b" attachedToRef="a" {}>' + TIMER + "</boundaryEvent>"
ACCEPTED = {
    "other work": TASK + EVENT.format("") + flows("b u"),
    "work later on": TASK + EVENT.format("") + flows("b t u"),
    "beside": TASK + EVENT.format('cancelActivity="false"') + flows("b e"),
}
REPORTED = {
    "just an end": Reported(TASK + EVENT.format("") + flows("b e"), "b", "no step comes", "info"),
    "a task for nobody": Reported(TASK + EVENT.format("") + flows("b t e"), "b", "no step comes", "info"),
}

test_it_accepts, test_it_reports = table("nothing-instead", ACCEPTED, REPORTED)

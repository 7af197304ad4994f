"""Rule same-event."""

from tests.diagrams.drawing import flows
from tests.diagrams.tables import Reported, table

INNER = '<startEvent id="i"/><endEvent id="f"><errorEventDefinition errorRef="x_lost"/></endEvent>' + flows(
    "i f"
)
HOST = f'<startEvent id="s"/><subProcess id="a">{INNER}</subProcess><endEvent id="e"/>' + flows(
    "s a e", "b e", "c e"
)


def events(first: str, second: str) -> str:
    pair = (("b", first), ("c", second))
    return HOST + "".join(
        f'<boundaryEvent id="{n}" attachedToRef="a">{part}</boundaryEvent>' for n, part in pair
    )


LOST = '<errorEventDefinition errorRef="x_lost"/>'
ANY = "<errorEventDefinition/>"
LATE = '<escalationEventDefinition escalationRef="c_late"/>'
TIMER = "<timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition>"
ACCEPTED = {
    "one and all others": events(LOST, ANY),
    "different kinds": events(LOST, LATE),
    "two timers": events(TIMER, TIMER),
}
REPORTED = {
    "the same error": Reported(events(LOST, LOST), "c", "the same error", "warning"),
    "any error twice": Reported(events(ANY, ANY), "c", "the same error", "warning"),
    "the same escalation": Reported(events(LATE, LATE), "c", "the same escalation", "warning"),
}

test_it_accepts, test_it_reports = table("same-event", ACCEPTED, REPORTED)

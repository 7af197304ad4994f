"""Rule variable-early."""

from tests.diagrams.drawing import flows
from tests.diagrams.tables import Reported, table

SCRIPT = '<startEvent id="s"/><scriptTask id="r"><script>{x: 1}</script></scriptTask>'
NODES = (
    SCRIPT + '<exclusiveGateway id="g" default="g-a"/><task id="a"/><task id="b"/><exclusiveGateway id="m"/>'
)
WORK = '<scriptTask id="w"><script>{x: 1}</script></scriptTask>'
CALL = f'<subProcess id="q"><startEvent id="qs"/>{WORK}</subProcess>'
ACCEPTED = {
    "set before": NODES + flows("s r g a", "g b if: x > 1"),
    "set beside": NODES + '<parallelGateway id="f"/>' + flows("s f r", "f g a", "g b if: x > 1"),
    "set in a subprocess before": NODES.replace(SCRIPT, '<startEvent id="s"/>' + CALL)
    + flows("s q g a", "g b if: x > 1", "qs w"),
    "set by nothing here": NODES + flows("s g a", "g b if: y > 1"),
}
REPORTED = {
    "set only after": Reported(NODES + flows("s g a r", "g b if: x > 1"), "g-b", "reads “x”", "warning"),
    "set in a later round only": Reported(
        NODES + flows("s m g a", "g b if: x > 1", "b r m"), "g-b", "null then", "warning"
    ),
    "set after, in a subprocess": Reported(
        NODES.replace(SCRIPT, '<startEvent id="s"/>' + CALL) + flows("s g a q", "g b if: x > 1", "qs w"),
        "g-b",
        "reads “x”",
        "warning",
    ),
}

test_it_accepts, test_it_reports = table("variable-early", ACCEPTED, REPORTED)

"""Rule message-flow."""

from tests.diagrams.tables import Reported, table

POOLS = (
    '<collaboration id="c"><participant id="we" processRef="p"/><participant id="they"/>{}</collaboration>'
)
OURS = '<process id="p" isExecutable="true"><startEvent id="s"/><sendTask id="a"/><endEvent id="e"/>'
OURS += '<exclusiveGateway id="g"/></process>'


def flow(source: str, target: str) -> str:
    return POOLS.format(f'<messageFlow id="m" sourceRef="{source}" targetRef="{target}"/>') + OURS


ACCEPTED = {
    "to another pool": flow("a", "they"),
    "from the edge of a pool": flow("they", "s"),
}
REPORTED = {
    "within a pool": Reported(flow("a", "e"), "m", "stays within one pool", "warning"),
    "into its own pool": Reported(flow("a", "we"), "m", "stays within one pool", "warning"),
    "out of a gateway": Reported(flow("g", "they"), "m", "sends and receives nothing", "warning"),
}

test_it_accepts, test_it_reports = table("message-flow", ACCEPTED, REPORTED)

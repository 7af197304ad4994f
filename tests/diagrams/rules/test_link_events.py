"""Rule link-events."""

from tests.diagrams.drawing import flows
from tests.diagrams.tables import Reported, table


def throw(name: str) -> str:
    return f'<intermediateThrowEvent id="t"><linkEventDefinition name="{name}"/></intermediateThrowEvent>'


def catch(name: str, ident: str = "k") -> str:
    return (
        f'<intermediateCatchEvent id="{ident}"><linkEventDefinition name="{name}"/></intermediateCatchEvent>'
    )


NODES = '<startEvent id="s"/><task id="a"/>'
ACCEPTED = {"both ends": NODES + throw("L") + catch("L") + flows("s t", "k a")}
REPORTED = {
    "no target": Reported(NODES + throw("L") + flows("s t"), "t", "“L” leads nowhere"),
    "a target in another scope": Reported(
        NODES + throw("L") + f'<subProcess id="S">{catch("L")}</subProcess>' + flows("s t"),
        "t",
        "leads nowhere",
    ),
    "a flow out of the throw": Reported(
        NODES + throw("L") + catch("L") + flows("s t a", "k a"), "t", "leads out of"
    ),
    "a flow into the catch": Reported(
        NODES + throw("L") + catch("L") + flows("s t", "a k"), "k", "leads into"
    ),
}

test_it_accepts, test_it_reports = table("link-events", ACCEPTED, REPORTED)

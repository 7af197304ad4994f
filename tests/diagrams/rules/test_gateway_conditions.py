"""Rule gateway-conditions."""

from tests.diagrams.drawing import flows
from tests.diagrams.tables import Reported, table


def gateway(kind: str, *chains: str, attributes: str = "") -> str:
    nodes = '<startEvent id="s"/><task id="a"/><task id="b"/>'
    return f'{nodes}<{kind}Gateway id="g" {attributes}/>' + flows("s g", *chains)


DEFAULT = 'default="g-b"'
ACCEPTED = {
    "a condition and a default": gateway("exclusive", "g a if: x", "g b", attributes=DEFAULT),
    "one way out": gateway("exclusive", "g a"),
    "a parallel gateway": gateway("parallel", "g a", "g b"),
    "an inclusive gateway": gateway("inclusive", "g a if: x", "g b"),
}
REPORTED = {
    "no conditions": Reported(gateway("exclusive", "g a", "g b"), "g", "leads to a, b"),
    "one without a condition": Reported(gateway("exclusive", "g a if: x", "g b"), "g", "leads to b"),
    "no default": Reported(gateway("exclusive", "g a if: x", "g b if: y"), "g", "no default flow", "info"),
    "an inclusive one without default": Reported(
        gateway("inclusive", "g a if: x", "g b if: y"), "g", "no default flow", "info"
    ),
    "a default with a condition": Reported(
        gateway("exclusive", "g a if: x", "g b if: y", attributes=DEFAULT), "g-b", "nobody asks", "warning"
    ),
}

test_it_accepts, test_it_reports = table("gateway-conditions", ACCEPTED, REPORTED)

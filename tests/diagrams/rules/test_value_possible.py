"""Rule value-possible."""

from tests.diagrams.drawing import flows
from tests.diagrams.tables import Reported, table

NODES = '<startEvent id="s"/><exclusiveGateway id="g" default="g-a"/><task id="a"/><task id="b"/>'
SCRIPT = '<scriptTask id="r"><script>{}</script></scriptTask>'


def after(text: str, *scripts: str) -> str:
    return (
        NODES
        + "".join(SCRIPT.format(script).replace('"r"', f'"r{n}"') for n, script in enumerate(scripts))
        + flows("s r0 g a" if scripts else "s g a", f"g b if: {text}")
    )


ACCEPTED = {
    "a value that is set": after('x = "a"', '{x: "a"}'),
    "one of several": after('x = "b"', '{x: "a"}', '{x: "b"}'),
    "any value": after('x = "b"', "{x: upper case(y)}"),
    "one of them any": after('x = "b"', '{x: "a"}', "{x: y}"),
    "nothing known": after('x = "b"'),
    "null": after("x = null", '{x: "a"}'),
}
REPORTED = {
    "a slip": Reported(after('x = "hihg"', '{x: "high"}'), "g-b", "compares “x”", "warning"),
    "in a list": Reported(after('x in ("a", "c")', '{x: "a"}'), "g-b", "“c”", "warning"),
    "a number for a text": Reported(after("x = 1", '{x: "1"}'), "g-b", "which it never is", "warning"),
    "the other way round": Reported(after('"b" = x', '{x: "a"}'), "g-b", "“b”", "warning"),
}

test_it_accepts, test_it_reports = table("value-possible", ACCEPTED, REPORTED)

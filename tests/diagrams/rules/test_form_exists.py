"""Rule form-exists."""

from tests.diagrams.drawing import flows
from tests.diagrams.tables import Reported, table

START = '<startEvent id="s"/>' + flows("s a")
ACCEPTED = {"no form, no user task": START + '<task id="a"/>'}
REPORTED = {
    "not in the package": Reported(
        START + '<userTask id="a" querela:form="intake"/>', "a", "no form of that name", in_package=True
    ),
    "beside a single file": Reported(
        START + '<userTask id="a" querela:form="intake"/>', "a", "not part of this file", "warning"
    ),
    "a user task without one": Reported(START + '<userTask id="a"/>', "a", "has no form", "warning", True),
}

test_it_accepts, test_it_reports = table("form-exists", ACCEPTED, REPORTED)

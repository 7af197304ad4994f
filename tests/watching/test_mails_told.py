"""A mail that no server takes is told of on the console: in a sandbox whole, elsewhere without its people."""

import pytest

from engine.commands.lodge_complaint import LodgeComplaint
from engine.model.complaint import Complainant
from tests.support.installation import installation


@pytest.mark.parametrize(("env", "names"), [("sandbox", True), ("production", False)])
def test_it_is_told_of_a_mail_that_is_kept(tmp_path, lines, env, names):
    with installation(tmp_path, QUERELA_ENV=env) as house:
        who = Complainant(name="Ada Example", email="ada@example.org")
        lodged = house.do(LodgeComplaint(description="Wet.", complainant=who))
        house.run_due()
    [line] = lines.of("mail kept in the outbox")
    assert line["case"] == lodged.reference
    assert ("ada@example.org" in str(line)) is names

"""Words in texts are looked for in so many cases at a time; the pages say so and lead on."""

import pytest

from engine.commands.lodge_complaint import LodgeComplaint
from engine.model.complaint import Complainant
from engine.ports.reads import MOST_COUNTED
from engine.store.reads import tasks, ways
from web.numbers import counted

NUMBER = 5


@pytest.fixture(autouse=True)
def cases(place, monkeypatch):
    """The oldest of five cases is about a lamp; a page looks at two."""
    monkeypatch.setattr(ways, "STEPS", (2,))
    monkeypatch.setattr(tasks, "LOOKED", 2)
    who = Complainant(name="Ada", email="ada@example.org")
    for number in range(NUMBER):
        subject = "Lamp" if number in (0, NUMBER - 1) else "Table"
        place.do(LodgeComplaint(description="It came broken.", subject=subject, complainant=who))
        place.clock.advance(minutes=1)


def way(client, path):
    """The rows of each page, one search after the other."""
    found = []
    while True:
        page = client.get(path)
        found.append(len(page.select("[data-row]")))
        links = [a for a in page.select("a") if (a.text or "").strip() in ("Search further", "Next page")]
        if not links:
            return found
        path = links[0].get("href")


WAYS = [("manager", "/cases?q=lamp"), ("handler", "/cases?q=lamp"), ("handler", "/work?q=lamp")]


@pytest.mark.parametrize(("login", "path"), WAYS)
def test_it_leads_on_to_what_is_found_further_back(signed_in, login, path):
    assert way(signed_in(login), path) == [1, 0, 1]


def test_it_finds_at_once_where_few_cases_are_somebodys(place, signed_in):
    with place.querela.store.begin() as unit:
        unit.work_items.take_part("2026-000001", "reviewer")
    assert way(signed_in("reviewer"), "/cases?q=lamp") == [1]


def test_it_says_that_nothing_fits_so_far(signed_in):
    client = signed_in("manager")
    assert client.get("/cases?q=window").text(".empty").startswith("Nothing fits so far")
    assert way(client, "/cases?q=window") == [0, 0, 0]


def test_it_finds_a_case_by_its_reference_at_once(signed_in):
    client = signed_in("handler")
    assert way(client, "/cases?q=2026-000001") == [1]
    assert way(client, "/work?q=2026-000001") == [1]


def test_it_shows_where_counting_ends():
    assert (counted(0), counted(MOST_COUNTED), counted(MOST_COUNTED + 1)) == ("0", "1000", "1,000+")

"""Every page that a role may see, with no data and with some: the client checks what holds for all pages."""

import pytest

from engine.commands.lodge_complaint import LodgeComplaint
from engine.model.complaint import Complainant

PUBLIC = ["/", "/complain", "/complain/received", "/track", "/login"]

STAFF = {
    "handler": [
        "/work",
        "/work?mine=1",
        "/work?state=done",
        "/work?due=today",
        "/work?due=late",
        "/work?q=none",
        "/cases",
        "/cases?q=none",
        "/processes",
    ],
    "manager": ["/work", "/cases", "/audit", "/insight", "/processes/complaint"],
    "quality": ["/work", "/cases", "/processes", "/processes/complaint", "/audit", "/insight", "/admin"],
    "auditor": ["/audit", "/audit?q=2026-999999", "/cases", "/insight", "/processes"],
    "admin": [
        "/admin",
        "/admin/operations",
        "/admin/people",
        "/admin/mails",
        "/admin/settings",
        "/admin/calendars",
        "/admin/calendars/new",
        "/admin/calendars/office",
        "/admin/channels",
        "/processes",
        "/logout",
    ],
}
CASE = [
    "/cases/{}",
    "/cases/{}?tab=conversation",
    "/cases/{}?tab=timeline",
    "/cases/{}?tab=diagram",
    "/audit/{}",
]


def lodge(place, **more):
    who = Complainant(name="Ada Example", email="ada@example.org")
    return place.do(
        LodgeComplaint(description="The table came\nwith a broken <leg>.", complainant=who, **more)
    )


@pytest.mark.parametrize("path", PUBLIC)
def test_it_shows_public_pages_without_a_session(client, path):
    client.get(path)


@pytest.mark.parametrize(
    ("login", "path"), [(login, path) for login, paths in STAFF.items() for path in paths]
)
def test_it_shows_the_pages_of_a_role_when_there_is_no_data(signed_in, login, path):
    signed_in(login).get(path)


@pytest.mark.parametrize("login", ["manager", "quality"])
def test_it_shows_the_pages_of_a_role_when_there_are_cases(place, signed_in, login):
    references = [lodge(place, subject=f"Complaint {number}").reference for number in range(3)]
    place.run_due()
    place.clock.advance(days=40)
    place.run_due()
    client = signed_in(login)
    for path in [*STAFF[login], *(path.format(references[0]) for path in CASE)]:
        client.get(path)


@pytest.mark.parametrize(
    "path", ["/work", "/cases", "/processes", "/audit", "/insight", "/admin", "/admin/people"]
)
def test_it_asks_strangers_to_sign_in_and_brings_them_back(client, path):
    answer = client.raw.get(path)
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith(f"/login?next={path.replace('/', '%2F')}") or answer.headers[
        "Location"
    ].endswith(f"/login?next={path}")


FORBIDDEN = [
    ("handler", "/audit/2026-000001"),
    ("handler", "/insight"),
    ("handler", "/admin"),
    ("auditor", "/admin"),
    ("auditor", "/admin/people"),
    ("admin", "/insight"),
]


@pytest.mark.parametrize(("login", "path"), FORBIDDEN)
def test_it_tells_people_what_is_not_for_them(signed_in, login, path):
    assert signed_in(login).get(path, status=403).heading == "This is not for you"


def test_it_says_that_there_is_nothing(client, signed_in):
    assert client.get("/nothing", status=404).heading == "There is nothing here"
    assert signed_in("manager").get("/cases/2026-999999", status=404).heading == "There is nothing here"

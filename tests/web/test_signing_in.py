"""The staff's door: who gets in, who does not, and what the session is worth."""

import pytest

from engine.commands.administer import AddPerson, SetPersonActive
from tests.support.client import Client
from tests.support.installation import PASSWORD
from web.app import create_app

WRONG = [("handler", "wrong"), ("nobody", PASSWORD), ("", ""), ("HANDLER'--", "x")]


@pytest.mark.parametrize(("login", "password"), WRONG)
def test_it_says_the_same_whichever_of_the_two_is_wrong(client, login, password):
    page = client.post("/login", {"login": login, "password": password}, status=401)
    assert page.errors == ["Login and password do not fit together."]
    assert page.one("#login").get("value") == login


def test_it_brings_people_to_the_first_page_of_their_role(client):
    page = client.post("/login", {"login": "handler", "password": PASSWORD})
    assert page.heading == "Work"
    assert page.texts(".site-nav a") == ["Work", "Cases", "Processes"]


def test_it_brings_people_where_they_wanted_to_go(client):
    page = client.post("/login", {"login": "manager", "password": PASSWORD, "next": "/insight"})
    assert page.heading == "Insight"


@pytest.mark.parametrize(
    "target", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example"]
)
def test_it_leads_to_no_other_site(client, target):
    page = client.post("/login", {"login": "handler", "password": PASSWORD, "next": target})
    assert page.heading == "Work"


def test_it_ends_the_session(signed_in):
    client = signed_in("handler")
    client.post("/logout", {}, page="/work")
    assert client.raw.get("/work").status_code == 303


def test_it_ends_the_session_of_somebody_who_was_shut_out(place, signed_in):
    client = signed_in("handler")
    client.get("/work")
    place.do(SetPersonActive("handler", False))
    assert client.raw.get("/work").status_code == 303


def test_it_ends_no_session_by_a_link(signed_in):
    client = signed_in("handler")
    assert client.get("/logout").heading == "Sign out"
    client.get("/work")


def cookie(client, base="http://localhost"):
    answer = client.raw.get("/login", base_url=base)
    return answer.headers["Set-Cookie"]


def test_its_cookie_is_closed_to_scripts_and_other_sites(client):
    kept = cookie(client)
    assert "HttpOnly" in kept
    assert "SameSite=Lax" in kept
    assert "Secure" not in kept


def test_its_cookie_is_secure_where_the_address_is(place):
    config = place.querela.config
    object.__setattr__(config, "base_url", "https://complaints.example")
    client = Client(create_app(place.querela, testing=True))
    assert "Secure" in cookie(client, "https://localhost")
    answer = client.raw.get("/login", base_url="https://localhost")
    assert answer.headers["Strict-Transport-Security"]


DEMO = {"login": "visitor", "password": "demo"}
ELSEWHERE = [
    {"environ_base": {"REMOTE_ADDR": "192.0.2.7"}},
    {"headers": {"X-Forwarded-For": "192.0.2.7"}},
]


@pytest.fixture
def demo(place):
    place.do(AddPerson("visitor", ("handler",), "demo", demo=True))


def test_it_lets_demo_logins_in_from_this_machine(demo, client):
    assert client.post("/login", DEMO).heading == "Work"


@pytest.mark.parametrize("more", ELSEWHERE)
def test_it_lets_demo_logins_in_from_nowhere_else(demo, client, more):
    client.post("/login", DEMO, status=401, **more)
    client.post("/login", DEMO)
    assert client.raw.get("/work", **more).status_code == 303


def test_it_stops_counting_attempts_only_in_a_sandbox(place):
    object.__setattr__(place.querela.config, "rate_limits", True)
    client = Client(create_app(place.querela, testing=True))
    wrong = {"login": "handler", "password": "wrong"}
    for _attempt in range(10):
        client.post("/login", wrong, status=401)
    page = client.post("/login", wrong, status=429)
    assert page.heading == "Too many attempts"
    client.get("/login")


def test_it_keeps_the_theme_that_was_chosen(client):
    page = client.post("/theme", {"theme": "dark", "next": "/track"}, page="/")
    assert page.heading == "Follow a complaint"
    assert page.one("html").get("data-theme") == "dark"

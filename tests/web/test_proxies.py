"""Behind proxies: who asks is believed of those alone who are trusted, and nobody becomes this machine."""

from dataclasses import replace

import pytest
from flask import request, session

from engine.config import read_config
from tests.support.client import Client
from web.app import create_app
from web.proxies import address_of, from_this_machine

HERE, PROXY, FAR, CLIENT = "127.0.0.1", "10.0.7.1", "10.0.7.2", "198.51.100.7"
INVENTED = "203.0.113.9"

#: setting, who connects, X-Forwarded-For, whose request it is
CALLERS = [
    ("", HERE, None, HERE),
    ("", HERE, CLIENT, HERE),
    ("0", PROXY, CLIENT, PROXY),
    ("1", HERE, CLIENT, CLIENT),
    ("1", HERE, f"{INVENTED}, {CLIENT}", CLIENT),
    ("1", HERE, f"{HERE}, {CLIENT}", CLIENT),
    ("1", HERE, f"{CLIENT}:51234", CLIENT),
    ("1", HERE, "[2001:db8::7]:443", "2001:db8::7"),
    ("1", HERE, None, HERE),
    ("1", HERE, "unknown", None),
    ("2", HERE, f"{INVENTED}, {CLIENT}, {FAR}", CLIENT),
    ("2", HERE, CLIENT, HERE),  # it has not come through both
    ("127.0.0.1", HERE, f"{INVENTED}, {CLIENT}", CLIENT),
    ("127.0.0.1", PROXY, CLIENT, PROXY),  # somebody whom nobody trusts
    ("127.0.0.1", CLIENT, HERE, CLIENT),
    ("10.0.7.0/24", PROXY, f"{INVENTED}, {CLIENT}, {FAR}", CLIENT),
    ("10.0.7.0/24", PROXY, FAR, FAR),  # a trusted one asks itself
    ("10.0.7.0/24", f"::ffff:{PROXY}", CLIENT, CLIENT),
    (f"::ffff:{PROXY}", PROXY, CLIENT, CLIENT),
    ("::ffff:10.0.7.0/120", FAR, CLIENT, CLIENT),
    ("10.0.7.0/24, ::1", "::1", f"{CLIENT}, nonsense", None),
]


def behind(place, setting):
    """The application as a server before which these proxies stand."""
    found = read_config({"QUERELA_TRUSTED_PROXIES": setting}).proxies
    object.__setattr__(
        place.querela, "config", replace(place.querela.config, proxies=found, rate_limits=True)
    )
    app = create_app(place.querela, testing=True)

    @app.get("/who")
    def who() -> dict[str, object]:
        session["seen"] = True
        return {"who": request.remote_addr or None, "here": from_this_machine(), "secure": request.is_secure}

    return app


def ask(app, peer, forwarded=None, **more):
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    headers |= more
    return app.test_client().get("/who", headers=headers, environ_base={"REMOTE_ADDR": peer})


@pytest.mark.parametrize(("setting", "peer", "forwarded", "caller"), CALLERS)
def test_it_knows_the_caller(place, setting, peer, forwarded, caller):
    assert ask(behind(place, setting), peer, forwarded).json["who"] == caller


@pytest.mark.parametrize(
    ("setting", "peer", "scheme", "secure"),
    [
        ("", HERE, "https", False),
        ("1", HERE, "https", True),
        ("1", HERE, "HTTPS", True),
        ("1", HERE, "http", False),
        ("1", HERE, "https:", False),
        ("1", HERE, "https, http", False),
        ("127.0.0.1", HERE, "https", True),
        ("127.0.0.1", CLIENT, "https", False),
    ],
)
def test_it_knows_the_scheme_and_its_cookies_go_over_tls_only(place, setting, peer, scheme, secure):
    answer = ask(behind(place, setting), peer, CLIENT, **{"X-Forwarded-Proto": scheme})
    assert answer.json["secure"] is secure
    assert ("Secure" in answer.headers["Set-Cookie"]) is secure
    assert ("Strict-Transport-Security" in answer.headers) is secure


MARKS = ["X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-IP", "Forwarded", "Via"]


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("setting", ["", "1", "2", "127.0.0.1"])
def test_nobody_becomes_this_machine_through_a_proxy_that_stands_on_it(place, setting, mark):
    app = behind(place, setting)
    assert ask(app, HERE).json["here"] is True
    assert ask(app, HERE, **{mark: HERE}).json["here"] is False


def test_a_proxy_that_tells_nothing_is_known_by_its_old_protocol(place):
    app = behind(place, "")
    told = app.test_client().get("/who", environ_overrides={"SERVER_PROTOCOL": "HTTP/1.0"})
    assert (told.json["who"], told.json["here"]) == (HERE, False)


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("localhost", True),
        ("LOCALHOST:8000", True),
        ("127.0.0.1:8000", True),
        ("[::1]:8000", True),
        ("complaints.example.org", False),  # of a proxy that tells nothing else
        ("rebound.example:8000", False),  # of a page that had its name changed into our address
        ("localhost.example", False),
        ("10.0.0.1", False),
        ("", False),
    ],
)
def test_nobody_is_on_this_machine_who_calls_it_by_another_name(place, host, here):
    assert ask(behind(place, ""), HERE, Host=host).json["here"] is here


@pytest.mark.parametrize(("setting", "of_others"), [("", 429), ("1", 401)])
def test_it_counts_attempts_for_each_caller(place, setting, of_others):
    client = Client(behind(place, setting))
    wrong = {"login": "handler", "password": "wrong"}
    for _attempt in range(10):
        client.post("/login", wrong, status=401, headers={"X-Forwarded-For": CLIENT})
    client.post("/login", wrong, status=429, headers={"X-Forwarded-For": CLIENT})
    client.post("/login", wrong, status=of_others, headers={"X-Forwarded-For": INVENTED})


@pytest.mark.parametrize(
    ("one", "other", "of_other"),
    [
        ("2001:db8::7", "2001:db8::ffff:8", 429),
        ("2001:db8::7", "2001:db8:0:1::7", 401),
        (CLIENT, f"::ffff:{CLIENT}", 429),
        (f"::ffff:{CLIENT}", f"::ffff:{INVENTED}", 401),
    ],
)
def test_it_counts_a_network_that_one_caller_has_whole_as_one(place, one, other, of_other):
    client = Client(behind(place, "1"))
    wrong = {"login": "handler", "password": "wrong"}
    for _attempt in range(10):
        client.post("/login", wrong, status=401, headers={"X-Forwarded-For": one})
    client.post("/login", wrong, status=of_other, headers={"X-Forwarded-For": other})


@pytest.mark.parametrize(
    ("text", "found"),
    [("10.0.0.1", "10.0.0.1"), (" ::1 ", "::1"), ("[::1]", "::1"), ("10.0.0.1:80", "10.0.0.1")]
    + [(bad, None) for bad in ("", "unknown", "_hidden", "10.0.0.1.5", "[", "1:2:3")],
)
def test_it_reads_a_hop(text, found):
    address = address_of(text)
    assert (None if address is None else str(address)) == found

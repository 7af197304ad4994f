"""Pages ask the database as often for much as for little, and weigh what a telephone can carry."""

import gzip
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from engine.commands.lodge_complaint import LodgeComplaint
from engine.commands.write_to_case import WriteToCase
from engine.model.complaint import Complainant

ADA = Complainant(name="Ada Example", email="ada@example.org")


@contextmanager
def counted() -> Iterator[Callable[[], int]]:
    """How many statements were carried out since."""
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_more):
        seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield lambda: len(seen)
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def lodge(place, number):
    return [
        place.do(LodgeComplaint(description="It broke.", subject=f"Table {n}", complainant=ADA)).reference
        for n in range(number)
    ]


PAGES = [
    ("handler", "/work"),
    ("manager", "/cases"),
    ("manager", "/audit"),
    ("manager", "/insight"),
    ("admin", "/admin/mails"),
]


@pytest.mark.parametrize(("login", "path"), PAGES)
def test_it_asks_as_often_for_thirty_cases_as_for_two(place, signed_in, login, path):
    client = signed_in(login)
    numbers = []
    for more in (2, 28):
        lodge(place, more)
        client.get(path)
        with counted() as count:
            client.get(path)
        numbers.append(count())
    assert numbers[0] == numbers[1]
    assert numbers[1] < 45


@pytest.mark.parametrize(
    "path", ["/audit/{}", "/cases/{}", "/cases/{}?tab=timeline", "/cases/{}?tab=conversation"]
)
def test_it_asks_as_often_for_a_long_history_as_for_a_short_one(place, signed_in, path):
    reference = lodge(place, 1)[0]
    client = signed_in("manager")
    numbers = []
    for messages in (1, 20):
        for number in range(messages):
            place.clock.now += timedelta(minutes=1)
            place.do(WriteToCase(reference, f"Message {number}", direction="in"), place.actor("manager"))
        client.get(path.format(reference))
        with counted() as count:
            client.get(path.format(reference))
        numbers.append(count())
    assert numbers[0] == numbers[1]
    assert numbers[1] < 45


def fetched(client, address, encodings):
    """Bytes and headers of a bundle."""
    with client.raw.get(address, headers={"Accept-Encoding": encodings}) as answer:
        assert answer.status_code == 200
        return answer.data, answer.headers


LIMIT = 100_000
"""Bytes of a page for complainants, with everything that it loads, as they go over the wire."""


@pytest.mark.parametrize("path", ["/", "/complain", "/track"])
def test_public_pages_are_light(client, path):
    page = client.get(path)
    wanted = {link.get("href") or link.get("src") for link in page.select("link[href], script[src]")}
    icons = {use.get("href").partition("#")[0] for use in page.select("use") if use.get("href")}
    total = len(page.response.data)
    for address in wanted | icons:
        total += len(fetched(client, address, "br, gzip")[0])
    assert total < LIMIT, total


def test_it_packs_bundles_for_those_who_can_unpack_them(client):
    page = client.get("/")
    address = page.one("link[rel=stylesheet]").get("href")
    plain, headers = fetched(client, address, "")
    packed, packed_headers = fetched(client, address, "gzip")
    assert "Content-Encoding" not in headers
    assert packed_headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed) == plain
    assert all("Accept-Encoding" in found["Vary"] for found in (headers, packed_headers))
    assert packed_headers["Content-Type"] == headers["Content-Type"]
    assert fetched(client, address, "gzip;q=0")[0] == plain

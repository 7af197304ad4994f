"""Processes, audit, insight and administration."""

import sqlite3

import pytest

from engine.commands.lodge_complaint import LodgeComplaint
from engine.model.complaint import Complainant
from engine.queries import trace
from engine.queries.figures import Figure
from web.insight import finding


@pytest.fixture
def reference(place):
    who = Complainant(name="Ada Example", email="ada@example.org")
    lodged = place.do(LodgeComplaint(description="It came broken.", complainant=who))
    place.run_due()
    return lodged.reference


def test_it_gives_the_files_of_a_version_exactly_as_published(signed_in):
    client = signed_in("auditor")
    answer = client.raw.get("/processes/complaint/versions/1/complaint.bpmn")
    assert answer.status_code == 200
    assert b"<" in answer.data[:100]
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert client.raw.get("/processes/complaint/versions/1/../../etc/passwd").status_code == 404
    assert client.raw.get("/processes/complaint/versions/9/complaint.bpmn").status_code == 404


def test_it_lists_versions_and_files(signed_in):
    page = signed_in("quality").get("/processes/complaint")
    assert page.heading == "Complaint handling"
    assert any(text.endswith("complaint.bpmn") for text in page.texts("aside a"))
    signed_in_again = page.select("tr[aria-current]")
    assert len(signed_in_again) == 1


def test_it_shows_every_entry_with_its_fingerprint(reference, signed_in):
    page = signed_in("auditor").get(f"/audit/{reference}")
    assert page.text(".page-head .status") == "History whole"
    told = [entry.get("id").removeprefix("entry-").split("-") for entry in page.select(".timeline li[id]")]
    seqs = list(dict.fromkeys(int(seq) for seq, *_ in told))
    assert seqs == list(range(1, len(seqs) + 1))
    assert len(told) > len(seqs)  # an entry that holds several things tells each of them
    assert f"{len(seqs)} entries were recomputed" in page.response.text
    assert page.select(".diff tbody tr")


def test_it_proves_a_long_history_and_shows_its_beginning(reference, signed_in, monkeypatch):
    client = signed_in("auditor")
    whole = client.get(f"/audit/{reference}")
    entries = {entry.get("id").split("-")[1] for entry in whole.select(".timeline li[id]")}
    assert not whole.select(".tone-info")
    monkeypatch.setattr(trace, "STRETCH", 1)
    monkeypatch.setattr(trace, "MOST", 1)
    page = client.get(f"/audit/{reference}")
    assert page.text(".page-head .status") == "History whole"
    assert {entry.get("id").split("-")[1] for entry in page.select(".timeline li[id]")} == {"1"}
    assert "proved, but not shown" in page.text(".tone-info")
    assert f"{len(entries)} entries were recomputed" in page.response.text


DAMAGES = [
    '{"due_at":"soon"}',
    '{"values":{"$type":"date","$value":"soon"}}',
    '{"steps":{"kind":"task-completed"}}',
    '{"steps":[7,{"kind":7,"timers":7}],"timers":[7,["a"]]}',
    '{"steps":[{"kind":"user-task-opened","timers":[["a","b","soon"]]}]}',
    '{"x":1.5}',
    '{"x":' + "[" * 600 + "]" * 600 + "}",
    '{"x":' + "[" * 100_000,
    "[]",
    "{",
]


@pytest.mark.parametrize("data", DAMAGES, ids=[data[:40] for data in DAMAGES])
def test_it_says_of_any_damage_which_entry_it_is(place, reference, signed_in, data):
    client = signed_in("manager")
    database = place.querela.config.database_url.removeprefix("sqlite:///")
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE history SET data = ? WHERE seq = 2", [data])
    connection.close()
    page = client.get(f"/audit/{reference}")
    assert page.text(".page-head .status") == "History damaged"
    assert "entry 2" in page.text(".tone-error").lower()


def test_it_says_that_a_history_was_changed(place, reference, signed_in):
    client = signed_in("auditor")
    database = place.querela.config.database_url.removeprefix("sqlite:///")
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE history SET actor = 'somebody else' WHERE seq = 1")
    connection.close()
    page = client.get(f"/audit/{reference}")
    assert page.text(".page-head .status") == "History damaged"
    assert "entry 1" in page.text(".tone-error")


def test_it_shows_no_text_of_the_complainant_to_auditors(reference, signed_in):
    page = signed_in("auditor").get(f"/audit/{reference}")
    assert "ada@example.org" not in page.response.text
    assert "It came broken" not in page.response.text


FINDINGS = [
    (Figure("Decided on time", 0, 0), "Decided on time: no case was due in this time."),
    (Figure("Decided on time", 9, 12), "Decided on time: 9 of 12."),
    (Figure("Decided on time", 274, 282), "Decided on time: 97.2 % (274 of 282)."),
]


@pytest.mark.parametrize(("figure", "sentence"), FINDINGS)
def test_it_says_what_a_figure_counts(client, figure, sentence):
    with client.app.test_request_context():
        assert finding(figure) == sentence


def test_it_counts_the_backlog(reference, signed_in):
    page = signed_in("manager").get("/insight")
    assert "1 case is open; none of them is older than 20 working days." in page.texts("h2")


def test_it_adds_people_who_can_then_sign_in(client, signed_in):
    admin = signed_in("admin")
    sent = {"login": "new.one", "name": "New One", "roles": ["handler"], "password": "long enough"}
    page = admin.post("/admin/people", sent, page="/admin/people")
    assert "New One can sign in now." in page.texts(".note p")
    admin.post("/logout", {}, page="/admin")
    page = client.post("/login", {"login": "new.one", "password": "long enough"})
    assert page.heading == "Work"


def test_it_says_why_nobody_was_added_and_keeps_what_was_typed(signed_in):
    sent = {"login": "NEW", "name": "New One", "roles": ["handler"], "password": "long enough"}
    page = signed_in("admin").post("/admin/people", sent, page="/admin/people", status=422)
    assert page.one("#name").get("value") == "New One"
    assert page.one("#role-handler").get("checked") is not None
    assert page.one("#password").get("value") is None
    assert page.errors


def test_it_shuts_somebody_out_but_not_oneself(signed_in):
    client = signed_in("admin")
    page = client.post("/admin/people/handler/active", {"active": "0"}, page="/admin/people")
    assert "Handler can no longer sign in." in page.texts(".note p")
    page = client.post("/admin/people/admin/active", {"active": "0"}, page="/admin/people")
    assert "You cannot shut yourself out." in page.texts(".note p")


def test_it_shows_mails_without_their_secrets(reference, signed_in):
    page = signed_in("admin").get("/admin/mails")
    assert len(page.select("tbody tr")) >= 1
    assert "Acknowledgement" in page.texts("tbody td:first-child")
    assert "no server" in page.text().lower() or "No mail server" in page.text()


def test_it_keeps_others_out_of_the_administration(signed_in):
    client = signed_in("quality")
    client.get("/admin")
    client.get("/admin/people", status=403)
    sent = {"login": "x", "roles": ["administrator"], "password": "long enough"}
    client.post("/admin/people", sent, page="/admin", status=403)


@pytest.mark.parametrize("path", ["/audit", "/cases"])
def test_it_says_how_to_search_where_texts_may_not_be_read(reference, signed_in, path):
    client = signed_in("auditor")
    page = client.get(f"{path}?q=broken", status=422)
    assert "search by reference" in page.text(".note")
    assert page.one("#q").get("value") == "broken"
    assert client.get(f"{path}?q={reference}").texts("[data-row] th") == [reference]

"""The page of those who keep the installation running: what waits, what has failed, one button for each."""

import pytest

from engine.commands.do_job import MOST_TRIES, NoteFailedJob
from engine.commands.lodge_complaint import LodgeComplaint
from engine.commands.send_mail import ClaimMail, NoteMail
from engine.model.complaint import Complainant
from engine.model.work import Job
from engine.queries import operations
from engine.queries.masking import HIDDEN
from engine.queries.operations import HowItRuns
from web.operations import count_text, size_text

PAGE = "/admin/operations"


def lodge(place):
    who = Complainant(name="Ada Example", email="ada@example.org")
    return place.do(LodgeComplaint(description="The table came broken.", complainant=who))


def give_up(place, *, mails=1):
    """A case with a job and mails that were given up."""
    lodged = lodge(place)
    others = [lodge(place) for _ in range(mails - 1)]
    with place.querela.store.begin() as unit:
        now = place.clock()
        unit.jobs.add(Job(lodged.instance, "j1", "recount", "calendar office", {}, now, now))
        found = [mail.id for each in (lodged, *others) for mail in unit.outbox.of_case(each.reference)]
    for _ in range(MOST_TRIES):
        place.clock.advance(hours=12)
        place.do(NoteFailedJob("j1", "The calendar is gone."))
        for mail in found:
            place.do(ClaimMail(mail))
            place.do(NoteMail(mail, error="connection refused"))
    return lodged


def test_it_says_that_all_is_well(signed_in):
    page = signed_in("admin").get(PAGE)
    assert "Nothing is late and nothing has failed." in page.text()
    assert "No step has failed" in page.text()
    assert not page.select("main form")


def test_it_is_where_administration_begins(signed_in):
    page = signed_in("admin").get("/admin")
    assert page.heading == "Operations"
    assert page.text("nav.tabs a[aria-current]") == "Operations"
    assert page.select("nav.tabs a")[0].get("href") == PAGE


@pytest.mark.parametrize("login", ["handler", "reviewer", "auditor", "manager"])
def test_it_is_for_those_who_run_it(signed_in, login):
    signed_in(login).get(PAGE, status=403)


def test_it_shows_what_was_given_up_and_hides_whom_it_concerns(place, signed_in):
    lodged = give_up(place)
    page = signed_in("admin").get(PAGE)
    shown = page.text()
    assert "2 things have failed and wait for you." in shown
    assert "Compute deadlines anew “calendar office”" in shown
    assert HIDDEN in shown
    assert "connection refused" in shown
    for secret in ("Ada", "ada@example.org", lodged.reference, lodged.instance):
        assert secret not in page.response.text


def test_it_shows_a_quality_manager_the_case(place, signed_in):
    lodged = give_up(place)
    page = signed_in("quality").get(PAGE)
    assert "The calendar is gone." in page.text()
    assert page.select(f"a[href='/cases/{lodged.reference}']")


def test_a_job_is_tried_again_by_its_button(place, signed_in):
    lodged = give_up(place)
    client = signed_in("admin")
    [form] = [
        f
        for f in client.get(PAGE).select("main form")
        if "/jobs/" in f.get("action") and "/retry" in f.get("action")
    ]
    after = client.post(form.get("action"), {}, page=PAGE)
    assert "Tried again." in after.text("body")
    assert "calendar office" not in after.text()
    kinds = history(place, lodged)
    assert ("job-retried", "admin") in kinds
    again = client.post(form.get("action"), {}, page=PAGE)
    assert "somebody else has seen to it already" in again.text("body")


def test_all_mails_are_sent_again_by_one_button(place, signed_in):
    lodged = give_up(place, mails=3)
    client = signed_in("admin")
    assert "Send these 3 mails again" in client.get(PAGE).text()
    after = client.post("/admin/mails/retry", {}, page=PAGE)
    assert "3 mails will be sent again." in after.text("body")
    assert ("mail-retried", "admin") in history(place, lodged)
    assert not [f for f in after.select("main form") if "/mails/" in f.get("action")]


def test_a_mail_is_sent_again_by_its_button(place, signed_in):
    lodged = give_up(place)
    client = signed_in("quality")
    [form] = [f for f in client.get(PAGE).select("main form") if f.get("action").endswith("/retry")][1:]
    client.post(form.get("action"), {}, page=PAGE)
    assert ("mail-retried", "quality") in history(place, lodged)


@pytest.mark.parametrize(("sort", "kind"), [("jobs", "job-dismissed"), ("mails", "mail-dismissed")])
def test_it_lets_go_of_one_with_a_reason(place, signed_in, sort, kind):
    lodged = give_up(place)
    client = signed_in("quality")
    [action] = [
        action
        for form in client.get(PAGE).select("main form")
        if f"/{sort}/" in (action := form.get("action")) and action.endswith("/dismiss")
    ]
    refused = client.post(action, {"reason": " "}, page=PAGE)
    assert "Give a reason, please." in refused.text("body")
    after = client.post(action, {"reason": "It is settled by phone."}, page=PAGE)
    assert "Let go of. The reason stands in the history." in after.text("body")
    assert action not in [form.get("action") for form in after.select("main form")]
    assert (kind, "quality") in history(place, lodged)
    assert "It is settled by phone." in client.get(f"/cases/{lodged.reference}?tab=timeline").text()
    if sort == "mails":
        assert (
            "could not be sent, and need not be"
            in client.get(f"/cases/{lodged.reference}?tab=conversation").text()
        )


def test_it_shows_all_of_them_page_by_page(place, signed_in, monkeypatch):
    monkeypatch.setattr(operations, "SHOWN", 2)
    give_up(place, mails=3)
    client = signed_in("admin")
    first = client.get(PAGE)
    assert len(handles(first)) == 2
    [further] = first.select("nav.paging a")
    second = client.get(further.get("href"))
    assert len(handles(second)) == 1
    assert second.texts("nav.paging a") == ["First page"]
    [form] = [
        f for f in second.select("main form") if "/mails/" in f.get("action") and "retry" in f.get("action")
    ]
    after = client.post(form.get("action"), {}, page=further.get("href"))
    assert handles(after) == []
    assert after.texts("nav.paging a") == ["First page"]
    client.get(f"{PAGE}?mails=nonsense", status=422)


def handles(page):
    """Addresses at which mails of this page are tried again."""
    actions = [form.get("action") for form in page.select("main form")]
    return [
        action
        for action in actions
        if "/mails/" in action and "/retry" in action and "/mails/retry" not in action
    ]


def test_only_those_who_may_can_try_again(place, signed_in):
    give_up(place)
    [job] = place.ask(HowItRuns(), place.actor("admin")).jobs
    client = signed_in("handler")
    client.raw.post(f"/admin/jobs/{job.handle}/retry", data={"csrf_token": client.token("/work")})
    with place.querela.store.read() as unit:
        assert unit.jobs.get("j1").state == "failed"


def test_it_tells_how_long_something_has_waited(place, signed_in):
    lodge(place)
    place.clock.advance(days=90)
    shown = signed_in("admin").get(PAGE).text()
    assert "Something due has waited for" in shown
    assert "Nothing is late" not in shown


def test_it_tells_version_schema_and_database(place, signed_in):
    shown = signed_in("admin").get(PAGE).text("aside")
    assert place.querela.about()["version"] in shown
    assert "SQLite 3." in shown
    assert place.querela.about()["schema"] in shown


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0"), (9_999, "9,999"), (10_000, "10,000 or more"), (10_001, "10,001 or more")]
)
def test_it_says_where_it_stopped_counting(number, text):
    assert count_text(number, 10_000) == text


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0 bytes"), (999, "999 bytes"), (1500, "1.5 kB"), (40_000_000, "40 MB"), (3.2e12, "3.2 TB")],
)
def test_it_says_sizes_as_people_read_them(size, text):
    assert size_text(size) == text


def history(place, lodged):
    with place.querela.store.read() as unit:
        return [(entry.kind, entry.actor) for entry in unit.history.of_instance(lodged.instance)]

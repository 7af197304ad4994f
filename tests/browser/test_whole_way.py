"""From the public form to the closed case, in browsers, with the shipped process and its real forms."""

import logging
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from engine.model.complaint import MILESTONES
from engine.queries.register import CaseDetail
from tests.browser.people import People, people
from tests.support.installation import Installation, installation
from tests.support.serving import serving
from web.app import create_app
from web.phases import NAMES

COMPLAINT = Path(__file__).resolve().parents[2] / "processes" / "complaint"

TABLE = {
    "What happened?": "The table came with a broken leg.\n\nI called twice and nobody rang back.",
    "Which product or service is it about?": "Table “Oslo”",
    "What is it mainly about?": "Delivery and dates",
    "How would you put it in a few words?": "Table with a broken leg",
    "What would you like us to do?": "A new leg, please.",
    "What is your name?": "Ada Example",
    "What is your e-mail address?": "ada@example.org",
}
SERIOUS = {
    "How much harm was done, or could be?": "3 – real detriment",
    "What was done at once, and by whom?": "Rang the complainant and said sorry.",
    "Do you have a personal interest in the case?": "No",
}
UNCLEAR = {"Do you know enough?": "No, the complainant has to be asked something"}
FINDINGS = {
    "Do you know enough?": "Yes, the findings are complete",
    "What are the issues, and what did you find on each?": "The leg broke on the way: the box was too thin.",
    "What did you look at?": "The photograph, and the carrier's report.",
}
UPHELD = {
    "Is the complaint right?": "Yes: upheld",
    "What are the reasons?": "We packed it badly and did not ring back.",
    "What do we offer?": ["An apology", "A replacement"],
    "What are all remedies worth together?": "40",
    "What exactly do we promise, and by when?": "A new leg within a week.",
}
NOT_UPHELD = {
    "Is the complaint right?": "No: not upheld",
    "What are the reasons?": "The leg was whole when it was handed over.",
}
CAUSE = {
    "What is the deepest cause worth acting on?": "The way the work is organised",
    "How did it come about?": "Boxes are chosen by size alone.",
}

DECIDED = "We have decided. Tell us whether you accept the decision."
REVIEWED = "We have looked at your complaint afresh. Tell us whether you accept the result."


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Installation]]:
    """A served installation without cases."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    home = tmp_path_factory.mktemp("town") / "home"
    with (
        installation(home, package=COMPLAINT, QUERELA_ENV="sandbox") as place,
        serving(create_app(place.querela)) as url,
    ):
        yield url, place


@pytest.fixture(scope="module")
def everybody(browser: Browser, town) -> Iterator[People]:
    """People whose browsers stay open from test to test: they sign in once."""
    with people(browser, *town) as crowd:
        yield crowd


@pytest.fixture
def crowd(everybody: People) -> Iterator[People]:
    yield everybody
    assert everybody.problems.messages == []


@pytest.fixture
def crowd_without_scripts(browser: Browser, town) -> Iterator[People]:
    with people(browser, *town, scripts=False) as crowd:
        yield crowd
    assert crowd.problems.messages == []


def detail(crowd: People, reference: str):
    return crowd.place.ask(CaseDetail(reference), crowd.place.actor("manager"))


def decide(crowd: People, reference: str, proposal: dict[str, object]) -> None:
    """The short way from the assessment to the decision that is sent."""
    crowd.work_on("handler", reference, "Assess the complaint", SERIOUS)
    crowd.work_on("handler", reference, "Investigate and record the findings", FINDINGS)
    crowd.work_on("handler", reference, "Propose a decision", proposal)
    approved = {"Can the decision go out as it is?": "Yes, I approve it"}
    crowd.work_on("reviewer", reference, "Review the proposal", approved)


def investigate_with_question(crowd: People, reference: str, code: str) -> None:
    """Something is missing, the complainant is asked, and answers on the tracking page."""
    crowd.work_on("handler", reference, "Investigate and record the findings", UNCLEAR)
    asked = {"What do you want to ask?": "Which leg is it?"}
    crowd.work_on("handler", reference, "Write a question", asked)
    crowd.place.run_due()
    page = crowd.follow(reference, code)
    assert page.inner_text("h1") == "We have a question for you and wait for your answer."
    assert "Which leg is it?" in page.inner_text("#latest")
    page.get_by_label("Your message").fill("The left one at the back.")
    page.get_by_role("button", name="Send the message").click()
    assert "Your message has been sent." in page.inner_text("main")
    crowd.work_on("handler", reference, "Investigate and record the findings", FINDINGS)


def react(crowd: People, reference: str, code: str, answer: str, *, asked: str = DECIDED) -> str:
    """What the tracking page says after the complainant's answer to the decision."""
    crowd.place.run_due()
    page = crowd.follow(reference, code)
    assert page.inner_text("h1") == asked
    page.get_by_role("button", name=answer).click()
    return page.inner_text("main")


def finish(crowd: People, reference: str) -> None:
    """The cause is recorded and the case closed."""
    crowd.work_on("quality", reference, "Record the root cause", CAUSE)
    crowd.work_on("handler", reference, "Close the case", {"Is everything that was promised done?": True})


def test_a_complaint_goes_from_the_public_form_to_closure(crowd):
    reference, code = crowd.complain(TABLE)
    crowd.work_on("handler", reference, "Assess the complaint", SERIOUS)
    investigate_with_question(crowd, reference, code)
    crowd.work_on("handler", reference, "Propose a decision", UPHELD)
    approved = {"Can the decision go out as it is?": "Yes, I approve it"}
    crowd.work_on("reviewer", reference, "Review the proposal", approved)
    assert "You have accepted the decision." in react(crowd, reference, code, "Yes, I accept it")
    crowd.work_on("handler", reference, "Put it right", {"What was done?": "A new leg was sent."})
    finish(crowd, reference)

    page = crowd.at("handler")
    page.goto(f"{crowd.url}/cases/{reference}")
    assert page.inner_text(".lead").startswith("Closed"), page.inner_text(".lead")
    reached = detail(crowd, reference).milestones
    times = [reached[name] for name in MILESTONES]
    assert all(earlier <= later for earlier, later in pairwise(times))
    assert reached["assessed"] < reached["investigated"] < reached["responded"] < reached["closed"]
    assert crowd.follow(reference, code).inner_text("h1") == "We found your complaint right."
    look_at_audit(crowd, reference)


def look_at_audit(crowd: People, reference: str) -> None:
    """The auditor sees each step in the timeline, and the way painted on the diagram."""
    page = crowd.at("auditor")
    page.goto(f"{crowd.url}/audit/{reference}")
    page.wait_for_selector("bpmn-diagram[data-state=ready]")
    story = page.inner_text(".timeline")
    for milestone in MILESTONES:
        assert f"Milestone reached: {NAMES[milestone]}" in story
    assert "the box was too thin" not in page.content()
    assert page.get_by_text("History whole").is_visible()
    taken = set(
        page.locator(".djs-element.taken").evaluate_all("found => found.map(e => e.dataset.elementId)")
    )
    assert {"assess", "investigate", "ask", "propose", "review", "remedy", "record-cause", "close"} <= taken
    assert {"resolve-early", "stage-2", "refer", "approve"}.isdisjoint(taken)
    assert page.locator(".djs-connection.taken").count() > 10


def test_a_rejected_decision_is_reviewed_and_the_survey_answered(crowd):
    reference, code = crowd.complain(TABLE)
    decide(crowd, reference, NOT_UPHELD)
    assert "goes to a review" in react(crowd, reference, code, "No, I want a review")
    stands = {"Does the decision stand?": "Yes, it stands", "What are the reasons?": "The findings hold."}
    crowd.work_on("manager", reference, "Review the case afresh", stands)
    assert "You have accepted" in react(crowd, reference, code, "Yes, I accept it", asked=REVIEWED)
    finish(crowd, reference)
    assert detail(crowd, reference).complaint.outcome == "not upheld"

    crowd.place.clock.advance(days=8)
    crowd.place.run_due()
    page = crowd.follow(reference, code)
    page.get_by_role("button", name="Send the answers").click()
    assert page.locator(".error-summary li").count() == 3
    crowd.problems.messages.clear()
    for question, score in (("satisfied", "4"), ("easy", "5"), ("fairly", "3")):
        page.get_by_role("group", name=question).get_by_label(score, exact=True).check()
    page.get_by_label("What could we do better?").fill("Ring back sooner.")
    page.get_by_role("button", name="Send the answers").click()
    assert "Thank you for your answers." in page.inner_text("main")
    assert page.get_by_role("button", name="Send the answers").count() == 0
    crowd.place.run_due()
    seen = detail(crowd, reference)
    assert "surveyed" in seen.milestones
    assert [m.text for m in seen.conversation if m.direction == "in"] == ["Ring back sooner."]


def test_the_complainant_can_withdraw(crowd):
    reference, code = crowd.complain(TABLE)
    crowd.work_on("handler", reference, "Assess the complaint", SERIOUS)
    page = crowd.follow(reference, code)
    page.get_by_text("Withdraw the complaint", exact=True).click()
    page.get_by_label("Why do you withdraw it?").fill("It has settled itself.")
    page.get_by_role("button", name=f"Withdraw complaint {reference}").click()
    assert page.inner_text("h1") == "You withdrew your complaint."
    closed = detail(crowd, reference)
    assert (closed.complaint.status, closed.complaint.outcome) == ("closed", "withdrawn")
    work = crowd.at("handler")
    work.goto(f"{crowd.url}/work?q={reference}")
    assert work.locator("[data-row]").count() == 0


def test_the_first_task_is_done_without_scripts(crowd_without_scripts):
    crowd = crowd_without_scripts
    reference, code = crowd.complain(TABLE)
    crowd.work_on("handler", reference, "Assess the complaint", SERIOUS)
    assert crowd.follow(reference, code).inner_text("h1") == "Somebody is looking into what happened."
    assert "assessed" in detail(crowd, reference).milestones

"""People's ways through the pages, with scripts and without."""

import pytest

from engine.ports.reads import CaseFilter
from engine.queries.register import Register


def test_a_complaint_can_be_made_and_followed_without_scripts(site, without_script):
    page = without_script
    page.goto(site.url)
    page.click("main >> text=Make a complaint")
    page.click("text=Send the complaint")
    assert page.locator(".error-summary li").count() == 2
    page.fill("textarea[name=description]", "The kettle leaks.")
    page.fill("input[name=email]", "bo@example.org")
    page.check("text=I complain for somebody else")
    page.click("text=Send the complaint")
    page.fill("input[name=represented]", "My mother")
    page.click("text=Send the complaint")
    assert page.inner_text("h1") == "We have your complaint"
    reference, code = page.locator(".keep dd").all_inner_texts()
    page.context.clear_cookies()
    page.goto(f"{site.url}/track")
    page.fill("#reference", reference)
    page.fill("#tracking_code", code)
    page.click("text=Show my complaint")
    assert "We have your complaint" in page.inner_text("h1")
    page.click("summary >> text=Send a message")
    page.fill("#text", "It also smells.")
    page.click("text=Send the message")
    assert "It also smells." in page.inner_text(".conversation")


def test_questions_come_and_go_with_the_answers_and_nothing_jumps(site, page):
    page.goto(f"{site.url}/complain")
    page.fill("textarea[name=description]", "Half typed")
    page.fill("input[name=name]", "Ada")
    page.check("#f-anonymous")
    page.wait_for_selector("input[name=email]", state="detached")
    assert page.input_value("textarea[name=description]") == "Half typed"
    assert page.evaluate("document.activeElement.id") == "f-anonymous"
    page.uncheck("#f-anonymous")
    page.wait_for_selector("input[name=email]")
    assert not page.is_checked("#f-anonymous")


def test_the_summary_leads_to_the_field(site, page, page_problems):
    page.goto(f"{site.url}/complain")
    page.click("text=Send the complaint")
    assert page.evaluate("document.activeElement.id") == "errors"
    page.click(".error-summary a >> nth=0")
    assert page.evaluate("document.activeElement.name") == "description"
    assert ["422" in text for text in page_problems.messages] == [True]
    page_problems.messages.clear()


def test_the_list_is_worked_by_keys(site, page):
    site.be(page, "handler")
    page.goto(f"{site.url}/work")
    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.locator("[data-row] [data-open]").nth(1)
    assert second.evaluate("link => link === document.activeElement")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.click("#keys [data-close]")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_selector("form[data-draft]")


def test_a_task_is_claimed_drafted_and_completed(site, page):
    site.be(page, "handler")
    page.goto(f"{site.url}/work/{site.first_task()}")
    page.click("text=Claim")
    page.check("text=2 – limited effect")
    page.fill("textarea[name=immediate_action]", "Rang back")
    page.click("text=Keep as draft")
    assert page.is_checked("text=2 – limited effect")
    page.check("input[name=interest][value=no]")
    page.click("button[value=complete]")
    assert "is done" in page.inner_text(".note")


def test_drafts_are_kept_by_themselves(site, page):
    site.be(page, "handler")
    page.clock.install()
    address = f"{site.url}/work/{site.first_task()}"
    page.goto(address)
    page.fill("textarea[name=immediate_action]", "Half a sen")
    with page.expect_response(lambda answer: answer.url.endswith("/draft")) as kept:
        page.clock.fast_forward(6_000)
    assert kept.value.status == 204
    page.goto(address)
    assert page.input_value("textarea[name=immediate_action]") == "Half a sen"


@pytest.fixture
def audited(site, page):
    site.be(page, "auditor")
    page.goto(f"{site.url}/audit/{site.lodged[0].reference}")
    page.wait_for_selector("bpmn-diagram[data-state=ready]")
    return page


def test_an_entry_shows_its_element_on_the_drawing(audited):
    button = audited.locator(".timeline button.pick:visible").first
    element = button.get_attribute("data-pick")
    button.click()
    assert audited.get_attribute("bpmn-diagram", "data-selected") == element
    assert audited.locator(f".djs-element.selected[data-element-id='{element}']").count() == 1
    assert audited.locator("li.picked").count() >= 1


def test_an_element_shows_its_entries(audited):
    element = audited.locator(".timeline button.pick:has-text('waits for')").last.get_attribute("data-pick")
    audited.locator(f".djs-shape[data-element-id='{element}'] > .djs-hit").click(position={"x": 10, "y": 10})
    assert audited.get_attribute("bpmn-diagram", "data-selected") == element
    assert audited.locator("li.picked").count() >= 1


def test_bookkeeping_is_folded_away_until_asked_for(audited):
    shown = audited.locator(".timeline li[id]:visible").count()
    audited.check("[data-show-minor]")
    assert audited.locator(".timeline li[id]:visible").count() > shown


def test_a_form_is_sent_once_however_often_it_is_clicked(site, page):
    page.goto(f"{site.url}/complain")
    before = len(site.place.ask(Register(CaseFilter())).items)
    page.fill("textarea[name=description]", "Clicked twice")
    page.fill("input[name=email]", "bo@example.org")
    page.dblclick("text=Send the complaint")
    page.wait_for_selector("text=We have your complaint")
    assert len(site.place.ask(Register(CaseFilter())).items) == before + 1


def test_the_theme_can_be_chosen(site, page):
    page.goto(site.url)
    page.click("summary >> text=Appearance")
    page.click("button[value=dark]")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 25, 27)"

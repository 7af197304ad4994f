"""People before the pages: each in a browser of their own, doing what a person does there."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Locator, Page

from tests.support.browser import PageProblems
from tests.support.installation import PASSWORD, Installation

Answers = Mapping[str, object]
"""Question as it stands on the page: the text, the choice, the list of choices, or True to tick it."""


@dataclass
class People:
    """Everybody who takes part, by login; `complainant` has none."""

    browser: Browser
    url: str
    place: Installation
    scripts: bool = True
    pages: dict[str, Page] = field(default_factory=dict)
    problems: PageProblems = field(default_factory=PageProblems)

    def at(self, who: str) -> Page:
        """The page of a person, signed in the first time."""
        if who not in self.pages:
            context = self.browser.new_context(java_script_enabled=self.scripts, reduced_motion="reduce")
            context.set_default_timeout(8_000)
            self.pages[who] = context.new_page()
            self.problems.watch(self.pages[who])
            if who != "complainant":
                sign_in(self.pages[who], self.url, who)
        return self.pages[who]

    def close(self) -> None:
        """Close all windows."""
        for page in self.pages.values():
            page.context.close()

    def complain(self, answers: Answers) -> tuple[str, str]:
        """Reference and tracking code, as the receipt shows them."""
        page = self.at("complainant")
        page.goto(f"{self.url}/")
        page.locator("main").get_by_role("link", name="Make a complaint").click()
        fill(page, answers, scripts=self.scripts)
        page.get_by_role("button", name="Send the complaint").click()
        assert page.inner_text("h1") == "We have your complaint", page.inner_text("main")
        reference, code = page.locator(".keep dd").all_inner_texts()
        page.context.clear_cookies()
        return reference, code

    def follow(self, reference: str, code: str) -> Page:
        """The complainant's page of the complaint, opened with reference and code."""
        page = self.at("complainant")
        page.context.clear_cookies()
        page.goto(f"{self.url}/track")
        page.get_by_label("Reference").fill(reference)
        page.get_by_label("Tracking code").fill(code)
        page.get_by_role("button", name="Show my complaint").click()
        assert reference in page.inner_text("main")
        return page

    def work_on(self, who: str, reference: str, task: str, answers: Answers) -> None:
        """An hour later: find the task on the list, claim it, fill in its form and complete it."""
        self.place.clock.advance(hours=1)
        self.place.run_due()
        page = self.at(who)
        page.goto(f"{self.url}/work")
        page.get_by_label("Search in tasks").fill(reference)
        page.get_by_role("button", name="Search", exact=True).click()
        row = page.locator("[data-row]", has_text=reference).filter(has_text=task)
        row.get_by_role("link", name=task).click()
        assert page.inner_text("h1") == task
        claim = page.get_by_role("button", name="Claim")
        if claim.count():
            claim.click()
            assert "The task is yours." in page.inner_text("main")
        fill(page, answers, scripts=self.scripts)
        page.get_by_role("button", name="Complete").click()
        assert f"“{task}” is done." in page.inner_text("main"), page.inner_text("main")


@contextmanager
def people(browser: Browser, url: str, place: Installation, *, scripts: bool = True) -> Iterator[People]:
    """People with open browsers, while the block runs."""
    crowd = People(browser, url, place, scripts)
    try:
        yield crowd
    finally:
        crowd.close()


def sign_in(page: Page, url: str, login: str) -> None:
    """Through the page for it."""
    page.goto(f"{url}/login")
    page.fill("#login", login)
    page.fill("#password", PASSWORD)
    page.click("main .btn-primary")
    assert "/login" not in page.url


def fill(page: Page, answers: Answers, *, scripts: bool = True) -> None:
    """Answer the questions of a form in turn, those with choices and those to type."""
    for question, answer in answers.items():
        choices = page.locator("fieldset.question", has=page.locator("legend", has_text=question))
        if choices.count():
            wanted = answer if isinstance(answer, list) else [answer]
            for one in wanted:
                tick(page, choices.get_by_label(str(one), exact=True), scripts)
        else:
            type_in(page, page.get_by_label(question), answer, scripts)


def type_in(page: Page, control: Locator, answer: object, scripts: bool) -> None:
    """Fill one control, whatever kind it is."""
    if answer is True:
        tick(page, control, scripts)
    elif control.evaluate("element => element.tagName") == "SELECT":
        control.select_option(label=str(answer))
    else:
        control.fill(str(answer))


def tick(page: Page, control: Locator, scripts: bool) -> None:
    """Choose it; where other questions depend on it, wait until they have come."""
    if control.is_checked():
        return
    if control.get_attribute("data-steers") is None or not scripts:
        control.check()
        return
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        control.check()

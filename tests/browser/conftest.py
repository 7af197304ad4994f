"""A browser before the real application, with a few cases of every age."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from engine.commands.lodge_complaint import LodgeComplaint, Lodged
from engine.model.complaint import Complainant
from engine.queries.tasklist import Tasklist
from tests.support.installation import PASSWORD, Installation, installation
from tests.support.serving import serving
from web.app import create_app

COMPLAINT = Path(__file__).resolve().parents[2] / "processes" / "complaint"
SUBJECTS = (
    "Parcel arrived broken and the courier was rude",
    "Charged twice for the same month",
    "التوصيل متأخر جدا",
    "A subject that goes on and on about the things that went wrong with the delivery of one table",
)


@dataclass
class Site:
    """A served installation with its cases."""

    url: str
    place: Installation
    lodged: list[Lodged]
    sessions: dict[str, Any] = field(default_factory=dict)

    def be(self, page: Page, login: str) -> None:
        """Sign in, or go on with the session of before."""
        if login in self.sessions:
            page.context.add_cookies(self.sessions[login])
        else:
            self.sign_in(page, login)
            self.sessions[login] = page.context.cookies()

    def sign_in(self, page: Page, login: str) -> None:
        page.goto(f"{self.url}/login")
        page.fill("#login", login)
        page.fill("#password", PASSWORD)
        page.click("main .btn-primary")
        page.wait_for_url(lambda url: "/login" not in url)

    def first_task(self, login: str = "handler") -> str:
        return self.place.ask(Tasklist(), self.place.actor(login)).items[0].item.id


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    home = tmp_path_factory.mktemp("site") / "home"
    with installation(home, package=COMPLAINT, QUERELA_ENV="sandbox") as place:
        lodged = []
        for number in range(4):
            lodged.append(place.do(complaint(SUBJECTS[number % len(SUBJECTS)])))
            place.clock.advance(days=1, hours=2)
            place.run_due()
        with serving(create_app(place.querela)) as url:
            yield Site(url, place, lodged)


def complaint(subject: str) -> LodgeComplaint:
    return LodgeComplaint(
        description="The table came with a broken leg.\n\nI called twice and nobody rang back.",
        complainant=Complainant(name="Ada Example", email="ada@example.org"),
        subject=subject,
        product="Table",
        category="delivery",
        outcome_sought="A new leg, please.",
    )


@pytest.fixture
def without_script(browser: Browser) -> Iterator[Page]:
    """A page in a browser that runs no scripts, as wide as a phone."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()

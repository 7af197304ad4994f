"""Chromium for the tests: Debian's, driven by Playwright, cut off from everything but this machine."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.support import requires

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
DEFAULT_TIMEOUT_MS = 10_000


@dataclass
class PageProblems:
    """What a browser complained about; a test that expects complaints checks and clears the list."""

    messages: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.messages.append(f"script error: {error}"))
        page.on("console", self.note_console)

    def note_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.messages.append(f"console: {message.text}")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A running Chromium, one for each test module: Playwright holds the event loop while it runs."""
    path = requires.chromium()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def browser_context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile: no cookies, English, UTC, 1280 px wide."""
    context = browser.new_context(
        locale="en-GB", timezone_id="UTC", viewport={"width": 1280, "height": 900}, reduced_motion="reduce"
    )
    context.set_default_timeout(DEFAULT_TIMEOUT_MS)
    yield context
    context.close()


@pytest.fixture
def page_problems() -> PageProblems:
    """Script errors and console errors (refused content among them) of the test's page."""
    return PageProblems()


@pytest.fixture
def page(browser_context: BrowserContext, page_problems: PageProblems) -> Iterator[Page]:
    """An empty page; at the end the test fails if the browser complained about anything."""
    opened = browser_context.new_page()
    page_problems.watch(opened)
    yield opened
    assert page_problems.messages == []

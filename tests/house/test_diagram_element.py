"""The <bpmn-diagram> element, in a browser, under the strict content security policy of the pages."""

import json
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Page, expect

from tests.support import axe
from tests.support.browser import PageProblems
from tests.support.requires import REPOSITORY

DIST = REPOSITORY / "web" / "static" / "dist"
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'"
DRAWING = Path(__file__).parent / "files" / "loop.bpmn"


class Handler(SimpleHTTPRequestHandler):
    """Serves a folder under the policy, quietly."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the test's own output is enough."""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """The base URL of a folder with the bundles, a drawing and an icon for the browser."""
    (tmp_path / "dist").symlink_to(DIST)
    (tmp_path / "loop.bpmn").write_bytes(DRAWING.read_bytes())
    (tmp_path / "broken.bpmn").write_text("<not-bpmn/>")
    (tmp_path / "favicon.ico").write_bytes(b"")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(tmp_path)))
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def open_diagram(page: Page, site: str, folder: Path, **data: str) -> None:
    names = json.loads((DIST / "manifest.json").read_text())
    attributes = "".join(f" data-{key}='{value}'" for key, value in data.items())
    (folder / "index.html").write_text(
        "<!doctype html><html lang=en><title>Diagram</title>"
        f'<link rel="stylesheet" href="/dist/{names["app.ltr.css"]}">'
        f'<link rel="stylesheet" href="/dist/{names["diagram.css"]}">'
        f'<script type="module" src="/dist/{names["app.js"]}"></script>'
        f'<script type="module" src="/dist/{names["diagram.js"]}"></script>'
        f"<bpmn-diagram{attributes}><p>A list instead of the drawing</p></bpmn-diagram></html>"
    )
    page.goto(site + "/")


def marked(page: Page, state: str) -> set[str | None]:
    found = page.locator(f"bpmn-diagram .djs-element.{state}")
    return {found.nth(n).get_attribute("data-element-id") for n in range(found.count())}


def test_it_paints_what_happened(page: Page, site: str, tmp_path: Path) -> None:
    marks = {
        "taken": ["received", "assess"],
        "waiting": ["ask"],
        "late": ["answer", "unknown"],
        "counts": {"ask": 12},
    }
    open_diagram(page, site, tmp_path, src="loop.bpmn", marks=json.dumps(marks))
    expect(page.locator("bpmn-diagram")).to_have_attribute("data-state", "ready")
    assert marked(page, "waiting") == {"ask"}
    assert marked(page, "late") == {"answer"}
    assert page.locator(".diagram-ring.waiting").count() == 1
    assert page.locator(".diagram-ring.late").count() == 2
    expect(page.locator(".diagram-count")).to_have_text("12")
    expect(page.get_by_text("A list instead")).to_be_hidden()


def test_it_paints_a_flow_only_where_no_other_way_leads(page: Page, site: str, tmp_path: Path) -> None:
    marks = {"taken": ["received", "assess", "clear", "ask"], "waiting": ["answer"]}
    open_diagram(page, site, tmp_path, src="loop.bpmn", marks=json.dumps(marks))
    expect(page.locator("bpmn-diagram")).to_have_attribute("data-state", "ready")
    assert marked(page, "taken") >= {"f2", "f3", "f5"}
    assert not marked(page, "taken") & {"f1", "f4", "f6"}


def test_it_repaints_when_the_marks_change(page: Page, site: str, tmp_path: Path) -> None:
    open_diagram(page, site, tmp_path, src="loop.bpmn", marks='{"waiting": ["assess"]}')
    diagram = page.locator("bpmn-diagram")
    expect(diagram).to_have_attribute("data-state", "ready")
    diagram.evaluate("(node) => { node.dataset.marks = JSON.stringify({waiting: ['answer']}) }")
    assert marked(page, "waiting") == {"answer"}
    assert page.locator(".diagram-ring").count() == 1


def test_it_tells_which_element_was_clicked(page: Page, site: str, tmp_path: Path) -> None:
    open_diagram(page, site, tmp_path, src="loop.bpmn")
    diagram = page.locator("bpmn-diagram")
    expect(diagram).to_have_attribute("data-state", "ready")
    diagram.evaluate("(node) => node.addEventListener('diagram:select', (e) => { window.told = e.detail })")
    page.locator("[data-element-id=ask] .djs-hit").first.click()
    assert page.evaluate("window.told") == {"id": "ask", "name": "Ask complainant", "type": "bpmn:UserTask"}
    assert marked(page, "selected") == {"ask"}
    expect(page.locator(".diagram-caption")).to_have_text("Ask complainant")


def test_it_is_walked_with_the_keys(page: Page, site: str, tmp_path: Path) -> None:
    open_diagram(page, site, tmp_path, src="loop.bpmn", selected="assess")
    diagram = page.locator("bpmn-diagram")
    expect(diagram).to_have_attribute("data-state", "ready")
    page.locator("bpmn-diagram svg[role=application]").focus()
    page.keyboard.press("ArrowRight")
    expect(diagram).to_have_attribute("data-selected", "ask")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(diagram).to_have_attribute("data-selected", "received")


def test_it_keeps_the_mark_of_its_makers(page: Page, site: str, tmp_path: Path) -> None:
    open_diagram(page, site, tmp_path, src="loop.bpmn")
    expect(page.locator("a.bjs-powered-by")).to_be_visible()


@pytest.mark.parametrize("source", ["broken.bpmn", "nowhere.bpmn"])
def test_it_shows_its_content_when_there_is_no_drawing(
    page: Page, page_problems: PageProblems, site: str, tmp_path: Path, source: str
) -> None:
    open_diagram(page, site, tmp_path, src=source)
    expect(page.locator("bpmn-diagram")).to_have_attribute("data-state", "failed")
    expect(page.get_by_text("A list instead")).to_be_visible()
    assert all("404" in message for message in page_problems.messages)
    page_problems.messages.clear()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_is_accessible(page: Page, site: str, tmp_path: Path, theme: str) -> None:
    marks = {"taken": ["received"], "waiting": ["assess"], "late": ["ask"]}
    open_diagram(page, site, tmp_path, src="loop.bpmn", selected="assess", marks=json.dumps(marks))
    expect(page.locator("bpmn-diagram")).to_have_attribute("data-state", "ready")
    page.evaluate("(theme) => { document.documentElement.dataset.bsTheme = theme }", theme)
    assert axe.violations(page, within="bpmn-diagram") == []

"""Every page, narrow and wide, light and dark: nothing sticks out, and axe-core finds nothing to say."""

import pytest

from tests.support import axe

PUBLIC = ["/", "/complain", "/track", "/login"]
STAFF = {
    "handler": [
        "/work",
        "/work?due=late",
        "/work/{task}",
        "/cases",
        "/cases/{case}",
        "/cases/{case}?tab=conversation",
    ],
    "manager": ["/cases/{case}?tab=timeline", "/insight", "/audit"],
    "quality": ["/processes", "/processes/complaint", "/cases/{case}?tab=diagram", "/audit/{case}"],
    "admin": [
        "/admin",
        "/admin/people",
        "/admin/mails",
        "/admin/settings",
        "/admin/calendars",
        "/admin/calendars/office",
        "/admin/channels",
    ],
}
WIDTHS = (360, 768, 1440)
SEEN = [(None, path) for path in PUBLIC] + [(login, path) for login, paths in STAFF.items() for path in paths]


def visit(page, site, path):
    page.goto(site.url + path.format(task=site.first_task(), case=site.lodged[0].reference))
    if page.query_selector("bpmn-diagram"):
        page.wait_for_selector("bpmn-diagram[data-state=ready]")


@pytest.mark.parametrize(("login", "path"), SEEN)
def test_it_fits_and_reads_well(page, site, login, path):
    if login:
        site.be(page, login)
    visit(page, site, path)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"sticks out at {width} px"
    assert axe.violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert axe.violations(page) == []


@pytest.mark.parametrize("path", ["/", "/complain", "/track"])
def test_it_reads_from_right_to_left(page, site, path):
    page.goto(site.url + path)
    page.evaluate("document.documentElement.dir = 'rtl'")
    page.set_viewport_size({"width": 360, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_it_prints_without_navigation(page, site):
    site.be(page, "manager")
    visit(page, site, "/cases/{case}")
    page.emulate_media(media="print")
    for hidden in (".site-header", ".tabs", ".site-footer", "details.fold"):
        assert not page.locator(hidden).first.is_visible()
    assert page.locator("h1").is_visible()

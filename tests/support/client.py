"""A test client that checks every page: status, valid HTML5, title, headings, ids, forms, labels, headers."""

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

import html5lib
from cssselect import HTMLTranslator
from flask import Flask
from lxml import etree
from werkzeug.test import TestResponse

XHTML = "{http://www.w3.org/1999/xhtml}"
LABELLED = ("input", "select", "textarea")
SELF_LABELLED = ("hidden", "submit", "button")


@dataclass
class Document:
    """A page that came back, parsed."""

    response: TestResponse
    root: Any = field(repr=False)

    @property
    def status(self) -> int:
        return self.response.status_code

    def select(self, css: str) -> list[Any]:
        """All elements that a CSS selector fits."""
        return list(self.root.xpath(HTMLTranslator().css_to_xpath(css)))

    def one(self, css: str) -> Any:
        """The single element that a CSS selector fits."""
        found = self.select(css)
        assert len(found) == 1, f"{len(found)} elements fit {css!r}"
        return found[0]

    def text(self, css: str = "main") -> str:
        """The text of the single element, blanks made single."""
        return " ".join("".join(self.one(css).itertext()).split())

    def texts(self, css: str) -> list[str]:
        """The texts of all elements that fit."""
        return [" ".join("".join(element.itertext()).split()) for element in self.select(css)]

    @property
    def heading(self) -> str:
        return self.text("h1")

    @property
    def errors(self) -> list[str]:
        """What the summary of errors says."""
        return self.texts(".error-summary li")


class Client:
    """A browser that keeps cookies and looks at every page."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.raw = app.test_client()

    def get(self, path: str, *, status: int = 200, **more: Any) -> Document:
        """A page, checked."""
        response = self.raw.get(path, **more)
        assert response.status_code == status, f"{path} answered {response.status_code}, not {status}"
        return checked(response, path)

    def post(
        self, path: str, data: dict[str, Any], *, page: str | None = None, status: int = 303, **more: Any
    ) -> Document:
        """Send a form with the token of the page it stands on; an answer that leads on is followed."""
        token = self.token(page or path)
        response = self.raw.post(path, data={"csrf_token": token, **data}, **more)
        assert response.status_code == status, f"{path} answered {response.status_code}, not {status}"
        if status in (302, 303):
            target = response.headers["Location"]
            assert not urlsplit(target).netloc, "leads to another site"
            return checked(self.raw.get(target), target)
        return checked(response, path)

    def token(self, page: str) -> str:
        """The token of the first form on a page."""
        found = parsed(self.raw.get(page)).select("input[name=csrf_token]")
        return found[0].get("value") if found else ""


def parsed(response: TestResponse) -> Document:
    return Document(response, html5lib.parse(response.data, treebuilder="lxml", namespaceHTMLElements=False))


def checked(response: TestResponse, path: str) -> Document:
    """The page, after every check that holds for all pages."""
    check_headers(response, path)
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("lxml"), namespaceHTMLElements=False)
    document = Document(response, parser.parse(response.data))
    problems = [f"{position}: {code}" for position, code, _data in parser.errors]
    assert not problems, f"{path} is no valid HTML5: {problems}"
    check_head(document, path)
    check_ids(document, path)
    check_forms(document, path)
    check_nothing_inline(document, path)
    return document


def check_headers(response: TestResponse, path: str) -> None:
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy, path
    assert "unsafe" not in policy, path
    assert "frame-ancestors 'none'" in policy, path
    assert response.headers["X-Content-Type-Options"] == "nosniff", path
    assert response.headers["Referrer-Policy"] in ("same-origin", "no-referrer"), path
    assert response.headers["Cache-Control"] == "no-store", path


def check_head(document: Document, path: str) -> None:
    title = document.text("title")
    assert title.endswith("– Querela"), f"{path} has the title {title!r}"
    assert len(title) > len("– Querela") + 2, f"{path} has no title of its own"
    assert len(document.select("h1")) == 1, f"{path} has {len(document.select('h1'))} first headings"
    html = document.one("html")
    assert html.get("lang"), path
    assert html.get("dir") in ("ltr", "rtl"), path
    assert document.select("a.skip[href='#main']"), f"{path} has no way past its header"
    levels = [int(heading.tag[1]) for heading in document.select("h1, h2, h3, h4")]
    jumps = [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1]
    assert not jumps, f"{path} skips a level of headings: {levels}"


def check_ids(document: Document, path: str) -> None:
    ids = [element.get("id") for element in document.select("[id]")]
    assert len(ids) == len(set(ids)), f"{path} uses ids twice: {sorted({i for i in ids if ids.count(i) > 1})}"
    named = [
        target
        for attribute in ("aria-describedby", "aria-labelledby", "for")
        for element in document.select(f"[{attribute}]")
        for target in element.get(attribute).split()
    ]
    links = [link.get("href")[1:] for link in document.select("a[href^='#']") if link.get("href") != "#"]
    missing = sorted(set(named + links) - set(ids))
    assert not missing, f"{path} points at ids that it does not have: {missing}"


def check_forms(document: Document, path: str) -> None:
    for form in document.select("form"):
        action, method = form.get("action"), (form.get("method") or "get").lower()
        assert action, f"{path} has a form without an action"
        assert action.startswith("/"), f"{path} has a form that leads to {action}"
        if method == "post":
            assert form.xpath(".//input[@name='csrf_token']"), f"{path}: the form to {action} has no token"
    labels = {label.get("for") for label in document.select("label")}
    for control in document.select(", ".join(LABELLED)):
        if control.get("type") in SELF_LABELLED:
            continue
        wrapped = control.xpath("ancestor::label")
        named = control.get("id") in labels or control.get("aria-label") or wrapped
        assert named, f"{path}: {etree.tostring(control)[:120]!r} has no label"
    for button in document.select("button"):
        words = "".join(button.itertext()).strip() or button.get("aria-label")
        assert words, f"{path} has a button without words"


def check_nothing_inline(document: Document, path: str) -> None:
    assert not document.select("style, [style]"), f"{path} has inline styles"
    assert not [s for s in document.select("script") if not s.get("src")], f"{path} has inline scripts"
    handlers = [
        name
        for element in document.root.iter(etree.Element)
        for name in element.attrib
        if name.startswith("on")
    ]
    assert not handlers, f"{path} has inline handlers: {handlers}"
    for element in document.select("[src], link[href]"):
        address = element.get("src") or element.get("href")
        assert address.startswith("/"), f"{path} loads {address} from elsewhere"

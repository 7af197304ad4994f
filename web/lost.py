"""What somebody typed, given back to be copied where it cannot be taken: nobody types a long text twice."""

from urllib.parse import urlsplit

from flask import Response, render_template, request, url_for

from web.forms.words import label_of

SECRET = frozenset({"csrf_token", "password", "tracking_code", "login", "next", "theme"})
"""Fields that are never shown again."""


def typed_texts() -> list[tuple[str, str]]:
    """The fields of this request's form that hold a text, with their names in words."""
    fields = ((key, value) for key, value in request.form.items() if key not in SECRET and "." not in key)
    return [(label_of(key), value) for key, value in fields if value.strip()]


def lost(status: int, title: str, problem: str, *, sign_in: bool = False) -> Response:
    """A page that says why nothing was taken, and shows what was typed."""
    page = render_template(
        "lost.html",
        title=title,
        problem=problem,
        answers=typed_texts(),
        sign_in=url_for("sign_in.login", next=page_before()) if sign_in else "",
        before=page_before(),
    )
    response = Response(page, status=status, mimetype="text/html")
    response.headers["Cache-Control"] = "no-store"
    return response


def page_before() -> str | None:
    """The page of this site that the form stood on."""
    parts = urlsplit(request.referrer or "")
    if parts.netloc != request.host or not parts.path.startswith("/") or parts.path.startswith("//"):
        return None
    return f"{parts.path}?{parts.query}" if parts.query else parts.path

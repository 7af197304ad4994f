"""A form sent twice counts once: a click too many, or a page sent again, files one complaint."""

import hashlib
import json
import secrets
from datetime import timedelta

from flask import request, session

from engine.commands.lodge_complaint import LodgeComplaint, Lodged
from engine.commands.once import Once
from engine.errors import ConcurrentChange
from web.gate import actor, do
from web.times import now

ONCE = "form.once"
"""Name of the hidden field that every page shown anew fills with a value of its own."""
SHORTEST = 20
SAME_PAGE = timedelta(minutes=15)


def mark() -> str:
    """The page's own value: the one that it came with, else that of the last page, else a new one.

    The last page's serves for a while, so that a page loaded anew by the back button is no other page.
    """
    given = request.form.get(ONCE, "")
    if len(given) >= SHORTEST:
        return given
    kept, issued = session.get(ONCE, ("", 0))
    if not kept or now().timestamp() - issued > SAME_PAGE.total_seconds():
        kept, issued = secrets.token_urlsafe(24), now().timestamp()
        session[ONCE] = (kept, issued)
    return str(kept)


def lodge_once(command: LodgeComplaint) -> tuple[str, str, bool]:
    """Reference, tracking code, and whether the complaint is new; False: the same page had filed it already.

    A page that is sent again with other answers files another complaint.
    """
    filed: list[Lodged] = []

    def render(lodged: Lodged) -> bytes:
        filed.append(lodged)
        return json.dumps([lodged.reference, lodged.tracking_code]).encode()

    fingerprint = _fingerprint()
    key = f"{mark()} {fingerprint}"  # a corrected page is another request
    kept = _twin_first(Once(command, render, f"page {actor().login}", key, fingerprint))
    reference, code = json.loads(kept)
    return reference, code, bool(filed)


def _twin_first(once: Once) -> bytes:
    """The kept answer; where the same page is being handled at this moment, that one's."""
    try:
        return do(once)
    except ConcurrentChange:
        return do(once)


def _fingerprint() -> str:
    """Of the answers, without what differs from page to page."""
    answers = sorted(pair for pair in request.form.items(multi=True) if pair[0] != "csrf_token")
    return hashlib.sha256(json.dumps([request.path, answers]).encode()).hexdigest()

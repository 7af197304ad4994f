"""What every page shares: blueprints, navigation, and the names that templates use."""

from typing import Any

from flask import Flask, request, session
from flask_login import current_user

from engine.authority import may
from web import (
    admin,
    audit,
    calendars,
    case_actions,
    cases,
    insight,
    operations,
    portal,
    processes,
    recording,
    settings,
    sign_in,
    task,
    tracking,
    work,
)
from web.gate import actor, querela
from web.navigation import places
from web.texts import Language, _, language, ngettext

BLUEPRINTS = (
    portal.bp,
    tracking.bp,
    sign_in.bp,
    work.bp,
    task.bp,
    recording.bp,
    cases.bp,
    case_actions.bp,
    processes.bp,
    audit.bp,
    insight.bp,
    operations.bp,
    admin.bp,
    settings.bp,
    calendars.bp,
)


def _names() -> dict[str, Any]:
    """Names for templates."""
    here: Language = language()
    theme = session.get("theme")
    return {
        "_": _,
        "ngettext": ngettext,
        "page_language": here,
        "theme": theme if theme in ("light", "dark") else "auto",
        "places": places() if current_user.is_authenticated else [],
        "me": current_user.person if current_user.is_authenticated else None,
        "sandbox": querela().config.sandbox,
        "may": lambda what: may(actor(), what),
        "is_htmx": request.headers.get("HX-Request") == "true",
    }


def install(app: Flask) -> None:
    """Register the blueprints and lend names to templates."""
    app.context_processor(_names)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)

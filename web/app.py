"""The web application: one factory, no global state."""

import hashlib
from datetime import timedelta

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from engine.watching import Watch
from web import assets, errors, health, limits, packed, pages, security, sessions, times
from web.api import create_api
from web.gate import Querela
from web.proxies import Behind
from web.watching import Watched, note_route

API = "/api/v1"
MAX_UPLOAD = 50 * 1024 * 1024


def create_app(querela: Querela, *, testing: bool = False) -> Flask:
    """The web application for one installation. `testing` lets unexpected errors through."""
    app = Flask("web", static_folder="static", template_folder="templates")
    app.extensions["querela"] = querela
    app.config.from_mapping(
        SECRET_KEY=hashlib.sha256(f"querela/session/{querela.secrets.key}".encode()).hexdigest(),
        SESSION_COOKIE_NAME="querela",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=querela.config.https,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(days=365),
        MAX_CONTENT_LENGTH=MAX_UPLOAD,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session: nobody loses a text for having typed slowly
        WTF_CSRF_SSL_STRICT=False,  # tracking pages send no Referer; the token and SameSite protect them
        LANGUAGES=["en"],
        TESTING=testing,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    note_route(app)
    CSRFProtect(app)
    sessions.install(app)
    limits.install(app)
    security.install(app)
    assets.install(app)
    packed.install(app)
    times.install(app)
    errors.install(app)
    pages.install(app)
    health.install(app, querela)
    watch = app.extensions["querela.watch"] = querela.watch or _watch()
    both = DispatcherMiddleware(app.wsgi_app, {API: create_api(querela)})
    watched = Watched(both, watch)
    proxies = querela.config.proxies
    app.wsgi_app = Behind(watched, proxies) if proxies else watched  # type: ignore[method-assign]
    return app


def _watch() -> Watch:
    """For an application whose commands nobody watches: its requests at least are."""
    from engine.watching.figures import Figures  # slow to load

    return Watch(Figures())

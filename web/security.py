"""Headers that keep a page to itself."""

from flask import Flask, Response, request

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}

ATTRIBUTE_STYLES = "style-src-attr 'unsafe-inline'"
"""For pages whose drawing tools write style attributes; nothing else is loosened."""


def policy(*more: str) -> str:
    """The content security policy, with further directives for pages that need them."""
    return "; ".join([*(f"{name} {value}" for name, value in POLICY.items()), *more])


def install(app: Flask) -> None:
    """Send the headers with every answer; what a view has set itself stays."""

    @app.after_request
    def harden(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", policy())
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if app.config["SESSION_COOKIE_SECURE"] or request.is_secure:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        if request.endpoint != "static":
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def keep_secret(response: Response) -> Response:
    """The answer, never stored and never named to another site: for pages that a tracking code opens."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response

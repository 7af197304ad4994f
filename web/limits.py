"""Limits on attempts, in real time: doors that anybody may knock at."""

from flask import Flask, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

LOGIN = "10 per minute; 60 per hour"
COMPLAIN = "10 per minute; 60 per hour"
TRACK = "20 per minute; 120 per hour"

limiter = Limiter(key_func=get_remote_address, storage_uri="memory://", strategy="moving-window")


def posts_only() -> bool:
    """Looking costs nothing: only sending counts."""
    return request.method != "POST"


def install(app: Flask, enabled: bool) -> None:
    """Count attempts, unless a sandbox has switched that off."""
    app.config["RATELIMIT_ENABLED"] = enabled
    limiter.init_app(app)

"""Liveness and readiness, for those who watch the service."""

from flask import Blueprint, Response, jsonify

from engine.errors import EngineError
from engine.logs import logger
from web.gate import querela

bp = Blueprint("health", __name__)
_log = logger("health")


@bp.get("/healthz")
def healthz() -> Response:
    """The process answers."""
    return jsonify(status="ok")


@bp.get("/readyz")
def readyz() -> Response:
    """The database answers, and its schema is this release's; 503 otherwise."""
    try:
        querela().require_kind()
    except EngineError as reason:
        _log.warning("not ready", reason=str(reason))
        answer = jsonify(status="not ready", reason=str(reason))
        answer.status_code = 503
        return answer
    return jsonify(status="ready")

"""Liveness, readiness and figures, for those who watch the service."""

from collections.abc import Mapping
from functools import partial

from flask import Blueprint, Flask, Response, current_app, jsonify, request

from engine.errors import EngineError
from engine.logs import fault, logger
from engine.queries.sign_in import BearerOf, Operations
from engine.watching.probe import Probe, Unanswered
from web.errors import problem
from web.gate import Querela, querela
from web.proxies import from_this_machine

READY_WITHIN = 0.8
COUNTED_WITHIN = 2.0
"""Seconds that the database has to answer."""

NOT_READY = "The database cannot be used just now; the log says why."

bp = Blueprint("health", __name__)
_log = logger("health")


def install(app: Flask, application: Querela) -> None:
    """Answer at the root, without a session."""
    app.extensions["querela.ready"] = Probe(application.require_kind, READY_WITHIN)
    app.extensions["querela.backlog"] = Probe(partial(application.ask, Operations()), COUNTED_WITHIN)
    app.register_blueprint(bp)


@bp.get("/healthz")
def healthz() -> Response:
    """The process answers; nothing else is asked."""
    return jsonify(status="ok")


@bp.get("/readyz")
def readyz() -> Response:
    """The database answers in time, and its schema is this release's; 503 otherwise."""
    ready: Probe[None] = current_app.extensions["querela.ready"]
    try:
        ready.ask()
    except Unanswered as reason:
        _log.warning("not ready", reason=str(reason))
        # a database that refuses names its address: that is for the log, and for whoever asks from here
        told = str(reason) if from_this_machine() else NOT_READY
        answer = jsonify(status="not ready", reason=told)
        answer.status_code = 503
        return answer
    return jsonify(status="ready")


@bp.get("/metrics")
def metrics() -> Response:
    """Figures for Prometheus: for this machine, and for whoever brings a token."""
    refusal = _refusal()
    if refusal is not None:
        return refusal
    from engine.watching.exposition import House, exposition  # loaded last: the server says where to count

    watch = current_app.extensions["querela.watch"]
    house = House(_backlog(), querela().about())
    if watch.sampler is not None:
        watch.sampler.sample()
    body, content_type = exposition(watch.figures, house, request.headers.get("Accept", ""))
    return Response(body, content_type=content_type)


def _backlog() -> Mapping[str, float] | None:
    """What waits; None where the database does not say. The figures of this server are told all the same."""
    backlog: Probe[Mapping[str, float]] = current_app.extensions["querela.backlog"]
    try:
        return backlog.ask()
    except Unanswered as reason:
        _log.warning("the backlog is not known", reason=str(reason))
        return None


def _refusal() -> Response | None:
    """Why the figures are not for this caller."""
    if from_this_machine():
        return None
    scheme, _blank, token = request.headers.get("Authorization", "").partition(" ")
    try:
        known = scheme.lower() == "bearer" and querela().ask(BearerOf(token.strip())) is not None
    except EngineError as wrong:
        _log.warning("not ready", **fault(wrong))
        return problem(503, "Not ready yet", NOT_READY)
    if known:
        return None
    answer = problem(401, "Please sign in", "Figures are for this machine, or for a token that holds.")
    answer.headers["WWW-Authenticate"] = "Bearer"
    return answer

"""The API's application: bearer tokens, problem documents, its own description. No cookies, so no CSRF."""

import re
from typing import Any

from apiflask import APIFlask
from flask import Response

from web import limits
from web.api import attachments, cases, complaints, door, faults, flood, instances, messages, processes, tasks
from web.api.description import CALLS, components, operation
from web.gate import Querela
from web.watching import note_route

MAX_BODY = 25 * 1024 * 1024


def create_api(querela: Querela) -> APIFlask:
    """The API for one installation, to be mounted at `/api/v1`."""
    api = APIFlask(
        "web.api", title="Querela", version="1", spec_path="/openapi.json", docs_path=None, json_errors=False
    )
    api.extensions["querela"] = querela
    api.config.update(
        MAX_CONTENT_LENGTH=MAX_BODY,
        AUTO_404_RESPONSE=False,
        SPEC_FORMAT="json",
        DESCRIPTION="Complaints, their tasks, processes and history. Instants are ISO 8601 with a zone.",
        SERVERS=[{"url": f"{querela.config.base_url}/api/v1"}],
    )
    note_route(api)
    faults.install(api)
    if querela.config.rate_limits:
        flood.install(api)
    limits.install(api)
    for room in (complaints, cases, attachments, tasks, instances, messages, processes):
        api.register_blueprint(room.bp)

    api.before_request(door.require_token)
    api.spec_processor(lambda spec: _described(api, spec))

    @api.after_request
    def harden(response: Response) -> Response:
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        return response

    return api


def _described(api: APIFlask, spec: Any) -> Any:
    """The generated description with what `description` says of each call."""
    spec["components"] = components()
    spec["tags"] = list({tag["name"]: tag for tag in spec["tags"]}.values())
    for rule in api.url_map.iter_rules():
        path = spec["paths"].get(_path(rule.rule), {})
        for name in (rule.methods or set()) & {"GET", "POST"} if rule.endpoint in CALLS else ():
            method = name.lower()
            own = operation(rule.endpoint, method)
            kept = [p for p in path[method].get("parameters", []) if p["in"] == "path"]
            path[method] = {**path[method], **own, "parameters": [*kept, *_listed(own["parameters"])]}
    return spec


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _path(rule: str) -> str:
    """A rule of Flask as a path of OpenAPI."""
    return re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", r"{\1}", rule)

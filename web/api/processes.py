"""Published processes and their files, for reading."""

from apiflask import APIBlueprint
from flask import Response

from engine.model.package import Definition
from engine.queries.processes import Processes, ProcessFile, ProcessPackage, ProcessRow, ProcessVersions
from web.api.door import answer, ask

bp = APIBlueprint("processes", __name__, tag="Processes")
_TYPES = {".bpmn": "application/xml", ".dmn": "application/xml", ".form": "application/json"}


@bp.get("/processes")
def list_processes() -> Response:
    """Every published process with its newest version."""
    return answer({"items": [process_fields(row) for row in ask(Processes())], "next": None})


@bp.get("/processes/<key>/versions")
def versions(key: str) -> Response:
    """Versions of a process, newest first, with their files."""
    row = ask(ProcessVersions(key))
    items = []
    for definition in row.versions:
        _, package = ask(ProcessPackage(key, definition.version))
        open_now = row.open.get(definition.version, 0)
        items.append({**version_fields(definition, open_now), "files": sorted(package.files)})
    return answer({"items": items, "next": None})


@bp.get("/processes/<key>/versions/<int(max=999999999):version>/<path:file>")
def file(key: str, version: int, file: str) -> Response:
    """The file as it was published."""
    data = ask(ProcessFile(key, version, file))
    ending = file[file.rfind(".") :]
    response = Response(data, mimetype=_TYPES.get(ending, "text/plain"))
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def process_fields(row: ProcessRow) -> dict[str, object]:
    """A process with its newest version."""
    return {
        "key": row.key,
        "title": row.title,
        "version": row.versions[0].version,
        "open": sum(row.open.values()),
    }


def version_fields(definition: Definition, open_now: int) -> dict[str, object]:
    """One version."""
    return {
        "key": definition.key,
        "version": definition.version,
        "sha256": definition.sha256,
        "title": definition.title,
        "published_at": definition.published_at,
        "published_by": definition.published_by,
        "reason": definition.reason,
        "open": open_now,
    }

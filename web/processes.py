"""Published processes: what runs, in which version, with which files."""

import json
from io import BytesIO

from flask import Blueprint, abort, render_template, request, send_file
from flask.typing import ResponseReturnValue

from engine.model.package import Package
from engine.queries.processes import Processes, ProcessFile, ProcessPackage, ProcessVersions
from web.gate import ask, querela
from web.labels import language_name
from web.people import name_of
from web.sessions import for_staff

bp = Blueprint("processes", __name__, url_prefix="/processes")
for_staff(bp)

TYPES = {".bpmn": "text/xml", ".dmn": "text/xml", ".form": "application/json"}
KINDS = (("diagrams", ".bpmn"), ("decisions", ".dmn"), ("forms", ".form"), ("mail texts", ".md"))


@bp.get("")
def index() -> ResponseReturnValue:
    """All processes as cards."""
    rows = ask(Processes())
    mains = {row.key: ask(ProcessPackage(row.key))[1].process for row in rows}
    return render_template("processes/index.html", rows=rows, mains=mains, name_of=name_of)


@bp.get("/<key>")
def process(key: str) -> ResponseReturnValue:
    """One process: drawing, versions, files."""
    row = ask(ProcessVersions(key))
    version = request.args.get("version", type=int) or row.versions[0].version
    if version not in row.open:
        abort(404)
    definition, package = ask(ProcessPackage(key, version))
    files = {
        title: sorted(name for name in package.files if name.endswith(ending)) for title, ending in KINDS
    }
    return render_template(
        "processes/process.html",
        row=row,
        definition=definition,
        package=package,
        complaints=querela().config.process,
        titles={name: _title(package, name) for name in package.files},
        files={title: names for title, names in files.items() if names},
        name_of=name_of,
    )


def _title(package: Package, name: str) -> str:
    """What a file is called on the page: a form by its title, a mail text by its key and language."""
    if name in package.forms:
        title = json.loads(package.files[name]).get("title")
        return str(title) if title else name
    if name in package.messages:
        key, _dot, language = name.rpartition("/")[2].removesuffix(".md").partition(".")
        words = key.replace("-", " ").capitalize()
        return f"{words} ({language_name(language)})" if language else words
    return name


@bp.get("/<key>/versions/<int:version>/<path:file>")
def file(key: str, version: int, file: str) -> ResponseReturnValue:
    """A file of a version, exactly as published; it never changes."""
    data = ask(ProcessFile(key, version, file))
    ending = "." + file.rpartition(".")[2]
    response = send_file(
        BytesIO(data),
        mimetype=TYPES.get(ending, "text/plain"),
        as_attachment=bool(request.args.get("download")),
        download_name=file.rpartition("/")[2],
    )
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response

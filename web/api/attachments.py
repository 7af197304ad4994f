"""Files of a case."""

from io import BytesIO

from apiflask import APIBlueprint
from flask import Response, request, send_file

from engine.commands.attach import Attach
from engine.model.complaint import Attachment
from engine.queries.register import GetAttachment
from web.api.door import ask, do
from web.api.faults import BadRequest

bp = APIBlueprint("attachments", __name__, tag="Cases")


@bp.post("/complaints/<reference>/attachments")
def attach(reference: str) -> Response:
    """Keep a file with the case."""
    file = request.files.get("file") or next(iter(request.files.values()), None)
    if file is None:
        raise BadRequest("Send the file as a part named “file” of multipart/form-data.")
    data = file.stream.read()
    file.stream.seek(0)
    return do(Attach(reference, file.filename or "file", data), file_fields, status=201)


@bp.get("/complaints/<reference>/attachments/<attachment>")
def fetch(reference: str, attachment: str) -> Response:
    """The file's bytes, to be saved, never shown in place."""
    found, data = ask(GetAttachment(reference, attachment))
    response = send_file(BytesIO(data), mimetype=found.type, as_attachment=True, download_name=found.filename)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def file_fields(file: Attachment) -> dict[str, object]:
    """A file's entry."""
    return {
        "id": file.id,
        "filename": file.filename,
        "type": file.type,
        "size": file.size,
        "sha256": file.sha256,
        "added_at": file.added_at,
    }

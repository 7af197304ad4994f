"""Complaints: lodged by anybody, looked up by staff."""

from apiflask import APIBlueprint
from flask import Response, request

from engine.commands.complaint_body import complaint_from_body
from engine.commands.lodge_complaint import Lodged
from engine.ports.reads import CaseFilter
from engine.queries.present import case_fields, row_fields
from engine.queries.register import CaseDetail, Register
from web.api.door import answer, ask, body, do, has_token, limit, one_of, page, read_end, read_moment
from web.limits import LODGE, limited

bp = APIBlueprint("complaints", __name__, tag="Complaints")


@bp.post("/complaints")
@limited(LODGE, unless=has_token)
def lodge() -> Response:
    """Record a complaint and start its process."""
    command = complaint_from_body(body())
    return do(command, lodged_fields, status=201)


@bp.get("/complaints")
def list_complaints() -> Response:
    """The part of the register that the caller may see, newest first."""
    args = request.args
    since, until = args.get("received_from"), args.get("received_to")
    wanted = CaseFilter(
        status=one_of("status", "open", "closed"),
        text=args.get("q", ""),
        received_from=read_moment("received_from", since) if since else None,
        received_to=read_end("received_to", until) if until else None,
        limit=limit(),
        cursor=args.get("cursor") or None,
    )
    return page(ask(Register(wanted)), row_fields)


@bp.get("/complaints/<reference>")
def show(reference: str) -> Response:
    """The register entry with milestones and clocks."""
    return answer(case_fields(ask(CaseDetail(reference))))


def lodged_fields(lodged: Lodged) -> dict[str, object]:
    """What the complainant takes away."""
    return {
        "reference": lodged.reference,
        "tracking_code": lodged.tracking_code,
        "instance": lodged.instance,
        "status": lodged.status,
    }

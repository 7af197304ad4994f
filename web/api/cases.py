"""What can be done with a case: each call carries its reason into the history."""

from apiflask import APIBlueprint
from flask import Response

from engine.commands.convert_case import ConvertCase
from engine.commands.deadlines import ExtendCase, PauseCase, ResumeCase
from engine.commands.merge_case import MergeCase
from engine.commands.reopen_case import ReopenCase
from engine.commands.withdraw_case import WithdrawCase
from engine.commands.write_to_case import WriteToCase, Written
from engine.model.complaint import Complaint
from engine.queries.present import complaint_fields
from web.api.door import do, moment, text

bp = APIBlueprint("cases", __name__, tag="Cases")


def _entry(complaint: Complaint) -> dict[str, object]:
    return complaint_fields(complaint)


@bp.post("/complaints/<reference>/messages")
def write(reference: str) -> Response:
    """A message from (`in`) or to (`out`) the complainant."""
    command = WriteToCase(
        reference,
        text("text", needed=True),
        subject=text("subject"),
        channel=text("channel") or "e-mail",
        direction=text("direction") or "out",
    )

    def fields(written: Written) -> dict[str, object]:
        return {"reference": written.reference, "delivered": written.delivered}

    return do(command, fields, status=201)


@bp.post("/complaints/<reference>/withdraw")
def withdraw(reference: str) -> Response:
    """Withdraw the complaint, as its diagram allows."""
    return do(WithdrawCase(reference, text("reason")), _entry)


@bp.post("/complaints/<reference>/reopen")
def reopen(reference: str) -> Response:
    """Handle a closed case anew."""
    return do(ReopenCase(reference, text("reason")), _entry)


@bp.post("/complaints/<reference>/convert")
def convert(reference: str) -> Response:
    """Make it a complaint, suggestion, compliment or enquiry; the received moment stays."""
    return do(ConvertCase(reference, text("kind", needed=True), text("reason")), _entry)


@bp.post("/complaints/<reference>/merge")
def merge(reference: str) -> Response:
    """Merge a duplicate into the case that goes on."""
    return do(MergeCase(reference, text("into", needed=True), text("reason") or "duplicate"), _entry)


@bp.post("/complaints/<reference>/pause")
def pause(reference: str) -> Response:
    """Stop the pausable clocks until a moment."""
    return do(PauseCase(reference, text("reason"), text("awaiting"), moment("until")), _entry)


@bp.post("/complaints/<reference>/resume")
def resume(reference: str) -> Response:
    """End a pause early."""
    return do(ResumeCase(reference, text("reason")), _entry)


@bp.post("/complaints/<reference>/extend")
def extend(reference: str) -> Response:
    """Extend the limit for the answer, once; the complainant is told."""
    return do(ExtendCase(reference, text("reason"), moment("until")), _entry)

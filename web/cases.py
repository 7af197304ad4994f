"""The register of complaints, and one case of it."""

from io import BytesIO

from flask import Blueprint, abort, render_template, request, send_file
from flask.typing import ResponseReturnValue

from engine.queries.masking import MASK
from engine.queries.processes import InstanceDetail, ProcessPackage
from engine.queries.register import CaseCounts, CaseDetail, CaseView, FieldValues, GetAttachment
from engine.queries.trace import InstanceHistory, TraceEntry
from web import case_words, history_words
from web.case_filters import looked_up, read_filters
from web.diagrams import Drawing, drawing_of
from web.forms.of_case import case_forms, intake_forms
from web.forms.words import record_answers
from web.gate import ask, querela
from web.labels import channel_name, kind_name, language_name, mail_state, option_label
from web.marks import marks_of
from web.numbers import counted
from web.people import complainant_of, group_name, name_of
from web.phases import in_order, milestone_name, phase
from web.sessions import for_staff
from web.thread import for_staff as thread
from web.thread import notices_of

bp = Blueprint("cases", __name__, url_prefix="/cases")
for_staff(bp)

TABS = ("record", "conversation", "timeline", "diagram")
MOST_TOLD = 5_000
NOT_FOLDED = frozenset({"write", "attach", "audit"})
"""What has its own place on the page; everything else that one may do folds out under “Actions”."""


@bp.get("")
def register() -> ResponseReturnValue:
    """Cases that this person may see."""
    filters = read_filters(request.args, querela().config.zone)
    page, problem = looked_up(filters)
    forms = intake_forms()
    shown = render_template(
        "cases/register.html",
        page=page,
        problem=problem,
        filters=filters,
        counts=ask(CaseCounts()),
        counted=counted,
        choices=ask(FieldValues(("category", "channel", "outcome", "owner"))),
        complainant_of=complainant_of,
        name_of=name_of,
        outcome_name=case_words.outcome_name,
        categories=lambda value: option_label("category", value, forms),
        channel_name=channel_name,
        kind_name=kind_name,
        marks=marks_of,
        phase=phase,
    )
    return shown, 422 if problem else 200


@bp.get("/<reference>")
def case(reference: str) -> ResponseReturnValue:
    """One case: header, clocks, and the tab that is asked for."""
    tab = request.args.get("tab", "record")
    if tab not in TABS:
        abort(404)
    return render_case(ask(CaseDetail(reference)), tab)


def render_case(view: CaseView, tab: str, problem: str = "", typed: dict[str, str] | None = None) -> str:
    """The case's page, with what was refused told on top and what was typed still there."""
    entries: tuple[TraceEntry, ...] = ()
    drawing: Drawing | None = None
    if tab in ("timeline", "diagram"):
        entries = ask(InstanceHistory(view.instance.id, told=MOST_TOLD))
    if tab == "diagram":
        _definition, package = ask(ProcessPackage(view.instance.key, view.instance.definition_version))
        instance = ask(InstanceDetail(view.instance.id))
        drawing = drawing_of(instance, package.process, entries, view.now)
    return render_template(
        "cases/case.html",
        view=view,
        complaint=view.complaint,
        title=view.complaint.subject
        if view.complaint.subject not in ("", MASK)
        else view.complaint.reference,
        tab=tab,
        tabs=TABS,
        sentence=case_words.status_sentence(view),
        clocks=case_words.clock_bars(view),
        lines=history_words.lines(entries),
        left_out=view.instance.chain_length - len(entries),
        drawing=drawing,
        milestones=in_order(view.milestones),
        milestone_name=milestone_name,
        opened_again_at=case_words.opened_again_at(view),
        forms=case_forms(view) if tab == "record" else (),
        said=thread(view),
        notices=notices_of(view),
        marks=marks_of(view.complaint),
        has_actions=bool(view.may - NOT_FOLDED),
        problem=problem,
        typed=typed or {},
        complainant_of=complainant_of,
        name_of=name_of,
        group_name=group_name,
        record_answers=record_answers,
        option_label=option_label,
        channel_name=channel_name,
        kind_name=kind_name,
        language_name=language_name,
        mail_state=mail_state,
    )


@bp.get("/<reference>/attachments/<attachment>")
def attachment(reference: str, attachment: str) -> ResponseReturnValue:
    """A file of the case, always as a download: nothing of it runs here."""
    found, data = ask(GetAttachment(reference, attachment))
    response = send_file(BytesIO(data), mimetype=found.type, as_attachment=True, download_name=found.filename)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response

"""For auditors: what happened, step by step, beside the drawing, and whether the record is whole."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from engine.queries.trace import Trace
from web.case_filters import looked_up, read_filters
from web.case_words import outcome_name
from web.forms.of_case import intake_forms
from web.gate import ask, querela
from web.labels import channel_name, kind_name, option_label
from web.marks import marks_of
from web.people import name_of
from web.phases import milestone_name
from web.rounds import rounds
from web.sessions import for_staff
from web.times import now

bp = Blueprint("audit", __name__, url_prefix="/audit")
for_staff(bp)


@bp.get("")
def index() -> ResponseReturnValue:
    """Cases to look into."""
    filters = read_filters(request.args, querela().config.zone)
    page, problem = looked_up(filters)
    forms = intake_forms()
    shown = render_template(
        "audit/index.html",
        page=page,
        problem=problem,
        filters=filters,
        outcome_name=outcome_name,
        categories=lambda value: option_label("category", value, forms),
        channel_name=channel_name,
        marks=marks_of,
        milestone_name=milestone_name,
        name_of=name_of,
    )
    return shown, 422 if problem else 200


@bp.get("/<reference>")
def case(reference: str) -> ResponseReturnValue:
    """The history of one case beside its diagram, round by round where it was opened again."""
    view = ask(Trace(reference))
    return render_template(
        "audit/case.html",
        view=view,
        complaint=view.complaint,
        rounds=rounds(view, now()),
        channel_name=channel_name,
        kind_name=kind_name,
        name_of=name_of,
    )

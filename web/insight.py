"""Few figures, each with what it counts (ISO 10002, 8.2 and 8.4)."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from engine.queries.figures import Figure, Figures
from web.gate import ask
from web.sessions import for_staff
from web.texts import _, ngettext
from web.times import now

bp = Blueprint("insight", __name__, url_prefix="/insight")
for_staff(bp)

SPANS = (30, 90, 365)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart: its share of the longest, in percent."""

    label: str
    number: int
    width: float


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole. `start` and `width` in percent of the whole."""

    label: str
    tone: str
    number: int
    start: float
    width: float


@bp.get("")
def index() -> ResponseReturnValue:
    """The figures of the last days."""
    span = request.args.get("days", 90, type=int)
    span = span if span in SPANS else 90
    view = ask(Figures(since=now() - timedelta(days=span), until=now()))
    return render_template(
        "insight/index.html",
        view=view,
        span=span,
        spans=SPANS,
        findings=[(finding(figure), shares(figure)) for figure in view.figures],
        backlog=bars(tuple((_("%(band)s working days", band=band), number) for band, number in view.backlog)),
        oldest=oldest(view.backlog),
    )


def finding(figure: Figure) -> str:
    """The figure as a sentence: numerator and denominator always, a percentage only of enough cases."""
    if figure.of == 0:
        return _("%(name)s: no case was due in this time.", name=_(figure.name))
    if figure.percent is None:
        return _("%(name)s: %(hits)d of %(of)d.", name=_(figure.name), hits=figure.hits, of=figure.of)
    percent = f"{figure.percent:.1f}"
    words = {"name": _(figure.name), "percent": percent, "hits": figure.hits, "of": figure.of}
    return _("%(name)s: %(percent)s %% (%(hits)d of %(of)d).", **words)


def shares(figure: Figure) -> list[Share]:
    """On time and late, as parts of one bar."""
    if not figure.of:
        return []
    hits = 100 * figure.hits / figure.of
    return [
        Share(_("on time"), "on-track", figure.hits, 0, hits),
        Share(_("late"), "late", figure.of - figure.hits, hits, 100 - hits),
    ]


def bars(counts: tuple[tuple[str, int], ...]) -> list[Bar]:
    """The counts as bars, the longest full."""
    longest = max((number for _label, number in counts), default=0) or 1
    return [Bar(label, number, 100 * number / longest) for label, number in counts]


def oldest(backlog: tuple[tuple[str, int], ...]) -> str:
    """The backlog as a sentence."""
    total = sum(number for _label, number in backlog)
    if total == 0:
        return _("No case is open.")
    old = sum(number for _label, number in backlog[-2:])
    text = ngettext("%(num)d case is open", "%(num)d cases are open", total)
    return text + (
        _("; none of them is older than 20 working days.")
        if not old
        else ngettext(
            ", %(num)d of them for more than 20 working days.",
            ", %(num)d of them for more than 20 working days.",
            old,
        )
    )

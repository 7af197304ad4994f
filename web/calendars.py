"""For administrators: when the organisation works. Deadlines of open cases follow a change."""

from datetime import date, timedelta

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.calendars import Calendar
from engine.commands.change_calendar import CalendarChange, ChangeCalendar
from engine.errors import InvalidForm
from engine.queries.house import CalendarView, HouseSettings, to_toml
from web.calendar_form import WEEKDAYS, Typed, read, typed_of
from web.gate import ask, do, querela
from web.sessions import for_staff
from web.texts import _, ngettext
from web.times import local, now

bp = Blueprint("calendars", __name__, url_prefix="/admin/calendars")
for_staff(bp)

NEW = "new"
FIXED = "always"
YEAR = 366


@bp.get("")
def index() -> ResponseReturnValue:
    """All calendars, each with its hours."""
    return render_template(
        "admin/calendars.html", views=ask(HouseSettings()).calendars, days=WEEKDAYS, summary=summary
    )


@bp.route("/<name>", methods=["GET", "POST"])
def calendar(name: str) -> ResponseReturnValue:
    """One calendar to be changed; under the name “new” a further one."""
    views = {view.name: view for view in ask(HouseSettings()).calendars}
    view = views.get(name)
    if (view is None and name != NEW) or name == FIXED:
        abort(404)
    if request.method == "GET":
        return _show(view, typed_of(view.calendar if view else None, querela().config.timezone))
    if view and "give_back" in request.form:
        return _change(view, name, None)
    typed = Typed(dict(request.form.items()))
    return _change(view, name if view else typed.text("name"), typed)


def _change(view: CalendarView | None, name: str, typed: Typed | None) -> ResponseReturnValue:
    """Save what was typed, or give the shipped calendar back; what was refused is told at its field."""
    reason = request.form.get("reason", "").strip()
    try:
        text = to_toml(read(typed, name)) if typed else ""
        change = do(ChangeCalendar(name, text, reason))
    except InvalidForm as wrong:
        shown = typed or typed_of(view.calendar if view else None, querela().config.timezone)
        return _show(view, shown, wrong.errors), 422
    flash(_told(change), "success")
    return redirect(url_for("calendars.index"), 303)


def _told(change: CalendarChange) -> str:
    if not change.changed:
        return _("Nothing was changed.")
    text = _("The calendar “%(name)s” is changed.", name=change.name)
    if not change.cases:
        return text
    one = "The deadlines of %(num)d case are being computed anew."
    many = "The deadlines of %(num)d cases are being computed anew."
    return f"{text} {ngettext(one, many, change.cases)}"


def _show(view: CalendarView | None, typed: Typed, errors: dict[str, str] | None = None) -> str:
    return render_template(
        "admin/calendar.html",
        view=view,
        typed=typed,
        errors=errors or {},
        days=WEEKDAYS,
        free=free_days(view.calendar) if view else [],
    )


def summary(calendar: Calendar) -> list[tuple[str, str]]:
    """The week as lines, days with the same hours together: `monday to friday`, `09:00-17:00`."""
    lines: list[tuple[int, int, str]] = []
    for number, openings in enumerate(calendar.week):
        hours = ", ".join(str(opening) for opening in openings) or _("closed")
        if lines and lines[-1][2] == hours:
            lines[-1] = (lines[-1][0], number, hours)
        else:
            lines.append((number, number, hours))
    return [(_days(first, last), hours) for first, last, hours in lines]


def _days(first: int, last: int) -> str:
    one, other = _(WEEKDAYS[first].capitalize()), _(WEEKDAYS[last].capitalize())
    return one if first == last else _("%(first)s to %(last)s", first=one, last=other)


def free_days(calendar: Calendar) -> list[tuple[date, str]]:
    """The days of the next twelve months on which nobody works though the week says so, with their names."""
    today = local(now()).date()
    days = (today + timedelta(days=ahead) for ahead in range(YEAR))
    named = ((day, calendar.holiday(day)) for day in days if calendar.week[day.weekday()])
    return [(day, name) for day, name in named if name is not None]

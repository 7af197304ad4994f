"""Moments as people read them, in the organisation's zone."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from flask import Flask, g
from markupsafe import Markup, escape

from engine.calendars.calendar import Calendar
from engine.model.complaint import MILESTONES, OTHER_MILESTONES
from engine.queries.office import OfficeCalendar
from web.gate import querela
from web.texts import _, ngettext

SOON = 2
"""Working days: what is due within them is shown as soon."""

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def now() -> datetime:
    """The installation's instant, the same during one request."""
    if "now" not in g:
        g.now = querela().now()
    instant: datetime = g.now
    return instant


def local(moment: datetime) -> datetime:
    """The moment on the organisation's clocks."""
    return moment.astimezone(querela().config.zone)


def day_text(day: date) -> str:
    """`Thu 26 Nov`, with the year where it is not this one."""
    year = "" if day.year == local(now()).year else f" {day.year}"
    return f"{_(DAYS[day.weekday()])} {day.day} {_(MONTHS[day.month - 1])}{year}"


def _tag(moment: datetime, text: str) -> Markup:
    here = local(moment)
    exact = f"{here:%Y-%m-%d %H:%M:%S} {here.tzname()}"
    return Markup('<time datetime="{}" title="{}">{}</time>').format(moment.isoformat(), exact, text)


def day(moment: datetime | date | None) -> Markup:
    """The day as a `<time>` element, the exact instant on hover."""
    if moment is None:
        return Markup("")
    if not isinstance(moment, datetime):
        return Markup('<time datetime="{}">{}</time>').format(moment.isoformat(), day_text(moment))
    return _tag(moment, day_text(local(moment).date()))


def moment(moment: datetime | None) -> Markup:
    """Day and time as a `<time>` element."""
    if moment is None:
        return Markup("")
    here = local(moment)
    return _tag(moment, f"{day_text(here.date())}, {here:%H:%M}")


def clock_time(moment: datetime) -> Markup:
    """The time of day as a `<time>` element."""
    return _tag(moment, f"{local(moment):%H:%M}")


def days_until(moment: datetime) -> int:
    """Days from today to the moment's day, on the organisation's calendar; negative when it has passed."""
    return (local(moment).date() - local(now()).date()).days


def office() -> Calendar:
    """The office's calendar, read once during one request."""
    if "office" not in g:
        g.office = querela().ask(OfficeCalendar())
    calendar: Calendar = g.office
    return calendar


def working_days_until(moment: datetime) -> int:
    """Working days after today up to the moment's day; negative when it has passed."""
    today, day = local(now()).date(), local(moment).date()
    first, last = min(today, day), max(today, day)
    between = (first + timedelta(days=number) for number in range(1, (last - first).days + 1))
    found = sum(1 for one in between if office().always or office().hours(one))
    return found if day >= today else -found


def distance(moment: datetime) -> str:
    """`in 3 working days`, `tomorrow`, `today by 14:00`, `2 working days late`."""
    days, late = days_until(moment), moment < now()
    if days == 0:
        return (
            _("late since %(time)s", time=f"{local(moment):%H:%M}")
            if late
            else _("today by %(time)s", time=f"{local(moment):%H:%M}")
        )
    if days == 1:
        return _("tomorrow")
    working = working_days_until(moment)
    if working > 0:
        return ngettext("in %(num)d working day", "in %(num)d working days", working)
    if working < 0:
        return ngettext("%(num)d working day late", "%(num)d working days late", -working)
    return _("late") if late else _("before the next working day")


def age(moment: datetime) -> str:
    """`today`, `yesterday`, `5 days ago`."""
    days = -days_until(moment)
    if days <= 0:
        return _("today")
    return _("yesterday") if days == 1 else ngettext("%(num)d day ago", "%(num)d days ago", days)


def tone(due_at: datetime | None) -> str:
    """How pressing: `late`, `soon` (two working days), `on-track`; `neutral` without a due moment."""
    if due_at is None:
        return "neutral"
    if due_at < now():
        return "late"
    return "soon" if working_days_until(due_at) <= SOON else "on-track"


def length(span: timedelta) -> str:
    """`3 days`, `5 hours`, `12 minutes`: the largest unit alone."""
    seconds = int(span.total_seconds())
    if seconds >= 86_400:
        return ngettext("%(num)d day", "%(num)d days", seconds // 86_400)
    if seconds >= 3_600:
        return ngettext("%(num)d hour", "%(num)d hours", seconds // 3_600)
    return ngettext("%(num)d minute", "%(num)d minutes", max(1, seconds // 60))


def latest(moments: Mapping[str, datetime]) -> str:
    """The name of the latest moment; of several at once, the one named later by ISO 10002."""
    names = (*MILESTONES, *OTHER_MILESTONES)
    order = {name: number for number, name in enumerate(names)}
    return max(moments, key=lambda name: (moments[name], order.get(name, -1)), default="")


def seconds(number: int) -> str:
    """A number of seconds as a length in words."""
    return length(timedelta(seconds=number))


def paragraphs(text: str) -> Markup:
    """A typed text as paragraphs, its line breaks kept; nothing in it is markup."""
    blocks = [block.strip() for block in text.replace("\r\n", "\n").split("\n\n") if block.strip()]
    lines = [Markup("<br>\n").join(escape(line) for line in block.split("\n")) for block in blocks]
    return Markup("").join(Markup("<p>{}</p>").format(line) for line in lines)


def install(app: Flask) -> None:
    """Lend the functions to templates."""
    app.jinja_env.filters.update(
        day=day,
        moment=moment,
        clock_time=clock_time,
        distance=distance,
        age=age,
        tone=tone,
        paragraphs=paragraphs,
        seconds=seconds,
        latest=latest,
    )
    app.jinja_env.globals["now"] = now

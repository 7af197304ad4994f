"""For administrators: how the organisation signs, whom its processes may write to, how complaints come in."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.authority import require
from engine.commands.change_setting import ChangeSetting
from engine.errors import InvalidForm
from engine.model.complaint import CHANNELS
from engine.model.settings import ALLOWED_DOMAINS, CONTACT, ORGANISATION
from engine.queries.house import HouseHistory, HouseSettings
from engine.queries.register import FieldValues
from web.gate import actor, ask, do, querela
from web.house_words import told
from web.labels import channel_name
from web.people import name_of
from web.sessions import for_staff
from web.texts import _

bp = Blueprint("settings", __name__, url_prefix="/admin")
for_staff(bp)

FIELDS = {
    "organisation": ORGANISATION,
    "contact": CONTACT,
    "domains": ALLOWED_DOMAINS,
}
"""Names of the form's fields with the settings behind them."""

LAST = 20
"""Changes of the past that the page shows."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way by which complaints come in."""

    name: str
    how: str
    address: str
    used: bool


@bp.route("/settings", methods=["GET", "POST"])
def settings() -> ResponseReturnValue:
    """The settings, each as it counts now, and who changed what."""
    kept = {setting.name: setting.value for setting in ask(HouseSettings()).settings}
    typed = {field: kept.get(name, "") for field, name in FIELDS.items()}
    if request.method == "GET":
        return _show(typed)
    sent = {field: request.form.get(field, "").strip() for field in FIELDS}
    reason = request.form.get("reason", "").strip()
    errors: dict[str, str] = {}
    changed = False
    for field, name in FIELDS.items():
        try:
            if sent[field] != typed[field]:
                changed |= do(ChangeSetting(name, sent[field], reason)) != typed[field]
        except InvalidForm as wrong:
            errors[field] = str(next(iter(wrong.errors.values())))
    if errors:
        return _show({**sent, "reason": reason}, errors, changed), 422
    flash(_("The settings are changed.") if changed else _("Nothing was changed."), "success")
    return redirect(url_for("settings.settings"), 303)


def _show(typed: dict[str, str], errors: dict[str, str] | None = None, some_kept: bool = False) -> str:
    entries = ask(HouseHistory(limit=LAST))
    return render_template(
        "admin/settings.html",
        typed=typed,
        errors=errors or {},
        some_kept=some_kept,
        history=[told(entry) for entry in entries],
        name_of=name_of,
    )


@bp.get("/channels")
def channels() -> ResponseReturnValue:
    """The ways by which complaints come in, and which of them were used so far."""
    require(actor(), "administer")
    used = set(ask(FieldValues(("channel",)))["channel"])
    base = querela().config.base_url.rstrip("/")
    by_itself = {
        "web": (_("Complainants fill in the form themselves."), f"{base}/complain"),
        "api": (_("Other systems file complaints with a token."), f"{base}/api/v1/complaints"),
    }
    by_staff = (_("A member of staff writes it down under Cases, “Record a complaint”."), "")
    ways = [Way(channel_name(name), *by_itself.get(name, by_staff), name in used) for name in CHANNELS]
    return render_template("admin/channels.html", ways=ways)

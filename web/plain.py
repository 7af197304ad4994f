"""Where a complaint stands, in words that its complainant uses."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.queries.track import Letter, TrackView
from web.texts import _


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage on the way of a complaint. `state`: done, now or ahead."""

    label: str
    state: str
    at: datetime | None
    due_at: datetime | None = None


_STAGES: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("received",), "We received your complaint", "Receiving your complaint"),
    (("acknowledged",), "We confirmed that we have it", "Confirming that we have it"),
    (("assessed",), "We judged how serious and urgent it is", "Judging how serious and urgent it is"),
    (("investigated", "responded"), "We looked into what happened", "Looking into what happened"),
    (("decided",), "We decided and wrote to you", "Deciding and writing to you"),
    (("closed",), "Your complaint is closed", "Closing your complaint"),
)

_OUTCOMES = {
    "upheld": "We found your complaint right.",
    "partly": "We found your complaint right in part.",
    "not upheld": "We did not find your complaint right.",
    "withdrawn": "You withdrew your complaint.",
    "out of scope": "Your complaint is about something that we cannot decide.",
    "referred": "Your complaint was passed on to the body that can decide it.",
    "resolved at once": "We settled your complaint straight away.",
    "merged": "Your complaint is handled together with another one.",
}


def stages(view: TrackView) -> list[Stage]:
    """The stages, those skipped by an early end left out."""
    reached = {names: _first(view.milestones, names) for names, _done, _ahead in _STAGES}
    last = max((number for number, stage in enumerate(_STAGES) if reached[stage[0]]), default=0)
    found = []
    current_given = False
    for number, (names, done, ahead) in enumerate(_STAGES):
        at = reached[names]
        if at or (number < last and not current_given):
            if at:
                found.append(Stage(_(done), "done", at))
        elif view.status == "open":
            state = "ahead" if current_given else "now"
            current_given = True
            found.append(Stage(_(ahead), state, None, _due(view, names)))
    return found


def headline(view: TrackView) -> str:
    """One sentence on where the complaint stands."""
    if view.merged_into:
        return _("Your complaint is handled together with %(other)s.", other=view.merged_into)
    if view.status == "closed":
        return _(_OUTCOMES.get(view.outcome or "", "Your complaint is closed."))
    if "reaction" in view.awaits and "reviewed" in view.milestones:
        return _("We have looked at your complaint afresh. Tell us whether you accept the result.")
    if "reaction" in view.awaits:
        return _("We have decided. Tell us whether you accept the decision.")
    if "reply" in view.awaits:
        return _("We have a question for you and wait for your answer.")
    milestones = view.milestones
    if "closed" in milestones:
        return _("We have opened your complaint again and are looking into it.")
    if "decided" in milestones:
        return _("We have decided and are finishing what was agreed.")
    if "investigated" in milestones:
        return _("We know what happened and are preparing our answer.")
    if "assessed" in milestones:
        return _("Somebody is looking into what happened.")
    return _("We have your complaint and are deciding who looks into it.")


def letter_to_read(view: TrackView) -> Letter | None:
    """The letter that the complainant is to react to, else the latest."""
    sent = view.milestones.get("reviewed") or view.milestones.get("decided")
    if "reaction" in view.awaits and sent:
        since = [letter for letter in view.letters if letter.at >= sent]
        return next((letter for letter in reversed(since) if letter.at == since[0].at), None)
    return view.letters[-1] if view.letters else None


def answer_due(view: TrackView) -> datetime | None:
    """When the complainant can expect the decision."""
    return _due(view, ("decided",)) if view.status == "open" else None


def _first(milestones: Mapping[str, datetime], names: tuple[str, ...]) -> datetime | None:
    return next((milestones[name] for name in names if name in milestones), None)


def _due(view: TrackView, names: tuple[str, ...]) -> datetime | None:
    return min((clock.due_at for clock in view.clocks if clock.stop in names), default=None)

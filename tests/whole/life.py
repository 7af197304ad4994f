"""The shipped complaint process, lived through by commands: who does what, and how a case gets to a phase."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from engine.commands.complainant import ReactByComplainant
from engine.commands.complete_task import Completed, CompleteTask
from engine.commands.lodge_complaint import LodgeComplaint, Lodged
from engine.commands.reopen_case import ReopenCase
from engine.commands.withdraw_case import WithdrawCase
from engine.model.complaint import Complainant
from engine.model.work import WorkItem
from tests.commands.lodging import lodge, open_task
from tests.support.installation import Installation

COMPLAINT = Path(__file__).resolve().parents[2] / "processes" / "complaint"
Values = Mapping[str, object]

ANSWERS: Mapping[str, tuple[str, Values]] = {
    "assess": ("handler", {"nature": "complaint", "severity": Decimal(2)}),
    "answer": ("handler", {"outcome": "answered", "reasons": "Here it is."}),
    "resolve-early": ("handler", {"settled": "yes", "reasons": "Sent again."}),
    "investigate": ("handler", {"investigation_next": "complete", "findings": "It was open."}),
    "ask": ("handler", {"question": "Which day was it?"}),
    "propose": (
        "handler2",
        {"proposed_outcome": "upheld", "reasons": "It was ours.", "remedies": ["refund"]},
    ),
    "review": ("reviewer", {"review_result": "approved"}),
    "approve": ("manager", {"approval_result": "granted"}),
    "stage-2": ("manager", {"review_outcome": "stands", "review_reasons": "Nothing new."}),
    "refer": ("manager", {"external_body": "Ombudsman"}),
    "external-result": ("manager", {"external_outcome": "decision stands"}),
    "remedy": ("handler", {"remedy_done": "Paid back."}),
    "record-cause": ("quality", {"root_cause": "process"}),
    "close": ("handler", {"all_done": True}),
}
"""Element: who does it, and what that person answers when nothing else is said."""

ENQUIRY: Values = {"nature": "enquiry"}
SIMPLE: Values = {"nature": "complaint", "severity": Decimal(2), "simple": True}
ASKING: Values = {"investigation_next": "ask"}
DEAR: Values = {
    "proposed_outcome": "upheld",
    "reasons": "It was ours.",
    "remedies": ["refund"],
    "remedy_value": Decimal(900),
}

Act = str | tuple[str, Values]
DECIDED: tuple[Act, ...] = ("assess", "investigate", "propose", "review")
REJECTED: tuple[Act, ...] = (*DECIDED, "rejects")
ACCEPTED: tuple[Act, ...] = (*DECIDED, "accepts")

PHASES: Mapping[str, tuple[Act, ...]] = {
    "assessment": (),
    "an enquiry": (("assess", ENQUIRY),),
    "early resolution": (("assess", SIMPLE),),
    "investigation": ("assess",),
    "a question to write": ("assess", ("investigate", ASKING)),
    "a question asked": ("assess", ("investigate", ASKING), "ask"),
    "proposal": ("assess", "investigate"),
    "review": ("assess", "investigate", "propose"),
    "approval": ("assess", "investigate", ("propose", DEAR), "review"),
    "reaction": DECIDED,
    "internal review": REJECTED,
    "second reaction": (*REJECTED, "stage-2"),
    "referral": (*REJECTED, "stage-2", "rejects"),
    "external decision": (*REJECTED, "stage-2", "rejects", "refer"),
    "remedy": ACCEPTED,
    "root cause": (*ACCEPTED, "remedy"),
    "closing": (*ACCEPTED, "remedy", "record-cause"),
    "survey": (*ACCEPTED, "remedy", "record-cause", "close"),
    "reopened": (
        ("assess", {"nature": "complaint", "severity": Decimal(4)}),
        "withdraws",
        "reopens",
    ),
}
"""Phase: what is done, at once, to get a case there. Every phase in which a case can be left alone."""


def arrive(house: Installation, phase: str) -> Lodged:
    """Lodge a complaint and bring it to the phase at the same instant."""
    lodged = lodge(house)
    for act in PHASES[phase]:
        do(house, lodged, act)
    return lodged


def do(house: Installation, lodged: Lodged, act: Act) -> None:
    """One act of staff (an element, perhaps with other answers) or of the complainant."""
    element, values = act if isinstance(act, tuple) else (act, None)
    reference, code = lodged.reference, lodged.tracking_code
    if element in ("accepts", "rejects"):
        house.do(ReactByComplainant(reference, code, "accepted" if element == "accepts" else "rejected"))
    elif element == "withdraws":
        house.do(WithdrawCase(reference, "Settled otherwise."), house.actor("handler"))
    elif element == "reopens":
        house.do(ReopenCase(reference, "It happened again."), house.actor("manager"))
    else:
        finish(house, open_task(house, reference, element), values)


def finish(house: Installation, item: WorkItem, values: Values | None = None) -> Completed:
    """Complete a task as the person whose it is."""
    login, usual = ANSWERS[item.element]
    return house.do(CompleteTask(item.id, usual if values is None else values), house.actor(login))


def complaint(**fields: object) -> LodgeComplaint:
    """A complaint with an address."""
    given: dict[str, object] = {
        "description": "The parcel came open and empty.",
        "complainant": Complainant(name="Ada", email="ada@home.example"),
    }
    return LodgeComplaint(**{**given, **fields})  # type: ignore[arg-type]

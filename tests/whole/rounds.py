"""Rework: the rounds that a case can go through again and again, in the shipped and in the small process."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from engine.commands.complainant import ReplyByComplainant
from engine.commands.complete_task import CompleteTask
from engine.commands.lodge_complaint import Lodged
from engine.model.people import PUBLIC
from engine.model.request import Command
from engine.model.work import WorkItem
from tests.commands.lodging import lodge
from tests.support.installation import MINI, Installation
from tests.whole.life import ANSWERS, ASKING, COMPLAINT, Values
from tests.whole.meter import Cost, Meter

Act = tuple[str, str, Values]
"""Element, login, answers; the complainant's reply has no login."""
FINDING: Values = {"findings": "It was open.", "outcome": "upheld"}
RETURNED: Values = {"review_result": "returned", "review_comment": "Say why."}


@dataclass(frozen=True)
class Rework:
    """`before` brings a new case to the first task of the round; each round begins and ends there."""

    package: Path
    before: tuple[Act, ...]
    round: tuple[Act, ...]


def _usual(element: str, values: Values | None = None) -> Act:
    login, usual = ANSWERS[element]
    return element, login, usual if values is None else values


REWORK: Mapping[str, Rework] = {
    "investigated anew": Rework(
        MINI,
        before=(("assess", "handler", {"severity": Decimal(4)}),),
        round=(("investigate", "handler", FINDING), ("review", "reviewer", {"approved": False})),
    ),
    "asked again": Rework(
        COMPLAINT,
        before=(_usual("assess"),),
        round=(_usual("investigate", ASKING), _usual("ask"), ("reply", "", {})),
    ),
    "proposed anew": Rework(
        COMPLAINT,
        before=(_usual("assess"), _usual("investigate")),
        round=(_usual("propose"), _usual("review", RETURNED)),
    ),
}


@dataclass
class Round:
    """What one round cost, act by act, and what the case holds after it."""

    costs: list[Cost]
    state: bytes
    entries: int  #: of the history


def begin(house: Installation, rework: Rework) -> Lodged:
    """A new case, before its first round."""
    lodged = lodge(house)
    for act in rework.before:
        perform(house, lodged, act)
    return lodged


def go_round(house: Installation, lodged: Lodged, rework: Rework, meter: Meter) -> Round:
    """One round of rework; the meter counts nothing but its commands."""
    costs = []
    for act in rework.round:
        perform(house, lodged, act, before=meter.take)
        costs.append(meter.take())
    with house.querela.store.read() as unit:
        instance = unit.instances.get(lodged.instance)
    return Round(costs, instance.state, instance.chain_length)


def perform(house: Installation, lodged: Lodged, act: Act, before: Callable[[], object] = int) -> None:
    """One act; `before` is called when all is ready for its command."""
    element, login, values = act
    if element == "reply":
        command: Command[object] = ReplyByComplainant(lodged.reference, lodged.tracking_code, "On Monday.")
        actor = PUBLIC
    else:
        command = CompleteTask(open_items(house, lodged.instance)[element].id, values)
        actor = house.actor(login)
    before()
    house.do(command, actor)


def open_items(house: Installation, instance: str) -> dict[str, WorkItem]:
    """The instance's open work items by element."""
    with house.querela.store.read() as unit:
        return {item.element: item for item in unit.work_items.of_instance(instance)}

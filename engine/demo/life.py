"""One sample case while it is lived through, and the house that it lives in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from engine.bootstrap import Querela
from engine.calendars import WorkingTime
from engine.demo.staff import of_role
from engine.demo.story import Tale
from engine.errors import NotFound
from engine.model.people import Actor
from engine.model.work import WorkItem
from engine.queries.sign_in import PersonOf
from engine.queries.tasklist import Tasklist


@dataclass
class Life:
    """How far a case has come; `done` counts the steps of its way."""

    tale: Tale
    chance: Random  #: its own, so that one case more changes nothing in the others
    handler: str = ""
    reference: str = ""
    code: str = ""
    done: int = 0
    received_at: datetime | None = None  #: where it was recorded later than it came


@dataclass
class House:
    """The installation with its people and all cases by key."""

    querela: Querela
    office: WorkingTime
    lives: dict[str, Life] = field(default_factory=dict)
    _actors: dict[str, Actor] = field(default_factory=dict)

    def actor(self, login: str) -> Actor:
        """A member of staff as the one who acts."""
        if login not in self._actors:
            person = self.querela.ask(PersonOf(login))
            if person is None:
                raise NotFound(f"Nobody here has the login “{login}”.")
            self._actors[login] = Actor.of(person)
        return self._actors[login]

    def manager(self) -> Actor:
        """The complaints manager."""
        return self.actor("complaints-manager")

    def find(self, life: Life, element: str, roles: Sequence[str]) -> tuple[Actor, WorkItem]:
        """An open task of the case, and somebody who may do it: its handler before others of the role.

        Raises:
            NotFound: there is no such task, or nobody of these roles may have it.
        """
        logins = [login for role in roles for login in of_role(role)]
        if life.handler in logins:
            logins = [life.handler, *(login for login in logins if login != life.handler)]
        elif life.chance.random() < 0.4:
            logins.reverse()
        for login in logins:
            actor = self.actor(login)
            listed = self.querela.ask(Tasklist(reference=life.reference), actor).items
            found = next((row.item for row in listed if row.item.element == element), None)
            if found is not None:
                return actor, found
        raise NotFound(f"Nobody can do “{element}” in the case “{life.tale.key}”.")

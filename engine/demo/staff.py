"""The people of the sandbox: one login for each role, and colleagues, so that a second person is there."""

from dataclasses import dataclass
from secrets import token_urlsafe

from engine.bootstrap import Querela
from engine.commands.administer import AddPerson
from engine.model.people import ROLES

PASSWORD = "demo"  # noqa: S105 - told to everybody; answers on loopback only
_HOST = "orders.example"


@dataclass(frozen=True)
class Member:
    """A member of staff; the login named like the role is the one to try things out with."""

    login: str
    name: str
    role: str

    @property
    def for_trying(self) -> bool:
        """Whether its password is the one that is told."""
        return self.login == self.role


STAFF = (
    Member("handler", "Maren Voss", "handler"),
    Member("tomas.reyes", "Tomas Reyes", "handler"),
    Member("aisha.karim", "Aisha Karim", "handler"),
    Member("joel.brandt", "Joel Brandt", "handler"),
    Member("reviewer", "Ingrid Salo", "reviewer"),
    Member("peter.hallam", "Peter Hallam", "reviewer"),
    Member("complaints-manager", "Daniel Okoro", "complaints-manager"),
    Member("lucia.ferri", "Lucia Ferri", "complaints-manager"),
    Member("quality-manager", "Mei Tanabe", "quality-manager"),
    Member("samuel.weiss", "Samuel Weiss", "quality-manager"),
    Member("auditor", "Ruth Adler", "auditor"),
    Member("administrator", "Emil Novak", "administrator"),
)


def hire(querela: Querela) -> None:
    """Add everybody. Colleagues get passwords that nobody knows."""
    for member in STAFF:
        password = PASSWORD if member.for_trying else token_urlsafe()
        address = f"{member.login}@{_HOST}"
        querela.do(AddPerson(member.login, (member.role,), password, member.name, address, demo=True))


def of_role(role: str) -> tuple[str, ...]:
    """Logins of a role, the one for trying first."""
    assert role in ROLES
    return tuple(member.login for member in STAFF if member.role == role)

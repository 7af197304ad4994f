"""What is known of attempts at doors that stand open to everybody."""

from dataclasses import dataclass

from engine.desk import Desk
from engine.model.attempts import Attempts
from engine.model.request import Query


@dataclass(frozen=True)
class KnownAttempts(Query[Attempts]):
    key: str


def known_attempts(query: KnownAttempts, desk: Desk) -> Attempts:
    """What is noted of a key."""
    return desk.unit.attempts.known(query.key)

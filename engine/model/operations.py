"""What those see who keep the installation running."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class WorkerSeen:
    """A worker that has told of itself. `last_seen_at` is on the database's clock."""

    number: int
    last_seen_at: datetime
    silent_seconds: float  #: since then
    busy: bool  #: it has a job in hand


@dataclass(frozen=True, slots=True)
class DatabaseState:
    """The database as it stands."""

    kind: str  #: SQLite or PostgreSQL
    version: str
    schema: str  #: revision
    size: int  #: bytes

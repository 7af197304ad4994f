"""Of the whole installation: published packages, people, settings, and answers kept for repeated requests."""

from sqlalchemy import Boolean, Column, Index, Integer, LargeBinary, Table, Text, UniqueConstraint

from engine.store.tables.base import metadata, refers_to
from engine.store.types import Names, UtcDateTime

packages = Table(
    "packages",  # by content: immutable
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("manifest", Text, nullable=False),
)

package_files = Table(
    "package_files",
    metadata,
    Column("package", Text, refers_to("packages.sha256"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

definitions = Table(
    "definitions",
    metadata,
    Column("key", Text, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("sha256", Text, refers_to("packages.sha256"), nullable=False),
    Column("title", Text, nullable=False),
    Column("published_at", UtcDateTime, nullable=False),
    Column("published_by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    UniqueConstraint("key", "sha256"),
)

people = Table(
    "people",
    metadata,
    Column("login", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("roles", Names, nullable=False),
    Column("groups", Names, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("demo", Boolean, nullable=False),
)

tokens = Table(
    "tokens",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("login", Text, refers_to("people.login"), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime),
    Index(None, "login"),
)

settings = Table(
    "settings",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

attempts = Table(
    "attempts",
    metadata,
    Column("key", Text, primary_key=True),
    Column("moments", Text, nullable=False),
    Column("until", UtcDateTime, nullable=False),
    Index(None, "until"),
)

answers = Table(
    "answers",
    metadata,
    Column("caller", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("fingerprint", Text, nullable=False),
    Column("answer", LargeBinary, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index(None, "at"),
)

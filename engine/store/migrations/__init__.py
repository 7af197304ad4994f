"""Alembic's environment: how the schema came to be, step by step."""

HEAD = "0012"
"""The newest revision: the schema of this release."""

SINCE = HEAD
"""The oldest schema that this release runs on: HEAD, without the steps at the end that run after it."""

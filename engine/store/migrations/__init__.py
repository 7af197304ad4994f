"""Alembic's environment: how the schema came to be, step by step."""

HEAD = "0006"
"""The newest revision: the schema of this release."""

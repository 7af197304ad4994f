"""Alembic's environment: how the schema came to be, step by step."""

HEAD = "0005"
"""The newest revision: the schema of this release."""

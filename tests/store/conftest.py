"""Stores on both databases."""

from tests.store.databases import store, url

__all__ = ["store", "url"]

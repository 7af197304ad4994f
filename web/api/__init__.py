"""The HTTP API `/api/v1`: JSON over the same commands and queries as the pages, an application of its own."""

from web.api.app import create_api

__all__ = ["create_api"]

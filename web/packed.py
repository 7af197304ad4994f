"""Bundles go packed over the wire to browsers that can unpack them; pages with secrets in them never do."""

import gzip
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, request

FOLDER = "dist/"
WORTH_IT = frozenset({".css", ".js", ".svg"})
KEPT = 32
"""Packed bundles held in memory; a build has fewer."""


def install(app: Flask) -> None:
    """Pack what is under `dist`: names with content hashes, so that what is packed once stays right."""
    folder = Path(app.static_folder or "static")

    @app.after_request
    def pack(response: Response) -> Response:
        name = (request.view_args or {}).get("filename", "") if request.endpoint == "static" else ""
        if not name.startswith(FOLDER) or Path(name).suffix not in WORTH_IT or response.status_code != 200:
            return response
        response.vary.add("Accept-Encoding")
        if request.accept_encodings.quality("gzip") <= 0 or "Range" in request.headers:
            return response
        response.close()  # the file itself is not sent
        response.direct_passthrough = False
        response.set_data(_packed(str(folder / name)))
        response.headers["Content-Encoding"] = "gzip"
        response.headers.pop("Accept-Ranges", None)
        return response


@lru_cache(maxsize=KEPT)
def _packed(file: str) -> bytes:
    return gzip.compress(Path(file).read_bytes(), compresslevel=9, mtime=0)

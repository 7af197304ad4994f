"""The built bundles: names with content hashes, by their plain names."""

import json
from pathlib import Path

from flask import Flask, url_for

HOW_TO_BUILD = (
    "The pages' scripts and styles have not been built. Run “make assets”, then load the page again."
)


class AssetsMissing(Exception):
    """The bundles have not been built; the text says how."""

    def __init__(self) -> None:
        super().__init__(HOW_TO_BUILD)


class Assets:
    """Finds bundles through their manifest, which is read again when it changes."""

    def __init__(self, folder: Path) -> None:
        self._manifest = folder / "manifest.json"
        self._names: dict[str, str] = {}
        self._read_at = -1

    def name(self, plain: str) -> str:
        """The built name of a bundle. Raises AssetsMissing."""
        try:
            changed_at = self._manifest.stat().st_mtime_ns
            if changed_at != self._read_at:
                self._names = json.loads(self._manifest.read_text())
                self._read_at = changed_at
            return self._names[plain]
        except (OSError, ValueError, KeyError) as missing:
            raise AssetsMissing from missing


def install(app: Flask) -> None:
    """Lend `asset('app.js')` to templates: the bundle's address, which may be cached for ever."""
    assets = Assets(Path(app.static_folder or "static") / "dist")
    app.extensions["assets"] = assets

    def asset(plain: str) -> str:
        return url_for("static", filename=f"dist/{assets.name(plain)}")

    app.jinja_env.globals["asset"] = asset

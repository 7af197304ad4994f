"""Published packages by content, and the versions under which they are known."""

import json
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select

from engine.errors import InvalidInput, NotFound
from engine.model.package import ClockRule, Definition, Package
from engine.store.statements import insert_new, run
from engine.store.tables import definitions, package_files, packages

CACHED = 100
"""So many packages are held in memory at most."""

_MANIFEST = tuple(field.name for field in fields(Package) if field.name != "files")
_TUPLES = ("also", "decisions", "forms", "messages")

_ADD = insert(definitions)
_ADD_PACKAGE = insert_new(packages)
_ADD_FILES = insert(package_files)
_MANIFEST_OF = select(packages.c.manifest).where(packages.c.sha256 == bindparam("sha256"))
_FILES_OF = (
    select(package_files.c.name, package_files.c.content)
    .where(package_files.c.package == bindparam("sha256"))
    .order_by(package_files.c.name)
)
_NEWEST = (
    select(definitions)
    .where(definitions.c.key == bindparam("key"))
    .order_by(definitions.c.version.desc())
    .limit(1)
)
_VERSION = select(definitions).where(
    definitions.c.key == bindparam("key"), definitions.c.version == bindparam("version")
)
_SAME = select(definitions).where(
    definitions.c.key == bindparam("key"), definitions.c.sha256 == bindparam("sha256")
)
_LAST = select(func.coalesce(func.max(definitions.c.version), 0)).where(definitions.c.key == bindparam("key"))
_ALL = select(definitions).order_by(definitions.c.key, definitions.c.version.desc())


class SqlDefinitions:
    """Rows of `definitions`, `packages` and `package_files`. `cache` holds packages, which never change."""

    def __init__(self, connection: Connection, cache: MutableMapping[str, Package]) -> None:
        self._connection = connection
        self._cache = cache

    def publish(self, package: Package, by: str, reason: str, at: datetime) -> Definition:
        same = self._first(_SAME, {"key": package.key, "sha256": package.sha256})
        if same is not None:
            return same
        self._keep(package)
        last = self._connection.execute(_LAST, {"key": package.key}).scalar_one()
        made = Definition(package.key, last + 1, package.sha256, package.title, at, by, reason)
        self._connection.execute(_ADD, asdict(made))
        return made

    def get(self, key: str, version: int | None = None) -> Definition:
        if version is None:
            found = self._first(_NEWEST, {"key": key})
        else:
            found = self._first(_VERSION, {"key": key, "version": version})
        if found is None:
            which = "" if version is None else f" in version {version}"
            raise NotFound(f"There is no process '{key}'{which}")
        return found

    def package(self, sha256: str) -> Package:
        found = self._cache.get(sha256)
        if found is None:
            manifest = self._connection.scalar(_MANIFEST_OF, {"sha256": sha256})
            if manifest is None:
                raise NotFound(f"There is no package with the content {sha256}")
            rows = self._connection.execute(_FILES_OF, {"sha256": sha256})
            found = _read(manifest, dict(rows.all()))
            if len(self._cache) >= CACHED:
                self._cache.clear()
            self._cache[sha256] = found
        return found

    def all(self) -> Sequence[Definition]:
        return [Definition(**row._mapping) for row in self._connection.execute(_ALL)]

    def _first(self, statement: Any, wanted: Mapping[str, object]) -> Definition | None:
        row = self._connection.execute(statement, wanted).first()
        return None if row is None else Definition(**row._mapping)

    def _keep(self, package: Package) -> None:
        """Store the files, unless they are there."""
        row = {"sha256": package.sha256, "manifest": _manifest(package)}
        if run(self._connection, _ADD_PACKAGE, row).rowcount == 1:
            files = [
                {"package": package.sha256, "name": name, "content": content}
                for name, content in package.files.items()
            ]
            if files:
                self._connection.execute(_ADD_FILES, files)
        elif (kept := self.package(package.sha256)).key != package.key:
            raise InvalidInput(f"The same files are published already as process '{kept.key}'")


def _manifest(package: Package) -> str:
    values = {name: getattr(package, name) for name in _MANIFEST}
    values["clocks"] = [asdict(rule) for rule in package.clocks]
    return json.dumps(values, ensure_ascii=False)


def _read(manifest: str, files: Mapping[str, bytes]) -> Package:
    values: dict[str, Any] = json.loads(manifest)
    values |= {name: tuple(values[name]) for name in _TUPLES}
    values["clocks"] = tuple(ClockRule(**rule) for rule in values["clocks"])
    return Package(files=files, **values)

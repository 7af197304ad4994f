"""What an error becomes, and what every answer carries."""

import json
import shutil

import pytest

from engine import errors as engine_errors
from tests.support.client import Client
from web import errors
from web.app import create_app
from web.assets import Assets, AssetsMissing

STATUSES = [
    (engine_errors.InvalidForm({"a": "b"}), 422),
    (engine_errors.InvalidInput("x"), 422),
    (engine_errors.NotFound("x"), 404),
    (engine_errors.NotAllowed("x"), 403),
    (engine_errors.WrongState("x"), 409),
    (engine_errors.ConcurrentChange("x"), 409),
    (engine_errors.Unavailable("x"), 503),
    (engine_errors.InDoubt("x"), 503),
    (engine_errors.Broken("x"), 500),
    (engine_errors.DiagramError([]), 422),
]


@pytest.mark.parametrize(("error", "status"), STATUSES, ids=lambda value: type(value).__name__)
def test_it_gives_every_error_its_status(error, status):
    assert errors.shown(error).status == status


def test_it_knows_every_error_of_the_engine():
    kinds = {
        kind
        for kind in vars(engine_errors).values()
        if isinstance(kind, type) and issubclass(kind, engine_errors.EngineError)
    }
    assert kinds == set(errors.TABLE)


def test_it_says_how_to_build_what_is_missing(tmp_path):
    with pytest.raises(AssetsMissing, match="make assets"):
        Assets(tmp_path).name("app.js")


def test_it_reads_the_manifest_anew_when_it_changes(tmp_path):
    manifest = tmp_path / "manifest.json"
    manifest.write_text(json.dumps({"app.js": "app-1.js"}))
    assets = Assets(tmp_path)
    assert assets.name("app.js") == "app-1.js"
    again = tmp_path / "again.json"
    again.write_text(json.dumps({"app.js": "app-2.js"}))
    shutil.move(again, manifest)
    assert assets.name("app.js") == "app-2.js"


def test_it_answers_with_a_page_that_needs_no_bundles(place, tmp_path):
    app = create_app(place.querela, testing=True)
    app.static_folder = str(tmp_path)
    app.extensions["assets"]._manifest = tmp_path / "manifest.json"
    answer = Client(app).raw.get("/")
    assert answer.status_code == 503
    assert "Run “make assets”" in answer.text


def test_it_keeps_unexpected_errors_to_the_log(place, monkeypatch):
    def fail(*_args, **_more):
        raise ZeroDivisionError("secret words")

    monkeypatch.setattr("web.portal.render_template", fail)
    client = Client(create_app(place.querela))
    page = client.get("/", status=500)
    assert page.heading == "Something went wrong"
    assert "secret" not in page.response.text


def test_it_lets_built_bundles_be_kept_for_ever(client):
    asset = client.get("/").one("link[rel=stylesheet]").get("href")
    answer = client.raw.get(asset)
    assert answer.status_code == 200
    assert "max-age=31536000" in answer.headers["Cache-Control"]
    answer.close()


def test_it_writes_from_right_to_left_where_the_language_does(client):
    client.app.config["LANGUAGES"] = ["en", "ar"]
    page = client.get("/", headers={"Accept-Language": "ar"})
    html = page.one("html")
    assert (html.get("lang"), html.get("dir")) == ("ar", "rtl")
    assert "rtl" in page.one("link[rel=stylesheet]").get("href")

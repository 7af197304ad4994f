"""What cannot be done is told in one plain sentence on stderr, with the exit status of the contract."""

import json
import socket
from pathlib import Path

import pytest
from click.testing import Result

from engine.bootstrap import Querela
from engine.cli import group
from engine.commands import administer
from tests.cli.conftest import Run
from tests.support.installation import Installation


def assert_refused(result: Result, *words: str, status: int = 3) -> None:
    assert result.exit_code == status, result.output
    assert result.stdout == ""
    if status == 3:
        assert result.stderr.count("\n") == 1, result.stderr
    assert "Traceback" not in result.stderr
    for word in words:
        assert word in result.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("QUERELA_ENV", "test"),
        ("QUERELA_TIMEZONE", "Mars/Olympus"),
        ("QUERELA_TIMEZONE", "../../etc/passwd"),
        ("QUERELA_SMTP_URL", "http://mail.example"),
        ("QUERELA_SMTP_URL", "smtp://:99999"),
        ("QUERELA_BASE_URL", "ftp://example.org"),
        ("QUERELA_BASE_URL", "http://example.org:99999"),
        ("QUERELA_BASE_URL", "http://example.org/a b"),
        ("QUERELA_BASE_URL", "http://user:word@example.org"),
        ("QUERELA_SECRET_KEY", "short"),
        ("QUERELA_DATABASE_URL", "mysql://localhost/querela"),
        ("QUERELA_RATE_LIMITS", "perhaps"),
        ("QUERELA_PROCESS", "../complaint"),
        ("QUERELA_TRUSTED_PROXIES", "everybody"),
        ("QUERELA_TRUSTED_PROXIES", "127.0.0.1, 0.0.0.0/0"),
        ("QUERELA_TRUSTED_PROXIES", "-1"),
    ],
)
@pytest.mark.parametrize("words", [("definitions", "--json"), ("init",), ("serve",), ("worker", "--once")])
def test_a_wrong_variable_is_named(run: Run, words: tuple[str, ...], name: str, value: str) -> None:
    assert_refused(run(*words, **{name: value}), name)


@pytest.mark.parametrize("words", [("definitions",), ("worker", "--once"), ("case", "show", "2026-000001")])
def test_a_missing_database_is_told(run: Run, words: tuple[str, ...]) -> None:
    assert_refused(run(*words), "querela init")


def test_a_database_that_does_not_answer_says_why(run: Run) -> None:
    url = "postgresql+psycopg://someone:hushhush@127.0.0.1:9/none"
    refused = run("definitions", QUERELA_DATABASE_URL=url)
    assert_refused(refused, "does not answer", "refused")
    assert "hushhush" not in refused.stderr


def test_a_file_that_is_no_database_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "none.db").write_bytes(b"not a database at all" * 500)
    for words in ("init", "definitions"):
        assert_refused(run(words, QUERELA_DATABASE_URL=f"sqlite:///{tmp_path}/none.db"), "not a database")


def test_the_other_kind_is_refused(run: Run, house: Installation) -> None:
    for words in (("definitions",), ("init",), ("serve",)):
        assert_refused(run(*words, QUERELA_ENV="production"), "sandbox", "production")


@pytest.mark.parametrize("key", [b"", b"short", b"\xff\xfe" * 20])
def test_a_damaged_key_is_told(run: Run, home: Path, key: bytes) -> None:
    home.mkdir()
    (home / "secret.key").write_bytes(key)
    assert_refused(run("init"), "damaged", "QUERELA_SECRET_KEY")


def test_a_home_that_is_a_file_is_told(run: Run, home: Path) -> None:
    home.write_text("")
    assert_refused(run("init"), "QUERELA_HOME")


def test_a_port_in_use_is_told(run: Run, house: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.cli.serve.PATIENCE", 0.0)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert_refused(run("serve", "--port", port), str(port), "in use")
    assert_refused(run("serve", "--host", "no-such-host.invalid"), "no-such-host.invalid")
    assert_refused(run("serve", "--port", 0), status=2)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (b"[", "JSON"),
        (b"", "JSON"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"[" * 100_000, "deep"),
        (b"[1]", "object"),
        (b'{"description": ""}', "description"),
        (b'{"description": "x", "colour": 1}', "colour"),
        (b'{"description": "x", "complainant": {"email": "nobody"}}', "email"),
        (b'{"description": "a\\u0000b", "complainant": {"anonymous": true}}', "description"),
        (b'{"description": "\\ud800", "complainant": {"anonymous": true}}', "description"),
        (b'{"description": "x", "received_at": "0001-01-01T00:00:00+14:00"}', "received_at"),
        (b'{"description": "x", "values": {"n": 1e999999999}}', "range"),
        (b'{"description": "x", "values": {"n": NaN}}', "NaN"),
    ],
)
def test_a_complaint_that_cannot_be_read_is_told(
    run: Run, house: Installation, tmp_path: Path, text: bytes, word: str
) -> None:
    file = tmp_path / "complaint.json"
    file.write_bytes(text)
    assert_refused(run("complain", file, "--json"), word)
    assert_refused(run("complain", "-", stdin=text), word)


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("nosuch",),
        ("case", "show"),
        ("complain", "no-such-file.json"),
        ("clock", "advance", "soon"),
        ("clock", "advance", "P1M"),
        ("user", "add", "eve", "--role", "king", "--password-stdin"),
        ("user", "add", "eve", "--role", "handler"),
        ("deploy", "."),
        ("worker", "--json"),
    ],
)
def test_wrong_usage_has_its_own_status(run: Run, house: Installation, words: tuple[str, ...]) -> None:
    assert_refused(run(*words), status=2)


@pytest.mark.parametrize(
    ("words", "stdin"),
    [
        (("case", "show", "2026-000009"), None),
        (("case", "trace", "no such", "--json"), None),
        (("token", "add", "nobody"), None),
        (("clock", "advance", "P999999999D"), None),
        (("clock", "advance", "--", "-P1D"), None),
        (("user", "add", "Eve", "--role", "handler", "--password-stdin"), b"long enough\n"),
        (("user", "add", "eve", "--role", "handler", "--password-stdin"), b"short\n"),
        (("user", "add", "eve", "--role", "handler", "--password-stdin"), b""),
        (("user", "add", "handler", "--role", "handler", "--password-stdin"), b"long enough\n"),
    ],
)
def test_what_is_refused_has_its_own_status(
    run: Run, house: Installation, words: tuple[str, ...], stdin: bytes | None
) -> None:
    assert_refused(run(*words, stdin=stdin))


def test_a_fault_of_our_own_is_told_plainly_and_logged(
    run: Run, house: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(administer, "_LOGIN", broken)
    result = run("user", "add", "eve", "--role", "handler", "--password-stdin", stdin="long enough\n")
    assert result.exit_code == 3
    assert result.stdout == ""
    assert result.stderr.splitlines()[-1].startswith("Something went wrong")
    assert "unexpected error" in result.stderr


def test_only_the_first_process_makes_the_key(home: Path, run: Run) -> None:
    assert run("init").exit_code == 0
    key = (home / "secret.key").read_text()
    assert run("init").exit_code == 0
    assert (home / "secret.key").read_text() == key
    assert (home.stat().st_mode & 0o777, (home / "secret.key").stat().st_mode & 0o777) == (0o700, 0o600)
    assert {file.name.partition("-")[0] for file in home.iterdir()} == {"secret.key", "querela.db"}
    assert [row["key"] for row in json.loads(run("definitions", "--json").stdout)] == [
        "complaint",
        "small-business",
    ]


def test_init_makes_the_home_also_where_the_key_is_set(run: Run, home: Path) -> None:
    made = run("init", QUERELA_SECRET_KEY="long enough for a key")
    assert made.exit_code == 0, made.stderr
    assert home.stat().st_mode & 0o777 == 0o700
    assert [file.name for file in home.iterdir()] == ["querela.db"]


@pytest.mark.parametrize("place", ["loading", "running"])
def test_what_is_broken_off_is_no_problem_found(
    run: Run, house: Installation, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    def broken_off(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(*((group, "_open") if place == "loading" else (Querela, "require_kind")), broken_off)
    assert_refused(run("audit", "verify"), "Interrupted")

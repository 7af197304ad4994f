"""`querela demo` as somebody meets it who tries it for the first time."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

import pytest
from click.testing import CliRunner

from engine.bootstrap import from_environment
from engine.cli import demo as room
from engine.cli.demo import CODES, UNFINISHED, prepare, settings
from engine.clock import pause
from engine.demo import read_tales, seed
from engine.errors import BadConfiguration
from engine.model.people import ROLES
from engine.ports.reads import CaseFilter
from engine.queries.register import Register
from engine.queries.track import Track

FEW = [tale for tale in read_tales() if tale.key in ("noisy-fridge", "glass-jar")]
SHORT = timedelta(days=3)


@pytest.fixture
def few_cases(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same seeding, with two cases of the last days only."""
    monkeypatch.setattr(room, "seed", partial(seed, tales=FEW, span=SHORT))
    monkeypatch.setattr(room, "TO_TRACK", ("noisy-fridge",))


def references(home: Path) -> list[str]:
    querela = from_environment({"QUERELA_HOME": str(home), "QUERELA_ENV": "sandbox"})
    try:
        rows = querela.ask(Register(CaseFilter(limit=50))).items
        return sorted(row.complaint.reference for row in rows)
    finally:
        querela.close()


@pytest.mark.usefixtures("few_cases")
def test_a_second_call_adds_nothing(tmp_path: Path) -> None:
    config, _ = settings({"QUERELA_HOME": str(tmp_path)})
    prepare(config)
    first, codes = references(tmp_path), (tmp_path / CODES).read_text()
    prepare(config)
    assert len(first) == len(FEW)
    assert references(tmp_path) == first
    assert (tmp_path / CODES).read_text() == codes


@pytest.mark.usefixtures("few_cases")
def test_the_kept_codes_open_their_cases_and_are_nobody_elses(tmp_path: Path) -> None:
    prepare(settings({"QUERELA_HOME": str(tmp_path)})[0])
    querela = from_environment({"QUERELA_HOME": str(tmp_path), "QUERELA_ENV": "sandbox"})
    reference, code = (tmp_path / CODES).read_text().split()
    assert querela.ask(Track(reference, code)).subject == "Fridge hums all night"
    assert (tmp_path / CODES).stat().st_mode & 0o077 == 0
    querela.close()


@pytest.mark.usefixtures("few_cases")
def test_it_begins_anew_where_it_was_broken_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config, _ = settings({"QUERELA_HOME": str(tmp_path)})

    def break_off(part: float) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(
            room, "seed", lambda querela, ready, tell: seed(querela, ready, FEW, span=SHORT, tell=break_off)
        )
        with pytest.raises(KeyboardInterrupt):
            prepare(config)
    assert (tmp_path / UNFINISHED).exists()
    prepare(config)
    assert len(references(tmp_path)) == len(FEW)
    assert not (tmp_path / UNFINISHED).exists()


def test_it_leaves_a_production_installation_alone(tmp_path: Path) -> None:
    querela = from_environment({"QUERELA_HOME": str(tmp_path)})
    querela.initialise()
    querela.close()
    with pytest.raises(BadConfiguration, match="made as production"):
        prepare(settings({"QUERELA_HOME": str(tmp_path)})[0])


@pytest.mark.parametrize(
    ("environ", "base_url", "port"),
    [
        ({}, "http://127.0.0.1:8000", 8000),
        ({"PORT": "8101"}, "http://127.0.0.1:8101", 8101),
        ({"PORT": "8101", "QUERELA_BASE_URL": "https://try.example"}, "https://try.example", 8101),
        ({"PORT": "", "QUERELA_ENV": ""}, "http://127.0.0.1:8000", 8000),
    ],
)
def test_the_base_url_follows_the_port(environ: dict[str, str], base_url: str, port: int) -> None:
    config, found = settings(environ)
    assert (config.base_url, found, config.sandbox) == (base_url, port, True)


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"PORT": "http"}, "PORT is “http”: it takes a number from 1 to 65535."),
        ({"PORT": "70000"}, "PORT is “70000”"),
        ({"QUERELA_ENV": "production"}, "The demo is a sandbox"),
        ({"QUERELA_TIMEZONE": "Mars/Olympus"}, "QUERELA_TIMEZONE"),
    ],
)
def test_it_refuses_in_one_sentence(environ: dict[str, str], said: str, tmp_path: Path) -> None:
    answer = CliRunner().invoke(room.demo, env={"QUERELA_HOME": str(tmp_path), **environ})
    assert answer.exit_code == 3
    assert said in answer.stderr
    assert answer.stderr.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_it_says_which_port_is_taken(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        answer = CliRunner().invoke(room.demo, env={"QUERELA_HOME": str(tmp_path), "PORT": str(port)})
    assert answer.exit_code == 3
    assert answer.stderr == f"Port {port} is taken; choose another: make demo PORT={port + 1}\n"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@contextmanager
def running(home: Path, port: int) -> Iterator[list[str]]:
    """`querela demo` as a process of its own; what it says until it answers, and a clean end."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("QUERELA_")}
    environ |= {"QUERELA_HOME": str(home), "PORT": str(port), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-c", "from engine.cli import main; main()", "demo"]
    with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True) as process:
        said = []
        assert process.stdout is not None
        for line in process.stdout:
            said.append(line.rstrip())
            if line.startswith("Ctrl+C"):
                break
        try:
            yield said
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=15) == 0


@pytest.mark.usefixtures("few_cases")
def test_it_serves_the_pages_and_tells_who_may_sign_in(tmp_path: Path) -> None:
    prepare(settings({"QUERELA_HOME": str(tmp_path)})[0])
    port = free_port()
    with running(tmp_path, port) as said:
        base = f"http://127.0.0.1:{port}"
        assert f"Querela is at {base}" in said
        told = {
            line.split()[0]: line.split()[1] for line in said if re.match(r"  [a-z]+(-[a-z]+)? +demo", line)
        }
        assert told == dict.fromkeys(ROLES, "demo")
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        page = _until_it_answers(browser, f"{base}/login")
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        assert token is not None
        form = {"csrf_token": token[1], "login": "complaints-manager", "password": told["complaints-manager"]}
        browser.open(f"{base}/login", urlencode(form).encode())
        assert "Fridge hums all night" in browser.open(f"{base}/cases").read().decode()


def _until_it_answers(browser: urllib.request.OpenerDirector, url: str) -> str:
    """The page, as soon as the server's worker is up: it is told of just before."""
    for _ in range(60):
        try:
            return str(browser.open(url).read().decode())
        except OSError:
            pause(0.25)
    raise AssertionError(f"{url} did not answer")

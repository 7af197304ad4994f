"""Hostile and huge files, each given to `querela check` as a process of its own: answered soon, and small.

The process's own processor time is limited, not the clock's: other work on the machine does not count.
"""

import os
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest

from engine.errors import DiagramError
from engine.packages import files_from_zip
from tests.diagrams.drawing import document, flows
from tests.diagrams.forked import Answer, Checking, checking

MOST_MEMORY = 300 * 1024  #: KB
MOST_TIME = 2.0  #: s of the processor
SLACK = float(os.environ.get("QUERELA_TEST_SLACK", "2"))
"""A processor that others share is slower; 1 where the machine is quiet."""


@pytest.fixture(scope="module")
def checked() -> Iterator[Checking]:
    with checking() as program:
        yield program


def assert_kept_to(answer: Answer) -> None:
    """Neither a traceback, nor too much time, nor too much memory."""
    assert "Traceback" not in answer.out + answer.err
    assert "rror:" not in answer.err
    assert answer.status in (0, 1)
    assert answer.memory < MOST_MEMORY
    assert answer.seconds < MOST_TIME * SLACK


BOMB = """<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha">""" + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
)
BOMB += "]><definitions>&j;</definitions>"
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><definitions>&x;</definitions>'
PARAMETER = '<?xml version="1.0"?><!DOCTYPE d SYSTEM "http://127.0.0.1:9/x.dtd"><definitions/>'
PLAIN = document('<startEvent id="s"/><userTask id="a" name="Größe"/>' + flows("s a"))
NAMES = {"xml": ".bpmn", "dmn": ".dmn", "form": ".form"}
DMN = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def deep(open_tag: str, close_tag: str, times: int, inside: str = "") -> bytes:
    return (open_tag * times + inside + close_tag * times).encode()


HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a bomb of entities": (".bpmn", lambda: BOMB.encode()),
    "a bomb of entities as a decision": (".dmn", lambda: BOMB.encode()),
    "an entity from outside": (".bpmn", OUTSIDE.encode),
    "an entity from outside as a decision": (".dmn", OUTSIDE.encode),
    "a document type from the network": (".bpmn", PARAMETER.encode),
    "50 MB of blanks": (".bpmn", lambda: PLAIN + b" " * 50_000_000),
    "50 MB as a decision": (".dmn", lambda: b"<definitions>" + b"x" * 50_000_000),
    "50 MB as a form": (".form", lambda: b'{"x": "' + b"x" * 50_000_000 + b'"}'),
    "9 MB of one attribute": (".bpmn", lambda: b'<definitions id="' + b"x" * 9_000_000 + b'"/>'),
    "9 MB of tags": (".bpmn", lambda: b"<d>" + b"<a/>" * 2_000_000 + b"</d>"),
    "9 MB of tags as a decision": (".dmn", lambda: b"<d>" + b"<a/>" * 2_000_000 + b"</d>"),
    "9 MB of attributes": (
        ".bpmn",
        lambda: b"<d " + b" ".join(b'a%d="x"' % n for n in range(600_000)) + b"/>",
    ),
    "9 MB of comments": (".bpmn", lambda: b"<!--x-->" * 1_100_000 + PLAIN),
    "an endless comment": (".bpmn", lambda: b"<!--" + b"-" * 9_000_000),
    "100,000 levels": (".bpmn", lambda: deep("<a>", "</a>", 100_000)),
    "100,000 levels as a decision": (".dmn", lambda: deep("<a>", "</a>", 100_000)),
    "100,000 levels as a form": (".form", lambda: deep("[", "]", 100_000)),
    "a form of 100,000 groups": (
        ".form",
        lambda: (
            b'{"type":"default","id":"f","components":['
            + b",".join(b'{"type":"text","id":"t%d","text":"x"}' % n for n in range(100_000))
            + b"]}"
        ),
    ),
    "a number of 100,000 digits as a form": (".form", lambda: b'{"x": ' + b"9" * 100_000 + b"}"),
    "nothing": (".bpmn", lambda: b""),
    "zeros": (".bpmn", lambda: b"\0" * 100_000),
    "broken bytes": (".bpmn", lambda: PLAIN.replace("ö".encode(), b"\xff\xfe\xf8")),
    "half of UTF-16": (".bpmn", lambda: PLAIN.decode().encode("utf-16")[:-201]),
    "UTF-32": (".bpmn", lambda: PLAIN.decode().encode("utf-32")),
    "UTF-7": (".bpmn", lambda: b'<?xml version="1.0" encoding="UTF-7"?>' + PLAIN),
    "surrogates": (".form", lambda: b'{"id": "\\ud800", "type": "default", "components": []}'),
}


@pytest.mark.parametrize("row", HOSTILE)
def test_hostile_files_are_refused(row: str, tmp_path: Path, checked: Checking) -> None:
    ending, data = HOSTILE[row]
    path = tmp_path / f"x{ending}"
    path.write_bytes(data())
    answer = checked(path)

    assert_kept_to(answer)
    assert answer.findings
    assert all(finding["message"] and finding["file"] for finding in answer.findings)


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-16", "UTF-16"),
        ("utf-16-le", ""),
        ("latin-1", "ISO-8859-1"),
        ("cp1252", "windows-1252"),
        ("utf-8-sig", ""),
    ],
)
def test_other_encodings_are_read(encoding: str, declared: str, tmp_path: Path, checked: Checking) -> None:
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    path = tmp_path / "x.bpmn"
    path.write_bytes((head + PLAIN.decode()).encode(encoding))
    answer = checked(path)

    assert_kept_to(answer)
    assert answer.status == 0


MANY = 10_000


def chain() -> bytes:
    nodes = "".join(f'<task id="t{n}" name="Step {n}"/>' for n in range(MANY))
    return document('<startEvent id="s"/>' + nodes + flows(" ".join(["s", *(f"t{n}" for n in range(MANY))])))


def fan() -> bytes:
    nodes = '<startEvent id="s"/><parallelGateway id="g"/><parallelGateway id="j"/>'
    nodes += "".join(f'<task id="t{n}" name="Step {n}"/>' for n in range(MANY))
    return document(nodes + '<endEvent id="e"/>' + flows("s g", "j e", *(f"g t{n} j" for n in range(MANY))))


def thicket(kind: str, size: int = 150) -> bytes:
    nodes = "".join(f'<{kind}Gateway id="g{n}"/>' for n in range(size))
    condition = "" if kind == "parallel" else " if: x"
    lines = (f"g{a} g{b}{condition}" for a in range(size) for b in range(a + 1, size))
    return document(
        '<startEvent id="s"/><endEvent id="e"/>' + nodes + flows("s g0", f"g{size - 1} e", *lines)
    )


def ladder() -> bytes:
    """Pairs of parallel tasks, one after another."""
    size = MANY // 3
    nodes = "".join(
        f'<parallelGateway id="g{n}"/><task id="a{n}" name="A"/><task id="b{n}" name="B"/>'
        for n in range(size)
    )
    lines = (f"g{n} {branch}{n} g{n + 1}" for n in range(size - 1) for branch in "ab")
    return document(
        '<startEvent id="s"/><endEvent id="e"/>' + nodes + flows("s g0", f"g{size - 1} e", *lines)
    )


def matryoshka() -> bytes:
    body = '<startEvent id="s80"/>'
    for level in range(80, 0, -1):
        body = (
            f'<startEvent id="s{level - 1}"/><subProcess id="p{level}" name="P">{body}</subProcess>'
            + flows(f"s{level - 1} p{level}")
        )
    return document(body)


UNDECIDED = {"gateway-conditions"}
"""A thicket of gateways decides nothing in many places."""

HUGE = {
    "a chain": chain,
    "a fan": fan,
    "a ladder": ladder,
    "a thicket of exclusive gateways": lambda: thicket("exclusive"),
    "a thicket of inclusive gateways": lambda: thicket("inclusive"),
    "a thicket of parallel gateways": lambda: thicket("parallel"),
    "80 levels": matryoshka,
}


@pytest.mark.parametrize("row", HUGE)
def test_huge_diagrams_are_answered(row: str, tmp_path: Path, checked: Checking) -> None:
    path = tmp_path / "x.bpmn"
    path.write_bytes(HUGE[row]())
    answer = checked(path)

    assert_kept_to(answer)
    assert {finding["rule"] for finding in answer.findings if finding["severity"] == "error"} <= UNDECIDED


MANIFEST = 'key = "k"\ntitle = "K"\nprocess = "{}"\n{}'
TOMLS = {
    "it climbs out": MANIFEST.format("../../../../etc/passwd.bpmn", ""),
    "it is absolute": MANIFEST.format("/etc/passwd.bpmn", ""),
    "it follows a link": MANIFEST.format("link.bpmn", ""),
    "it asks for a device": MANIFEST.format("device.bpmn", ""),
    "it asks for itself": MANIFEST.format("folder.bpmn", ""),
    "a pattern that climbs": MANIFEST.format("p.bpmn", 'messages = ["../../../../../*/*.md"]'),
    "a pattern of stars": MANIFEST.format("p.bpmn", f'messages = ["{"*a" * 2000}.md"]'),
    "100,000 names": MANIFEST.format("p.bpmn", "forms = [" + '"x.form",' * 100_000 + "]"),
    "5 MB": MANIFEST.format("p.bpmn", f'note = "{"x" * 5_000_000}"'),
    "levels of brackets": MANIFEST.format("p.bpmn", f"x = {'[' * 5000}{']' * 5000}"),
    "levels of tables": MANIFEST.format("p.bpmn", "\n".join(f"[{'a.' * n}a]" for n in range(600))),
    "no text": "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
}


@pytest.mark.parametrize("row", TOMLS)
def test_packages_keep_inside_their_folder(row: str, tmp_path: Path, checked: Checking) -> None:
    folder = tmp_path / "processes" / "k"
    (folder / "folder.bpmn").mkdir(parents=True)
    (folder / "p.bpmn").write_bytes(PLAIN)
    (folder / "link.bpmn").symlink_to("/etc/passwd")
    (folder / "device.bpmn").symlink_to("/dev/zero")
    (folder / "package.toml").write_bytes(TOMLS[row].encode())
    answer = checked(folder)

    assert_kept_to(answer)
    assert answer.findings
    assert "root:" not in answer.out


def zipped(*entries: tuple[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return out.getvalue()


ARCHIVES = {
    "a bomb": lambda: zipped(("package.toml", b"\0" * 200_000_000)),
    "a bomb in many parts": lambda: zipped(*((f"{n}.form", b"\0" * 9_000_000) for n in range(40))),
    "too many files": lambda: zipped(*((f"{n}.form", b"") for n in range(5_000))),
    "a bomb of archives": lambda: zipped(("a.bpmn", zipped(("b", b"\0" * 100_000_000)) * 200)),
    "half of one": lambda: zipped(("a.bpmn", PLAIN * 100))[:-30],
}


@pytest.mark.parametrize("row", ARCHIVES)
def test_archives_that_blow_up_are_refused(row: str) -> None:
    with pytest.raises(DiagramError) as refused:
        files_from_zip(ARCHIVES[row]())

    assert refused.value.findings[0].message

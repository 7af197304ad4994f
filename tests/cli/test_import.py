"""`querela cases import`: rows that can be read go in, the others are told with their line."""

import json
from pathlib import Path
from typing import Any

import pytest

from engine.queries.register import CaseDetail
from tests.cli.conftest import Run
from tests.support.installation import Installation

MAP = """
[fields]
external_id = "crm-{Id}"
description = "{Text}"
received_at = "{Day}"
"""
HEAD = "Id,Text,Day\n"


@pytest.fixture
def imported(run: Run, house: Installation, tmp_path: Path) -> Any:
    """Import this text; answers exit status, document and stderr."""

    def call(text: str | bytes, mapping: str = MAP, *more: str) -> tuple[int, Any, str]:
        file, map_file = tmp_path / "cases.csv", tmp_path / "map.toml"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        map_file.write_text(mapping)
        result = run("cases", "import", file, "--map", map_file, "--json", *more)
        assert "Traceback" not in result.stderr
        document = json.loads(result.stdout) if result.stdout else None
        return result.exit_code, document, result.stderr

    return call


def lines(document: Any) -> list[int]:
    return [problem["line"] for problem in document["problems"]]


def test_the_same_file_again_adds_nothing(imported: Any, house: Installation) -> None:
    text = HEAD + "1,It broke.,2026-01-02\n2,It came late.,2025-12-24\n"
    assert imported(text) == (0, {"added": 2, "existed": 0, "problems": []}, "")
    assert imported(text) == (0, {"added": 0, "existed": 2, "problems": []}, "")
    first = house.ask(CaseDetail("2026-000001")).complaint
    assert (first.received_at.isoformat(), first.external_id) == ("2026-01-02T12:00:00+00:00", "crm-1")


@pytest.mark.parametrize(
    ("rows", "added", "bad"),
    [
        ('1,"never closed,2026-01-02\n2,fine,2026-01-02\n3,"fine, too",2026-01-02\n', 2, [2]),
        ('1,"two\nlines",2026-01-02\n2,x"y,2026-01-02\n3,"a"b,2026-01-02\n4,fine,2026-01-02\n', 3, [5]),
        ("1,too few\n2,too,many,2026-01-02\n3,fine,2026-01-02\n", 1, [2, 3]),
        (
            "1,,2026-01-02\n2,fine,yesterday\n3,fine,0001-01-01\n4,fine,2027-01-01\n5,fine,2026-01-02\n",
            1,
            [2, 3, 4, 5],
        ),
        (",no id,2026-01-02\n\n  \n2,fine,2026-01-02\n", 2, []),
        ("1,a\0b,2026-01-02\n2,😀 مرحبا,2026-01-02\n", 1, [2]),
        ("1,fine,2026-01-02\r\n2,fine,2026-01-02\r\n", 2, []),
        ('1,"' + "x" * 200_000 + '",2026-01-02\n2,fine,2026-01-02\n', 1, [2]),
        ("1," + "x" * 30_000 + ",2026-01-02\n2,fine,2026-01-02\n", 1, [2]),
    ],
)
def test_bad_rows_are_told_and_the_rest_go_in(imported: Any, rows: str, added: int, bad: list[int]) -> None:
    status, document, _ = imported(HEAD + rows)
    assert (document["added"], lines(document)) == (added, bad)
    assert status == (1 if bad else 0)
    assert all(problem["message"] for problem in document["problems"])


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "empty"),
        ("\n1,2\n", "empty"),
        ("Id,Day\n1,2\n", "Text"),
        ("Id,Text,Day,Text\n1,a,2026-01-02,b\n", "several"),
        ('"Id,Text,Day\n1,2\n', "not CSV"),
        (("Id,Text,Day\n1,Größe,2026-01-02\n").encode("latin-1"), "line 2"),
        ((HEAD + "1,a,2026-01-02\n").encode("utf-16"), "encoding"),
    ],
)
def test_a_file_that_cannot_be_read_at_all_is_refused(imported: Any, text: str | bytes, word: str) -> None:
    status, document, told = imported(text)
    assert (status, document) == (3, None)
    assert word in told
    assert told.count("\n") == 1


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "latin-1", "cp1252"])
def test_it_reads_the_encoding_that_the_map_names(imported: Any, house: Installation, encoding: str) -> None:
    text = (HEAD + "1,Größe,2026-01-02\n").encode(encoding)
    assert imported(text, f'encoding = "{encoding}"\n{MAP}')[1]["added"] == 1
    assert house.ask(CaseDetail("2026-000001")).complaint.description == "Größe"


@pytest.mark.parametrize(
    ("mapping", "word"),
    [
        ("[", "read"),
        ("colour = 1\n" + MAP, "colour"),
        (MAP + 'colour = "{Id}"\n', "colour"),
        ('[fields]\ndescription = "x"\n', "external_id"),
        ("encoding = 5\n" + MAP, "encoding"),
        ('encoding = "rot13"\n' + MAP, "rot13"),
        ('encoding = "hex"\n' + MAP, "hex"),
        ('encoding = "none such"\n' + MAP, "none such"),
        ('separator = ";;"\n' + MAP, "separator"),
        ("separator = '\"'\n" + MAP, "separator"),
        ('zone = ["UTC"]\n' + MAP, "zone"),
        ('zone = "Mars"\n' + MAP, "Mars"),
        ('time = "noon"\n' + MAP, "time"),
        ("date_format = 5\n" + MAP, "date_format"),
        ("values = 5\n" + MAP, "values"),
        ("[values]\nkind = 5\n" + MAP, "values"),
        ('[values.kind]\n"1" = "complaint"\n' + MAP, "kind"),
        ("record = 5\n" + MAP, "record"),
        ("[record]\nnote = 5\n" + MAP, "record"),
    ],
)
def test_a_map_that_makes_no_sense_is_refused(imported: Any, mapping: str, word: str) -> None:
    status, document, told = imported(HEAD + "1,fine,2026-01-02\n", mapping)
    assert (status, document) == (3, None)
    assert word in told
    assert told.count("\n") == 1


def test_dates_are_read_as_the_map_says(imported: Any, house: Installation) -> None:
    mapping = 'date_format = "%d.%m.%Y"\nzone = "Europe/Berlin"\ntime = 09:30:00\n' + MAP
    status, document, _ = imported(HEAD + "1,fine,02.01.2026\n2,not,2026-01-02\n", mapping)
    assert (status, document["added"], lines(document)) == (1, 1, [3])
    assert "%d.%m.%Y" in document["problems"][0]["message"]
    received_at = house.ask(CaseDetail("2026-000001")).complaint.received_at
    assert received_at.isoformat() == "2026-01-02T08:30:00+00:00"


def test_a_formula_is_a_text(imported: Any, house: Installation) -> None:
    assert imported(HEAD + '1,"=HYPERLINK(""http://evil.example"")",2026-01-02\n')[1]["added"] == 1
    assert house.ask(CaseDetail("2026-000001")).complaint.description.startswith("=HYPERLINK")

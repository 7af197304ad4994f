"""It reads what is harmless, and answers one clear finding about everything else."""

import pytest

from engine.errors import DiagramError
from engine.safe_xml import MAX_BYTES, read_xml

READABLE = {
    "plain": b"<a/>",
    "with declaration": b'<?xml version="1.0" encoding="UTF-8"?>\n<a name="\xc3\xa9"/>',
    "with a byte-order mark": b'\xef\xbb\xbf<?xml version="1.0"?><a name="\xc3\xa9"/>',
    "UTF-16 little endian": '<?xml version="1.0" encoding="UTF-16"?><a name="é"/>'.encode("utf-16"),
    "UTF-16 big endian, no mark": '<a name="é"/>'.encode("utf-16-be"),
    "Latin-1": b'<?xml version="1.0" encoding="ISO-8859-1"?><a name="\xe9"/>',
    "Windows-1252": b'<?xml version="1.0" encoding="windows-1252"?><a name="\xe9"/>',
    "Windows-1253": '<?xml version="1.0" encoding="windows-1253"?><a title="Παράπονο"/>'.encode("cp1253"),
    "Big5": '<?xml version="1.0" encoding="Big5"?><a title="投訴"/>'.encode("big5"),
    "declared UTF-16, saved as UTF-8": b'<?xml version="1.0" encoding="UTF-16"?><a name="\xc3\xa9"/>',
    "comment before the root": b"<!-- <!DOCTYPE x> --><a/>",
    "text that speaks of document types": b"<a>&lt;!DOCTYPE x&gt;</a>",
}

REFUSED = {
    "nothing": (b"", "empty"),
    "blanks": (b" \n ", "empty"),
    "no XML": (b"hello", "not well-formed"),
    "cut off": (b"<a><b/>", "not well-formed"),
    "broken bytes": (b"<a>\xff\xfe</a>", "Byte 4"),
    "half a UTF-16 character": (b"\xff\xfe<\x00a\x00/\x00>", "UTF-16"),
    "UTF-32": ("<a/>".encode("utf-32"), "UTF-32"),
    "unknown encoding": (b'<?xml version="1.0" encoding="UTF-7"?><a/>', "UTF-7"),
    "an encoding that never was": (b'<?xml version="1.0" encoding="ISO-8859-12"?><a/>', "ISO-8859-12"),
    "a document type": (b"<!DOCTYPE a><a/>", "document type"),
    "a document type behind a comment": (
        b"<?xml version='1.0'?>\n<!-- x -->\n<!DOCTYPE a []><a/>",
        "DOCTYPE",
    ),
    "a document type in UTF-16": ("<!DOCTYPE a><a/>".encode("utf-16"), "document type"),
    "an outside entity": (b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]><a>&e;</a>', "DOCTYPE"),
    "an unknown entity": (b"<a>&e;</a>", "Entity 'e'"),
    "a forbidden character": (b"<a>\x01</a>", "U+0001"),
    "an unbound prefix": (b"<b:a/>", "prefix"),
    "deep nesting": (b"<a>" * 250 + b"</a>" * 250, "nested more than"),
    "endless nesting": (b"<a>" * 100_000, "nested more than"),
    "far too many elements": (b"<a>" + b"<b/>" * 700_000 + b"</a>", "far more elements"),
    "far too many attributes": (
        b"<a " + b" ".join(b'a%d=""' % i for i in range(600_000)) + b"/>",
        "far more elements",
    ),
    "too many bytes": (b"<a>" + b" " * MAX_BYTES + b"</a>", "MB"),
}


@pytest.mark.parametrize("data", READABLE.values(), ids=READABLE)
def test_it_reads(data: bytes) -> None:
    root = read_xml(data)

    assert root.tag == "a"
    assert root.get("name", "é") == "é"


@pytest.mark.parametrize(("data", "words"), REFUSED.values(), ids=REFUSED)
def test_it_refuses_in_one_sentence(data: bytes, words: str) -> None:
    with pytest.raises(DiagramError) as refused:
        read_xml(data, "x.bpmn")

    (finding,) = refused.value.findings
    assert words in finding.message
    assert (finding.rule, finding.file) == ("readable", "x.bpmn")


def test_it_names_the_line_of_the_break() -> None:
    with pytest.raises(DiagramError) as refused:
        read_xml(b'<?xml version="1.0"?>\n<a>\n<b></c>\n</a>')

    assert refused.value.findings[0].line == 3


def test_it_keeps_the_lines_of_elements() -> None:
    root = read_xml(b'<?xml version="1.0"?>\n<a>\n<b/>\n</a>')

    assert (root.sourceline, root[0].sourceline) == (2, 3)

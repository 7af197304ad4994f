"""Reads XML that strangers wrote: no entities, no document type, no network, bounded size.

Every file that cannot be read answers with one finding of rule `readable`, never with a traceback.
"""

import codecs
import re
from typing import NoReturn

from lxml import etree

from engine.errors import DiagramError
from engine.model.findings import Finding, Severity

MAX_BYTES = 10 * 1024 * 1024
MAX_TAGS = 600_000  #: opening and closing tags; 10,000 nodes with their layout have some 300,000
MAX_ATTRIBUTES = 500_000
MAX_DEPTH = 100

_BOMS = (
    (codecs.BOM_UTF32_LE, None),
    (codecs.BOM_UTF32_BE, None),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: What modelers declare in the countries that Querela speaks the languages of; Python's names are the same.
_ENCODINGS = re.compile(
    r"utf-?8|(us-)?ascii|iso[-_]?8859-\d{1,2}|latin-?1|(windows-|cp)125[0-8]|koi8-[ru]|"
    r"big5|gb(k|2312|18030)|euc-(jp|kr)|shift[-_]jis"
)
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,200}?\?>")
_DECLARED = re.compile(r"""encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_PROLOGUE = re.compile(r"(?:\s+|<!--.*?-->|<\?.*?\?>)", re.DOTALL)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def read_xml(
    data: bytes, file: str = "", max_depth: int = MAX_DEPTH, *, whole: bool = False
) -> "etree._Element":
    """The root element of a document, every element with its line.

    Comments and instructions are left out, unless the `whole` document is asked for.

    Raises:
        DiagramError: the file is too big, broken, oddly encoded or carries a document type.
    """
    if len(data) > MAX_BYTES:
        size = len(data) / 1024 / 1024
        _refuse(file, f"The file is {size:.1f} MB big; up to {MAX_BYTES // 1024 // 1024} MB are read.")
    if not data.strip(b" \t\r\n\0"):
        _refuse(file, "The file is empty.")
    text = _decoded(data, file)
    _refuse_trouble(text, file)
    body = _DECLARATION.sub(lambda found: "\n" * found[0].count("\n"), text, count=1)
    return _parsed(body.encode("utf-8"), file, max_depth, whole)


def _decoded(data: bytes, file: str) -> str:
    """The file's text, by its byte-order mark, its first bytes or its declaration."""
    encoding = _encoding(data, file)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as broken:
        line = data.count(b"\n", 0, broken.start) + 1
        name = "UTF-16" if encoding.startswith("utf-16") else encoding.upper()
        _refuse(file, f"Byte {broken.start + 1} is not valid {name} text.", line)
    return text.removeprefix("\ufeff")


def _encoding(data: bytes, file: str) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return encoding or _refuse(file, "The file is written in UTF-32, which is not read here.")
    if data.startswith(b"<\x00"):
        return "utf-16-le"
    if data.startswith(b"\x00<"):
        return "utf-16-be"
    declaration = _DECLARATION.match(data[:300].decode("latin-1"))
    declared = _DECLARED.search(declaration[0]) if declaration else None
    if declared is None:
        return "utf-8"
    if declared[1].lower().startswith("utf-16"):
        # Declared by a tool that has since saved the bytes as something else: the bytes are what counts.
        return "utf-8"
    if not _ENCODINGS.fullmatch(declared[1].lower()) or not _is_codec(declared[1]):
        _refuse(file, f"The file says it is written in “{declared[1]}”, which is not read here.")
    return declared[1].lower()


def _is_codec(name: str) -> bool:
    try:
        codecs.lookup(name)
    except LookupError:  # such as iso-8859-12, which was never made
        return False
    return True


def _refuse_trouble(text: str, file: str) -> None:
    """Refuse what would cost memory or reach outside before the parser sees it."""
    at = len(found[0]) if (found := _DECLARATION.match(text)) else 0
    while skipped := _PROLOGUE.match(text, at):
        at = skipped.end()
    if text[at : at + 9].upper() == "<!DOCTYPE":
        _refuse(
            file,
            "The file carries a document type (<!DOCTYPE …>), which could pull in other files.",
            text.count("\n", 0, at) + 1,
            "Remove the DOCTYPE and its entities; neither a diagram nor a decision needs any.",
        )
    if control := _CONTROL.search(text):
        line = text.count("\n", 0, control.start()) + 1
        _refuse(file, f"There is a character that XML does not allow (U+{ord(control[0]):04X}).", line)
    if text.count("<") > MAX_TAGS or text.count("=") > MAX_ATTRIBUTES + text.count("<"):
        _refuse(file, "The file has far more elements than a diagram or decision can have.")


def _parsed(data: bytes, file: str, max_depth: int, whole: bool) -> "etree._Element":
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        huge_tree=False,
        remove_comments=not whole,
        remove_pis=not whole,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as broken:
        line, column = broken.position
        reason = _plain(broken)
        where = f" (line {line}, column {column})" if line else ""
        _refuse(file, f"This is not well-formed XML: {reason}{where}.", line or None)
    _refuse_depth(root, file, max_depth)
    return root


def _refuse_depth(root: "etree._Element", file: str, max_depth: int) -> None:
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > max_depth:
            _refuse(file, f"Elements are nested more than {max_depth} deep.", element.sourceline)


def _plain(broken: "etree.XMLSyntaxError") -> str:
    """The parser's reason without its own account of the place."""
    if "xcessive depth" in str(broken.msg):
        return "elements are nested more than 250 deep"
    reason = re.sub(r", line \d+, column \d+.*", "", str(broken.msg or "it cannot be parsed"))
    return reason.strip().rstrip(".")


def _refuse(
    file: str,
    message: str,
    line: int | None = None,
    hint: str = "Open it in the modeler that made it and save it again as XML.",
) -> NoReturn:
    raise DiagramError([Finding("readable", Severity.ERROR, message, hint, file, line=line)])

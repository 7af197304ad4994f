"""Documents that say nothing untrue: links lead somewhere, commands exist, nothing is left out."""

import re
from pathlib import Path

import click
import pytest

from engine.bootstrap import build
from engine.cli.group import main
from engine.config import read_config
from engine.diagram.mails import LETTER_NAMES
from engine.diagram.names import OWN_ATTRIBUTES
from engine.model.complaint import MILESTONES, OTHER_MILESTONES
from engine.model.people import ROLES
from tests.docs.documents import Line, anchors, documents, lines, links, shell_words
from tests.support.requires import REPOSITORY
from web.api.app import create_api

DOCS = REPOSITORY / "docs"
VARIABLE = re.compile(r"QUERELA_[A-Z_]+")
IMAGE_BYTES = 300_000


def text_of(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def leaves(group: click.Group, path: tuple[str, ...] = ()) -> list[tuple[str, click.Command]]:
    """Every command that does something, by its full name."""
    context = click.Context(group)
    found: list[tuple[str, click.Command]] = []
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            found += leaves(command, (*path, name))
        else:
            found.append((" ".join((*path, name)), command))
    return found


COMMANDS = dict(leaves(main))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_described_with_all_its_options(name: str) -> None:
    described = [
        line.text for line in lines(DOCS / "command-line.md") if f"`querela {name} " in f"{line.text} "
    ]
    described += [line.text for line in lines(DOCS / "command-line.md") if f"`querela {name}`" in line.text]
    assert described, f"docs/command-line.md does not describe querela {name}"
    options = {
        option
        for parameter in COMMANDS[name].params
        if isinstance(parameter, click.Option) and parameter.name != "help"
        for option in parameter.opts
        if option.startswith("--")
    }
    assert not {option for option in options if option not in " ".join(described)}


def test_no_command_is_described_that_does_not_exist() -> None:
    table = [line.text for line in lines(DOCS / "command-line.md") if line.text.startswith("| `querela ")]
    named = {found for text in table for found in re.findall(r"`querela ([a-z][a-z ]*[a-z])", text)}
    known = {*COMMANDS}
    assert not {name for name in named if name not in known and name.rsplit(" ", 1)[0] not in known}


def config_variables() -> set[str]:
    """Variables that the configuration reads: it is asked, not its text."""

    class Watching(dict[str, str]):
        asked: set[str] = set()  # noqa: RUF012 - shared on purpose

        def get(self, key: str, default: object = None) -> object:  # type: ignore[override]
            self.asked.add(key)
            return default

    read_config(Watching())
    return Watching.asked


def test_every_variable_is_described_and_no_other() -> None:
    described = set(VARIABLE.findall(text_of("configuration.md")))
    assert described == config_variables()


@pytest.mark.parametrize("file", documents(), ids=lambda file: str(file.relative_to(REPOSITORY)))
def test_it_names_no_variable_that_nothing_reads(file: Path) -> None:
    known = config_variables() | {"QUERELA_TEST_POSTGRES_URL", "QUERELA_TEST_CHROMIUM"}
    assert set(VARIABLE.findall(file.read_text(encoding="utf-8"))) <= known


@pytest.mark.parametrize(("line", "words"), list(shell_words()), ids=lambda part: str(part))
def test_a_command_line_can_be_called(line: Line, words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Parsed as the command line parses it, without doing it."""
    command: click.Command = main
    context = click.Context(main, info_name="querela")
    while isinstance(command, click.Group):
        assert words, line
        found = command.get_command(context, words[0])
        assert found is not None, f"{line}: there is no command {words[0]}"
        command, words = found, words[1:]
    files = {p.name for p in command.params if isinstance(p.type, click.Path | click.File)}
    for parameter in command.params:
        if parameter.name in files:  # a reader's own file need not be here
            monkeypatch.setattr(parameter, "type", click.STRING)
    try:
        command.make_context(command.name, list(words), parent=context)
    except click.UsageError as wrong:
        pytest.fail(f"{line}: {wrong.format_message()}")


def test_links_lead_somewhere() -> None:
    lost = []
    for line, target in links():
        path, _, anchor = target.partition("#")
        file = (line.file.parent / path).resolve() if path else line.file
        if not file.exists():
            lost.append(f"{line} → {target}")
        elif anchor and file.suffix == ".md" and anchor not in anchors(file):
            lost.append(f"{line} → no heading {anchor}")
    assert not lost


def test_every_document_can_be_reached_from_the_readme() -> None:
    graph: dict[Path, set[Path]] = {}
    for line, target in links():
        file = (line.file.parent / target.partition("#")[0]).resolve()
        graph.setdefault(line.file, set()).update(file.glob("*.md") if file.is_dir() else {file})
    seen, ahead = set[Path](), {REPOSITORY / "README.md"}
    while ahead:
        seen |= ahead
        ahead = {found for file in ahead for found in graph.get(file, ())} - seen
    assert {str(f.relative_to(REPOSITORY)) for f in documents() if f not in seen} <= {"CHANGELOG.md"}


def test_the_screenshot_is_there_and_small() -> None:
    pictures = [target for line, target in links() if line.file.name == "README.md" and "images/" in target]
    assert pictures
    for target in pictures:
        data = (REPOSITORY / target).read_bytes()
        assert data.startswith(b"\x89PNG")
        assert len(data) <= IMAGE_BYTES


@pytest.mark.parametrize("name", sorted(OWN_ATTRIBUTES))
def test_every_attribute_of_the_diagram_is_described(name: str) -> None:
    assert f"`querela:{name}`" in text_of("processes.md")


@pytest.mark.parametrize("name", [*MILESTONES, *OTHER_MILESTONES])
def test_every_milestone_is_described(name: str) -> None:
    assert f"`{name}`" in text_of("processes.md")


@pytest.mark.parametrize("name", sorted(LETTER_NAMES))
def test_every_name_of_mail_texts_is_described(name: str) -> None:
    assert f"`{name}`" in text_of("processes.md")


@pytest.mark.parametrize("role", ROLES)
def test_every_role_is_described_to_administrators(role: str) -> None:
    assert role in text_of("guide/administrators.md")


def test_every_call_of_the_api_is_described(tmp_path: Path) -> None:
    querela = build(read_config({"QUERELA_HOME": str(tmp_path)}))
    rules = [rule.rule for rule in create_api(querela).url_map.iter_rules() if "static" not in rule.rule]
    described = re.sub(r"\{[a-z]+\}", "{}", text_of("http-api.md"))
    missing = []
    for path in (re.sub(r"<[^>]+>", "{}", rule) for rule in rules):
        last = path.rsplit("/", 1)[1]
        if not any(
            f"{way}`" in described for way in (f" {path}", f"`/{last}", f"v1{path}", f"…/attachments/{last}")
        ):
            missing.append(path)
    assert rules
    assert not missing

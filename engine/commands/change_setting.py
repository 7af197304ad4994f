"""Change a setting of the installation: how it signs its mails, and whom diagrams may write to."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.authority import require
from engine.commands.texts import one_line, optional
from engine.desk import Desk
from engine.errors import InvalidForm, InvalidInput, NotFound
from engine.events.house import SettingChanged
from engine.model.request import Command
from engine.model.settings import ALLOWED_DOMAINS, CONTACT, ORGANISATION

MOST_DOMAINS = 100
_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN = re.compile(rf"(?=.{{4,253}}$)({_LABEL}\.)+[a-z]([a-z0-9-]{{0,61}}[a-z0-9])")


@dataclass(frozen=True)
class ChangeSetting(Command[str]):
    """Answers the value as kept. An empty one takes the setting back."""

    name: str
    value: str
    reason: str = ""


def change_setting(command: ChangeSetting, desk: Desk) -> str:
    """The value from now on; the installation's own history tells who changed it, and from what.

    Raises:
        NotAllowed: the actor does not administer.
        NotFound: there is no such setting.
        InvalidForm: the value will not do; the text says what it takes.
    """
    require(desk.actor, "administer")
    read = READERS.get(command.name)
    if read is None:
        raise NotFound(f"There is no setting “{command.name[:80]}”; there are {', '.join(READERS)}.")
    try:
        value = read(command.value)
    except InvalidInput as wrong:
        raise InvalidForm({"value": str(wrong)}) from wrong
    before = desk.unit.settings.get(command.name) or ""
    if value != before:
        desk.unit.settings.set(command.name, value)
        told = SettingChanged(
            at=desk.now,
            setting=command.name,
            before=before,
            after=value,
            reason=optional(command.reason),
        )
        desk.unit.chronicle.append([told], desk.actor.login)
    return value


def _name(text: str) -> str:
    return one_line(text, 200)


def _contact(text: str) -> str:
    return one_line(text, 500)


def _domains(text: str) -> str:
    """The domains in small letters, each once, by name."""
    domains = sorted(set(re.split(r"[\s,;]+", text.strip().lower())) - {""})
    for domain in domains:
        if not _DOMAIN.fullmatch(domain):
            raise InvalidInput(f"“{domain[:80]}” is no domain such as example.org; one with blanks between.")
    if len(domains) > MOST_DOMAINS:
        raise InvalidInput(f"At most {MOST_DOMAINS} domains fit.")
    return " ".join(domains)


READERS: Mapping[str, Callable[[str], str]] = {
    ORGANISATION: _name,
    CONTACT: _contact,
    ALLOWED_DOMAINS: _domains,
}
"""What can be set, and how each value is read."""

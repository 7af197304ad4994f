"""Texts for people, marked for translation, and the language and direction of a page."""

from dataclasses import dataclass

from flask import current_app, request, session

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


@dataclass(frozen=True, slots=True)
class Language:
    """A language that pages are offered in."""

    tag: str  #: BCP 47

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`."""
        return "rtl" if self.tag.partition("-")[0] in RIGHT_TO_LEFT else "ltr"


def _(text: str, /, **values: object) -> str:
    """The text in the language of the page, its `%(name)s` filled in."""
    return text % values if values else text


def ngettext(one: str, many: str, count: int, /, **values: object) -> str:
    """The text for that count, its `%(num)d` filled in."""
    return _(one if count == 1 else many, num=count, **values)


def language() -> Language:
    """The language of this page: chosen before, else the best that the browser accepts, else English."""
    offered: list[str] = current_app.config["LANGUAGES"]
    chosen = session.get("language")
    if chosen in offered:
        return Language(chosen)
    return Language(request.accept_languages.best_match(offered) or offered[0])

"""Lengths and cycles in Chinese, whose words stand without spaces."""

import re

from engine.normaliser.labels.text import Label
from engine.normaliser.labels.timing import Timing

_DIGITS = {
    "一": 1,
    "二": 2,
    "两": 2,
    "兩": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
}
_UNIT = (
    r"(?P<B>个?工作[日天]|個?工作[日天])|(?P<S>秒钟?|秒鐘?)|(?P<m>分钟|分鐘|分)|(?P<h>[个個]?半?小[时時]|[个個]?钟头|[個个]?鐘頭)"
    r"|(?P<D>天|日)|(?P<W>[个個]?星期|[个個]?礼拜|[個个]?禮拜|周|週)|(?P<M>[个個]月)|(?P<Y>年)"
)
_LENGTH = re.compile(
    rf"(?P<half>半)?(?P<count>\d+|[一二两兩三四五六七八九十]{{1,3}})?\s*(?:{_UNIT})"
    r"\s*(?P<after>之?[后後]|以?[内內]|之[内內]|[过過])?"
)
_AWAY = re.compile("前|超过|超過|少于|少於|多于|多於|至少|以上|以下|大于|大於|小于|小於|第")
_EVERY = re.compile(r"每隔?")
_AROUND = re.compile(r"经过|經過|等待|等候|等|在|需|超时|超時|期限|\s|[。，,.()（）]")
_PERIOD = re.compile(
    r"每(?:[个個]?(?P<D>天|日)|[个個]?(?P<W>周|週|星期)(?P<day>[一二三四五六日天])?|[个個]?(?P<M>月)|(?P<Y>年)|[个個]?(?P<h>小[时時]))"
)
_ISO = {"S": "PT{}S", "m": "PT{}M", "h": "PT{}H", "D": "P{}D", "B": "P{}D", "M": "P{}M", "Y": "P{}Y"}


def chinese(label: Label) -> Timing | None:
    """The timing that a Chinese label names, None where it names none or could mean more than one."""
    text = label.folded
    if not re.search("[\u4e00-\u9fff]", text) or _AWAY.search(text):
        return None
    if period := _PERIOD.search(text):
        return _period(label, period)
    found = [match for match in _LENGTH.finditer(text) if match["count"] or match["half"]]
    if len(found) != 1:
        return None
    match = found[0]
    unit = next(name for name in "BSmhDWMY" if match[name])
    if unit in "DY" and match[unit] in "日年" and not match["after"]:
        return None  # a date: the third, the year
    iso = _iso(match, unit)
    if iso is None:
        return None
    rest = text[: match.start()] + text[match.end() :]
    every = _EVERY.search(rest) is not None
    exact = not _AROUND.sub("", _EVERY.sub("", rest))
    return Timing(
        f"R/{iso}" if every else iso,
        "cycle" if every else "duration",
        label.between(match.start(), match.end()),
        exact,
        "" if exact else "the label says more than this time",
        unit == "B",
    )


def _iso(match: "re.Match[str]", unit: str) -> str | None:
    if match["half"] or "半" in match[unit]:
        halves = {"h": "PT30M", "D": "PT12H", "Y": "P6M", "m": "PT30S"}
        return halves.get(unit) if not match["count"] or match["count"] in ("1", "一") else None
    count = _number(match["count"])
    if count is None or not 0 < count <= 10_000:
        return None
    return f"P{count * 7}D" if unit == "W" else _ISO[unit].format(count)


def _number(text: str) -> int | None:
    if text.isdecimal():
        return int(text) if len(text) < 6 else None
    values = [_DIGITS[character] for character in text]
    if 10 not in values:
        return values[0] if len(values) == 1 else None
    place = values.index(10)
    before, after = values[:place], values[place + 1 :]
    if len(before) > 1 or len(after) > 1 or 10 in after:
        return None
    return (before[0] if before else 1) * 10 + (after[0] if after else 0)


def _period(label: Label, match: "re.Match[str]") -> Timing:
    cycles = {"D": "R/P1D", "W": "R/P7D", "M": "R/P1M", "Y": "R/P1Y", "h": "R/PT1H"}
    unit = next(name for name in cycles if match[name])
    day = match["day"]
    weekday = "一二三四五六日".index("日" if day == "天" else day) + 1 if day else None
    rest = label.folded[: match.start()] + label.folded[match.end() :]
    note = "the label says more than this time" if rest.strip() else ""
    note = note or ("the cycle does not hold the day of the week" if weekday else "")
    words = label.between(match.start(), match.end())
    return Timing(cycles[unit], "cycle", words, not note, note, weekday=weekday)

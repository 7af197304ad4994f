"""Rule timer-syntax."""

from tests.diagrams.drawing import flows
from tests.diagrams.tables import Reported, table


def timer(text: str, kind: str = "timeDuration") -> str:
    definition = f"<timerEventDefinition><{kind}>{text}</{kind}></timerEventDefinition>"
    return (
        f'<startEvent id="s"/><intermediateCatchEvent id="x">{definition}</intermediateCatchEvent>'
        + flows("s x")
    )


def due(text: str) -> str:
    return f'<startEvent id="s"/><userTask id="x" querela:due="{text}"/>' + flows("s x")


TWO = timer("P1D").replace("</timerEv", "<timeDate>2026-01-01</timeDate></timerEv")
ACCEPTED = {
    **{text: timer(text) for text in ("P3D", "PT2H", "P1Y2M3DT4H5M6.5S", "P2W", "PT0.5H", "pt2h")},
    **{text: timer(text, "timeCycle") for text in ("R3/P1D", "R/PT1H", "R2/2026-03-01T09:00:00Z/P1D")},
    **{text: timer(text, "timeDate") for text in ("2026-03-01T09:00:00Z", "2026-03-01", "2026-03-01T09:00")},
    "a zone by name": timer("2026-03-01T09:00:00@Europe/Athens", "timeDate"),
    "a duration in FEEL": timer('duration("PT2H")'),
    "a text in FEEL": timer('"PT2H"'),
    "what is known when it runs": timer("= if urgent then working days(1) else limit"),
    "today": timer("date(today())", "timeDate"),
    "a due time": due("P3D"),
}
REPORTED = {
    "nothing": Reported(timer(""), "x", "is empty"),
    "no definition": Reported(timer("P1D").replace("<timeDuration>P1D</timeDuration>", ""), "x", "is empty"),
    "two at once": Reported(TWO, "x", "2 times at once"),
    "a negative duration": Reported(timer("-P1D"), "x", "negative"),
    "no length": Reported(timer("PT"), "x", "no ISO 8601 duration"),
    "a unit in the wrong place": Reported(timer("P2H"), "x", "no ISO 8601 duration"),
    "no such day": Reported(timer("2026-02-30T09:00:00Z", "timeDate"), "x", "no ISO 8601 date"),
    "no such zone": Reported(timer("2026-03-01T09:00:00@Nowhere/City", "timeDate"), "x", "no ISO 8601 date"),
    "never repeated": Reported(timer("R0/P1D", "timeCycle"), "x", "repeats no times"),
    "repeated without time between": Reported(timer("R3/PT0S", "timeCycle"), "x", "without any time"),
    "half a repetition": Reported(timer("R3/", "timeCycle"), "x", "no ISO 8601 repetition"),
    "a negative duration in FEEL": Reported(timer('duration("-PT2H")'), "x", "negative"),
    "a number": Reported(timer("5"), "x", "neither a moment nor a duration"),
    "no duration in FEEL": Reported(timer('duration("two hours")'), "x", "neither a moment"),
    "words": Reported(timer('"two hours"'), "x", "no length of time"),
    "a due time": Reported(due("-P3D"), "x", "due time"),
}

test_it_accepts, test_it_reports = table("timer-syntax", ACCEPTED, REPORTED)

"""Labels in the languages of their authors, and what they say of time."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.normaliser.labels import Timing, duration_in
from engine.normaliser.labels import words as vocabulary

LENGTHS = {
    "en": {
        "after 14 days": "P14D",
        "14 days": "P14D",
        "2 weeks later": "P14D",
        "After 2 weeks": "P14D",
        "24h": "PT24H",
        "24 h": "PT24H",
        "30 min": "PT30M",
        "1 hour 30 minutes": "PT1H30M",
        "two weeks": "P14D",
        "Twelve months": "P12M",
        "after a day": "P1D",
        "an hour later": "PT1H",
        "half an hour": "PT30M",
        "half a day": "PT12H",
        "half a year": "P6M",
        "1.5 hours": "PT1H30M",
        "2½ days": "P2DT12H",
        "3d": "P3D",
        "14 days have passed": "P14D",
        "wait for 10 seconds": "PT10S",
        "14-day": "P14D",
        "after a fortnight": "P14D",
        "a year": None,
        "3 quarters": "P9M",
    },
    "de": {
        "nach 2 Wochen": "P14D",
        "1 Stunde": "PT1H",
        "zwei Wochen": "P14D",
        "drei Tage vergangen": "P3D",
        "Nach einem Tag": "P1D",
        "eine halbe Stunde": "PT30M",
        "anderthalb Stunden": "PT1H30M",
        "innerhalb von 14 Tagen": "P14D",
        "30 Minuten warten": "PT30M",
        "1,5 Stunden": "PT1H30M",
        "nach zwölf Monaten": "P12M",
        "fünf Jahre": "P5Y",
        "2 Tage und 3 Stunden": "P2DT3H",
        "24 Std.": "PT24H",
    },
    "fr": {
        "après 2 semaines": "P14D",
        "dans 3 jours": "P3D",
        "un mois": "P1M",
        "sous 48 heures": "PT48H",
        "une demie heure": "PT30M",
        "trois ans": "P3Y",
        "2 jours plus tard": "P2D",
        "3 j": "P3D",
    },
    "it": {
        "dopo 3 giorni": "P3D",
        "due settimane": "P14D",
        "entro un mese": "P1M",
        "mezza ora": "PT30M",
        "48 ore": "PT48H",
    },
    "es": {
        "tras 5 días": "P5D",
        "dos semanas": "P14D",
        "después de un mes": "P1M",
        "media hora": "PT30M",
        "5 dias": "P5D",
        "3 años": "P3Y",
        "dos días más tarde": "P2D",
    },
    "el": {
        "μετά από 2 εβδομάδες": "P14D",
        "ΜΕΤΑ ΑΠΟ 2 ΕΒΔΟΜΑΔΕΣ": "P14D",
        "τρεις ημέρες": "P3D",
        "μία ώρα": "PT1H",
        "μισή ώρα": "PT30M",
        "30 λεπτά": "PT30M",
        "σε 6 μήνες": "P6M",
    },
    "ru": {
        "через 3 дня": "P3D",
        "две недели": "P14D",
        "через 14 дней": "P14D",
        "полчаса": "PT30M",
        "пять минут": "PT5M",
        "через один час": "PT1H",
        "2 года": "P2Y",
    },
    "tr": {
        "3 gün sonra": "P3D",
        "iki hafta": "P14D",
        "İki hafta sonra": "P14D",
        "2 saat sonra": "PT2H",
        "yarım saat": "PT30M",
        "6 ay": "P6M",
        "on gün": "P10D",
    },
    "ar": {
        "بعد ٣ أيام": "P3D",
        "بعد أسبوعين": "P14D",
        "ثلاثة أيام": "P3D",
        "خلال يومين": "P2D",
        "نصف ساعة": "PT30M",
        "٢٤ ساعة": "PT24H",
        "بعد ١٤ يوماً": "P14D",
    },
    "fa": {
        "۳ روز": "P3D",
        "پس از ۲ هفته": "P14D",
        "دو هفته بعد": "P14D",
        "نیم ساعت": "PT30M",
        "۶ ماه": "P6M",
    },
    "zh": {
        "三天後": "P3D",
        "3天后": "P3D",
        "兩週": "P14D",
        "两周后": "P14D",
        "十四天内": "P14D",
        "3個月後": "P3M",
        "半小時": "PT30M",
        "24小时": "PT24H",
        "等待30分钟": "PT30M",
        "１４天": "P14D",
    },
    "nl": {
        "na 2 weken": "P14D",
        "drie dagen later": "P3D",
        "een half uur": "PT30M",
        "binnen 6 maanden": "P6M",
    },
    "pt": {"após 3 dias": "P3D", "duas semanas": "P14D", "depois de um mês": "P1M", "meia hora": "PT30M"},
    "pl": {"po 3 dniach": None, "po 14 dni": "P14D", "dwa tygodnie": "P14D", "pół godziny": "PT30M"},
    "ISO 8601": {"PT5M": "PT5M", "P1Y2M": "P1Y2M", "P14D": "P14D", "P2W": "P2W"},
}


@pytest.mark.parametrize(
    ("label", "iso"), [row for table in LENGTHS.values() for row in table.items()], ids=lambda part: str(part)
)
def test_it_reads_a_length(label: str, iso: str | None) -> None:
    found = duration_in(label)
    assert (found and found.iso) == iso
    if found:
        assert (found.kind, found.exact, found.note) == ("duration", True, "")
        assert found.words in label


def test_it_knows_every_language_of_the_interface() -> None:
    assert set(LENGTHS) >= {"tr", "ar", "zh", "en", "fr", "de", "el", "it", "fa", "ru", "es"}


GUESSED = [
    ("3-4 days", "P4D", "longer"),
    ("3 – 4 days", "P4D", "longer"),
    ("two to three weeks", "P21D", "longer"),
    ("2 bis 3 Wochen", "P21D", "longer"),
    ("Customer did not answer within 10 days", "P10D", "more"),
    ("Rappel après 2 semaines", "P14D", "more"),
    ("Erinnerung nach 14 Tagen", "P14D", "more"),
    ("14 day trial ended", "P14D", "more"),
    ("提醒三天後", "P3D", "more"),
]


@pytest.mark.parametrize(("label", "iso", "note"), GUESSED)
def test_it_says_what_it_guessed(label: str, iso: str, note: str) -> None:
    found = duration_in(label)
    assert found is not None
    assert (found.iso, found.kind, found.exact) == (iso, "duration", False)
    assert note in found.note


WORKING = {
    "within 3 working days": "P3D",
    "5 business days": "P5D",
    "nach 10 Werktagen": "P10D",
    "3 Arbeitstage": "P3D",
    "5 jours ouvrables": "P5D",
    "3 giorni lavorativi": "P3D",
    "5 días hábiles": "P5D",
    "5 dias úteis": "P5D",
    "3 εργάσιμες ημέρες": "P3D",
    "через 5 рабочих дней": "P5D",
    "3 iş günü": "P3D",
    "٥ أيام عمل": "P5D",
    "۵ روز کاری": "P5D",
    "3個工作日": "P3D",
    "5 dni roboczych": "P5D",
    "3 werkdagen": "P3D",
}


@pytest.mark.parametrize(("label", "iso"), WORKING.items())
def test_it_marks_working_days(label: str, iso: str) -> None:
    found = duration_in(label)
    assert found is not None
    assert (found.iso, found.working) == (iso, True)


CYCLES = [
    ("every Monday", "R/P7D", None, 1, None),
    ("Mondays", "R/P7D", None, 1, None),
    ("jeden Freitag", "R/P7D", None, 5, None),
    ("weekly", "R/P7D", None, None, None),
    ("Monthly", "R/P1M", None, None, None),
    ("daily at 9", "R/P1D", "09:00", None, None),
    ("Daily at 9:30 pm", "R/P1D", "21:30", None, None),
    ("at 9:00", "R/P1D", "09:00", None, None),
    ("um 17 Uhr", "R/P1D", "17:00", None, None),
    ("täglich um 8:15 Uhr", "R/P1D", "08:15", None, None),
    ("à 9 heures", "R/P1D", "09:00", None, None),
    ("om 9 uur", "R/P1D", "09:00", None, None),
    ("в 9 часов", "R/P1D", "09:00", None, None),
    ("alle ore 9", "R/P1D", "09:00", None, None),
    ("alle 2 Stunden", "R/PT2H", None, None, None),
    ("every Monday at 8:00", "R/P7D", "08:00", 1, None),
    ("am 1. des Monats", "R/P1M", None, None, 1),
    ("on the 15th of every month", "R/P1M", None, None, 15),
    ("le 1er du mois", "R/P1M", None, None, 1),
    ("every 3 days", "R/P3D", None, None, None),
    ("alle 2 Wochen", "R/P14D", None, None, None),
    ("every hour", "R/PT1H", None, None, None),
    ("every day", "R/P1D", None, None, None),
    ("jede Woche", "R/P7D", None, None, None),
    ("tous les 3 jours", "R/P3D", None, None, None),
    ("chaque semaine", "R/P7D", None, None, None),
    ("ogni mese", "R/P1M", None, None, None),
    ("cada 2 horas", "R/PT2H", None, None, None),
    ("jährlich", "R/P1Y", None, None, None),
    ("ежедневно", "R/P1D", None, None, None),
    ("каждые 2 недели", "R/P14D", None, None, None),
    ("κάθε μέρα", "R/P1D", None, None, None),
    ("her gün", "R/P1D", None, None, None),
    ("haftalık", "R/P7D", None, None, None),
    ("يوميا", "R/P1D", None, None, None),
    ("هر ۳ روز", "R/P3D", None, None, None),
    ("每天", "R/P1D", None, None, None),
    ("每週一", "R/P7D", None, 1, None),
    ("每3天", "R/P3D", None, None, None),
    ("quarterly", "R/P3M", None, None, None),
    ("R3/PT10M", "R3/PT10M", None, None, None),
]


@pytest.mark.parametrize(("label", "iso", "clock", "weekday", "day"), CYCLES)
def test_it_reads_a_cycle(
    label: str, iso: str, clock: str | None, weekday: int | None, day: int | None
) -> None:
    found = duration_in(label)
    assert found is not None
    assert (found.iso, found.kind) == (iso, "cycle")
    assert (found.clock, found.weekday, found.day) == (clock, weekday, day)
    assert found.exact == (clock is weekday is day is None), "a cycle that leaves something out is a guess"


DATES = [
    ("2026-03-01", "2026-03-01T00:00:00Z", False),
    ("01.03.2026", "2026-03-01T00:00:00Z", False),
    ("bis 1.3.2026", "2026-03-01T00:00:00Z", False),
    ("31/12/2026", "2026-12-31T00:00:00Z", False),
    ("12/31/2026", "2026-12-31T00:00:00Z", False),
    ("2026-03-01T09:30:00+01:00", "2026-03-01T09:30:00+01:00", True),
    ("2026-03-01 09:30", "2026-03-01T09:30:00Z", False),
    ("۲۰۲۶-۰۳-۰۱", "2026-03-01T00:00:00Z", False),
]


@pytest.mark.parametrize(("label", "iso", "exact"), DATES)
def test_it_reads_a_date(label: str, iso: str, exact: bool) -> None:
    found = duration_in(label)
    assert found is not None
    assert (found.iso, found.kind, found.exact) == (iso, "date", exact)


NOT_READ = (
    """
Check the order|Complaint received|Phase 2 day plan|Day 3|Step 5|24/7 support|ISO 9001|Form 12|3D model
2 w forms
3 orders|14|fourteen|days|Deadline reached|Timeout|later|soon|immediately|A day|Plan a week|In time|On time
3 days before the deadline|3 days ago|vor 3 Tagen|more than 14 days|less than 3 days|> 14 days
older than 2 years
plus de 3 jours|il y a 3 jours|más de 3 días|до 3 дней|3 gün önce|قبل ۳ روز|3天前|超过3天
03/04/2026|2026-13-01|32.01.2026|99.99.2026|25:00|0 days|18 years old|200 years|after 3 days or after 5 weeks
Get one second opinion|one of two reviewers|UN resolution|due month end|once a customer|Monday|Montag
March|May
Yes|No|Ja|x > 3|amount|Send mail|Приём жалобы|Παραλαβή παραπόνου|接收投訴|3日|2026年|月報|استلام الشكوى
دریافت شکایت
Teil 2 Tag|§ 5 Tage|#3 days|P|PT|R|R/|PART|PTA|Part|10 % days|3 or 5 customers|1.2.3 days|2 gun licences
dos attack
""".replace("\n", "|")
    .strip("|")
    .split("|")
)


@pytest.mark.parametrize(
    "label", [*NOT_READ, "", " ", "1" * 400 + " days", "9" * 20 + " days", "3 days" * 200]
)
def test_it_does_not_guess_from(label: str) -> None:
    assert duration_in(label) is None


@settings(max_examples=300, deadline=None)
@given(
    st.text(max_size=60)
    | st.lists(
        st.sampled_from(
            [
                "3",
                "½",
                "days",
                "tage",
                "after",
                "every",
                "at",
                "9",
                ":",
                "-",
                "half",
                "an",
                "三",
                "天",
                "每",
                "P",
                "T1H",
                "٣",
                "أيام",
                "monday",
                "monthly",
                "of the month",
                "1.",
                "R/",
                "1.3.2026",
                "/",
                "working",
                ",",
            ]
        ),
        max_size=12,
    ).map(" ".join)
)
def test_it_answers_whatever_the_label(text: str) -> None:
    found = duration_in(text)
    assert found is None or isinstance(found, Timing)
    if found:
        assert found.iso[0] in "PR0123456789"
        assert found.exact == (not found.note) or found.working


def test_no_word_means_two_units() -> None:
    words = [word for text in vocabulary.UNITS.values() for word in text.split()]
    assert sorted(words) == sorted(set(words))

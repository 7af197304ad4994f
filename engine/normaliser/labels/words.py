"""Words for lengths of time and for what stands around them, in the languages that labels are read in.

They are folded as labels are before they are looked up, so accents of Greek, Cyrillic and Arabic do not
count.
"""

UNITS = {
    "S": "second seconds sec secs sekunde sekunden sek seconde secondes secondo secondi segundo segundos"
    " secunde seconden sekunda sekundy sekund δευτερολεπτο δευτερολεπτα δευτερολεπτων секунда"
    " секунды секунду"
    " секунд saniye ثانية ثوان ثواني ثانیه",
    "m": "minute minutes min mins minuten minuto minuti minutos minuut minuty minuta minut λεπτο λεπτα"
    " λεπτων"
    " минута минуты минуту минут мин dakika dk دقيقة دقائق دقیقه",
    "H": "hour hours hr hrs h std stunde stunden heure heures ora ore hora horas uur uren godzina godziny"
    " godzinę godzin godz ωρα ωρες ωρων час часа часов saat ساعة ساعات ساعت",
    "D": "day days tag tage tagen tages kalendertag kalendertage kalendertagen jour jours giorno giorni"
    " gg día días"
    " dia dias dag dagen dzień dni ημερα ημερες ημερων μερα μερες день дня днеи дни gün günde günden günü"
    " يوم ايام يوما روز روزه",
    "W": "week weeks wk wks woche wochen semaine semaines settimana settimane semana semanas weken tydzień"
    " tygodnie tygodni εβδομαδα εβδομαδες εβδομαδων неделя недели неделю недель hafta haftada"
    " اسبوع اسابيع اسبوعا هفته",
    "M": "month months monat monate monaten monats mois mese mesi mes meses mês maand maanden miesiąc"
    " miesiące"
    " miesięcy μηνα μηνας μηνες μηνων месяц месяца месяцев ay شهر اشهر شهور شهرا ماه",
    "Q": "quarter quarters quartal quartale quartalen trimestre trimestres trimestri kwartaal kwartał"
    " квартал"
    " τριμηνο τριμηνα",
    "Y": "year years yr yrs jahr jahre jahren jahres an ans année années anno anni año años ano anos"
    " jaar jaren"
    " rok lata lat ετος ετη χρονο χρονος χρονια год года лет yıl yil سنة سنوات عام اعوام سال",
    "F": "fortnight fortnights",
    "B": "workday workdays werktag werktage werktagen arbeitstag arbeitstage arbeitstagen werkdag werkdagen"
    " workingday workingdays",
}
"""Unit: its words. `m` is a minute, `M` a month, `Q` a quarter, `F` a fortnight, `B` a working day."""

SHORT_UNITS = {"d": "D", "w": "W", "j": "D", "s": "S"}
"""Read only where nothing else stands in the label."""

WORKING = (
    "working business work ouvrables ouvrés ouvré ouvrable lavorativi lavorativo hábiles habiles hábil"
    " laborables laborable úteis útil uteis robocze roboczych roboczy εργασιμες εργασιμη εργασιμων"
    " рабочих рабочии рабочие рабочего iş عمل کاری"
).split()

NUMBERS = {
    0.5: "half halbe halben halber halbes demi demie mezza mezzo media medio meia meio halve pół μιση μισο"
    " yarım نصف نیم",
    1.5: "anderthalb eineinhalb anderhalve полтора полторы",
    1: "one een ein eine einen einem einer eines un une uno una uma um één jeden jedna jedną ενα μια ενας"
    " один одна"
    " одну bir واحد واحدة یک",
    2: "two zwei deux due dos dois duas twee dwa dwie δυο два две iki اثنين اثنان دو",
    3: "three drei trois tre tres três drie trzy τρεις τρια три üç ثلاثة ثلاث سه",
    4: "four vier quatre quattro cuatro quatro cztery τεσσερις τεσσερα четыре dört اربعة اربع چهار",
    5: "five fünf cinq cinque cinco vijf pięć πεντε пять beş خمسة خمس پنج",
    6: "six sechs sei seis zes sześć εξι шесть altı ستة ست شش",
    7: "seven sieben sept sette siete sete zeven siedem επτα εφτα семь yedi سبعة سبع هفت",
    8: "eight acht huit otto ocho oito osiem οκτω οχτω восемь sekiz ثمانية ثماني ثمان هشت",
    9: "nine neun neuf nove nueve negen dziewięć εννεα εννια девять dokuz تسعة تسع نه",
    10: "ten zehn dix dieci diez dez tien dziesięć δεκα десять on عشرة عشر ده",
    11: "eleven elf onze undici once jedenaście εντεκα одиннадцать یازده",
    12: "twelve zwölf douze dodici doce doze twaalf dwanaście δωδεκα двенадцать دوازده",
}

ONLY_BEFORE = {
    "due": "secondi minuti ore giorni settimane mesi anni trimestri",
    "sei": "secondi minuti ore giorni settimane mesi anni trimestri",
    "once": "segundos minutos horas días dias semanas meses años",
    "dos": "segundos minutos horas días dias semanas meses años",
    "um": "segundo minuto dia mês mes ano",
    "on": "saniye dakika saat gün hafta ay yıl",
    "half": "hour day year uur week month jaar maand",
    "media": "hora",
}
"""Number words that mean something else in another language: the units that make them a number."""

LABELLING = frozenset(
    "teil phase step form room version level stage section chapter annex part no nr number nummer"
    " formular raum stufe"
    " schritt abschnitt kapitel étape niveau fase sala nivel этап шаг".split()
)
"""Before a number they make it a name: “Phase 2 day”."""

ARTICLES = frozenset("a an".split())
"""One of something, only after a word such as “after” or before one such as “later”."""

PAIRS = {
    "يومين": (2, "D"),
    "يومان": (2, "D"),
    "ساعتين": (2, "H"),
    "ساعتان": (2, "H"),
    "اسبوعين": (2, "W"),
    "اسبوعان": (2, "W"),
    "شهرين": (2, "M"),
    "شهران": (2, "M"),
    "سنتين": (2, "Y"),
    "عامين": (2, "Y"),
    "دقيقتين": (2, "m"),
    "полчаса": (0.5, "H"),
    "полгода": (0.5, "Y"),
    "полдня": (0.5, "D"),
}
"""Words that are number and unit in one."""

AROUND = frozenset(
    (
        "after in within wait waits waiting for later elapsed elapse passed pass past over expired"
        " expires have"
        " has are is been of the from now time timeout timer up to max maximum at latest every each"
        " nach in innerhalb binnen von später vergangen abgelaufen verstrichen warten warte frist sind ist"
        " spätestens alle jede jeden jedes zeit maximal verstreichen vorbei um ab uhr"
        " après dans sous délai de plus tard passé passés écoulés écoulées attendre tous toutes les"
        " chaque à"
        " dopo entro fra tra passati passate trascorsi trascorse attendere attesa ogni tutti di del alle"
        " tras después dentro de en pasados transcurridos esperar cada todos los las"
        " após depois em passados esperar cada todos os as"
        " na binnen over verstreken wachten elke om later"
        " po ciągu w upływie co czekać"
        " μετα απο σε εντος αργοτερα παρελευση καθε στις αναμονη"
        " через спустя течение в после прошло истечении по каждые каждыи каждую ждать"
        " sonra içinde geçti geçince bekle her süre"
        " بعد خلال في غضون مرور كل من انتظار"
        " پس از بعد ظرف طی گذشت هر پس"
    ).split()
)
"""Words that may stand around a length without changing what it means."""

AFTER = frozenset(
    "after within in every each wait later elapsed passed nach innerhalb binnen später alle jede"
    " jeden après dans"
    " dopo entro fra ogni tras dentro después em após na over po co μετα σε εντος καθε через спустя"
    " sonra her"
    " بعد خلال كل پس هر ظرف".split()
)

AWAY = frozenset(
    (
        "before ago less more than fewer older old least vor weniger mehr älter alt mindestens avant"
        " moins plus-de"
        " prima meno più antes menos más vóór minder meer przed mniej więcej πριν λιγοτερο περισσοτερο"
        " до менее"
        " более назад önce fazla az قبل اقل اكثر پیش کمتر بیشتر geleden fa hace il-y-a"
    ).split()
)
"""Words that make a length something else than a wait: a comparison, an age, a time before something."""

EVERY = frozenset(
    "every each per alle jede jeden jedes chaque tous toutes ogni tutti tutte cada todos todas elke"
    " iedere co"
    " każdy każdego każdą καθε каждыи каждую каждые каждое каждая her كل هر".split()
)

PERIODS = {
    "R/PT1H": "hourly stündlich horaire uurlijks ежечасно ωριαια",
    "R/P1D": "daily täglich quotidien quotidienne quotidiennement journalier giornaliero quotidiano diario"
    " diariamente diário dagelijks codziennie dziennie ежедневно καθημερινα ημερησιως günlük يوميا روزانه"
    " 每天 每日",
    "R/P7D": "weekly wöchentlich hebdomadaire settimanale semanal semanalmente wekelijks tygodniowo"
    " co-tydzień"
    " еженедельно εβδομαδιαια εβδομαδιαιως haftalık اسبوعيا هفتگی 每周 每週 每星期",
    "R/P14D": "biweekly fortnightly vierzehntägig zweiwöchentlich",
    "R/P1M": "monthly monatlich mensuel mensuelle mensuellement mensile mensual mensualmente mensal"
    " maandelijks"
    " miesięcznie ежемесячно μηνιαια μηνιαιως aylık شهريا ماهانه 每月 每个月 每個月",
    "R/P3M": "quarterly quartalsweise vierteljährlich trimestriel trimestrielle trimestrale trimestral"
    " kwartalnie ежеквартально τριμηνιαια",
    "R/P1Y": "yearly annually annual jährlich annuel annuelle annuale anual jaarlijks rocznie corocznie"
    " ежегодно"
    " ετησια ετησιως yıllık سنويا سالانه 每年",
}
"""What comes again: its cycle and its words."""

WEEKDAYS = {
    1: "monday mondays montag montags lundi lunedì lunes maandag poniedziałek понедельник δευτερα pazartesi"
    " الاثنين دوشنبه",
    2: "tuesday tuesdays dienstag dienstags mardi martedì martes dinsdag wtorek вторник τριτη salı الثلاثاء",
    3: "wednesday wednesdays mittwoch mittwochs mercredi mercoledì miércoles woensdag środę среду τεταρτη"
    " çarşamba الاربعاء چهارشنبه",
    4: "thursday thursdays donnerstag donnerstags jeudi giovedì jueves donderdag czwartek четверг"
    " πεμπτη perşembe"
    " الخميس پنجشنبه",
    5: "friday fridays freitag freitags vendredi venerdì viernes vrijdag piątek пятницу παρασκευη cuma"
    " الجمعة"
    " جمعه",
    6: "saturday saturdays samstag samstags samedi sabato sábado zaterdag sobotę субботу σαββατο cumartesi"
    " السبت شنبه",
    7: "sunday sundays sonntag sonntags dimanche domenica domingo zondag niedzielę воскресенье κυριακη"
    " pazar"
    " الاحد یکشنبه",
}

WORD_OF_DAY = frozenset("o'clock oclock uhr uur heures heure h".split())
"""May follow an hour of the day."""

AT = frozenset("at um à om alle ore las às στις saat الساعة ساعت в o godz".split())
"""Stand before an hour of the day."""

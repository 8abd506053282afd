"""The words in which figures are hedged, counted and withheld, in English and Serbian.

Tables only. Everything is folded: lower case, Cyrillic as Latin, no diacritics, đ as dj.
"""

from types import MappingProxyType

# Phrases before a figure, longest first when matched; a trailing * means the phrase may also stand behind it.
HEDGES = MappingProxyType(
    {
        "about": "about around approximately approx some roughly circa ca cca c an-estimated estimated estimated-at "
        "procenjuje-se-na procenjen-na procenjena-na procenjeno-na "
        "in-the-region-of on-the-order-of oko otprilike priblizno negde-oko nekih cirka ~ ≈ u-proseku-oko",
        "over": "over more-than above upwards-of in-excess-of greater-than exceeding exceeds surpassing "
        "preko vise-od iznad > veci-od veca-od vece-od vise-nego",
        "at_least": "at-least as-few-as as-little-as "
        "no-fewer-than no-less-than not-less-than not-fewer-than nothing-less-than a-minimum-of "
        "minimum-of najmanje bar barem ne-manje-od ne-manje-nego nista-manje-od nista-manje-nego nije-manje-od "
        "nisu-manje-od minimum minimalno makar ≥ >=",
        "under": "under fewer-than less-than below short-of manje-od ispod < manji-od manja-od",
        "up_to": "up-to at-most no-later-than not-later-than no-longer-than not-longer-than najkasnije najkasnije-za "
        "najkasnije-u-roku-od najduze najduze-do ne-duze-od ne-kasnije-od "
        "no-more-than not-more-than not-exceeding not-exceed not-over as-many-as "
        "as-much-as a-maximum-of maximum-of "
        "do najvise maksimalno ne-vise-od ne-vise-nego nista-vise-od ne-preko ne-prelazi do-najvise cak-do ≤ <=",
        "nearly": "nearly almost close-to just-under approaching not-quite "
        "skoro gotovo blizu zamalo umalo malo-manje-od "
        "nesto-manje-od tek-nesto-manje-od",
        "exact": "exactly precisely just only a-total-of total-of in-total all-of tacno ukupno svega samo",
    }
)
AFTER = MappingProxyType(
    {
        "or-more": "at_least", "and-more": "at_least", "or-above": "at_least", "at-least": "at_least",
        "plus": "at_least", "odd": "about",
        "+": "at_least", "or-so": "about", "or-fewer": "up_to", "or-less": "up_to", "at-most": "up_to",
        "i-vise": "at_least",
        "ili-vise": "at_least", "i-manje": "up_to", "ili-manje": "up_to", "najmanje": "at_least", "najvise": "up_to",
        "otprilike": "about", "priblizno": "about",
    }
)  # fmt: skip
MAGNITUDE_WORDS = MappingProxyType(
    {
        **dict.fromkeys(["hundred", "stotina", "stotine", "stotinu"], "hundred"),
        **dict.fromkeys(
            ["thousand", "k", "hiljada", "hiljade", "hiljadu", "hilj", "tisuca", "tisuce"], "thousand"
        ),
        **dict.fromkeys(
            [
                "million",
                "millions",
                "m",
                "mn",
                "mln",
                "mio",
                "milion",
                "miliona",
                "milioni",
                "milijun",
                "milijuna",
                "mil",
            ],
            "million",
        ),
        **dict.fromkeys(
            ["billion", "billions", "bn", "milijarda", "milijarde", "milijardi", "mlrd", "mld"], "billion"
        ),
        **dict.fromkeys(["trillion", "tn", "bilion", "biliona"], "trillion"),
    }
)
VAGUE_WORDS = MappingProxyType(
    {
        **dict.fromkeys(["tens", "desetine", "desetina", "desetinama"], "tens"),
        **dict.fromkeys(["dozens", "tuce"], "dozens"),
        **dict.fromkeys(["hundreds", "stotine", "stotinama"], "hundreds"),
        **dict.fromkeys(["thousands", "hiljade", "hiljadama"], "thousands"),
    }
)
_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_SR_TEENS = (
    "nula jedan dva tri cetiri pet sest sedam osam devet deset jedanaest dvanaest trinaest cetrnaest petnaest "
    "sesnaest sedamnaest osamnaest devetnaest"
)
_SR_TENS = "dvadeset trideset cetrdeset pedeset sezdeset sedamdeset osamdeset devedeset"
_SR_HUNDREDS = "sto dvesta trista cetiristo petsto sesto sedamsto osamsto devetsto"

CARDINALS = MappingProxyType(
    {
        **{word: n for n, word in enumerate(_UNITS.split())},
        **{word: 20 + 10 * n for n, word in enumerate(_TENS.split())},
        **{word: n for n, word in enumerate(_SR_TEENS.split())},
        **{word: 20 + 10 * n for n, word in enumerate(_SR_TENS.split())},
        **{word: 100 + 100 * n for n, word in enumerate(_SR_HUNDREDS.split())},
        "jedna": 1,
        "jedno": 1,
        "jednu": 1,
        "jedne": 1,
        "jednog": 1,
        "dve": 2,
        "dvije": 2,
        "dvesto": 200,
        "dvjesto": 200,
        "tristo": 300,
        "sesto": 600,
        "dozen": 12,
        "half-dozen": 6,
    }
)
MULTIPLIERS = MappingProxyType(
    {
        "hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "stotina": 10**2, "stotinu": 10**2,
        "stotine": 10**2, "hiljadu": 10**3, "hiljada": 10**3, "hiljade": 10**3, "milion": 10**6, "miliona": 10**6,
        "milioni": 10**6, "milijardu": 10**9, "milijarda": 10**9, "milijarde": 10**9, "milijardi": 10**9,
    }
)  # fmt: skip
ORDINALS = MappingProxyType(
    {
        **{
            w: n
            for n, w in enumerate(
                [
                    "first",
                    "second",
                    "third",
                    "fourth",
                    "fifth",
                    "sixth",
                    "seventh",
                    "eighth",
                    "ninth",
                    "tenth",
                ],
                1,
            )
        },
        **{
            w: n
            for n, w in enumerate(
                ["prvi", "drugi", "treci", "cetvrti", "peti", "sesti", "sedmi", "osmi", "deveti", "deseti"], 1
            )
        },
        **{
            w: n
            for n, w in enumerate(
                ["prva", "druga", "treca", "cetvrta", "peta", "sesta", "sedma", "osma", "deveta", "deseta"], 1
            )
        },
        **{
            w: n
            for n, w in enumerate(
                ["prvo", "drugo", "trece", "cetvrto", "peto", "sesto", "sedmo", "osmo", "deveto", "deseto"], 1
            )
        },
    }
)
PORTIONS = MappingProxyType(
    {"half": "0.5", "pola": "0.5", "polovina": "0.5", "polovinu": "0.5", "quarter": "0.25"}
)
_PORTION_NAMES = (
    "third thirds quarters fifth fifths tenths trecina trecine trecinu cetvrtina cetvrtine petina petine"
)
PORTION_NAMES = frozenset(_PORTION_NAMES.split())
"""Words behind a number that make it a fraction: two thirds, tri četvrtine."""
PER = frozenset(["per", "for-every", "for-each", "on-every", "na", "po", "every-with", "in-every"])
RATES = MappingProxyType(
    {
        **dict.fromkeys(["annually", "yearly", "godisnje"], "year"),
        **dict.fromkeys(["monthly", "mesecno", "mjesecno"], "month"),
        **dict.fromkeys(["weekly", "nedeljno", "sedmicno", "tjedno"], "week"),
        **dict.fromkeys(["daily", "dnevno"], "day"),
        "hourly": "hour",
    }
)
"""Adverbs that make a rate of the figure beside them."""
PRINTED = MappingProxyType(
    {
        "en": {"about": "about", "over": "over", "at_least": "at least", "under": "under", "up_to": "up to",
               "nearly": "nearly", "between": "between {low} and {high}", "hundred": "hundred", "thousand": "thousand",
               "million": "million", "billion": "billion", "trillion": "trillion", "unknown": "unknown",
               "withheld": "withheld", "none": "none", "tens": "tens", "dozens": "dozens", "hundreds": "hundreds",
               "thousands": "thousands", "of": "of ", "plural": "s"},
        "sr": {"about": "oko", "over": "preko", "at_least": "najmanje", "under": "manje od", "up_to": "do",
               "nearly": "skoro", "between": "između {low} i {high}", "hundred": "stotina", "thousand": "hiljada",
               "million": "miliona", "billion": "milijardi", "trillion": "biliona", "unknown": "nepoznato",
               "withheld": "uskraćeno", "none": "nema", "tens": "desetine", "dozens": "tuce", "hundreds": "stotine",
               "thousands": "hiljade", "of": "", "plural": ""},
    }
)  # fmt: skip
STATES = MappingProxyType(
    {
        "withheld": "withheld would-not-say would-not-reveal would-not-disclose refused-to-reveal declined-to-reveal "
        "nije-saopsteno nije-saopsten nije-saopstio nije-saopstila nisu-saopstili odbio-da odbila-da odbilo-da "
        "odbili-da nije-otkriveno refused-to-say refused-to-disclose declined-to-say declined-to-disclose "
        "not-made-public classified confidential secret undisclosed not-disclosed "
        "has-not-disclosed "
        "did-not-disclose redacted tajna tajni poverljivo poverljiv poverljiva poverljivi "
        "stepen-tajnosti nije-objavljeno nije-objavljen uskraceno uskracen tajno",
        "unknown": "unknown nobody-knows no-one-knows could-not-be-established cannot-be-established "
        "nije-utvrdjeno nije-utvrdjen niko-ne-zna not-known unclear is-not-clear not-available unavailable no-data "
        "nepoznato nije-poznato nepoznat nejasno ne-zna-se nema-podataka nije-dostupan nisu-dostupni",
    }
)

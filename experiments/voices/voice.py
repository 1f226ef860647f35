"""The voice of a language: patterns with values put in, numbers and measures as its readers write them."""

import re
from collections.abc import Sequence

from experiments.errors import unknown
from experiments.kpis import Kpi
from experiments.views.spanish_measures import KPIS_ES
from experiments.voices import (
    english_boxes,
    english_notes,
    english_stories,
    spanish_boxes,
    spanish_glosses_company,
    spanish_glosses_people,
    spanish_notes,
    spanish_sources,
    spanish_stories,
)

TEXTS: dict[str, dict[str, str]] = {
    "en": {**english_stories.TEXTS, **english_notes.TEXTS, **english_boxes.TEXTS},
    "es": {**spanish_stories.TEXTS, **spanish_notes.TEXTS, **spanish_boxes.TEXTS},
}
NUMBERS = {"en": english_stories.NUMBERS, "es": spanish_stories.NUMBERS}
ORDINALS = {"en": english_stories.ORDINALS, "es": spanish_stories.ORDINALS}
GLOSSES = {**spanish_glosses_company.GLOSSES, **spanish_glosses_people.GLOSSES}
PROBLEMS = tuple(
    key
    for key in TEXTS["en"]
    if key.startswith(("unmet.", "knob.")) and key not in ("unmet.got", "unmet.route")
)
SWAPPED = str.maketrans(",.-", ".,−")  # a Spanish number out of an English one
PLACES = re.compile(r"\\\{(\w+)\\\}")  # of a pattern that has been escaped
NUMBER = re.compile(r"[-+]?\d[\d.,]*(?:e[-+]?\d+)?")


class Voice:
    """How sentences are said in one language. What a scenario's author wrote (names, titles) stays as it is."""

    def __init__(self, language: str = "en") -> None:
        """Raises InputError for a language that is not spoken."""
        if language not in TEXTS:
            raise unknown("language", language, TEXTS)
        self.language = language
        self._texts = TEXTS[language]

    def __call__(self, key: str, **values: object) -> str:
        """A pattern with its values."""
        return self._texts[key].format(**values)

    def some(self, key: str, count: int) -> str:
        """A pattern with so many of something: `key.one` where there is exactly one."""
        return self(f"{key}.one" if count == 1 else key, n=self.in_words(count))

    # -- numbers

    def shown(self, value: float | str, style: str = "") -> str:
        """A number by a format specification such as `,.2f`."""
        return self.written(format(value, style))

    def written(self, text: str) -> str:
        """A number that was written in English, as this language writes it."""
        if self.language == "en":
            return text
        return NUMBER.sub(lambda found: _plain(found[0]).translate(SWAPPED), text)

    def percent(self, share: float, digits: int = 0) -> str:
        """A share in per cent, without the sign."""
        return self.shown(100.0 * share, f".{digits}f")

    def in_words(self, number: int) -> str:
        """A small number as a word."""
        known = NUMBERS[self.language]
        return known[number] if 0 <= number < len(known) else self.shown(number, ",")

    def ordinal(self, number: int) -> str:
        """A small ordinal as a word."""
        known = ORDINALS[self.language]
        return known[number] if 0 < number < len(known) else self("ordinal", n=number)

    def euros(self, amount: float) -> str:
        """Whole euros."""
        sign = self.written("-0")[0] if amount < 0 else ""
        return self("euros", sign=sign, amount=self.shown(abs(amount), ",.0f"))

    # -- words

    def joined(self, parts: Sequence[str]) -> str:
        """Parts as people list them: a, b and c."""
        if len(parts) < 2:
            return "".join(parts)
        last = self("and")
        if self.language == "es" and re.match(r"h?i(?!e)", parts[-1], re.IGNORECASE):
            last = " e "
        return f"{', '.join(parts[:-1])}{last}{parts[-1]}"

    def called(self, title: str) -> str:
        """A touchpoint's name without remarks in brackets, in quotation marks."""
        return self("quoted", name=re.sub(r" *[(][^)]*[)]", "", title).strip())

    def again(self, sentence: str, *keys: str) -> str:
        """An English sentence that was made by one of these patterns, said in this language; else as it is.

        For sentences that are kept on disk as sentences. A value that a pattern of its own made is said again, too.
        """
        for key in keys:
            pattern = PLACES.sub(r"(?P<\1>.+)", re.escape(TEXTS["en"][key]))
            if found := re.fullmatch(pattern, sentence):
                values = {name: self.again(value, *keys) for name, value in found.groupdict().items()}
                return self(key, **values)
        is_number = self.language != "en" and NUMBER.fullmatch(sentence.removesuffix("%"))
        return self.written(sentence).replace("%", " %") if is_number else sentence

    # -- measures

    def title(self, kpi: Kpi) -> str:
        """What a measure is called."""
        return kpi.title if self.language == "en" else KPIS_ES[kpi.name].title

    def unit(self, kpi: Kpi) -> str:
        """The unit of a difference."""
        return kpi.unit_of_difference if self.language == "en" else KPIS_ES[kpi.name].unit

    def bare(self, kpi: Kpi, value: float) -> str:
        """A value without its unit."""
        return self.written(kpi.bare(value))

    def level(self, kpi: Kpi, value: float) -> str:
        """A value with its unit."""
        if self.language == "en" or kpi.unit in ("", "%"):
            return self.written(kpi.level(value))
        return f"{self.bare(kpi, value)} {KPIS_ES[kpi.name].unit}"

    def change(self, kpi: Kpi, value: float) -> str:
        """A difference with its sign."""
        return self.written(kpi.change(value))

    # -- numbers of a scenario

    def trait(self, name: str) -> str:
        """A trait of people; `*` for every one."""
        if self.language == "es":
            return spanish_sources.TRAITS[name]
        return "every trait" if name == "*" else name.replace("_", " ")

    def gloss(self, pattern: str, english: str) -> str:
        """What stands at a path of the schema. Raises KeyError for one that has no words in this language."""
        return english if self.language == "en" else GLOSSES[pattern]

    def units(self, unit: str) -> str:
        """A unit of the schema; one that is not known stays as it is."""
        return unit if self.language == "en" else spanish_sources.UNITS.get(unit, unit)

    def source(self, text: str) -> str | None:
        """A source of the schema, or two with a semicolon between; None where the author of a scenario wrote it."""
        if self.language == "en":
            return text
        known = spanish_sources.SOURCES
        if text in known:
            return known[text]
        head = next((one for one in known if text.startswith(f"{one}; ")), None)
        if head is None or (rest := self.source(text.removeprefix(f"{head}; "))) is None:
            return None
        return f"{known[head]}; {rest}"


def _plain(number: str) -> str:
    """A number without a power of ten."""
    if "e" not in number:
        return number
    value = float(number.replace(",", ""))
    return f"{value:,.0f}" if abs(value) >= 1.0 else f"{value:.12f}".rstrip("0")


ENGLISH = Voice("en")
SPANISH = Voice("es")

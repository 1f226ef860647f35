"""How the report speaks: its words in English or Spanish, its numbers with a point or a comma."""

from math import isfinite

from experiments.kpis import Kpi
from experiments.report import english_texts, spanish_texts
from experiments.statistics import Interval
from experiments.views.words import Words
from experiments.voices.voice import Voice

TEXTS = {"en": english_texts.TEXTS, "es": spanish_texts.TEXTS}
NONE = "–"
NARROW = "\u00a0%"  # a number and its sign stay on one line


class Speech:
    """The words of one language. What a scenario's author wrote stays as it is and is marked as such.

    Raises InputError for a language that is not spoken.
    """

    def __init__(self, language: str = "en") -> None:
        self.words = Words(language)
        self.say = Voice(language)
        self.language = language

    def __call__(self, key: str, **values: object) -> str:
        """A text of the catalogue with its values."""
        texts = TEXTS[self.language]
        return texts[key].format(noise=texts["noise"], **values).replace(" %", NARROW)

    def number(self, value: float, digits: int = 0, *, sign: bool = False) -> str:
        """A number as its readers write it; an en dash where there is none."""
        return self.words.number(value, digits, sign=sign) if isfinite(value) else NONE

    def percent(self, share: float) -> str:
        """A share in whole per cent."""
        return f"{self.number(100.0 * share)}{NARROW}" if isfinite(share) else NONE

    def share(self, found: Interval) -> str:
        """A share with its interval, in per cent."""
        if not isfinite(found.low):
            return self.percent(found.estimate)
        limits = self("between", low=self.number(100.0 * found.low), high=self.percent(found.high))
        return f"{self.percent(found.estimate)} ({limits})"

    def level(self, kpi: Kpi, found: Interval) -> str:
        """A mean with half its interval, by the measure's own digits."""
        return self.around(found, kpi.scale, kpi.digits)

    def change(self, kpi: Kpi, value: float) -> str:
        """A difference with its sign."""
        return self.number(kpi.scale * value, kpi.digits, sign=True)

    def limits(self, kpi: Kpi, found: Interval) -> str:
        """The limits of a difference."""
        if not isfinite(found.low):
            return NONE
        return self("between", low=self.change(kpi, found.low), high=self.change(kpi, found.high))

    def around(self, found: Interval, scale: float = 1.0, digits: int = 0, *, sign: bool = False) -> str:
        """An estimate and half its interval."""
        text = self.number(scale * found.estimate, digits, sign=sign)
        if not (isfinite(found.estimate) and isfinite(found.half_width)):
            return text
        return f"{text} ± {self.number(scale * found.half_width, digits)}"

    def title(self, kpi: Kpi) -> str:
        """What a measure is called, with its unit."""
        title, unit = self.words.title(kpi), self.unit(kpi)
        return f"{title}, {unit}" if unit else title

    def title_of_change(self, kpi: Kpi) -> str:
        """What a measure is called, with the unit of a difference."""
        title, unit = self.words.title(kpi), self.words.unit(kpi)
        return f"{title}, {unit}" if unit else title

    def unit(self, kpi: Kpi) -> str:
        """The unit of a level: per cent where a difference is in points."""
        return "%" if kpi.unit == "%" else self.words.unit(kpi)

    def estimand(self, kpi: Kpi) -> str:
        """Who was counted."""
        text = self.words.estimand(kpi)
        if self.language == "es" and "counted customers" in kpi.estimand:
            return text.replace("personas contadas", "clientes contados").replace(
                "todas las clientes", "todos los clientes"
            )
        return text

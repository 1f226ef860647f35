"""How a figure speaks: its words in English and Spanish, its numbers with a point or a comma."""

from typing import Literal, get_args

from experiments.errors import unknown
from experiments.kpis import Kpi
from experiments.panels import minus
from experiments.statistics import Interval
from experiments.views import english_texts, spanish_texts
from experiments.views.spanish_measures import KPIS_ES

Language = Literal["en", "es"]
LANGUAGES: tuple[str, ...] = get_args(Language)
TEXTS = {"en": english_texts.TEXTS, "es": spanish_texts.TEXTS}


class Words:
    """The words of a language. What a scenario's author wrote (names, titles) stays as it is written."""

    def __init__(self, language: str = "en") -> None:
        """Raises InputError for a language that is not spoken."""
        if language not in LANGUAGES:
            raise unknown("language", language, LANGUAGES)
        self.language = language

    def __call__(self, key: str, **values: object) -> str:
        """A text of the catalogue with its values."""
        return TEXTS[self.language][key].format(**values)

    def number(self, value: float, digits: int = 0, *, sign: bool = False) -> str:
        """A number as its readers write it, with a true minus sign; no sign on what rounds to zero."""
        text = f"{value:,.{digits}f}"
        if not text.strip("-0.,"):
            text = text.removeprefix("-")
        elif sign and value > 0.0:
            text = f"+{text}"
        return minus(text if self.language == "en" else text.translate(str.maketrans(",.", ".,")))

    def percent(self, share: float, digits: int = 0) -> str:
        """A share in per cent."""
        return f"{self.number(100.0 * share, digits)} %"

    def tick(self, value: float, *, sign: bool = False) -> str:
        """A number at an axis, with as many digits as it needs."""
        text = f"{abs(value):.10g}"
        digits = len(text.partition(".")[2]) if "e" not in text else 0
        return self.number(value, digits, sign=sign)

    def between(self, low: str, high: str) -> str:
        """Two limits in words."""
        return self("between", low=low, high=high)

    def interval(self, found: Interval, scale: float = 1.0, digits: int = 0, *, sign: bool = False) -> str:
        """An estimate with its limits in brackets."""
        estimate, low, high = (
            self.number(scale * x, digits, sign=sign) for x in (found.estimate, found.low, found.high)
        )
        return f"{estimate} ({self.between(low, high)})" if found.low == found.low else estimate

    def title(self, kpi: Kpi) -> str:
        """What a measure is called."""
        return kpi.title if self.language == "en" else KPIS_ES[kpi.name].title

    def unit(self, kpi: Kpi) -> str:
        """The unit of a difference in a measure."""
        return kpi.unit_of_difference if self.language == "en" else KPIS_ES[kpi.name].unit

    def estimand(self, kpi: Kpi) -> str:
        """Who was counted for a measure."""
        return kpi.estimand if self.language == "en" else KPIS_ES[kpi.name].estimand

    def cause(self, cause: str) -> str:
        """Why somebody left."""
        return self(f"cause.{cause}")


ENGLISH = Words("en")

"""A claim of an article, the command that shows the answer, and the function that computes it."""

from collections.abc import Callable
from dataclasses import dataclass

from source_claims.runs import Runs

SUPPORTS, PARTLY, CONTRADICTS = "supports", "partly", "contradicts"
PUT_IN, CANNOT_SAY = "put in", "cannot say"
VERDICTS = {
    SUPPORTS: "what comes out of the worlds goes the article's way",
    PARTLY: "part of it does",
    CONTRADICTS: "it goes the other way",
    PUT_IN: "we wrote it into the scenario; that it comes out again is no evidence",
    CANNOT_SAY: "the model has no such thing; the nearest figure stands there",
}
Answer = Callable[[Runs], tuple[str, str]]


@dataclass(frozen=True)
class Claim:
    """One row. article: number before the dot of its id.  answer: verdict and one or two plain sentences."""

    id: str
    says: str
    command: str
    answer: Answer

    @property
    def article(self) -> int:
        return int(self.id.split(".")[0])


CLAIMS: list[Claim] = []


def claim(id: str, says: str, command: str = "") -> Callable[[Answer], Answer]:  # noqa: A002
    """Add a row whose answer is the decorated function. command: left out, the row alone is computed again."""

    def add(answer: Answer) -> Answer:
        CLAIMS.append(Claim(id, says, command or f"python docs/sources.py {id}", answer))
        return answer

    return add


def figure(value: float, digits: int = 2) -> str:
    """A number with so many significant digits, no exponent: 0.123 -> 0.12, 1234 -> 1,200."""
    if value == 0 or value != value:
        return "0" if value == 0 else "–"
    rounded = float(f"{value:.{digits}g}")
    decimals = max(0, digits - 1 - _magnitude(rounded))
    return f"{rounded:,.{decimals}f}"


def share(value: float, digits: int = 2) -> str:
    """A share in per cent."""
    return f"{figure(100 * value, digits)} %"


def points(value: float) -> str:
    """An NPS, or another number that may be negative, without decimals."""
    text = f"{value:.0f}"
    return "0" if text == "-0" else text


def moves(before: float, after: float) -> str:
    """The verb of a change."""
    return "rises" if after > before else "falls" if after < before else "stays"


def better(test: bool, otherwise: str = CONTRADICTS) -> str:
    """`supports` where a test holds."""
    return SUPPORTS if test else otherwise


def _magnitude(value: float) -> int:
    size, power = abs(value), 0
    while size >= 10:
        size, power = size / 10, power + 1
    while size < 1:
        size, power = size * 10, power - 1
    return power

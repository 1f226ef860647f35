"""Plain words for stories."""

import re
from collections.abc import Sequence

NUMBERS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
ORDINALS = (
    "", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth",
)  # fmt: skip
TIMES = {1: "once", 2: "twice"}
DEPARTURES = {
    "baseline": "for reasons of another kind",
    "new_customer": "as new customers do more easily",
    "dissatisfaction": "dissatisfied",
    "distrust": "having lost trust",
    "effort": "tired of the effort",
    "inconsistency": "tired of being told different things",
    "unresolved": "over a failure nobody had put right",
    "complaint": "over a complaint",
    "neighbours": "after friends had left",
    "word_of_mouth": "after what others had said",
    "failure": "on the spot",
    "offer": "for a competitor's offer",
    "lapsed": "and simply stopped buying",
}


def in_words(number: int) -> str:
    """A small number as a word."""
    return NUMBERS[number] if 0 <= number < len(NUMBERS) else f"{number:,}"


def ordinal(number: int) -> str:
    """A small ordinal as a word."""
    return ORDINALS[number] if 0 < number < len(ORDINALS) else f"{number}th"


def plural(word: str, number: int) -> str:
    """The word with an s, where there is not exactly one."""
    return word if number == 1 else f"{word}s"


def joined(parts: Sequence[str]) -> str:
    """Parts as people list them: a, b and c."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def called(title: str) -> str:
    """A touchpoint's name without remarks in brackets, in quotation marks."""
    return f"“{re.sub(r' *[(][^)]*[)]', '', title).strip()}”"

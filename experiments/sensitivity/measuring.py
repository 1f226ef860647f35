"""How a number could be measured, by what kind of thing it is and where it stands."""

from experiments.ledger.assumptions import ANCHOR, COEFFICIENT, FACT, LEVEL, PRICE, TODAY
from experiments.study.space import Factor

BY_KIND = {
    FACT: "count it in your own data: it is a fact of your case",
    TODAY: "measure it in your own cases of today (follow a sample from start to end)",
    LEVEL: "pilot the lever where you can compare: some cases with it, some without, drawn by lot",
    PRICE: "ask for an offer",
    ANCHOR: "read it from your own customer base",
}
BY_PLACE = {
    "behaviour.churn": "follow your own customers and model who leaves (survival analysis)",
    "behaviour.choice": "experiment: let some have the better experience by lot, and count who goes on",
    "behaviour.": "survey customers right after their contacts, and again later",
    "word_of_mouth.": "survey: whom people told, what, and what it did to those who heard it",
    "reputation.": "follow your public reviews, and the enquiries after them",
    "competitors.": "survey of your market: offers heard, and a choice experiment between offers",
    "network.": "survey: whom people talk to about this",
}


def how(factor: Factor) -> str:
    """A way to measure it, in plain words."""
    if factor.kind in BY_KIND:
        return BY_KIND[factor.kind]
    path = factor.path.partition(":")[2] or factor.path
    place = next((words for start, words in BY_PLACE.items() if path.startswith(start)), "")
    if place:
        return place
    if factor.kind == COEFFICIENT:
        return "experiment or survey: nobody knows it yet"
    return "count it in your own data, or ask those who know the case"

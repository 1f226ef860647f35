"""Stories never contradict the log: every number in them stands in it, and they are chosen by rule."""

import re
from functools import cache

import numpy as np
import pytest

from experiments.causes import stories as stories_module
from experiments.causes.chronicle import Chronicle, chronicle
from experiments.causes.pairs import Pair
from experiments.causes.stories import name_of, stories
from experiments.causes.tables import Kind
from experiments.causes.telling import MOST, Telling, day_of_life, tell
from experiments.voices.english_stories import NUMBERS, ORDINALS
from experiments.voices.voice import ENGLISH, SPANISH, TEXTS
from scenarios.load import load
from scenarios.overlay import change, design
from sim.columns import Logged
from sim.engine import run
from sim.intercepts import Intercepts

SMALL = {
    "arrivals.rate_per_day": 12,
    "clock.horizon_days": 330,
    "clock.warm_up_days": 30,
    "clock.follow_up_days": 200,
    "teams.account_executives.servers": 1,
    "teams.file_checkers.servers": 1,
    "teams.credit_analysts.servers": 1,
    "teams.legal_reviewers.servers": 1,
}
TITLES = ("Siloed", "Integrated")


@cache
def bank() -> Pair:
    """A small bank under both designs."""
    worlds = [change(design(load("bank_credit_45d"), name), SMALL) for name in ("siloed", "integrated")]
    one, two = (chronicle(run(w, seed=4, intercepts=Intercepts(), log=True)) for w in worlds)
    return Pair(one, two)


def life(story: Chronicle, telling: Telling) -> np.ndarray:
    """What the log knows of a person, up to the end of the follow-up."""
    assert story.run.log is not None
    person = story.run.people[story.run.people["uid"] == telling.uid][0]
    mine = story.run.log[story.run.log["uid"] == telling.uid]
    return mine[mine["day"] <= person["followed_until"]]


def values(log: np.ndarray, kind: Logged) -> np.ndarray:
    return log["value"][log["kind"] == kind]


def check(story: Chronicle, telling: Telling) -> None:
    """Every fact against the raw log."""
    log = life(story, telling)
    person = int(np.flatnonzero(story.run.people["uid"] == telling.uid)[0])
    entered = story.run.people["entered_day"][person]
    pains = story.pains[story.pains["person"] == person]
    for fact in telling.facts:
        if np.isfinite(fact.day):
            assert fact.day in log["day"], f"nothing happened on that day: {fact}"
        if fact.what == "day":
            assert fact.value == int(np.floor(fact.day - entered)) + 1
        elif fact.what == "last day":
            assert fact.value == story.run.scenario.clock.follow_up_days
        elif fact.what == "contacts":
            assert fact.value == len(values(log, Logged.VALUE))
        elif fact.what == "chased":
            drop = log[(log["kind"] == Logged.DROP) & (log["day"] == fact.day)]
            assert fact.value == max(round(float(drop["value"][0])), 1)
        elif fact.what == "waited":
            here = log[(log["kind"] == Logged.ABANDON) & (log["day"] == fact.day)]["touchpoint"][0]
            gave_up = log[(log["kind"] == Logged.ABANDON) & (log["touchpoint"] == here)]["value"]
            assert fact.value <= max(round(float(gave_up.sum())), 1)
            assert fact.value >= max(round(float(gave_up.min())), 1)
        elif fact.what == "times":
            assert 1 < fact.value <= len(values(log, Logged.ABANDON))
        elif fact.what == "praise":
            talk = values(log, Logged.TALK)
            assert fact.value == talk[talk > 0].sum()
        elif fact.what == "blame":
            talk = values(log, Logged.TALK)
            assert fact.value == -talk[talk < 0].sum()
        elif fact.what == "stars":
            assert fact.value == values(log, Logged.REVIEW)[-1]
        elif fact.what == "repeats":
            asked = pains[(pains["kind"] == Kind.REPEATED) & (pains["day"] == fact.day)]
            assert fact.value == len(asked) <= story.run.people["repeats"][person]
        elif fact.what == "times asked":
            asked = pains[(pains["kind"] == Kind.REPEATED) & (pains["day"] <= fact.day)]
            assert fact.value == len(np.unique(asked["day"]))
        else:
            assert fact.what == "smaller"
            assert 0 < fact.value <= len(pains) - MOST


def numbers_in(text: str) -> set[float]:
    """Every number a text tells, in digits or in words; names and quoted touchpoints left out."""
    text = re.sub(r"“[^”]*”|\b\w+-\d+\b", "", text)
    found = {float(digits.replace(",", "")) for digits in re.findall(r"\d[\d,]*", text)}
    words = re.findall(r"[a-z]+", text.lower())
    found |= {float(NUMBERS.index(word)) for word in words if word in NUMBERS[1:]}
    found |= {float(ORDINALS.index(word)) for word in words if word in ORDINALS[1:]}
    found |= {2.0 for word in words if word == "twice"}
    return found - ({1.0} if "the next day" in text else set())


def test_every_number_of_three_hundred_lives_stands_in_the_log() -> None:
    kinds = set()
    for story in (bank().first, bank().second):
        for person in np.flatnonzero(story.run.counted)[::7][:150].tolist():
            telling = tell(story, person, name_of(bank(), person))
            check(story, telling)
            told = {fact.value for fact in telling.facts}
            text = f"{telling.text} {telling.summary}".replace("gave up", "").replace("something", "")
            assert numbers_in(text) <= told | ({1.0} if "at once" in text else set()), telling.text
            kinds |= {fact.what for fact in telling.facts}
    assert {
        "day",
        "contacts",
        "repeats",
        "waited",
        "chased",
        "praise",
        "blame",
        "smaller",
        "times asked",
    } <= kinds


def test_lives_are_told_in_order_and_end_as_they_ended() -> None:
    story = bank().first
    people = story.run.people
    for person in np.flatnonzero(story.run.counted)[:200].tolist():
        telling, row = tell(story, person, "Anna-1"), people[person]
        days = [int(d) for s in telling.sentences for d in re.findall(r"^On day (\d+)", s)]
        assert days == sorted(days)
        gone = row["left_day"] <= row["followed_until"]
        leaving = re.search(r"Anna (left|went elsewhere|did not try again)|ended it all", telling.text)
        assert bool(leaving) == bool(gone), telling.text
        became = row["converted_day"] <= row["followed_until"]
        assert ("made Anna a customer" in telling.text) == bool(became)
        assert telling.summary.startswith("became a customer") == bool(became)


class TestChoice:
    def test_by_rule(self) -> None:
        told = stories(bank(), TITLES)
        assert 2 <= len(told) <= 3
        both = stories_module._both(bank())
        uids = bank().first.run.people["uid"][both.one]
        place = {int(uid): k for k, uid in enumerate(uids)}
        typical, gained = (place[story.tellings[0].uid] for story in told[:2])
        assert not both.reached[0][typical]
        assert both.reached[1][typical]
        gains = both.worth[1] - both.worth[0]
        assert gains[gained] == gains.max() or gained == typical
        for story in told:
            assert story.tellings[0].uid == story.tellings[1].uid
            for k, chronicle_ in enumerate((bank().first, bank().second)):
                check(chronicle_, story.tellings[k])

    def test_a_lost_one_is_told_wherever_there_is_one(self) -> None:
        both = stories_module._both(bank())
        lost = (both.reached[0] & ~both.reached[1]).any() or (both.kept[0] & ~both.kept[1]).any()
        told = stories(bank(), TITLES)
        assert any("under Siloed and not under Integrated" in story.rule for story in told) == bool(lost)

    def test_typical_is_nearest_to_the_medians(self) -> None:
        features = np.array([[0.0, 5.0], [2.0, 6.0], [4.0, 7.0], [100.0, 6.0]])
        assert stories_module._most_typical(features) == 1

    def test_two_equal_worlds_change_nobody(self) -> None:
        same = Pair(bank().first, bank().first)
        assert stories(same, TITLES) == []

    def test_names(self) -> None:
        person = int(np.flatnonzero(bank().first.run.counted)[0])
        assert re.fullmatch(r"(Marta|Julio|Andrea|Raul)-\d+", name_of(bank(), person))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (ENGLISH.in_words(0), "no"),
        (ENGLISH.in_words(12), "twelve"),
        (ENGLISH.in_words(1300), "1,300"),
        (ENGLISH.ordinal(2), "second"),
        (ENGLISH.ordinal(13), "13th"),
        (ENGLISH.joined(["a", "b", "c"]), "a, b and c"),
        (ENGLISH.joined([]), ""),
        (ENGLISH.called("Disbursement (day ~45)"), "“Disbursement”"),
        (str(day_of_life(10.5, 10.5)), "1"),
    ],
)
def test_words(said: str, expected: str) -> None:
    assert said == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (SPANISH.in_words(3), "tres"),
        (SPANISH.in_words(1300), "1.300"),
        (SPANISH.ordinal(3), "tercera"),
        (SPANISH.ordinal(13), "13.ª"),
        (SPANISH.joined(["a", "b", "isla"]), "a, b e isla"),
        (SPANISH.joined(["a", "hielo"]), "a y hielo"),
        (SPANISH.called("Disbursement (day ~45)"), "«Disbursement»"),
        (SPANISH.some("friends", 1), "un amigo"),
        (SPANISH.euros(-1234.4), "−1.234\u00a0EUR"),
        (SPANISH.written("6.95e+03 to 1e-05"), "6.950 to 0,00001"),
    ],
)
def test_words_in_spanish(said: str, expected: str) -> None:
    assert said == expected


class TestInSpanish:
    """The same lives with the same facts, and no English but names."""

    NAMES = re.compile(r"«[^»]*»")
    ENGLISH_WORDS = re.compile(
        r"\b(the|of|and|with|was|had|that|for|to|at|by|day|left|after|under|who|people)\b", re.IGNORECASE
    )

    def left(self, text: str, story: Chronicle) -> str:
        """The text without names that a scenario's author gave."""
        for owner in sorted(story.owners, key=len, reverse=True):
            text = text.replace(owner, "")
        return self.NAMES.sub("", text)

    def test_every_life_is_told_with_the_same_facts(self) -> None:
        for story in (bank().first, bank().second):
            for person in np.flatnonzero(story.counted)[:400].tolist():
                one, other = (tell(story, person, "Andrea-1", voice) for voice in (ENGLISH, SPANISH))
                assert one.facts == other.facts or str(one.facts) == str(other.facts)
                assert len(one.sentences) == len(other.sentences)
                assert re.findall(r"\d+", self.left(one.text.replace("“", "«").replace("”", "»"), story)) == (
                    re.findall(r"\d+", self.left(other.text, story))
                )
                assert not self.ENGLISH_WORDS.search(self.left(f"{other.summary} {other.text}", story)), (
                    other.text
                )

    def test_the_same_people_are_chosen(self) -> None:
        for one, other in zip(stories(bank(), TITLES), stories(bank(), TITLES, SPANISH), strict=True):
            assert (one.name, one.worth_eur) == (other.name, other.worth_eur)
            assert one.tellings[0].uid == other.tellings[0].uid
            assert other.headline.startswith(f"Con Siloed, {one.name} ")
            assert len(one.paragraphs) == len(other.paragraphs)

    def test_every_way_of_leaving_and_every_last_straw_has_its_words(self) -> None:
        for cause in {*bank().first.run.causes} - {"none", "journey"}:
            assert SPANISH(f"why.{cause}") != ENGLISH(f"why.{cause}")
        told = {Kind.FAILED: "wrong", Kind.INCIDENT: "wrong", Kind.REPEATED: "repeated"}
        for kind in Kind:
            assert f"straw.{told.get(kind, kind.name.lower())}" in TEXTS["es"]


def test_customers_who_come_back_for_help() -> None:
    """A service company: matters that were settled, told from when counting begins."""
    storm = {"arrivals.existing_customers": 300, "arrivals.rate_per_day": 0, "clock.horizon_days": 260}
    storm |= {"clock.warm_up_days": 30, "clock.follow_up_days": 200}
    story = chronicle(
        run(change(design(load("telco_storm"), "siloed"), storm), seed=2, intercepts=Intercepts(), log=True)
    )
    people, helped = story.run.people, set()
    for person in np.flatnonzero(story.counted)[:120].tolist():
        telling = tell(story, person, "Anna-1")
        facts = {fact.what: fact.value for fact in telling.facts}
        assert facts["matters"] == people["episodes_counted"][person]
        assert facts["settled"] == people["episodes_won"][person]
        days = [int(d) for d in re.findall(r"On day (-?\d+)", telling.text)]
        assert min(days, default=1) >= 1
        assert numbers_in(f"{telling.text} {telling.summary}".replace("at once", "")) <= set(
            facts.values()
        ) | {fact.value for fact in telling.facts}
        helped.add(telling.summary.split(" and ")[0].split(",")[0])
    assert any(words.startswith("was helped in ") for words in helped)

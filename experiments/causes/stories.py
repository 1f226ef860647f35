"""Paired stories: the same person in two designs, chosen by rule and told from the event log in plain words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.causes.pairs import Pair
from experiments.causes.telling import Telling, tell
from experiments.kpis import counted
from experiments.statistics import Floats
from experiments.voices.voice import ENGLISH, Voice
from sim.columns import Table

MICRO = 1e-6
Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Story:
    """One person in two worlds. rule: why this person is told about."""

    name: str
    persona: str
    rule: str
    designs: tuple[str, str]
    tellings: tuple[Telling, Telling]
    worth_eur: tuple[float, float]
    voice: Voice = ENGLISH

    @property
    def paragraphs(self) -> list[str]:
        """The story: in one line, why it is told, one paragraph per world, and what it was worth."""
        say = self.voice
        lives = (
            say("story.life", design=title, text=telling.text)
            for title, telling in zip(self.designs, self.tellings, strict=True)
        )
        one, two = (say.euros(euros) for euros in self.worth_eur)
        return [
            self.headline,
            say("story.rule", persona=self.persona, rule=self.rule),
            *lives,
            say("story.worth", one=one, two=two),
        ]

    @property
    def headline(self) -> str:
        """Both lives in one line."""
        one, two = (telling.summary for telling in self.tellings)
        first, second = self.designs
        return self.voice("story.headline", first=first, second=second, name=self.name, one=one, two=two)

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "name": self.name,
            "persona": self.persona,
            "rule": self.rule,
            "worth_eur": list(self.worth_eur),
            "worlds": [
                {
                    "design": title,
                    "uid": telling.uid,
                    "text": telling.text,
                    "facts": [f.__dict__ for f in telling.facts],
                }
                for title, telling in zip(self.designs, self.tellings, strict=True)
            ],
        }


@dataclass(frozen=True)
class Both:
    """People counted in both worlds: rows in each, whether they reached the goal, and stayed, what they were worth."""

    one: Rows
    two: Rows
    reached: tuple[NDArray[np.bool_], NDArray[np.bool_]]
    kept: tuple[NDArray[np.bool_], NDArray[np.bool_]]
    worth: tuple[Floats, Floats]


def stories(pair: Pair, designs: tuple[str, str], voice: Voice = ENGLISH) -> list[Story]:
    """A typical saved person, the one with most to gain, and a typical lost one, where they exist.

    designs: titles. "Saved" reach the goal in the second design only; where nobody does, those who stay in the second
    only. Typical is nearest to the medians (of those saved, or lost) of days, repeats and satisfaction in both
    worlds, each measured in interquartile ranges.
    """
    both = _both(pair)
    told: list[Story] = []
    chosen: set[int] = set()
    for pick in (_typical_saved, _most_gained, _typical_lost):
        found = pick(pair, both, designs, voice)
        if found is not None and found[0] not in chosen:
            chosen.add(found[0])
            told.append(_story(pair, both, *found, designs, voice))
    return told


def name_of(pair: Pair, row: int) -> str:
    """A person's name: persona and number, such as Andrea-4217."""
    run = pair.first.run
    person = run.people[row]
    code = run.names.personas[person["persona"]]
    return f"{code.replace('_', ' ').title()}-{int(person['uid']) & 0x7FFFFFFF}"


Found = tuple[int, str] | None
Pick = Callable[[Pair, Both, tuple[str, str], Voice], Found]


def _typical_saved(pair: Pair, both: Both, designs: tuple[str, str], say: Voice) -> Found:
    return _typical(pair, both, designs, say, first_loses=True)


def _typical_lost(pair: Pair, both: Both, designs: tuple[str, str], say: Voice) -> Found:
    return _typical(pair, both, designs, say, first_loses=False)


def _typical(pair: Pair, both: Both, designs: tuple[str, str], say: Voice, *, first_loses: bool) -> Found:
    """The most typical of those who changed sides, as position among `both` and in words."""
    loser, winner = (0, 1) if first_loses else (1, 0)
    goal = say("rule.goal" if pair.first.run.scenario.converts_at else "rule.settled")
    for outcome, words in ((both.reached, goal), (both.kept, say("rule.stay", goal=goal))):
        changed = np.flatnonzero(~outcome[loser] & outcome[winner])
        if len(changed):
            share = 1000.0 * len(changed) / len(both.one)
            count = f"{share:.0f}" if share >= 1.0 else say("rule.few")
            sides = {"winner": designs[winner], "loser": designs[loser]}
            rule = say("rule.typical", count=count, goal=words, **sides)
            return int(changed[_most_typical(_features(pair, both)[changed])]), rule
    return None


def _most_gained(pair: Pair, both: Both, designs: tuple[str, str], say: Voice) -> Found:
    del pair
    gain = both.worth[1] - both.worth[0]
    if not len(gain) or gain.max() <= 0.0:
        return None
    return int(gain.argmax()), say("rule.gain", second=designs[1])


def _features(pair: Pair, both: Both) -> Floats:
    """Days until the journey ended, repeats and satisfaction in both worlds, shape (people, 6)."""
    columns = []
    for story, rows in ((pair.first, both.one), (pair.second, both.two)):
        people = story.run.people[rows]
        end = np.fmin(people["converted_day"], np.fmin(people["left_day"], people["followed_until"]))
        columns += [
            end - people["entered_day"],
            people["repeats"],
            np.nan_to_num(people["survey_satisfaction"]),
        ]
    return np.stack(columns, axis=1).astype(np.float64)


def _most_typical(features: Floats) -> int:
    """The row nearest to the medians, distances in interquartile ranges (1 where there is no spread)."""
    low, middle, high = np.quantile(features, (0.25, 0.5, 0.75), axis=0)
    spread = np.where(high > low, high - low, 1.0)
    return int((np.abs(features - middle) / spread).sum(axis=1).argmin())


def _both(pair: Pair) -> Both:
    one, two = pair.both
    outcomes = []
    for story, rows in ((pair.first, one), (pair.second, two)):
        c = counted(story.run)
        order = np.argsort(c.people["uid"])
        at = order[np.searchsorted(c.people["uid"], story.run.people["uid"][rows], sorter=order)]
        outcomes.append((c.converted[at], c.kept[at]))
    a, b = (_worth(story.run.people[rows]) for story, rows in ((pair.first, one), (pair.second, two)))
    return Both(one, two, (outcomes[0][0], outcomes[1][0]), (outcomes[0][1], outcomes[1][1]), (a, b))


def _worth(people: Table) -> Floats:
    return np.asarray(MICRO * (people["revenue_micro"] - people["cost_micro"]), np.float64)


def _story(pair: Pair, both: Both, position: int, rule: str, designs: tuple[str, str], voice: Voice) -> Story:
    one, two = int(both.one[position]), int(both.two[position])
    name, run = name_of(pair, one), pair.first.run
    persona = run.scenario.personas[run.names.personas[run.people["persona"][one]]].title
    return Story(
        name=name,
        persona=persona,
        rule=rule,
        designs=designs,
        tellings=(tell(pair.first, one, name, voice), tell(pair.second, two, name, voice)),
        worth_eur=(float(both.worth[0][position]), float(both.worth[1][position])),
        voice=voice,
    )

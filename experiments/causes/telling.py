"""One life in one world as sentences. Every number comes from the event log, and is kept as a fact beside the text."""

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from experiments.causes.chronicle import Chronicle, Floats, person_rows
from experiments.causes.tables import Kind
from experiments.voices.voice import ENGLISH, Voice
from sim.columns import Logged, Status, Table

MOST = 4  # painful moments told; the smaller ones are only counted


@dataclass(frozen=True)
class Fact:
    """A number that is told: what it is, the day of the log it belongs to (NaN: the whole life), its value as told."""

    what: str
    day: float
    value: float


@dataclass(frozen=True)
class Telling:
    """A life as sentences, with the facts they rest on. summary: what became of it, without a subject."""

    uid: int
    summary: str
    sentences: list[str]
    facts: list[Fact] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(self.sentences)


@dataclass(frozen=True)
class Moment:
    """Something to tell: when, how much it took (infinite: it is told in any case), and what it consists of."""

    day: float
    cost: float
    kind: Kind | None
    pains: Table


def day_of_life(day: float, entered: float) -> int:
    """Which day it is for somebody: day 1 is the day it all began."""
    return math.floor(day - entered) + 1


def tell(story: Chronicle, person: int, name: str, voice: Voice = ENGLISH) -> Telling:
    """Tell the life of one person (row of the run's people) within the follow-up."""
    return _Teller(story, person, name, voice).tell()


class _Teller:
    """What is needed to tell one life; `facts` grow while it is told."""

    def __init__(self, story: Chronicle, person: int, name: str, voice: Voice) -> None:
        self.story, self.name, self.first_name, self.say = story, name, name.partition("-")[0], voice
        self.person = story.run.people[person]
        self.entered, self.until = float(self.person["entered_day"]), float(self.person["followed_until"])
        self.contacts = person_rows(story.contacts, person)
        self.contacts = self.contacts[self._in_time(self.contacts["day"])]
        pains = person_rows(story.pains, person)
        self.pains = pains[self._in_time(pains["day"])]
        assert story.run.log is not None
        mine = story.run.log[story.run.log["uid"] == self.person["uid"]]
        self.log = mine[self._in_time(mine["day"])]
        self.left = float(self.person["left_day"])
        self.gone = bool(self.person["status"] == Status.LEFT and self.left <= self.until)
        converted = float(self.person["converted_day"])
        self.was_customer = converted <= self.until
        self.became = bool(story.run.scenario.converts_at) and self.entered <= converted <= self.until
        self.facts: list[Fact] = []

    def _in_time(self, day: Floats) -> NDArray[np.bool_]:
        """What is told: from entry (customers of the first day: from when counting begins) to the end of follow-up."""
        return np.asarray((day >= self.entered) & (day <= self.until))

    def tell(self) -> Telling:
        moments = self._moments()
        worst = sorted(moments, key=lambda m: (-m.cost, m.day))[:MOST]
        sentences, before = [self._beginning()], ""
        ends = self._milestones()
        for moment in sorted([*worst, *ends], key=lambda m: m.day):
            when = self._day(moment.day)
            same = self.say("day.same") if when == before else when
            sentences.append(self.say("told", when=same, moment=self._moment(moment)))
            before = when
        smaller = len(moments) - len(worst)
        if smaller > 0:
            self._fact("smaller", math.nan, smaller)
            sentences.append(self.say.some("smaller", smaller))
        sentences += self._ending() + self._talk()
        return Telling(int(self.person["uid"]), self._summary(), sentences, self.facts)

    def _fact(self, what: str, day: float, value: float) -> None:
        self.facts.append(Fact(what, day, float(value)))

    def _day(self, day: float, key: str = "day") -> str:
        number = day_of_life(day, self.entered)
        self._fact("day", day, number)
        return self.say(key, number=number)

    def _point(self, touchpoint: int) -> str:
        run = self.story.run
        return self.say.called(run.scenario.touchpoints[run.names.touchpoints[touchpoint]].name)

    def _owner(self, owner: int) -> str:
        nobody = owner in (-1, len(self.story.owners) - 1)
        return self.say("nobody") if nobody else self.story.owners[owner]

    def _beginning(self) -> str:
        count = int(np.sum(self.contacts["abandoned"] == 0))
        self._fact("contacts", math.nan, count)
        if count == 0:
            return self.say("contact.none", name=self.name)
        key = "contact.some" if len(self.pains) else "contact.smooth"
        return self.say(key, name=self.name, contacts=self.say.some("contacts", count))

    # -- what hurt

    def _moments(self) -> list[Moment]:
        """Painful moments: what went wrong at one contact, or in one attempt to be served, taken together."""
        moments: list[Moment] = []
        pains, told = self.pains, set()
        for k, pain in enumerate(pains):
            if k in told:
                continue
            kind = Kind(int(pain["kind"]))
            together = np.arange(len(pains)) == k
            if kind == Kind.ABANDONED:
                together = (pains["kind"] == kind) & (pains["touchpoint"] == pain["touchpoint"])
                together &= pains["visit"] == pain["visit"]
            elif kind not in (Kind.DROPPED, Kind.CANCELLED, Kind.SHOCK):
                together = (pains["contact"] == pain["contact"]) & (pains["kind"] != Kind.DROPPED)
            told.update(np.flatnonzero(together).tolist())
            rows = pains[together]
            moments.append(Moment(float(pain["day"]), float(rows["cost"].sum()), kind, rows))
        return moments

    def _moment(self, moment: Moment) -> str:
        if moment.kind is None:
            return self._milestone(moment)
        pain = moment.pains[0]
        if moment.kind == Kind.DROPPED:
            return self._dropped(pain)
        if moment.kind == Kind.ABANDONED:
            return self._abandoned(moment.pains)
        if moment.kind == Kind.CANCELLED:
            return self.say("cancelled", place=self._point(int(pain["place"])))
        if moment.kind == Kind.SHOCK:
            return self.say("shock", first=self.first_name)
        return self._at_a_contact(moment.pains)

    def _dropped(self, pain: np.void) -> str:
        row = self.log[(self.log["kind"] == Logged.DROP) & (self.log["day"] == pain["day"])][0]
        days = max(round(float(row["value"])), 1)
        self._fact("chased", float(pain["day"]), days)
        giver, receiver = self._owner(int(pain["giver"])), self._owner(int(pain["receiver"]))
        late = self.say("dropped.days", n=self.say.in_words(days))
        wait = self.say("dropped.next_day") if days == 1 else late
        return self.say("dropped", giver=giver, receiver=receiver, first=self.first_name, wait=wait)

    def _abandoned(self, pains: Table) -> str:
        times, here = len(pains), self._point(int(pains[0]["touchpoint"]))
        same = (self.contacts["abandoned"] == 1) & (self.contacts["touchpoint"] == pains[0]["touchpoint"])
        same &= self.contacts["visit"] == pains[0]["visit"]
        minutes = max(round(float(self.contacts["wait_minutes"][same].sum())), 1)
        self._fact("waited", float(pains[0]["day"]), minutes)
        told = {"first": self.first_name, "place": here, "minutes": self.say.some("minutes", minutes)}
        if times == 1:
            return self.say("gave_up", **told)
        self._fact("times", float(pains[0]["day"]), times)
        often = self.say("often", n=self.say.in_words(times))
        return self.say("gave_up.often", **told, often=self.say("often.twice") if times == 2 else often)

    def _at_a_contact(self, pains: Table) -> str:
        """What went wrong at one contact, the worst first."""
        place = self._point(int(pains[0]["touchpoint"]))
        parts: list[str] = []
        for kind, tell_kind in (
            (Kind.FAILED, self._failed),
            (Kind.INCIDENT, self._incident),
            (Kind.REPEATED, self._repeated),
            (Kind.CONTRADICTED, self._contradicted),
        ):
            rows = pains[pains["kind"] == kind]
            if len(rows):
                parts.append(tell_kind(rows, "" if parts else place))
        return self.say("besides").join(parts)

    def _here(self, place: str) -> str:
        """Where it was, said once."""
        return self.say("here", place=place) if place else self.say("here.again")

    def _failed(self, pains: Table, place: str) -> str:
        owner = self._owner(int(self.story.owner_of[pains[0]["place"]]))
        return self.say("failed", here=self._here(place), owner=owner, recovery=self._recovery(pains[0]))

    def _incident(self, pains: Table, place: str) -> str:
        step = self._point(int(pains[0]["place"]))
        return self.say("incident", here=self._here(place), step=step, recovery=self._recovery(pains[0]))

    def _recovery(self, pain: np.void) -> str:
        row = self.log[(self.log["kind"] == Logged.FAIL) & (self.log["day"] == pain["day"])]
        return self.say("recovered" if len(row) and row[0]["value"] == 1.0 else "unrecovered")

    def _repeated(self, pains: Table, place: str) -> str:
        n = len(pains)
        self._fact("repeats", float(pains[0]["day"]), n)
        told = {"here": self._here(place), "things": self.say.some("things", n), "lost": self._lost(pains)}
        times = self._times_asked(float(pains[0]["day"]))
        if times == 1:
            return self.say("repeated", **told, first=self.first_name)
        self._fact("times asked", float(pains[0]["day"]), times)
        return self.say("repeated.again", **told, ordinal=self.say.ordinal(times))

    def _times_asked(self, day: float) -> int:
        """At how many contacts up to a day something was asked again."""
        asked = self.pains[(self.pains["kind"] == Kind.REPEATED) & (self.pains["day"] <= day)]
        return len(np.unique(asked["contact"]))

    def _lost(self, pains: Table) -> str:
        """Where the answers had got lost: one way or two, those with most first."""
        ways = [(int(p["giver"]), int(p["receiver"])) for p in pains]
        known = sorted(
            {way for way in ways if way[0] >= 0}, key=lambda way: (-ways.count(way), ways.index(way))
        )
        if not known:
            return self.say("lost.unknown")
        places = [
            self.say("lost.inside", owner=self._owner(a))
            if a == b
            else self.say("lost.between", giver=self._owner(a), receiver=self._owner(b))
            for a, b in known[:2]
        ]
        return self.say("lost", places=self.say.joined(places))

    def _contradicted(self, pains: Table, place: str) -> str:
        giver, receiver = int(pains[0]["giver"]), int(pains[0]["receiver"])
        told = {"receiver": self._owner(receiver), "where": self.say("at", place=place) if place else ""}
        if giver == receiver:
            return self.say("contradicted.itself", **told)
        return self.say("contradicted", **told, giver=self._owner(giver))

    # -- what came of it

    def _milestones(self) -> list[Moment]:
        """What is told in any case: becoming a customer, leaving."""
        days = [float(self.person["converted_day"])] if self.became else []
        days += [self.left] if self.gone else []
        return [Moment(day, math.inf, None, self.pains[:0]) for day in days]

    def _milestone(self, moment: Moment) -> str:
        if self.gone and moment.day == self.left:
            return self._leaving()
        step = self.log[self.log["kind"] == Logged.CONVERT][0]["touchpoint"]
        return self.say("converted", place=self._point(int(step)), first=self.first_name)

    def _leaving(self) -> str:
        cause = self.story.run.causes[int(self.person["cause"])]
        if cause != "journey":
            return self.say("left", first=self.first_name, why=self.say(f"why.{cause}"))
        if (
            len(self.pains)
            and self.pains[-1]["kind"] == Kind.ABANDONED
            and self.pains[-1]["day"] == self.left
        ):
            return self.say("left.no_second_try", first=self.first_name)
        lost = self.log[self.log["kind"] == Logged.LOST]
        after = self.say("left.after", place=self._point(int(lost[-1]["touchpoint"]))) if len(lost) else ""
        key = "left.customer" if self.was_customer else "left.prospect"
        return self.say(key, first=self.first_name, after=after)

    def _ending(self) -> list[str]:
        if self.gone:
            return []
        number = round(self.story.run.scenario.clock.follow_up_days)
        self._fact("last day", math.nan, number)
        key = "still.customer" if self.was_customer else "still.prospect"
        return [self.say(key, first=self.first_name, days=number)]

    def _talk(self) -> list[str]:
        talks = self.log[self.log["kind"] == Logged.TALK]
        praise = int(talks["value"][talks["value"] > 0].sum())
        blame = -int(talks["value"][talks["value"] < 0].sum())
        parts = []
        if blame:
            self._fact("blame", math.nan, blame)
            parts.append(self.say("warned", friends=self.say.some("friends", blame)))
        if praise:
            self._fact("praise", math.nan, praise)
            parts.append(self.say("praised", friends=self.say.some("friends", praise)))
        reviews = self.log[self.log["kind"] == Logged.REVIEW]
        if len(reviews):
            stars = int(reviews[-1]["value"])
            self._fact("stars", float(reviews[-1]["day"]), stars)
            parts.append(self.say("reviewed", stars=self.say.some("stars", stars)))
        return [self.say("talked", first=self.first_name, parts=self.say.joined(parts))] if parts else []

    # -- in one line

    def _summary(self) -> str:
        converted = float(self.person["converted_day"])
        if not self.story.run.scenario.converts_at:
            parts = [self._helped()]
        elif self.became:
            parts = [self.say("sum.converted", day=self._day(converted, "day.within"))]
        else:
            parts = []
        if self.gone:
            key = "sum.customer" if self.was_customer else "sum.prospect"
            parts.append(self.say(key, day=self._day(self.left, "day.within"), straw=self._last_straw()))
        elif not parts:
            parts = [self.say("sum.nothing")]
        return self.say.joined([*parts, *(self._praise() if self.became and not self.gone else [])])

    def _helped(self) -> str:
        """Of the matters of a service scenario, how many were settled."""
        matters, settled = int(self.person["episodes_counted"]), int(self.person["episodes_won"])
        self._fact("matters", math.nan, matters)
        self._fact("settled", math.nan, settled)
        if matters == 0:
            return self.say("sum.unhelped")
        key = "sum.helped" if settled else "sum.helped.none"
        return self.say(key, settled=self.say.in_words(settled), matters=self.say.some("matters", matters))

    def _praise(self) -> list[str]:
        talks = self.log[self.log["kind"] == Logged.TALK]
        praise = int(talks["value"][talks["value"] > 0].sum())
        return [self.say("sum.praise", friends=self.say.some("friends", praise))] if praise else []

    def _last_straw(self) -> str:
        """The last thing that hurt before leaving, where it lay within the memory of an unresolved failure."""
        memory = self.story.run.scenario.behaviour.churn.unresolved_half_life_days
        recent = self.pains[(self.pains["day"] <= self.left) & (self.pains["day"] >= self.left - memory)]
        if not len(recent):
            return ""
        last = recent[recent["day"] == recent["day"].max()]
        kind = Kind(int(last["kind"][last["cost"].argmax()]))
        if kind == Kind.REPEATED:
            times = self._times_asked(self.left)
            if times == 1:
                return self.say("straw.repeated")
            self._fact("times asked", float(last["day"][0]), times)
            return self.say("straw.repeated.again", ordinal=self.say.ordinal(times))
        if kind in (Kind.FAILED, Kind.INCIDENT, Kind.ABANDONED):
            key = "straw.abandoned" if kind == Kind.ABANDONED else "straw.wrong"
            return self.say(key, place=self._point(int(last["touchpoint"][0])))
        return self.say(f"straw.{kind.name.lower()}")

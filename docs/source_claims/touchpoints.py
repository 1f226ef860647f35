"""An article on touchpoints and five stages, with Akbank as its example."""

import numpy as np

from experiments.causes import feedback, fixing
from experiments.causes.chronicle import cast_of
from experiments.theory import chain
from source_claims.claims import (
    CANNOT_SAY,
    CONTRADICTS,
    PARTLY,
    PUT_IN,
    SUPPORTS,
    better,
    claim,
    figure,
    points,
    share,
)
from source_claims.runs import EIGHT, Runs

SOCIAL, TELCO, BANK, AUTO = "bank_social_selfservice", "telco_storm", "bank_credit_45d", "auto_five_stage"
DAYS_PER_MONTH = 30
NAMED = {
    "outdoor advertising": ("ooh",), "web site": ("web",), "social network": ("social", "twitter", "facebook"),
    "phone": ("phone",), "online marketplace": ("ota",), "shop": ("store",), "post": ("email",),
    "technician": ("home",), "e-mail": ("email",), "SMS": ("sms",),
}  # fmt: skip


@claim("4.1", "Actions that fail destroy the reputation, because complaints spread on social media.")
def _(runs: Runs) -> tuple[str, str]:
    daily = runs.world(TELCO).daily

    def at(day: float) -> int:
        return int(np.searchsorted(daily["day"], day))

    stars = daily["reputation"]
    calm, storm, later = float(stars[at(59)]), float(stars[at(60) : at(120)].min()), float(stars[at(400)])

    def per_day(first: float, last: float) -> float:
        rows = daily["talk_negative"]
        return float(rows[at(last)] - rows[at(first)]) / (last - first)

    passed = float(daily["reshared"][-1]) / float(daily["talk_positive"][-1] + daily["talk_negative"][-1])
    return better(calm - storm > 0.2, PARTLY), (
        f"In the ten days after the outage the operator's customers send "
        f"{figure(per_day(60, 70) / per_day(50, 60))} times as many bad "
        f"messages as in the ten before; for 100 messages sent {figure(100 * passed)} are passed on. The "
        f"rating falls from "
        f"{calm:.1f} to {storm:.1f} stars within two months and stands at {later:.1f} eleven months after."
    )


@claim("4.2", "Meet the expectations you have raised.", f"journey explain {BANK} --what dashboards")
def _(runs: Runs) -> tuple[str, str]:
    story = runs.story(BANK)
    felt = story.contacts[story.within(story.contacts) & (story.contacts["abandoned"] == 0)]
    below = float((felt["value"] < 0).mean())
    by_repeat = [
        float((felt["value"][where] < 0).mean()) for where in (felt["repeats"] == 0, felt["repeats"] > 0)
    ]
    return better(by_repeat[1] > by_repeat[0]), (
        f"{share(below)} of the contacts with the bank are worse than expected: {share(by_repeat[0])} "
        f"where nothing had to be "
        f"said again, {share(by_repeat[1])} where something had."
    )


@claim("4.3", "What makes a firm different, “that something”, makes people feel unique.")
def _(runs: Runs) -> tuple[str, str]:
    usual = runs.scenario("ski_personas").behaviour.experience.quality
    better_ = {"behaviour.experience.quality": round(usual + 0.05, 3)}
    nps = [runs.kpi("nps", "ski_personas", changes=change) for change in ({}, better_)]
    return CANNOT_SAY, (
        "There is no feature that only one firm has, and no rival who copies it. The nearest thing, "
        "contacts better by .05 "
        f"everywhere, takes the ski maker's NPS from {points(nps[0])} to {points(nps[1])}."
    )


@claim("4.4", "From the bus shelter to the SMS: many touchpoints, all to be counted.")
def _(runs: Runs) -> tuple[str, str]:
    there = {code for n in EIGHT for code in runs.scenario(n).channels}
    missing = [name for name, codes in NAMED.items() if not there.intersection(codes)]
    return better(not missing, PARTLY), (
        f"The eight scenarios use {len(there)} channels; {len(NAMED) - len(missing)} of the {len(NAMED)} "
        f"that the article names "
        f"are among them"
        + (f", {' and '.join(missing)} not. A scenario may name any channel it likes." if missing else ".")
    )


@claim("4.5", "Every touchpoint is a chance to listen and to use what is said.")
def _(runs: Runs) -> tuple[str, str]:
    deaf, heard = (
        runs.counted(TELCO, **which) for which in ({"changes": {"learning.fixes_per_review": 0}}, {})
    )
    failed = [
        float(c.run.touchpoints["failures"].sum() / c.run.touchpoints["contacts"].sum())
        for c in (deaf, heard)
    ]
    stays = [1000 * float(c.kept.mean()) for c in (deaf, heard)]
    return better(stays[1] > stays[0] and failed[1] < failed[0], PARTLY), (
        f"If the operator mends one place a month by what it hears, {share(failed[1])} instead of "
        f"{share(failed[0])} of the contacts "
        f"fail, and {figure(stays[1], 3)} instead of {figure(stays[0], 3)} of 1,000 customers are kept."
    )


@claim("4.6", "After the purchase one wins loyal customers and evangelists.")
def _(runs: Runs) -> tuple[str, str]:
    c = runs.counted("grey_retail")
    buyers = c.people[c.converted & (c.people["recommend"] >= 0)]
    fans = buyers["recommend"] >= 9
    told = float(buyers["talk_positive"][fans].sum() / buyers["talk_positive"].sum())
    return better(told > float(fans.mean())), (
        f"{share(float(fans.mean()))} of the retailer's buyers are promoters, and they send {share(told)} "
        f"of all the good messages "
        "that buyers send."
    )


@claim(
    "4.7",
    "Departments that never meet a customer shape the experience, too.",
    f"journey explain {BANK} --what blame",
)
def _(runs: Runs) -> tuple[str, str]:
    story = runs.story(BANK)
    pains = story.pains[story.within(story.pains)]
    caused = story.causing(pains).sum(axis=0)
    codes = list(story.run.names.owners)
    back = sum(float(caused[codes.index(code)]) for code in ("OPS", "RISK", "LEGAL")) / float(caused.sum())
    return better(back > 0.2), (
        f"Operations, Risk and Legal cause {share(back)} of what hurts the bank's customers (a hand-off "
        f"counts half for each "
        "side), though hardly anybody ever sees them. How culture gets there is not in the model."
    )


@claim(
    "4.8", "Five stages: awareness, consideration, purchase, use, loyalty.", f"journey run {AUTO} --by five"
)
def _(runs: Runs) -> tuple[str, str]:
    scenario = runs.scenario(AUTO)
    reach = {at: 1000 * chain.reach_probability(scenario, at) for at in ("03", "06", "08", "12", "17")}
    return SUPPORTS, (
        "The car maker's journey has just these. Of 1,000 who see a poster "
        f"{figure(reach['03'])} reach the configurator, {figure(reach['06'])} the showroom, "
        f"{figure(reach['08'])} a contract, "
        f"{figure(reach['12'])} drive, {figure(reach['17'])} come to the loyalty programme (exact)."
    )


@claim("4.9", "List the places and times of contact and ask whether people reached their goal there.")
def _(runs: Runs) -> tuple[str, str]:
    all_points = [point for n in EIGHT for point in runs.scenario(n).touchpoints.values()]
    silent = sum(point.silent for point in all_points)
    rate = runs.kpi("resolution_rate", SOCIAL)
    return SUPPORTS, (
        f"The eight lists hold {len(all_points)} steps, {silent} of them silent. At the bank on social "
        f"media {share(rate, 3)} of "
        "the needs are settled."
    )


@claim("4.10", "Find the pain points, and say what each way should achieve.")
def _(runs: Runs) -> tuple[str, str]:
    story = runs.story(BANK)
    pains = story.pains[story.within(story.pains) & (story.pains["touchpoint"] >= 0)]
    cost = np.bincount(pains["touchpoint"], weights=pains["cost"], minlength=len(story.run.names.touchpoints))
    order = np.argsort(-cost)
    names = [story.run.scenario.touchpoints[story.run.names.touchpoints[k]].name for k in order[:3]]
    return SUPPORTS, (
        f"Three of the bank's steps hold {share(float(cost[order[:3]].sum() / cost.sum()))} of all that is "
        f"felt as pain: "
        f"“{names[0]}”, “{names[1]}” and “{names[2]}”."
    )


@claim("4.11", "Ask constantly: the right people, the right questions, at the right moment.",
       f"journey explain {SOCIAL} --what feedback")  # fmt: skip
def _(runs: Runs) -> tuple[str, str]:
    story = runs.story(SOCIAL)
    found = {p.title: feedback.measure(story, p) for p in feedback.policies(0.15)}
    truth = next(iter(found.values())).painful_truth
    fair, loud, fans = (
        found[title].painful for title in (
            "a random share, after every contact", "everybody asked, strong feelings answer more",
            "promoters only, after every contact",
        )
    )  # fmt: skip
    return better(abs(fair - truth) < min(abs(loud - truth), abs(fans - truth))), (
        f"It decides what one learns: {share(truth)} of the contacts hurt. Asking a random 15 % shows "
        f"{share(fair)}, letting the "
        f"strong feelings answer {share(loud)}, asking promoters only {share(fans)}."
    )


@claim("4.12", "Know where action is needed, and where it is not.", f"journey explain {BANK} --what feedback")
def _(runs: Runs) -> tuple[str, str]:
    story = runs.story(BANK)
    found = fixing.conclude(
        cast_of(runs.scenario(BANK)), [fixing.measure(story, feedback.policies(0.15)[1])] * 2, 3
    )

    def count(book: str, word: str) -> int:
        return sum(one.verdict == word for one in found.judged[book])

    reach = [found.reach[book].estimate for book in ("siloed", "causal")]
    return better(reach[1] > reach[0], PARTLY), (
        f"Booked where it was voiced, feedback calls for action at {count('siloed', 'act')} of the bank's "
        f"desks and for none at "
        f"{count('siloed', 'no action needed')}; at {count('siloed', 'unknown')} the answers are too few. "
        f"Mending the worst three "
        f"reaches {share(reach[0])} of where pain begins, booked by its cause {share(reach[1])}."
    )


@claim("4.13", "Akbank's portal is self-service with films and a human face.")
def _(runs: Runs) -> tuple[str, str]:
    story = runs.story(SOCIAL)
    felt = story.contacts[story.within(story.contacts) & (story.contacts["abandoned"] == 0)]
    at = story.run.names.touchpoints.index
    face, voice = (float(felt["value"][felt["touchpoint"] == at(code)].mean()) for code in ("04", "05"))
    alone = [_contained(runs, d) for d in ("siloed", "integrated")]
    return better(face > voice, PARTLY), (
        f"A contact in the video session is felt at {face:.2f}, one on the phone at {voice:.2f} (of -1 to "
        f"1); a bonus for the face "
        f"of .05 is assumed. {share(alone[0])} of the needs end in app or portal without a person, "
        f"integrated {share(alone[1])} (exact)."
    )


@claim("4.14", "It answers about 2,000 messages a month on Twitter and Facebook.")
def _(runs: Runs) -> tuple[str, str]:
    def month(design: str) -> float:
        scenario = runs.scenario(SOCIAL, design)
        visits = chain.answers(scenario).visits
        return scenario.arrivals.rate_per_day * DAYS_PER_MONTH * (visits["07"] + visits["08"])

    return PUT_IN, (
        f"{figure(month('siloed'), 4)} a month today and {figure(month('integrated'), 4)} integrated "
        f"(exact): arrivals were set so."
    )


@claim("4.15", "A young population moves to smartphones and Facebook.")
def _(runs: Runs) -> tuple[str, str]:
    names = list(runs.scenario(SOCIAL).personas)
    others = [n for n in names if n != "deniz"]
    old = {n: runs.scenario(SOCIAL).personas[n].share for n in names}
    more = {"personas.deniz.share": 0.7} | {
        f"personas.{n}.share": round(old[n] * 0.3 / (1 - old["deniz"]), 6) for n in others
    }

    def networks(**which: object) -> float:
        world = runs.world(SOCIAL, **which)
        at = world.names.touchpoints.index
        visits = world.touchpoints["visits"]
        return float(visits[[at("07"), at("08")]].sum() / runs.counted(SOCIAL, **which).count)

    before, after = networks(), networks(changes=more)
    return CANNOT_SAY, (
        f"Shares of personas do not drift, and the article's figure about Turkey's young is not ours to "
        f"repeat. With "
        f"{share(0.7)} instead of {share(old['deniz'])} smartphone natives the messages on the networks go "
        f"up by "
        f"{share(after / before - 1)}."
    )


@claim("4.16", "85 % of the reviews of its contact centre are positive.")
def _(runs: Runs) -> tuple[str, str]:
    story = runs.story(SOCIAL)
    felt = story.contacts[story.within(story.contacts) & (story.contacts["abandoned"] == 0)]
    fine = float((felt["value"] >= story.run.scenario.learning.painful_below).mean())
    good = float((felt["value"] >= 0).mean())
    return better(0.8 <= fine <= 0.9, PARTLY), (
        f"Nobody set this. {share(fine)} of the contacts with a person end without pain, {share(good)} at "
        f"least as good as "
        "expected; which of the two a rating of four stars means, the article does not say."
    )


@claim("4.17", "What is learned there informs future decisions.")
def _(runs: Runs) -> tuple[str, str]:
    today, causal = (runs.counted(TELCO, **which) for which in ({}, {"levers": ("listening",)}))
    stays = [1000 * float(c.kept.mean()) for c in (today, causal)]
    asked = [float(c.people["repeats"].mean()) for c in (today, causal)]
    return better(stays[1] > stays[0], CONTRADICTS if stays[1] < stays[0] - 5 else PARTLY), (
        "If the operator books complaints where they began, not where they were heard, and mends one "
        "place a month, "
        f"{figure(stays[1], 3)} instead of {figure(stays[0], 3)} of 1,000 customers are kept, and each is "
        f"asked again "
        f"{figure(asked[1])} instead of {figure(asked[0])} times."
    )


def _contained(runs: Runs, design: str) -> float:
    """Share of needs settled in app or portal without ever meeting a person."""
    next_ = {code: point.next for code, point in runs.scenario(SOCIAL, design).touchpoints.items()}
    return sum(next_["01"][at] * next_[at]["WIN"] for at in ("02", "03"))

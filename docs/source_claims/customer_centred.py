"""IBM on customer-centred companies: perceptions, personas, journey maps and CRM."""

import numpy as np

from experiments.theory import chain
from source_claims.claims import (
    CANNOT_SAY,
    CONTRADICTS,
    PARTLY,
    SUPPORTS,
    better,
    claim,
    figure,
    points,
    share,
)
from source_claims.runs import EIGHT, Runs

MARGIN = 0.45  # of the price, at the ski maker
SOCIAL, SKI, BANK = "bank_social_selfservice", "ski_personas", "bank_credit_45d"


@claim("1.1", "What customers perceive and feel should steer the relationship.")
def _(runs: Runs) -> tuple[str, str]:
    c = runs.counted(SOCIAL)
    people = c.people[c.people["contacts"] >= 1]
    felt = people["survey_satisfaction"]
    low, high = np.nanquantile(felt, [0.25, 0.75])
    gone = people["left_day"] <= people["entered_day"] + 365
    sad, glad = float(gone[felt <= low].mean()), float(gone[felt >= high].mean())
    return better(sad > glad), (
        f"Every desk of the bank on social media works equally well for everybody. Yet of the quarter that "
        f"felt worst "
        f"{share(sad)} leave within a year, of the quarter that felt best {share(glad)}. That feelings "
        f"move people is built in; "
        "how far apart they end up is not."
    )


@claim("1.2", "A brand's promise must rest on what customers need and feel.")
def _(runs: Runs) -> tuple[str, str]:
    def promise(more: float) -> dict[str, float]:
        usual = runs.scenario(SOCIAL).behaviour.experience.expectation
        return {"behaviour.experience.expectation": round(usual + more, 3)}

    modest, usual, bold = (runs.kpi("nps", SOCIAL, changes=promise(more)) for more in (-0.1, 0.0, 0.1))
    return better(modest > usual > bold, PARTLY), (
        f"With the same service, promising a tenth of the scale more moves the bank's NPS from "
        f"{points(usual)} to {points(bold)}, "
        f"promising a tenth less to {points(modest)}. What a modest promise costs in attention is not in "
        f"the model."
    )


@claim(
    "1.3",
    "The change is large and needs support from the board to the last employee.",
    "journey show bank_credit_45d",
)
def _(runs: Runs) -> tuple[str, str]:
    levers = [sum(lever.cost.one_off_eur for lever in runs.scenario(n).levers.values()) for n in EIGHT]
    return CANNOT_SAY, (
        "Nobody in the model resists, and designs change overnight. What stands there is the price: all "
        "levers together cost "
        f"EUR {figure(min(levers) / 1e6)} to {figure(max(levers) / 1e6)} million once, assumed."
    )


@claim("1.4", "It takes investment in technology.", "journey compare bank_credit_45d")
def _(runs: Runs) -> tuple[str, str]:
    gains = {n: runs.kpi("profit", n, "integrated") - runs.kpi("profit", n) for n in EIGHT}
    pays = [n for n in EIGHT if gains[n] > 0]
    least = min(gains, key=lambda n: gains[n])
    return better(len(pays) == len(EIGHT), PARTLY), (
        f"After paying for all its levers, integration earns more per entrant in {len(pays)} of the eight "
        f"scenarios within the "
        f"follow-up; least in `{least}` (EUR {figure(gains[least])} per entrant). Levels and prices of the "
        f"levers are assumed."
    )


@claim("1.5", "Those treated badly feel chosen for it, however irrational that is.")
def _(runs: Runs) -> tuple[str, str]:
    def personally(mean: float) -> float:
        trait = {"mean": mean, "sd": 0.0}
        changes = {f"personas.{code}.traits.attribution": trait for code in runs.scenario(SOCIAL).personas}
        return runs.kpi("churn_rate_12m", SOCIAL, changes=changes)

    never, always = personally(0.0), personally(0.4)
    return better(always > never), (
        f"If nobody took a bad contact personally, {share(never, 3)} of the customers of the bank on "
        f"social media would leave in a "
        f"year; if everybody felt it four tenths stronger for that reason, {share(always, 3)}."
    )


@claim("1.6", "A good experience makes customers generous.")
def _(runs: Runs) -> tuple[str, str]:
    c = runs.counted(SKI)
    buyers = c.people[c.converted]
    felt = buyers["survey_satisfaction"]
    low, high = np.nanquantile(felt, [0.25, 0.75])
    sad, glad = (float(buyers["talk_positive"][where].mean()) for where in (felt <= low, felt >= high))
    return better(glad > sad), (
        f"With words: the most satisfied quarter of the ski maker's buyers sends {figure(glad)} good "
        f"messages each in a year, the "
        f"least satisfied {figure(sad)}. With money hardly; see 1.8."
    )


@claim("1.7", "For 65 % of consumers a good experience counts more than great advertising (PwC).")
def _(runs: Runs) -> tuple[str, str]:
    scenario = runs.scenario(SKI)
    friends, films = (chain.reach_probability(scenario, at) for at in ("04", "02"))
    return CANNOT_SAY, (
        "A survey answer, not a behaviour; the model has no weight of advertising to compare. By the "
        "routing we wrote, "
        f"{share(friends)} of the ski maker's prospects hear a friend and {share(films)} see a paid film."
    )


@claim("1.8", "Customers would pay up to 16 % more for a great experience (PwC).")
def _(runs: Runs) -> tuple[str, str]:
    def premium(design: str) -> float:
        """Share of the price, on average over all purchases: the same people, with and without a premium."""
        without, with_ = (
            float(
                runs.counted(SKI, design, changes={"value.premium_ceiling": x}).people["revenue_micro"].sum()
            )
            for x in (0.0, 0.16)
        )
        return (with_ / without - 1) * MARGIN

    paid = [premium(d) for d in ("siloed", "integrated")]
    return better(max(paid) > 0.1, CONTRADICTS if max(paid) < 0.08 else PARTLY), (
        f"**What is said is not what is paid**: with a ceiling of 16 % the ski maker's buyers pay "
        f"{share(paid[0])} more on "
        f"average today and {share(paid[1])} integrated, because few are that satisfied and words exceed "
        f"deeds."
    )


@claim("1.9", "A lifecycle: learning, first purchase, use, and then more purchases or leaving.")
def _(runs: Runs) -> tuple[str, str]:
    c = runs.counted("grey_retail")
    people = c.people[c.converted]
    gone = people["left_day"] <= people["entered_day"] + 365
    return SUPPORTS, (
        f"All four are in the worlds. Of 1,000 prospects of the retailer "
        f"{figure(1000 * len(people) / c.count)} buy, "
        f"{figure(1000 * float((people['purchases'] > 1).sum()) / c.count)} buy again, and "
        f"{figure(1000 * float(gone.sum()) / c.count)} have bought and left within the year."
    )


@claim(
    "1.10",
    "At every touchpoint people want something done: a problem, a question, a comparison.",
    f"journey compare {SOCIAL}",
)
def _(runs: Runs) -> tuple[str, str]:
    done = [runs.kpi("resolution_rate", SOCIAL, d) for d in ("siloed", "integrated")]
    days = [runs.kpi("journey_days", SOCIAL, d) for d in ("siloed", "integrated")]
    return better(done[1] > done[0] and days[1] < days[0]), (
        f"Measured as tasks: {share(done[0], 3)} of the bank's service needs are settled, in "
        f"{figure(24 * days[0])} hours; "
        f"integrated {share(done[1], 3)}, in {figure(24 * days[1])}."
    )


@claim(
    "1.11",
    "Faster, simpler and more satisfying ways to the goal make loyal customers.",
    "journey compare auto_five_stage",
)
def _(runs: Runs) -> tuple[str, str]:
    def wins(measured: str, sign: int) -> int:
        return sum(sign * (runs.kpi(measured, n, "integrated") - runs.kpi(measured, n)) > 0 for n in EIGHT)

    fast, simple, glad, loyal = (
        wins(*what)
        for what in (("journey_days", -1), ("effort_ces", 1), ("satisfaction", 1), ("churn_rate_12m", -1))
    )
    harder = [f"`{n}`" for n in EIGHT if runs.kpi("effort_ces", n, "integrated") < runs.kpi("effort_ces", n)]
    text = (
        f"Integrated, the goal comes sooner in {fast} of the eight, is easier in {simple}, more satisfying "
        f"in {glad}, and "
        f"fewer leave in {loyal}."
    )
    if harder:
        text += f" In {', '.join(harder)} the way is harder although customers stay: more go on to the hard steps."
    return better(min(fast, simple, glad, loyal) == len(EIGHT), PARTLY), text


@claim("1.12", "Success teams guide the most important customers.")
def _(runs: Runs) -> tuple[str, str]:
    b2b = "b2b_functional_gap"
    lost = [runs.kpi("churn_rate_12m", b2b, **which) for which in ({}, {"levers": ("routing", "delays")})]
    return CANNOT_SAY, (
        "No customer is served before another, so a team for the important ones alone cannot be tried. A "
        "success manager for "
        f"all, of better routing and shorter delays, takes the software house's yearly loss from "
        f"{share(lost[0])} to "
        f"{share(lost[1])}."
    )


@claim("1.13", "Begin with the weakest touchpoints or the personas that bring most.")
def _(runs: Runs) -> tuple[str, str]:
    names = list(runs.scenario(SKI).personas)
    worlds = [runs.counted(SKI, d) for d in ("siloed", "integrated")]
    kept = [[float(c.kept[c.people["persona"] == k].mean()) for k in range(len(names))] for c in worlds]
    worth = [
        float(worlds[0].people["revenue_micro"][worlds[0].people["persona"] == k].mean())
        for k in range(len(names))
    ]
    gain = np.array(kept[1]) - np.array(kept[0])
    most, richest, weakest = int(np.argmax(gain)), int(np.argmax(worth)), int(np.argmin(kept[0]))
    title = [runs.scenario(SKI).personas[n].title for n in names]
    more = figure(1000 * float(gain[most]))
    text = f"Integration keeps most additional customers of the {title[most]} ({more} per 1,000). "
    text += f"Most margin per prospect comes from the {title[richest]}; fewest stay of the {title[weakest]}."
    return better(most == richest, PARTLY if most == weakest else CONTRADICTS), text


@claim("1.14", "Personas make segments visible: novice, snowboarder, expert, parent.")
def _(runs: Runs) -> tuple[str, str]:
    c = runs.counted(SKI)
    people = c.people[c.converted & np.isfinite(c.people["recommend_latent"])]
    answer, persona = people["recommend_latent"], people["persona"]
    between = sum(
        (persona == k).sum() * (answer[persona == k].mean() - answer.mean()) ** 2 for k in np.unique(persona)
    )
    told = float(between / ((answer - answer.mean()) ** 2).sum())
    rates = [float(c.converted[c.people["persona"] == k].mean()) for k in np.unique(c.people["persona"])]
    return better(told > 0.2, PARTLY), (
        f"The four differ: {share(min(rates))} to {share(max(rates))} of them buy. But the persona tells "
        f"only "
        f"{share(told)} of how differently buyers would recommend; the rest is what happened to each and "
        f"who each one is."
    )


@claim(
    "1.15",
    "Personas are built from behaviour, analytics, surveys, ratings, posts and support.",
    "journey schema",
)
def _(runs: Runs) -> tuple[str, str]:
    count = sum(len(runs.scenario(n).personas) for n in EIGHT)
    return CANNOT_SAY, (
        f"The {count} personas here were written, not fitted; none rests on a customer's data, and they "
        "say so."
    )


@claim("1.16", "CRM data feed the whole strategy.")
def _(runs: Runs) -> tuple[str, str]:
    levels = (0.4, 0.7, 0.95)
    asked = [runs.kpi("repeats", BANK, changes={"handoffs.retention": x}) for x in levels]
    lost = [runs.kpi("churn_rate_12m", BANK, changes={"handoffs.retention": x}) for x in levels]
    return better(lost[0] > lost[2] and asked[0] > asked[2]), (
        "Let the bank's shared file keep 40, 70 or 95 % at each hand-off: customers are asked again "
        f"{figure(asked[0])}, {figure(asked[1])} and {figure(asked[2])} times, and {share(lost[0])}, "
        f"{share(lost[1])} and "
        f"{share(lost[2])} leave in a year."
    )

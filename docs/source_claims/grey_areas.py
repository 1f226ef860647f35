"""SAP Hybris on grey areas and six stages."""

import numpy as np

from experiments.causes import dashboards, disconnects, grey_areas
from experiments.theory import chain
from scenarios import overlay
from sim.columns import Cause
from source_claims.claims import (
    CONTRADICTS,
    PARTLY,
    PUT_IN,
    SUPPORTS,
    better,
    claim,
    figure,
    moves,
    points,
    share,
)
from source_claims.runs import EIGHT, Runs

FILE = {"levers": ("shared_file",)}


@claim("0.1", "Hand-offs between departments and changes of channel derail purchases and hurt loyalty.")
def _(runs: Runs) -> tuple[str, str]:
    bank = "bank_credit_45d"
    bought, sewn = (runs.kpi("conversion_rate", bank, **which) for which in ({}, FILE))
    lost, kept = (runs.kpi("churn_rate_12m", bank, **which) for which in ({}, FILE))
    return better(sewn > bought and kept < lost), (
        f"With the hand-offs of the 45-day credit sewn and nothing else changed, {share(bought)} become "
        f"{share(sewn)} "
        f"paid-out credits, and the loss of customers in a year {moves(lost, kept)} from {share(lost)} to "
        f"{share(kept)}. "
        "What a hand-off loses today is an input."
    )


@claim(
    "0.2",
    "A company must find the grey areas in its processes.",
    "journey explain bank_credit_45d --what grey",
)
def _(runs: Runs) -> tuple[str, str]:
    story = runs.story("bank_credit_45d")
    found = sorted(grey_areas.screen(story), key=lambda one: -one.points)
    worst, total = found[0], sum(one.points for one in found)
    points_of = runs.scenario("bank_credit_45d").touchpoints
    return SUPPORTS, (
        f"It pays to look: of {len(found)} crossings the worst alone makes {share(worst.points / total)} "
        f"of the pain of "
        f"all, and the worst five {share(sum(one.points for one in found[:5]) / total)}. The worst leads to "
        f"“{points_of[worst.way[1]].name}”."
    )


@claim("0.3", "Companies that work in silos cannot join the dots.", "journey compare hotel_goal_lens")
def _(runs: Runs) -> tuple[str, str]:
    goal = {
        name: "conversion_rate" if runs.scenario(name).converts_at else "resolution_rate" for name in EIGHT
    }

    def wins(measured: str | None, sign: int) -> int:
        return sum(
            sign * (runs.kpi(measured or goal[n], n, "integrated") - runs.kpi(measured or goal[n], n)) > 0
            for n in EIGHT
        )

    longer = [
        n for n in EIGHT if runs.kpi("wait_minutes", n, "integrated") > 1.02 * runs.kpi("wait_minutes", n)
    ]
    before, after = (runs.kpi("wait_minutes", "hotel_goal_lens", d) for d in ("siloed", "integrated"))
    text = (
        f"Integrated, more people reach the goal in {wins(None, 1)} of the eight scenarios and fewer "
        f"customers leave in "
        f"{wins('churn_rate_12m', -1)}; how well the seams are sewn is assumed. "
    )
    if longer:
        titles = ", ".join(f"`{name}`" for name in longer)
        text += (
            f"**But integration lengthens queues** where the staff stays the same: in {titles} people wait "
            f"longer, in the "
            f"hotel {figure(after)} instead of {figure(before)} minutes per live contact, because more of "
            f"them get that far."
        )
    return (PARTLY if longer else SUPPORTS), text


@claim("0.4", "Disconnects cost opportunities, sales and revenue.", "journey compare grey_retail")
def _(runs: Runs) -> tuple[str, str]:
    before, after = (runs.kpi("revenue", "grey_retail", d) for d in ("siloed", "integrated"))
    process, mechanism = (
        runs.kpi("revenue", "grey_retail", "integrated", only=o) for o in ("process", "mechanism")
    )
    return better(after > before), (
        f"A prospect of the retailer is worth EUR {figure(before, 3)} of margin today and EUR "
        f"{figure(after, 3)} integrated. "
        f"Better routing alone gives EUR {figure(process, 3)}, better seams alone EUR {figure(mechanism, 3)}."
    )


@claim(
    "0.5",
    "One must look with the customer's eyes, not the company's.",
    "journey explain grey_retail --what dashboards",
)
def _(runs: Runs) -> tuple[str, str]:
    seen = dashboards.measure(runs.story("grey_retail"))
    return better(seen.green > seen.painless), (
        f"The two dashboards disagree: {share(seen.green)} of the contacts are within target for the "
        f"department that holds "
        f"them, {share(seen.painless)} of the journeys are without pain, and in {share(seen.gap)} of the "
        f"painful ones every "
        "single contact was green."
    )


@claim("0.6", "Competitors make noise, and even customers of many years are ready to jump.")
def _(runs: Runs) -> tuple[str, str]:
    people = runs.counted("telco_storm").people
    tenure = people["entered_day"] - people["converted_day"]
    gone = people["left_day"] <= people["entered_day"] + 365
    young, old = (float(gone[where].mean()) for where in (tenure < 365, tenure >= 3 * 365))
    offered = float((people["cause"][gone] == Cause.OFFER).mean())
    return better(old > 0.8 * young and offered > 0.05, PARTLY), (
        f"Of the operator's customers of less than a year {share(young)} leave within the next, of those "
        f"of three years and "
        f"more {share(old)}: years protect a little. An offer takes {share(offered)} of all who leave."
    )


@claim(
    "0.7",
    "The moment people meet a disconnect they are ready to leave.",
    "journey explain grey_retail --what disconnects",
)
def _(runs: Runs) -> tuple[str, str]:
    found = disconnects.measure(runs.story("grey_retail"))
    rates = found.leavers / found.years
    days = np.concatenate(list(found.days.values()))
    return better(rates[0] > 2 * rates[-1], PARTLY if rates[0] > rates[-1] else CONTRADICTS), (
        f"In the week after a disconnect the retailer loses customers {figure(rates[0] / rates[-1])} times "
        f"as fast as it loses "
        f"those who never had one. Of those who leave after one, {share(float((days < 1).mean()))} do so "
        f"within a day, and "
        f"{share(float((days > 30).mean()))} only after more than a month."
    )


@claim("0.8", "A trigger starts the search, so a company must be found in the first results.")
def _(runs: Runs) -> tuple[str, str]:
    today = runs.scenario("grey_retail")
    found = overlay.change(today, {"touchpoints.02.next": {"04": 0.73, "05": 0.17, "LOST": 0.1}})
    before, after = (_buyers(one) for one in (today, found))
    return PUT_IN, (
        f"Arithmetic of the network: if the search page lost one in ten instead of one in five, "
        f"{share(after, 3)} instead of "
        f"{share(before, 3)} of those triggered would buy. How rank makes clicks is not in the model."
    )


@claim("0.9", "Data about needs makes a campaign that gets a company onto the short list.")
def _(runs: Runs) -> tuple[str, str]:
    before, after = (
        runs.kpi("conversion_rate", "ski_personas", **which)
        for which in ({}, {"levers": ("personal_advice",)})
    )
    return better(after > 1.02 * before, PARTLY), (
        f"If the ski maker speaks to each person about what that person wants, {share(after, 3)} instead of "
        f"{share(before, 3)} of the prospects buy. What knowing them is worth per match is an input."
    )


@claim("0.10", "When people weigh their options, the company must be perfectly clear about who it is.")
def _(runs: Runs) -> tuple[str, str]:
    bank = "bank_credit_45d"
    clear, usual, mixed = (
        runs.kpi("conversion_rate", bank, changes={"voices.message_spread": spread})
        for spread in (0.0, 0.25, 0.5)
    )
    return better(clear > usual > mixed, PARTLY), (
        f"The bank pays out {share(clear, 3)} of the credits if its departments never contradict each other, "
        f"{share(usual, 3)} as today and {share(mixed, 3)} if they do so twice as much. What contradiction "
        f"costs is assumed."
    )


@claim("0.11", "Buying itself must be very easy.")
def _(runs: Runs) -> tuple[str, str]:
    world, today = runs.world("grey_retail"), runs.scenario("grey_retail")
    way = world.names.edges.index(("09", "LOST"))
    at = world.names.touchpoints.index("09")
    lost = world.edges["counted"][way] / world.touchpoints["counted_visits"][at]
    easier = overlay.change(today, {"touchpoints.09.next": {"11": 0.36, "12": 0.08, "LOST": 0.56}})
    before, after = (_buyers(one) for one in (today, easier))
    return better(bool(lost > 0.5)), (
        f"{share(float(lost))} of the filled baskets are left behind. If six in a hundred fewer were, "
        f"{share(after / before - 1)} more people would buy."
    )


@claim("0.12", "The journey does not end with the purchase.")
def _(runs: Runs) -> tuple[str, str]:
    c, story = runs.counted("grey_retail"), runs.story("grey_retail")
    bought = c.people["purchases"][c.converted]
    again = 1 - len(bought) / float(bought.sum()) if bought.sum() > len(bought) else 0.0
    pains = story.pains[story.within(story.pains)]
    after = float((pains["day"] > story.run.people["converted_day"][pains["person"]]).mean())
    return better(again > 0.2), (
        f"At the retailer {share(again)} of all purchases are repeat purchases, and {share(after)} of all "
        f"that hurts happens "
        "after the first one."
    )


@claim("0.13", "In use, the company should act before the customer asks.")
def _(runs: Runs) -> tuple[str, str]:
    bank, lever = "bank_credit_45d", {"levers": ("proactive_contact",)}
    asked, spared = (
        runs.world(bank, **which).touchpoints["detours"].sum() / runs.counted(bank, **which).count
        for which in ({}, lever)
    )
    before, after = (runs.kpi("conversion_rate", bank, **which) for which in ({}, lever))
    return better(spared < asked and after > before, PARTLY), (
        f"If the bank answers four questions in five unasked, extra calls per need fall from "
        f"{figure(asked)} to "
        f"{figure(spared)}, and {share(after, 3)} instead of {share(before, 3)} get their credit."
    )


@claim(
    "0.14", "Recommendation never rests; good or bad, it has to be managed.", "journey compare grey_retail"
)
def _(runs: Runs) -> tuple[str, str]:
    siloed, integrated = (
        runs.kpi("wom_positive", "grey_retail", d) / runs.kpi("wom_negative", "grey_retail", d)
        for d in ("siloed", "integrated")
    )
    stars = [runs.kpi("reputation", "grey_retail", d) for d in ("siloed", "integrated")]
    return better(integrated > siloed), (
        f"For one bad word about the retailer there are {figure(siloed)} good ones today and "
        f"{figure(integrated)} integrated; "
        f"the public rating goes from {stars[0]:.1f} to {stars[1]:.1f} stars."
    )


@claim("0.15", "Things rarely work from end to end.", "journey compare bank_credit_45d")
def _(runs: Runs) -> tuple[str, str]:
    before, after = (runs.kpi("flawless_rate", "bank_credit_45d", d) for d in ("siloed", "integrated"))
    return better(before < 0.5), (
        f"Of the credits that are paid out, {share(before)} went without a failure, a lost case or a "
        f"given-up queue; "
        f"integrated it is {share(after)}."
    )


@claim("0.16", "Shop and web shop tell different stories: a split personality.")
def _(runs: Runs) -> tuple[str, str]:
    def rounds(design: str) -> float:
        scenario = runs.scenario("grey_retail", design)
        return chain.answers(scenario).visits["18"] / chain.reach_probability(scenario, "18")

    def contacts(design: str) -> float:
        visits = chain.answers(runs.scenario("grey_retail", design)).visits
        return 1000 * (visits["17"] + visits["18"])

    before, after = contacts("siloed"), contacts("integrated")
    return PUT_IN, (
        f"Who returns something stands at the desk {figure(rounds('siloed'), 3)} times today and "
        f"{figure(rounds('integrated'), 3)} times integrated; support and desk together hear of returns "
        f"{figure(before)} and "
        f"{figure(after)} times per 1,000 prospects. These are the routing shares, followed to the end."
    )


@claim("0.17", "Nobody stands behind a company that speaks with many voices.")
def _(runs: Runs) -> tuple[str, str]:
    auto = "auto_five_stage"

    def trust(**which: object) -> float:
        people = [runs.counted(auto, replication=r, **which).people for r in runs.replications(auto)]
        return float(np.nanmean(np.concatenate([p["survey_trust"][p["contacts"] > 2] for p in people])))

    before, after = trust(), trust(levers=("one_voice",))
    nps = [runs.kpi("nps", auto, **which) for which in ({}, {"levers": ("one_voice",)})]
    return better(after > before), (
        f"If maker, dealer and bank speak with one voice and nothing else changes, the trust of those who "
        f"met them more "
        f"than twice {moves(before, after)} from {figure(before)} to {figure(after)} (of 1), and the "
        f"buyers' NPS goes from "
        f"{points(nps[0])} to {points(nps[1])}."
    )


def _buyers(scenario: object) -> float:
    """Share who ever reach the till or the payment of the retailer."""
    return sum(chain.reach_probability(scenario, at) for at in ("10", "11"))

"""Talentum on before, during and after, told of a bank."""

import numpy as np

from experiments.causes.dashboards import is_painful
from experiments.kpis import Counted
from experiments.theory import chain
from source_claims.claims import CONTRADICTS, PARTLY, PUT_IN, SUPPORTS, better, claim, figure, points, share
from source_claims.runs import Runs

BANK, HOTEL, SKI, SOCIAL = "bank_credit_45d", "hotel_goal_lens", "ski_personas", "bank_social_selfservice"


@claim("3.1", "Every journey has a before, a during and an after.", f"journey run {BANK} --by phase")
def _(runs: Runs) -> tuple[str, str]:
    story, scenario = runs.story(BANK), runs.scenario(BANK)
    phases = np.array([scenario.touchpoints[code].stages.phase for code in story.run.names.touchpoints])
    hurt = story.contacts[is_painful(story) & story.within(story.contacts)]
    parts = {
        phase: float((phases[hurt["touchpoint"]] == phase).mean()) for phase in ("Before", "During", "After")
    }
    return SUPPORTS, (
        f"Of the contacts with the bank that hurt, {share(parts['Before'])} lie before, "
        f"{share(parts['During'])} during and "
        f"{share(parts['After'])} after."
    )


@claim("3.2", "Who needs a credit asks friends and looks for the bank with the best reputation.")
def _(runs: Runs) -> tuple[str, str]:
    scenario = runs.scenario(BANK)
    friends, site = (chain.reach_probability(scenario, at) for at in ("02", "03"))
    stars = [runs.kpi("reputation", BANK, d) for d in ("siloed", "integrated")]
    return PUT_IN, (
        f"By the routing we wrote {share(friends)} ask friends and {share(site)} compare banks. The rating "
        f"the bank earns comes "
        f"out: {stars[0]:.1f} stars today, {stars[1]:.1f} integrated, and it moves expectations and arrivals."
    )


@claim("3.3", "Needs lie behind what people say; tools that understand them connect.")
def _(runs: Runs) -> tuple[str, str]:
    def sold(research: float) -> float:
        return runs.kpi(
            "conversion_rate", SKI, changes={"campaign.personal": True, "campaign.research": research}
        )

    before, half, full = runs.kpi("conversion_rate", SKI), sold(0.5), sold(1.0)
    return better(full > 1.01 * half > 1.01 * before, PARTLY), (
        f"The ski maker's one message for all sells to {share(before, 3)} of the prospects; a message to "
        f"each, after research "
        f"that finds half of what people really want, to {share(half, 3)}, after full research to "
        f"{share(full, 3)}."
    )


@claim("3.4", "Connecting with needs captures customers and keeps them.")
def _(runs: Runs) -> tuple[str, str]:
    def kept(which: dict[str, object]) -> tuple[float, float]:
        c = runs.counted(SKI, **which)
        return float(c.converted.mean()), float(c.kept[c.converted].mean())

    before, after = kept({}), kept({"changes": {"campaign.personal": True, "campaign.research": 1.0}})
    return better(after[0] > 1.02 * before[0] and after[1] > 1.01 * before[1], PARTLY), (
        f"Speaking to each about what that person wants brings {share(after[0] / before[0] - 1)} more "
        f"buyers. Of the buyers "
        f"{share(after[1], 3)} are still customers at the end of the year, {share(before[1], 3)} without: "
        f"it captures; the "
        "keeping is done later."
    )


@claim("3.5", "An executive, a list, papers, a process: the customer has many contacts with the bank.")
def _(runs: Runs) -> tuple[str, str]:
    def paid(c: Counted) -> tuple[float, float]:
        people = c.people[c.converted]
        return float(people["contacts"].mean()), float(people["handoffs"].mean())

    visits = chain.answers(runs.scenario(BANK)).visits
    better_visits = chain.answers(runs.scenario(BANK, "integrated")).visits
    contacts, handoffs = paid(runs.counted(BANK))
    return SUPPORTS, (
        f"Who is paid out has had {figure(contacts)} contacts and {figure(handoffs)} hand-offs by the "
        f"year's end. Per file, "
        f"{figure(visits['11'] / visits['10'])} requests for a missing paper, integrated "
        f"{figure(better_visits['11'] / better_visits['10'])} (exact)."
    )


@claim("3.6", "Until the money is paid 45 days can pass.")
def _(runs: Runs) -> tuple[str, str]:
    exact = [chain.passage(runs.scenario(BANK, d), "06", "18") for d in ("siloed", "integrated")]
    return PUT_IN, (
        f"From the first meeting to the payout {figure(exact[0].mean_days)} days today and "
        f"{figure(exact[1].mean_days)} "
        f"integrated; {share(exact[0].probability)} and {share(exact[1].probability)} of those who come "
        f"get so far (exact). "
        "The delays were set to the article's example."
    )


@claim("3.7", "If the smallest thing goes wrong, the whole experience fails.")
def _(runs: Runs) -> tuple[str, str]:
    people = np.concatenate([_buyers(runs.counted(BANK, replication=r)) for r in runs.replications(BANK)])
    wrong = people["failures"] + people["drops"] + people["abandonments"]
    none, one, more = (people["recommend"][where] for where in (wrong == 0, wrong == 1, wrong >= 3))

    def bad(answers: np.ndarray) -> float:
        return float((answers <= 6).mean())

    return better(bad(one) > 0.9, CONTRADICTS if bad(one) < 0.8 else PARTLY), (
        f"**One fault does not decide**: of the bank's customers {share(bad(none))} are detractors if "
        f"nothing went wrong, "
        f"{share(bad(one))} after one fault and {share(bad(more))} after three and more. It adds up."
    )


@claim(
    "3.8", "Ten of a hundred moments come as a surprise and need a reaction; ninety can and must be prepared."
)
def _(runs: Runs) -> tuple[str, str]:
    today = runs.kpi("churn_rate_12m", SOCIAL)
    prepared, reacting = (
        runs.kpi("churn_rate_12m", SOCIAL, changes=change)
        for change in ({"moments.failure_predictable": 0.03}, {"moments.failure_unpredictable": 0.225})
    )
    return better(prepared < reacting, CONTRADICTS), (
        f"Halving the failures of the foreseeable ninety brings the bank's yearly loss of customers from "
        f"{share(today, 3)} to "
        f"{share(prepared, 3)}, halving those of the ten surprises to {share(reacting, 3)}. The ninety weigh "
        f"{'more' if prepared < reacting else 'less'}, but not nine times as much, because surprises fail "
        f"far more often. "
        "The rule of ten and ninety has no source."
    )


@claim("3.9", "Moments should be magical and stay in memory.")
def _(runs: Runs) -> tuple[str, str]:
    usual = runs.scenario(SOCIAL).behaviour.experience.quality
    live = ("04", "05", "06", "07", "08", "10")
    today = runs.kpi("nps", SOCIAL)
    peak = runs.kpi("nps", SOCIAL, changes={"touchpoints.05.quality": min(usual + 0.15, 1.0)})
    even = runs.kpi("nps", SOCIAL, changes={f"touchpoints.{at}.quality": usual + 0.025 for at in live})
    return better(peak > even, PARTLY if peak > today else CONTRADICTS), (
        f"Much better calls alone (by .15) take the bank's NPS from {points(today)} to {points(peak)}; a "
        f"little better contacts "
        f"everywhere (by .025 at each of six desks) to {points(even)}. Most people call, so the peak also "
        f"reaches most."
    )


@claim("3.10", "Processes must follow the customer's natural path, not the company's aims.")
def _(runs: Runs) -> tuple[str, str]:
    process = {"only": "process"}
    days = [runs.kpi("journey_days", BANK), runs.kpi("journey_days", BANK, "integrated", **process)]
    wait = [runs.kpi("wait_minutes", HOTEL), runs.kpi("wait_minutes", HOTEL, "integrated", **process)]
    changes, before, same, new = [], [], [], []
    for replication in range(4):
        s = runs.counted(BANK, replication=replication)
        p = runs.counted(BANK, "integrated", replication=replication, **process)
        known = np.isin(p.people["uid"], s.people["uid"][s.converted])
        before.append(_nps(s, s.converted))
        changes.append(_nps(p, p.converted) - before[-1])
        same.append(_nps(p, p.converted & known))
        new.append(_nps(p, p.converted & ~known))
    change, error = float(np.mean(changes)), float(np.std(changes, ddof=1) / 2)
    old, kept, added = (float(np.mean(values)) for values in (before, same, new))
    lower = change < -1.5 * error
    text = (
        f"Better routing and shorter delays alone bring the credit from {figure(days[0])} to "
        f"{figure(days[1])} days. The NPS "
        f"{'**falls**' if lower else 'moves'} by {change:.1f} (standard error {error:.1f}, four "
        f"replications): from {old:.1f} to "
        f"{kept:.1f} among those who buy in both worlds, and {added:.1f} among those whom the "
        f"better path brings in "
        f"in addition, weaker customers who used to give up. In the hotel the wait goes from "
        f"{figure(wait[0])} to "
        f"{figure(wait[1])} minutes with the same staff."
    )
    return (CONTRADICTS if lower else PARTLY), text


@claim("3.11", "Every step should be as light as possible; nobody likes to lose time.")
def _(runs: Runs) -> tuple[str, str]:
    c = runs.counted(SOCIAL)
    people = c.people[c.people["contacts"] >= 1]
    low, high = np.nanquantile(people["survey_effort"], [0.25, 0.75])
    gone = people["left_day"] <= people["entered_day"] + 365
    light, heavy = (
        float(gone[where].mean())
        for where in (people["survey_effort"] <= low, people["survey_effort"] >= high)
    )
    return better(heavy > light), (
        f"Of the quarter of the bank's customers with the least effort {share(light)} leave within a year, "
        f"of the quarter with "
        f"the most {share(heavy)}."
    )


@claim("3.12", "After the loan comes repayment, a card, another credit.")
def _(runs: Runs) -> tuple[str, str]:
    again = []
    for design in ("siloed", "integrated"):
        scenario = runs.scenario(BANK, design)
        again.append(chain.reach_probability(scenario, "22") / chain.reach_probability(scenario, "18"))
    return PUT_IN, (
        f"Of those paid out {share(again[0])} take a card or a second credit today, integrated "
        f"{share(again[1])}: routing shares, "
        "followed to the end. A card's margin of EUR 60 a year is a sixth of the loan's, so little money "
        "hangs on it."
    )


@claim("3.13", "Take care of the relation and keep a thread, or they leave.")
def _(runs: Runs) -> tuple[str, str]:
    lost = [runs.kpi("churn_rate_12m", BANK, **which) for which in ({}, {"levers": ("shared_file",)})]
    process = runs.kpi("churn_rate_12m", BANK, "integrated", only="process")
    return better(lost[1] < lost[0] and lost[1] < process, PARTLY), (
        f"A file that remembers takes the bank's yearly loss of customers from {share(lost[0])} to "
        f"{share(lost[1])}; better "
        f"processes without it to {share(process)}."
    )


def _nps(c: Counted, who: np.ndarray) -> float:
    """NPS of some of the counted entrants who were asked."""
    answer = c.people["recommend"][who & (c.people["recommend"] >= 0)]
    return float(100 * ((answer >= 9).mean() - (answer <= 6).mean()))


def _buyers(c: Counted) -> np.ndarray:
    """Rows of the converters who were asked."""
    return c.people[c.converted & (c.people["recommend"] >= 0)]

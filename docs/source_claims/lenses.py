"""Salesforce on five lenses and the suitcase."""

from experiments.audit import audit
from experiments.causes import grey_areas
from experiments.lenses.functions import function_steps
from scenarios.labels import labels
from scenarios.lenses import NAMES
from scenarios.network import lenses_of, sight
from source_claims.claims import CONTRADICTS, PARTLY, SUPPORTS, better, claim, figure, share
from source_claims.runs import EIGHT, Runs

HOTEL, B2B = "hotel_goal_lens", "b2b_functional_gap"


@claim(
    "2.1",
    "Teams that do not see the customer through one lens fail in execution.",
    f"journey compare {HOTEL} --lens all",
)
def _(runs: Runs) -> tuple[str, str]:
    before, after = runs.lenses(HOTEL)
    nps = {name: after[name]["nps"] - before["nps"] for name in NAMES}
    common = set.intersection(*(set(_seen(runs, HOTEL, n)) for n in NAMES))
    best, worst = max(nps, key=lambda n: nps[n]), min(nps, key=lambda n: nps[n])
    return better(nps[best] - nps[worst] > 0.5, PARTLY), (
        f"Five lenses see {len(common)} of the hotel's {len(runs.scenario(HOTEL).touchpoints)} steps in "
        f"common. The same "
        f"budget, spent by what each sees, moves the NPS by {nps[worst]:+.1f} (the {worst} lens) to "
        f"{nps[best]:+.1f} (the "
        f"{best} lens). Teams that pull against each other are not in the model."
    )


@claim(
    "2.2",
    "Is there an iron, a safe, a socket by the bed? Nobody at the hotel sees the suitcase.",
    f"journey audit {HOTEL}",
)
def _(runs: Runs) -> tuple[str, str]:
    def open_questions(design: str) -> float:
        needs = runs.scenario(HOTEL, design).touchpoints["10"].needs
        assert needs is not None
        return float(1 - (1 - needs.relevant_share * (1 - needs.coverage)) ** needs.kinds)

    world = runs.world(HOTEL)
    calls, visits = (
        float(world.touchpoints["visits"][world.names.touchpoints.index(at)]) for at in ("11", "10")
    )
    return SUPPORTS, (
        f"Of those who pack, {share(open_questions('siloed'))} have a question that nobody answered, "
        f"integrated "
        f"{share(open_questions('integrated'))} (exact, from an assumed coverage). {share(calls / visits)} "
        f"call because of it today."
    )


@claim("2.3", "In the functional journey the hand-off is badly thought out; the gap is between Sales and Service.",
       f"journey explain {B2B} --what grey")  # fmt: skip
def _(runs: Runs) -> tuple[str, str]:
    found = sorted(
        grey_areas.screen(runs.story(B2B)), key=lambda one: -one.points / max(one.traversals, 1e-9)
    )
    found = [one for one in found if one.traversals > 1]
    place = [one.way for one in found].index(("08", "09")) + 1
    here = found[place - 1]
    usual = sum(one.points for one in found) / sum(one.traversals for one in found)
    return better(place <= 3, PARTLY), (
        f"Per crossing, the step from the contract to the kick-off takes "
        f"{figure(here.points / here.traversals / usual)} times as "
        f"much from the customer as the average crossing and ranks {place} of {len(found)}. That it keeps "
        f"only 20 % of what was "
        "promised is an input."
    )


@claim(
    "2.4", "The target journey is mostly the same functions in disguise.", f"journey run {HOTEL} --by target"
)
def _(runs: Runs) -> tuple[str, str]:
    same = {"Marketing": "Acquisition", "Sales": "Conversion", "Service": "Retention"}
    pairs = [
        (labels(code, point, "functional"), labels(code, point, "target"))
        for n in EIGHT for code, point in runs.scenario(n).touchpoints.items() if not point.silent
    ]  # fmt: skip
    equal = sum(same[function] == target for function, target in pairs) / len(pairs)
    before, after = runs.lenses(HOTEL)
    conversion, goal = (after["target"][k] - before[k] for k in ("conversion_rate", "goal_rate"))
    return better(equal > 0.6, PARTLY if equal > 0.4 else CONTRADICTS), (
        f"Of the {len(pairs)} owned steps of the eight scenarios {share(equal)} carry the same label in "
        f"both: marketing is "
        f"acquisition, sales conversion, service retention. Spent by this lens, the hotel's budget changes "
        f"conversion by "
        f"{100 * conversion:+.2f} points and the guests' goal (a stay that they would recommend) by "
        f"{100 * goal:+.2f}."
    )


@claim("2.5", "A booking is no commitment: one can still cancel.")
def _(runs: Runs) -> tuple[str, str]:
    def arrive(design: str) -> float:
        world = runs.world(HOTEL, design)
        at = world.names.touchpoints.index
        return float(world.touchpoints["visits"][at("13")] / world.touchpoints["visits"][at("08")])

    before, after = 1 - arrive("siloed"), 1 - arrive("integrated")
    return better(before > 0.2), (
        f"{share(before)} of the hotel's bookings never reach the desk, integrated {share(after)}. Who "
        f"counts bookings as "
        "conversion counts them all."
    )


@claim(
    "2.6",
    "The engagement journey looks centred on the customer but is centred on the product.",
    f"journey audit {HOTEL}",
)
def _(runs: Runs) -> tuple[str, str]:
    total, seen = len(runs.scenario(HOTEL).touchpoints), len(_seen(runs, HOTEL, "engagement"))
    blind = _lost_unseen(runs, "engagement")
    before, after = runs.lenses(HOTEL)
    gain = {name: after[name]["goal_rate"] - before["goal_rate"] for name in NAMES}
    rank = sorted(NAMES, key=lambda n: -gain[n]).index("engagement") + 1
    return better(rank >= 4, PARTLY), (
        f"The engagement lens sees {seen} of the hotel's {total} steps, and {share(blind)} of the bookings "
        f"that are lost "
        f"before check-in are lost where it does not look. With the same budget it ranks {rank} of five by "
        f"what it does for "
        "the guests' goal."
    )


@claim(
    "2.7",
    "The activity journey jumps from contact to contact and leaves out the step without one.",
    f"journey audit {HOTEL}",
)
def _(runs: Runs) -> tuple[str, str]:
    total, seen = len(runs.scenario(HOTEL).touchpoints), len(_seen(runs, HOTEL, "activity"))
    blind = _lost_unseen(runs, "activity")
    return better(blind > 0.5), (
        f"It misses {total - seen} of {total} steps, and just there {share(blind)} of the bookings lost "
        f"before check-in get lost: "
        "while waiting and while packing."
    )


@claim(
    "2.8",
    "The goal journey is the best lens: framing, decision, transaction, evaluation.",
    f"journey compare {HOTEL} --lens all",
)
def _(runs: Runs) -> tuple[str, str]:
    before, after = runs.lenses(HOTEL)
    gain = {name: after[name]["goal_rate"] - before["goal_rate"] for name in NAMES}
    earns = {name: after[name]["profit"] - before["profit"] for name in NAMES}
    best = max(gain, key=lambda n: gain[n])
    text = (
        f"The goal lens sees all {len(_seen(runs, HOTEL, 'goal'))} steps, the suitcase too, because it is "
        f"written so. With the "
        f"same budget as the others it brings {100 * gain['goal']:+.2f} points more stays that guests "
        f"would recommend"
    )
    if best == "goal":
        text += ", the most of all five."
    else:
        text += (
            f". **It is not the best**: the {best} lens brings {100 * gain[best]:+.2f}, since it spends "
            f"everything on "
            "the contacts that it sees."
        )
    if max(earns.values()) < 0:
        text += " None of the five earns its budget back within the year."
    return (SUPPORTS if best == "goal" else CONTRADICTS), text


@claim("2.9", "Each function has a part in each of twelve steps; no team can improve one alone.",
       f"journey compare {HOTEL} --lens all")  # fmt: skip
def _(runs: Runs) -> tuple[str, str]:
    table = function_steps(runs.scenario(HOTEL))
    best = table.groupby("step")["gain"].max() / table.groupby("step")["all"].max()
    story = runs.story("bank_credit_45d")
    pains = story.pains[story.within(story.pains)]
    both = float(
        ((pains["giver"] >= 0) & (pains["receiver"] >= 0) & (pains["giver"] != pains["receiver"])).mean()
    )
    return better(float(best.median()) < 0.7, PARTLY), (
        f"In the hotel's median step the best single function, made perfect, wins "
        f"{share(float(best.median()))} of what all "
        f"together would (functions are assumed to complement each other). And {share(both)} of what hurts "
        f"at the bank arises "
        "between two departments, where neither can mend it alone. The twelve steps are our proposal; the "
        "article lists none."
    )


@claim("2.10", "The framework is a checklist, and a way to begin a conversation.", f"journey audit {HOTEL}")
def _(runs: Runs) -> tuple[str, str]:
    found = audit(runs.scenario(HOTEL))
    items = sum(len(section.items) for section in found.sections)
    return SUPPORTS, (
        f"The audit of the hotel gives {items} points to talk about under {len(found.sections)} headings, "
        "without any run."
    )


def _seen(runs: Runs, name: str, lens: str) -> frozenset[str]:
    """Touchpoints that a lens sees."""
    scenario = runs.scenario(name)
    return sight(scenario, lenses_of(scenario)[lens]).touchpoints


def _lost_unseen(runs: Runs, lens: str) -> float:
    """Share of the hotel's bookings lost between confirmation and check-in that get lost where a lens does not look."""
    world, seen = runs.world(HOTEL), _seen(runs, HOTEL, lens)
    lost = {
        at: float(world.edges["counted"][world.names.edges.index((at, "LOST"))]) for at in ("09", "10", "11")
    }
    return sum(count for at, count in lost.items() if at not in seen) / sum(lost.values())

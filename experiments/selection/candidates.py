"""Who is compared: the designs of a scenario, or all portfolios of its levers that a budget allows."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from experiments.errors import InputError
from experiments.study.question import Question
from experiments.study.trials import Trial
from scenarios import overlay
from scenarios.schema import Cost

MOST_LEVERS, MOST_CANDIDATES = 16, 500
BUDGET_UNIT = "EUR a year"
BUDGET_MEANING = (
    "one-off prices spread over the years they are written off, plus yearly prices, plus prices per customer "
    "at today's number of customers"
)


@dataclass(frozen=True)
class Candidate:
    """One way of running the company.

    levers: pulled; in a portfolio, beyond those of today.  price: BUDGET_UNIT, see BUDGET_MEANING.  one_off: EUR, paid
    once and in full.
    """

    name: str
    trial: Trial
    levers: tuple[str, ...]
    price: float
    one_off: float


def price_a_year(cost: Cost, customers: float) -> float:
    """What a design costs, EUR a year; see BUDGET_MEANING."""
    return (
        cost.one_off_eur / cost.written_off_years + cost.per_year_eur + cost.per_customer_year_eur * customers
    )


def priced(name: str, trial: Trial, levers: Sequence[str], customers: float) -> Candidate:
    """A world as a candidate. customers: of today, at a time."""
    return Candidate(name, trial, tuple(levers), price_a_year(trial.cost, customers), trial.cost.one_off_eur)


def of_designs(question: Question, customers: float) -> list[Candidate]:
    """All designs of the scenario, today first."""
    today = question.designs[0]
    names = [today, *(name for name in question.scenario.designs if name != today)]
    return [
        priced(name, question.design(name), overlay.levers_of(question.scenario, name), customers)
        for name in names
    ]


def of_portfolios(
    question: Question, codes: Sequence[str], customers: float, budget: float | None
) -> list[Candidate]:
    """All sets of some levers on top of today's, cheapest first; none of them is today.

    codes: levers to choose from.  budget: in BUDGET_UNIT, what today pays already not counted; none when None.
    Raises ScenarioError for an unknown lever, InputError for more portfolios than anybody can live through, and for a
    budget that buys none.
    """
    scenario, today = question.scenario, question.designs[0]
    overlay.price_of(scenario, codes)  # raises for an unknown one
    base = overlay.levers_of(scenario, today)
    free = [code for code in scenario.levers if code in set(codes) and code not in base]
    if len(free) > MOST_LEVERS:
        raise InputError(
            f"{len(free)} levers make {2 ** len(free):,} portfolios; name at most {MOST_LEVERS} with --levers"
        )
    price = {code: price_a_year(scenario.levers[code].cost, customers) for code in free}
    sets = [chosen for size in range(len(free) + 1) for chosen in combinations(free, size)]
    within = [chosen for chosen in sets if budget is None or sum(price[c] for c in chosen) <= budget + 1e-9]
    if len(within) < 2 and free:
        cheapest = min(free, key=price.__getitem__)
        raise InputError(
            f"{budget:,.0f} {BUDGET_UNIT} buys no lever; the cheapest is {cheapest} at {price[cheapest]:,.0f} "
            f"{BUDGET_UNIT}: raise --budget"
        )
    if len(within) > MOST_CANDIDATES:
        raise InputError(
            f"{len(within):,} portfolios are within reach, at most {MOST_CANDIDATES} are lived through; lower --budget "
            "or name fewer levers with --levers"
        )
    within.sort(key=lambda chosen: sum(price[code] for code in chosen))
    return [
        priced(" + ".join(chosen) or today, question.levers([*base, *chosen]), chosen, customers)
        for chosen in within
    ]


def within_budget(candidates: list[Candidate], budget: float | None) -> list[Candidate]:
    """Today, which comes first, and whoever costs no more than a budget on top of it.

    Raises InputError when nobody else does.
    """
    if budget is None:
        return candidates
    today, *others = candidates
    allowed = [other for other in others if other.price - today.price <= budget + 1e-9]
    if others and not allowed:
        cheapest = min(others, key=lambda other: other.price)
        raise InputError(
            f"no candidate costs {budget:,.0f} {BUDGET_UNIT} or less; the cheapest is {cheapest.name} at "
            f"{cheapest.price - today.price:,.0f} {BUDGET_UNIT}: raise --budget"
        )
    return [today, *allowed]

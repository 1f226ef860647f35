"""The levers as people read them in a terminal."""

from math import isfinite

from experiments.kpis import Kpi
from experiments.levers.played import GROSS, PRICE
from experiments.levers.result import Levers
from experiments.levers.words import (
    counted,
    headline_kpis,
    level_words,
    needs_others,
    payback_assumptions,
    payback_words,
    worth_it,
)
from experiments.statistics import Interval
from experiments.terminal import print_line, print_table, prose

SHORT = {"churn_rate_12m": "churn", "profit": "profit, EUR", GROSS: "before price", PRICE: "its price"}


def print_levers(levers: Levers | None, titles: tuple[str, str]) -> None:
    """Shares, one lever at a time, what each may cost, and when all is paid back."""
    print_line()
    prose(f"Levers: what makes {titles[1]} out of {titles[0]}", "bold")
    if levers is None:
        prose("Both designs pull the same levers: there is no difference to share out.")
        return
    _print_shares(levers)
    _print_alone(levers)
    _print_prices(levers)
    print_line()
    prose(f"The transition. {payback_words(levers)}")
    prose(payback_assumptions(levers))
    prose(f"{levers.counting} {counted(levers, headline_kpis(levers))}")


def _print_shares(levers: Levers) -> None:
    names = [*headline_kpis(levers), GROSS, PRICE]
    kpis = [levers.kpi(name) for name in names]
    shares = levers.attribution
    rows = [
        [p.title, *(change(kpi, shares.of(p.code, kpi.name)) for kpi in kpis)]
        for p in levers.ordered("profit")
    ]
    rows.append(["together", *(change(kpi, shares.total(kpi.name)) for kpi in kpis)])
    head = ("lever", *(_head(kpi) for kpi in kpis))
    print_line()
    title = "What each lever adds: Shapley value ± half its 95 % interval"
    print_table(head, rows, numbers=range(1, len(head)), title=title)
    prose(
        f"A lever's share is what it adds to those pulled before it, averaged over orders; shares add up to the whole "
        f"difference ({levers.method}). Profit is net of the price of the levers, per counted person: gain before the "
        "price, less the price. More replications (--replications) narrow every interval."
    )


def _print_alone(levers: Levers) -> None:
    kpis = [levers.kpi(levers.kpis[0].name), levers.kpi("profit")]
    head = ["lever"]
    for kpi in kpis:
        head += [f"{_head(kpi)}: alone", "share", "last"]
    rows = [
        [
            p.title,
            *(
                change(kpi, levers.attribution.of(p.code, kpi.name, part))
                for kpi in kpis
                for part in ("alone", "shapley", "last")
            ),
        ]
        for p in levers.ordered("profit")
    ]
    print_line()
    print_table(head, rows, numbers=range(1, len(head)), title="One lever at a time")
    prose(
        f"Alone: pulled alone from {levers.titles[0]}. Last: what is lost when it is taken away from "
        f"{levers.titles[1]}. {needs_others(levers)}"
    )


def _print_prices(levers: Levers) -> None:
    rows = [[one.title, thousands(one.price), thousands(one.worth), level_words(one)] for one in levers.pays]
    print_line()
    head = ("lever", "price", "pays up to", "pays from this share of its level on")
    print_table(head, rows, numbers=(1, 2), title="When a lever pays: EUR 1,000 a year for the company")
    prose(
        f"In {levers.titles[1]}, all other levers as they are: against the same without it. Price: one-off cost "
        "written off, yearly cost and cost per customer. Level: 0 is today, 100 % as assumed, its whole price paid; "
        "half-way was lived through, between it is taken as straight."
    )
    prose(worth_it(levers))


def change(kpi: Kpi, interval: Interval) -> str:
    """A difference with half its interval, by the measure's own digits."""
    text = kpi.change(interval.estimate)
    return f"{text} ± {kpi.bare(interval.half_width)}" if isfinite(interval.low) else text


def thousands(interval: Interval) -> str:
    """EUR 1,000 with half the interval."""
    text = f"{interval.estimate / 1000.0:,.1f}"
    if isfinite(interval.half_width) and f"{interval.half_width / 1000.0:.1f}" != "0.0":
        text += f" ± {interval.half_width / 1000.0:,.1f}"
    return text


def _head(kpi: Kpi) -> str:
    if kpi.name in SHORT:
        return SHORT[kpi.name]
    return f"{kpi.title}, {kpi.unit_of_difference}" if kpi.unit_of_difference else kpi.title

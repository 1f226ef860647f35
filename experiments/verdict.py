"""The verdict: what the second design is worth, and what that rests on. Two plain sentences, losses included."""

from dataclasses import dataclass
from math import isfinite

from experiments.comparison import BreakEven, Comparison
from experiments.statistics import Interval

MORE = {1: "more", -1: "less"}
PAYS = {"profit": "pays", "conversion_rate": "converts more", "resolution_rate": "resolves more"}
LEVEL = "95 % interval "  # said once; every interval of a verdict is of this level


@dataclass(frozen=True)
class Verdict:
    """Two sentences and a title.

    outcome: wins, loses, mixed (profit and conversion disagree), partly (only one of the two is decided), undecided,
    or same (not the slightest difference).
    """

    outcome: str
    title: str
    worth: str
    rests_on: str

    def __str__(self) -> str:
        return f"{self.worth} {self.rests_on}"


def verdict(comparison: Comparison) -> Verdict:
    """The verdict of a comparison, from profit per entrant and conversion (or resolution)."""
    outcome = _outcome(comparison)
    return Verdict(outcome, _title(comparison, outcome), _worth(comparison, outcome), _rests_on(comparison))


def _outcome(c: Comparison) -> str:
    profit, headline = c.difference("profit"), c.difference(c.headline)
    if profit.is_nothing and headline.is_nothing:
        return "same"
    signs = {profit.sign, headline.sign}
    if signs == {1}:
        return "wins"
    if signs == {-1}:
        return "loses"
    if signs == {1, -1}:
        return "mixed"
    return "undecided" if signs == {0} else "partly"


def _worth(c: Comparison, outcome: str) -> str:
    first, second = c.design_titles
    earns, converts = _profit_clause(c), _headline_clause(c)
    sides = _sides(c) + _red_ink(c)
    if outcome == "same":
        return f"{first} and {second} are the same here: no measure that decides differs by anything at all."
    if outcome == "wins":
        return f"{second} pays: it {earns} and {converts}; {sides}."
    if outcome == "loses":
        return f"{second} loses: it {earns} and {converts}; {sides}."
    if outcome == "mixed":
        return f"The result is mixed: {second} {earns}, although it {converts}; {sides}."
    if outcome == "undecided":
        return f"Nothing is decided between {first} and {second}: {second} {earns} and {converts}; {sides}."
    return f"{second} {earns}, and {converts}; {sides}."


def _rests_on(c: Comparison) -> str:
    clauses = [clause for clause in (_parts(c), _assumed(c), _band(c)) if clause]
    text = "; ".join(clauses)
    return f"{text[0].upper()}{text[1:]}."


def _title(c: Comparison, outcome: str) -> str:
    second, profit = c.design_titles[1], c.difference("profit")
    euros = f"EUR {abs(profit.estimate):,.0f}"
    if outcome in ("wins", "loses"):
        return f"{second} is worth {euros} {MORE[profit.sign]} per entrant"
    if outcome == "mixed":
        earns, converts = MORE[profit.sign], MORE[c.difference(c.headline).sign]
        return f"{second} earns {earns} ({euros} per entrant) but {_verb(c)} {converts}"
    if outcome == "same":
        return f"{c.design_titles[0]} and {second} do not differ"
    if outcome == "partly" and profit.sign:
        return f"{second} earns {euros} {MORE[profit.sign]} per entrant; {_noun(c)} is undecided"
    if outcome == "partly":
        return f"{second} {_verb(c)} {MORE[c.difference(c.headline).sign]}; whether it pays is undecided"
    return f"Nothing is decided between {c.design_titles[0]} and {second}"


def _verb(c: Comparison) -> str:
    return "converts" if c.headline == "conversion_rate" else "resolves"


def _noun(c: Comparison) -> str:
    return "conversion" if c.headline == "conversion_rate" else "resolution"


def _profit_clause(c: Comparison) -> str:
    change = c.difference("profit")
    if not isfinite(change.estimate):
        return "has no measured profit"
    if change.is_nothing:
        return "earns exactly as much"
    if change.sign == 0:
        return f"may earn more or less (EUR {change.estimate:+,.2f} per entrant, {LEVEL}{_signed(change)})"
    size = f"EUR {abs(change.estimate):,.2f} {MORE[change.sign]} per entrant in {_period(c)}"
    return f"earns {size} ({LEVEL}{_size(change)})"


def _red_ink(c: Comparison) -> str:
    """Said whenever somebody loses money: a better loss is still a loss."""
    first, second = (float(c.differences.loc["profit", side]) for side in ("first", "second"))
    if second < 0.0 and first < 0.0:
        return f"; in that time both cost more than they bring (EUR {first:+,.2f} and {second:+,.2f} per entrant)"
    if second < 0.0:
        name = c.design_titles[1]
        return f"; in that time {name} costs more than it brings (EUR {second:+,.2f} per entrant)"
    return ""


def _headline_clause(c: Comparison) -> str:
    kpi, change = c.kpi(c.headline), c.difference(c.headline)
    if not isfinite(change.estimate):
        return f"{_verb(c)} nobody who could be counted"
    if change.is_nothing:
        return f"{_verb(c)} exactly as many"
    if change.sign == 0:
        limits = f"{kpi.change(change.low)} to {kpi.change(change.high)}"
        return f"may {_verb(c)[:-1]} more or fewer ({kpi.change(change.estimate)} points, {limits})"
    verb = {1: "raises", -1: "lowers"}[change.sign]
    near, far = sorted((abs(change.low), abs(change.high)))
    return (
        f"{verb} {_noun(c)} by {kpi.bare(abs(change.estimate))} points ({kpi.bare(near)} to {kpi.bare(far)})"
    )


def _sides(c: Comparison) -> str:
    saved, lost = (c.changed_sides("converted", change) for change in ("saved", "lost"))
    if not isfinite(saved.estimate):
        return "nobody entered in both worlds"
    return f"of 1,000 people, {_count(saved)} are saved and {_count(lost)} are lost"


def _parts(c: Comparison) -> str:
    process, mechanisms = c.contribution("profit", "process"), c.contribution("profit", "mechanisms")
    if process is None or mechanisms is None or not isfinite(process.estimate):
        return "the parts of process and mechanisms were not separated"
    return (
        f"of the difference in profit, the process (routing and delays) brings EUR {process.estimate:+,.2f} "
        f"({_signed(process)}) and the mechanisms (all other levers) EUR {mechanisms.estimate:+,.2f} "
        f"({_signed(mechanisms)})"
    )


def _assumed(c: Comparison) -> str:
    levels = "lever levels are assumed"
    if c.break_even is None or "profit" not in c.break_even.roots:
        return levels
    return f"{levels}, and {break_even_words(c.break_even)}"


def break_even_words(found: BreakEven, name: str = "profit") -> str:
    """From which retention at hand-offs on the second design pays, as a clause."""
    root, pays = found.roots[name], PAYS[name]
    tried = found.curve.loc[found.curve["kpi"] == name, "retention"]
    levels = f"retention tried at hand-offs ({_percent(tried.min())} to {_percent(tried.max())})"
    if root.verdict == "everywhere":
        return f"it {pays} at every {levels}"
    if root.verdict == "nowhere":
        return f"it {pays} at no {levels}"
    if not root.is_located:
        return f"no {levels} decides whether it {pays}"
    level, limits = _percent(root.level), f"{_percent(root.low)} to {_percent(root.high)}"
    if not isfinite(root.high):
        limits = f"{_percent(root.low)} or more"
    elif not isfinite(root.low):
        limits = f"{_percent(root.high)} or less"
    return {
        "above": f"it {pays} once hand-offs keep more than {level} of the information ({limits})",
        "below": f"it {pays} only while hand-offs keep less than {level} of the information ({limits})",
        "several": f"it crosses break-even more than once as retention grows, first at {level} ({limits})",
    }[root.verdict]


def break_even_title(found: BreakEven, name: str = "profit") -> str:
    """The same in a few words, for a figure."""
    root, pays = found.roots[name], PAYS[name]
    if root.verdict in ("everywhere", "nowhere"):
        return {
            "everywhere": f"It {pays} at every retention tried",
            "nowhere": f"It {pays} at no retention tried",
        }[root.verdict]
    if not root.is_located:
        return f"Retention does not decide whether it {pays}"
    level = _percent(root.level)
    return {
        "above": f"It {pays} once hand-offs keep more than {level}",
        "below": f"It {pays} only below {level} kept at hand-offs",
        "several": f"It crosses break-even more than once, first at {level}",
    }[root.verdict]


def _band(c: Comparison) -> str:
    if c.band is None or not isfinite(float(c.band.loc["profit", "lowest"])):
        return ""
    row = c.band.loc["profit"]
    return (
        f"over {int(row['draws'])} draws of the uncertain coefficients the difference runs from "
        f"EUR {row['lowest']:+,.2f} to EUR {row['highest']:+,.2f}"
    )


def _period(c: Comparison) -> str:
    days = c.follow_up_days
    return "the first year" if days == 365.0 else f"the first {days:g} days"


def _percent(share: float) -> str:
    return f"{100.0 * share:.0f} %"


def _signed(interval: Interval) -> str:
    if not isfinite(interval.low):
        return "no interval"
    low, high = (round(limit, 2) + 0.0 for limit in (interval.low, interval.high))
    return f"{low:+,.2f} to {high:+,.2f}"


def _size(interval: Interval) -> str:
    near, far = sorted((abs(interval.low), abs(interval.high)))
    return f"{near:,.2f} to {far:,.2f}"


def _count(interval: Interval) -> str:
    digits = 0 if interval.estimate >= 10.0 or interval.estimate == 0.0 else 1
    text = f"{interval.estimate:.{digits}f}"
    if not isfinite(interval.low) or interval.half_width == 0.0:
        return text
    return f"{text} ({max(interval.low, 0.0):.{digits}f} to {interval.high:.{digits}f})"

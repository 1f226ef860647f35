"""Which assumptions a comparison rests on, and how far each is varied.

Coefficients and today's levels stand one by one. Facts that repeat themselves over touchpoints, teams and personas
stand together (`touchpoints.*.delay_days`), unless the scenario gives one of them a range of its own. Routing is varied
twice: the odds of leaving at all steps together, and at each fork the odds of the main way on against the others.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from experiments.ledger.assumptions import ANCHOR, COEFFICIENT, FACT, TODAY, Assumption, End
from experiments.ledger.levels import of_levers
from experiments.ledger.ranges import COUNTED, Bounds, bounds_at, ends, factor_of
from experiments.ledger.titles import title_at
from experiments.manifest import content_hash
from experiments.worlds import known_preset
from scenarios import overlay
from scenarios.acting import can_act, is_solved
from scenarios.evidence import SET_HERE, Parameter, parameters
from scenarios.inventory import Inventory
from scenarios.remarks import WEAKEST_FIRST, Remark
from scenarios.schema import LOST, Range, Scenario

CHURN = "calibrate.churn_rate_12m"
KIND = {"uncertainty": COEFFICIENT, "fact": FACT, "lever": TODAY}
NOT_VARIED = ("clock.", "season.", "arrivals.until_days", "levers.", "calibrate.")
NOT_VARIED_OF_PERSONAS = (".share", ".minimum", ".maximum")
TOGETHER = ("touchpoints", "teams", "edges", "personas")
OWN_RANGE = "the scenario's range"
SHARE = Bounds(0.0, 1.0, 0)
IRRELEVANT: Any = {
    **dict.fromkeys(("scenario", "title", "story", "notes"), True),
    "levers": {"__all__": {"lead_time_days", "transition_days", "transition_loss_share"}},
}
"""Words, and when levers begin to work: a comparison is of companies in which they do."""


@dataclass(frozen=True)
class Plan:
    """The assumptions that are varied; numbers that could act but have no range; what the result depends on."""

    varied: tuple[Assumption, ...]
    without_range: tuple[Parameter, ...]
    key: str


def plan(
    scenario: Scenario,
    designs: tuple[str, str],
    preset: str,
    remarks: Mapping[str, Remark] | None = None,
) -> Plan:
    """Everything two designs of a scenario rest on under a preset, in the order of the schema.

    A number is listed when it can act in at least one of the two worlds. remarks: the author's, by path.
    Raises InputError for an unknown preset.
    """
    said, named = remarks or {}, known_preset(scenario, preset)
    base = overlay.change(scenario, scenario.presets[named]) if named else scenario
    worlds = [overlay.design(scenario, design, preset=named) for design in designs]
    there = [Inventory(world) for world in worlds]
    known = {p.path: p for p in parameters(base, said)}
    acting = [p for p in known.values() if any(can_act(world, p.path) for world in there)]
    alone, together = _sorted(base, [p for p in acting if _is_varied(base, p.path)])
    single = [_alone(base, parameter, base.uncertainties.get(parameter.path)) for parameter in alone]
    varied = [one for one in single if one.ends]
    varied += [group for pattern, members in together.items() for group in _group(base, pattern, members)]
    varied += [*_leaving(base, known), *_forks(base, known), *_anchor(base, known)]
    pulled = [code for code in base.levers if any(code in overlay.levers_of(base, d) for d in designs)]
    varied += of_levers(base, worlds, pulled, said)
    without = tuple(p for p, one in zip(alone, single, strict=True) if not one.ends)
    return Plan(tuple(varied), without, _key(scenario, designs, preset, varied))


def _key(scenario: Scenario, designs: tuple[str, str], preset: str, varied: Iterable[Assumption]) -> str:
    """Hash of all that the effects depend on: the scenario without what is irrelevant, and every end of every range."""
    ends = [[a.path, name, dict(end.changes), end.churn] for a in varied for name, end in a.ends.items()]
    content = scenario.model_dump(mode="json", by_alias=True, exclude=IRRELEVANT)
    return content_hash([content, list(designs), preset, ends])


def _is_varied(base: Scenario, path: str) -> bool:
    """Whether a number that acts is an assumption of the world, not part of the study or replaced by an intercept."""
    if path in base.uncertainties:
        return True
    if (
        path.startswith(NOT_VARIED)
        or ".next." in path
        or (path.startswith("personas.") and path.endswith(NOT_VARIED_OF_PERSONAS))
    ):
        return False
    return not is_solved(base, path)


def _sorted(base: Scenario, found: list[Parameter]) -> tuple[list[Parameter], dict[str, list[Parameter]]]:
    """Numbers that stand alone, and those that stand together, by pattern."""
    alone: list[Parameter] = []
    together: dict[str, list[Parameter]] = {}
    for parameter in found:
        names = parameter.path.split(".")
        if (
            names[0] not in TOGETHER
            or parameter.kind == "uncertainty"
            or parameter.path in base.uncertainties
        ):
            alone.append(parameter)
            continue
        names[1] = "*"
        if names[-1] == "sd" or names[2] in ("channel_utility", "delay_factor", "goals"):
            names[3] = "*"
        together.setdefault(".".join(names), []).append(parameter)
    return alone, together


def _alone(base: Scenario, p: Parameter, own: Range | None) -> Assumption:
    factor, rule = factor_of(p.path, p.kind, p.evidence), OWN_RANGE
    if own is None:
        low, high = ends(p.value, factor, bounds_at(p.path))
        rule = _rule(factor, bounds_at(p.path) == SHARE)
    else:
        low, high = (end if end != p.value else None for end in (own.low, own.high))
    return Assumption(
        path=p.path,
        title=title_at(base, p.path),
        value=p.value,
        unit=p.unit,
        kind=KIND[p.kind],
        evidence=p.evidence,
        source=p.source,
        rule=rule,
        low=None if low is None else End(low, {p.path: low}),
        high=None if high is None else End(high, {p.path: high}),
    )


def _rule(factor: float, share: bool) -> str:
    return f"{'odds ' if share else ''}÷ and × {factor:g}"


def _group(base: Scenario, pattern: str, members: list[Parameter]) -> Iterator[Assumption]:
    """One assumption for all numbers of a pattern; a lone one stands for itself."""
    moved = {p.path: ends(p.value, factor_of(p.path, p.kind, p.evidence), bounds_at(p.path)) for p in members}
    members = [p for p in members if moved[p.path] != (None, None)]
    if len(members) == 1:
        yield _alone(base, members[0], None)
    if len(members) < 2:
        return
    first = members[0]
    factor = factor_of(first.path, first.kind, first.evidence)
    values = sorted(p.value for p in members)
    lows = {path: low for path, (low, _) in moved.items() if low is not None}
    highs = {path: high for path, (_, high) in moved.items() if high is not None}
    yield Assumption(
        path=pattern,
        title=title_at(base, pattern),
        value=f"{len(members)}: {values[0]:.4g} to {values[-1]:.4g}",
        unit=first.unit,
        kind=KIND[first.kind],
        rule=f"all {_rule(factor, bounds_at(first.path).is_share)}",
        low=End(f"÷ {factor:g}", lows) if lows else None,
        high=End(f"× {factor:g}", highs) if highs else None,
        **_weakest(members),
    )


def _weakest(members: list[Parameter]) -> dict[str, str]:
    """The weakest tag of a group, with the sources that have it."""
    tag = min((p.evidence for p in members), key=WEAKEST_FIRST.index)
    sources = dict.fromkeys(p.source for p in members if p.evidence == tag and p.source)
    return {"evidence": tag, "source": "; ".join(list(sources)[:2])}


def _leaving(base: Scenario, known: Mapping[str, Parameter]) -> Iterator[Assumption]:
    """The odds of leaving, at every step where some leave and some go on."""
    leaving = {c: p.next for c, p in base.touchpoints.items() if 0.0 < p.next.get(LOST, 0.0) < 1.0}
    members = [known[f"touchpoints.{code}.next.{LOST}"] for code in leaving]
    if not members:
        return

    def end(factor: float) -> dict[str, Any]:
        return {
            f"touchpoints.{code}.next": _with_odds(shares, [LOST], factor) for code, shares in leaving.items()
        }

    values = sorted(p.value for p in members)
    yield Assumption(
        path=f"touchpoints.*.next.{LOST}",
        title=title_at(base, f"touchpoints.*.next.{LOST}"),
        value=f"{len(members)}: {values[0]:.4g} to {values[-1]:.4g}",
        unit="share",
        kind=FACT,
        rule=f"all {_rule(COUNTED, True)}",
        low=End(f"odds ÷ {COUNTED:g}", end(1.0 / COUNTED)),
        high=End(f"odds × {COUNTED:g}", end(COUNTED)),
        **_weakest(members),
    )


def _forks(base: Scenario, known: Mapping[str, Parameter]) -> Iterator[Assumption]:
    """At each touchpoint with several ways on: the odds of the main way against the others; leaving stays."""
    for code, point in base.touchpoints.items():
        on = {target: share for target, share in point.next.items() if target != LOST and share > 0.0}
        if len(on) < 2:
            continue
        main = max(on, key=lambda target: on[target])
        path = f"touchpoints.{code}.next"
        low, high = ({path: _with_odds(point.next, [main], f, list(on))} for f in (1.0 / COUNTED, COUNTED))
        p = known[f"{path}.{main}"]
        yield Assumption(
            path=p.path,
            title=title_at(base, p.path),
            value=p.value,
            unit="share",
            kind=FACT,
            evidence=p.evidence,
            source=p.source,
            rule=_rule(COUNTED, True),
            low=End(low[path][main], low),
            high=End(high[path][main], high),
        )


def _with_odds(
    shares: Mapping[str, float], moved: list[str], factor: float, among: list[str] | None = None
) -> dict[str, float]:
    """Shares with the odds of some targets multiplied against the others `among`; the sum stays as it is."""
    pool = among or list(shares)
    total = sum(shares[target] for target in pool)
    scaled = {target: shares[target] * (factor if target in moved else 1.0) for target in pool}
    again = total / sum(scaled.values())
    return {t: scaled[t] * again if t in scaled else share for t, share in shares.items()}


def _anchor(base: Scenario, known: Mapping[str, Parameter]) -> Iterator[Assumption]:
    """The yearly churn of today: one step of the solver moves the baseline hazard to the other level."""
    p = known.get(CHURN)
    if p is None:
        return
    factor = factor_of("", "uncertainty", p.evidence)
    low, high = ends(p.value, factor, SHARE)
    yield Assumption(
        path=p.path,
        title=title_at(base, p.path),
        value=p.value,
        unit=p.unit,
        kind=ANCHOR,
        evidence=p.evidence,
        source=p.source or SET_HERE,
        rule=_rule(factor, True),
        low=None if low is None else End(low, churn=low),
        high=None if high is None else End(high, churn=high),
    )

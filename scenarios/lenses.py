"""Lenses: what a way of managing sees of the network, what it counts as a loss, and how it spends money on it."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, NamedTuple

from pydantic import Discriminator, Field, Tag

from scenarios.fields import Code, Evidence, Model, Share, Switch, Text, fact, group, uncertainty
from scenarios.labels import StageModel

Objective = Literal["tickets", "lost", "lost_share", "pain", "value"]
BudgetRule = Literal["proportional", "worst_first", "greedy"]
NAMES: Final = ("functional", "target", "engagement", "activity", "goal")
"""The built-in lenses."""

REFERENCE: Final = "goal"
"""The lens that sees everything; others are measured against it."""


class Sees(Model):
    """Which touchpoints a lens sees: all with an owner, narrowed by whatever is given here."""

    touchpoints: list[str] | None = fact("these alone", None)
    owners: list[str] | None = fact("those of these departments", None)
    channels: list[str] | None = fact("those on these channels", None)
    stages: list[str] | None = fact("those with these labels in the lens's own stage model", None)
    silent: Switch = fact("silent steps, too", False)


def _word_or_list(value: object) -> str:
    return "list" if isinstance(value, list) else "word"


SeesEdges = Annotated[
    Annotated[Literal["none", "inside", "all"], Tag("word")] | Annotated[list[str], Tag("list")],
    Discriminator(_word_or_list),
]
"""none, inside (both ends seen), all, or edges by their ends, such as `07>08`."""


class Lens(Model):
    """A management regime: what it sees, what it counts as a loss there, and by which rule it spends."""

    title: Text = fact("name for people", min_length=1)
    stages: StageModel = fact("stage model by whose labels it manages", "six")
    sees: Sees = group("which touchpoints it sees", Sees)
    sees_edges: SeesEdges = fact("which ways it sees: none, inside (both ends seen), all, or a list", "none")
    objective: Objective = fact(
        "what it counts as a loss: tickets (failed, abandoned, asked again), lost (people who end there), "
        "lost_share (of those who come), pain (performance lost), value (euros)",
        "pain",
    )
    budget_rule: BudgetRule = fact(
        "proportional to the losses, worst_first, or greedy (where the next euro wins back most)", "greedy"
    )


class Price(Model):
    """What it costs to close a gap: effect = reach * (1 - exp(-spent / eur_per_year))."""

    eur_per_year: float = uncertainty(
        "yearly money that achieves 63 % of what money can", unit="EUR per year", gt=0
    )
    reach: Share = uncertainty("share of the gap that money can close at most", unit="share of the gap")


class Purchase(Model):
    """Something that money can buy at one place, beside what every place offers."""

    title: Text = fact("name for people", min_length=1)
    at: str = fact("touchpoint, or way such as `07>08`: who does not see it cannot buy it")
    eur_per_year: float = uncertainty(
        "yearly money that achieves 63 % of the changes", unit="EUR per year", gt=0
    )
    evidence: Evidence = fact("evidence tag of the level: V, V2, M, D or A", "A")
    source: Text = fact("where the level comes from", "")
    changes: dict[str, Any] = fact("dotted path -> value (a number or shares) in full", min_length=1)


def _quality() -> Price:
    return Price(eur_per_year=30_000.0, reach=0.25)


def _seam() -> Price:
    return Price(eur_per_year=15_000.0, reach=0.9)


def _needs() -> Price:
    return Price(eur_per_year=20_000.0, reach=0.75)


class Improvement(Model):
    """What money buys, the same for every lens; all of it assumed."""

    budget_eur_per_year: float = uncertainty(
        "what each lens may spend", 100_000.0, unit="EUR per year", ge=0, le=1e12
    )
    quality: Price = Field(
        description="better contacts at one touchpoint: its performance towards 1", default_factory=_quality
    )
    seam: Price = Field(
        description="one hand-off sewn: its retention towards 1, its dropped cases and delay towards 0",
        default_factory=_seam,
    )
    needs: Price = Field(
        description="needs of one silent step met unasked: coverage towards 1", default_factory=_needs
    )
    purchases: dict[Code, Purchase] = fact("what else can be bought, and where", dict, max_length=200)


LENSES: Final[dict[str, Lens]] = {
    "functional": Lens(
        title="Functional", stages="functional", objective="tickets", budget_rule="proportional"
    ),
    "target": Lens(
        title="Target",
        stages="target",
        sees=Sees(stages=["Acquisition", "Conversion"]),
        sees_edges="inside",
        objective="lost",
        budget_rule="worst_first",
    ),
    "engagement": Lens(
        title="Engagement",
        stages="engagement",
        sees=Sees(stages=["Aware", "Interest", "Consider", "Purchase", "Repurchase"]),
        objective="lost_share",
        budget_rule="worst_first",
    ),
    "activity": Lens(
        title="Activity", stages="activity", sees_edges="inside", objective="pain", budget_rule="greedy"
    ),
    "goal": Lens(
        title="Goal",
        stages="goal",
        sees=Sees(silent=True),
        sees_edges="all",
        objective="value",
        budget_rule="greedy",
    ),
}
"""The five built-in lenses; a scenario's own lens of the same name replaces one."""


class Sight(NamedTuple):
    """What a lens sees: touchpoints, and ways by their two ends."""

    touchpoints: frozenset[str]
    edges: frozenset[tuple[str, str]]

    def of(self, place: str) -> bool:
        """Whether it sees a place: a touchpoint, or a way such as `07>08`."""
        start, sign, end = place.partition(">")
        return (start, end) in self.edges if sign else place in self.touchpoints

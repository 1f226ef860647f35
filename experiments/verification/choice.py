"""Which way people go: multinomial logit."""

from collections.abc import Iterator

from experiments.theory.choice import logit_shares
from experiments.verification.limit import Figure, Limit, Totals, ratio
from experiments.verification.worlds import small_world, step
from scenarios.schema import Scenario
from sim.records import Run

UTILITIES = {"web": 1.0, "app": 0.4, "phone": 0.4, "branch": -0.5}
MCFADDEN = "McFadden 1974"


def limits() -> Iterator[Limit]:
    """Four channels that a persona likes to different degrees."""
    exact = logit_shares(list(UTILITIES.values())).tolist()

    def world(_: float) -> Scenario:
        equal = dict.fromkeys(UTILITIES, 1.0 / len(UTILITIES))
        choose = {"name": "Choose", "stages": step({})["stages"], "next": equal}
        ways = {channel: step({"WIN": 1}, channel=channel) for channel in UTILITIES}
        return small_world(
            {"choose": choose} | ways,
            people=10_000,
            horizon_days=10,
            mechanisms=["choice"],
            channels={channel: {"name": channel.title(), "live": False} for channel in UTILITIES},
            personas={"anyone": {"title": "Anyone", "share": 1, "channel_utility": UTILITIES}},
        )

    def observe(run: Run) -> Totals:
        visits = dict(zip(run.names.touchpoints, run.touchpoints["visits"].tolist(), strict=True))
        return {"people": visits["choose"]} | {channel: visits[channel] for channel in UTILITIES}

    yield Limit(
        "choice", "multinomial logit", MCFADDEN, world, observe,
        [
            Figure(f"{channel}, V = {utility:g}", share, ratio(channel, "people"))
            for (channel, utility), share in zip(UTILITIES.items(), exact, strict=True)
        ],
        people=10_000,
        note="equal routing shares, so that liking alone decides",
    )  # fmt: skip

"""The seven scenarios beside the bank: equal to their design number by number, under both designs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pytest

from scenarios import load
from scenarios.overlay import cost_of, design, get
from tests.scenarios.designed import TABLES

NAMES = tuple(TABLES)
STAFF = re.compile(r"(\S+) x (\d+) \((\S+)\)")

LOADED = {name: load(name) for name in NAMES}


@dataclass(frozen=True)
class Designed:
    """One line of a table; `staff` is (servers, hours per day), None where nobody serves."""

    name: str
    owner: str | None
    channel: str | None
    stages: tuple[str, ...]
    delay_days: float
    service_minutes: float
    staff: tuple[int, float] | None
    next: dict[str, float]


def shares(text: str) -> dict[str, float]:
    """`02 0.6 LOST 0.4` as a mapping."""
    words = text.split()
    return dict(zip(words[::2], map(float, words[1::2]), strict=True))


def designed(line: str) -> tuple[str, Designed]:
    code, name, where, stages, delay, service, onward = (cell.strip() for cell in line.split("|"))
    owner, channel = (None if word == "-" else word for word in where.split())
    found = STAFF.fullmatch(service)
    minutes, staff = (float(found[1]), (int(found[2]), float(found[3]))) if found else (0.0, None)
    return code, Designed(
        name, owner, channel, tuple(stages.split()), float(delay), minutes, staff, shares(onward)
    )


def table(name: str) -> dict[str, Designed]:
    return dict(designed(line) for line in TABLES[name].split("...")[0].strip().splitlines())


def integrated_changes(name: str) -> tuple[dict[str, dict[str, float]], dict[str, float]]:
    """Routing and delays (days) that the integrated design changes, by touchpoint."""
    routing: dict[str, dict[str, float]] = {}
    delays: dict[str, float] = {}
    for line in TABLES[name].split("...")[1].strip().splitlines():
        code, change = (cell.strip() for cell in line.split("|"))
        if " " in change:
            routing[code] = shares(change)
        else:
            delays[code] = float(change)
    return routing, delays


ROWS = [(name, code) for name in NAMES for code in table(name)]


@pytest.mark.parametrize(("name", "code"), ROWS)
def test_a_touchpoint_is_as_designed(name: str, code: str) -> None:
    scenario, wanted = LOADED[name], table(name)[code]
    touchpoint = scenario.touchpoints[code]
    stages = touchpoint.stages
    team = scenario.teams.get(str(touchpoint.team))
    assert wanted == Designed(
        touchpoint.name,
        touchpoint.owner,
        touchpoint.channel,
        (stages.six, stages.five, stages.phase),
        touchpoint.delay_days,
        touchpoint.service_minutes,
        (team.servers, team.hours_per_day) if team else None,
        touchpoint.next,
    )
    assert (touchpoint.delay_law, touchpoint.delay_cv) == ("lognormal", 0.6)
    assert (touchpoint.service_law, touchpoint.service_cv) == ("lognormal", 1.0)
    assert touchpoint.silent == (wanted.owner is None)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_else_is_there(name: str) -> None:
    scenario = LOADED[name]
    assert list(scenario.touchpoints) == list(table(name))
    used = [touchpoint.team for touchpoint in scenario.touchpoints.values() if touchpoint.team]
    assert sorted(used) == sorted(scenario.teams), "one team per touchpoint"
    assert {t.owner for t in scenario.touchpoints.values() if t.owner} == set(scenario.owners)
    assert {t.channel for t in scenario.touchpoints.values() if t.channel} == set(scenario.channels)


@pytest.mark.parametrize("name", NAMES)
def test_integrated_is_as_designed(name: str) -> None:
    scenario = LOADED[name]
    routing, delays = integrated_changes(name)
    for only in ("process", None):
        integrated = design(scenario, "integrated", only=only)
        for code, touchpoint in scenario.touchpoints.items():
            changed = integrated.touchpoints[code]
            assert changed.next == routing.get(code, touchpoint.next), code
            assert changed.delay_days == delays.get(code, touchpoint.delay_days), code


# what each is about: people per day, who counts as a customer, shares of the personas, churn and NPS of today
STORY: dict[str, tuple[float, list[str], list[float], float, float]] = {
    "grey_retail": (1500, ["10", "11"], [0.30, 0.35, 0.25, 0.10], 0.35, 20),
    "hotel_goal_lens": (280, ["13"], [0.45, 0.30, 0.15, 0.10], 0.55, 20),
    "bank_social_selfservice": (330, [], [0.45, 0.25, 0.20, 0.10], 0.15, 10),
    "auto_five_stage": (220, ["10"], [0.35, 0.35, 0.15, 0.15], 0.12, 15),
    "ski_personas": (20, ["09", "10"], [0.35, 0.30, 0.15, 0.20], 0.45, 25),
    "telco_storm": (12, [], [0.25, 0.35, 0.25, 0.15], 0.196, 0),
    "b2b_functional_gap": (70, ["09"], [0.40, 0.25, 0.25, 0.10], 0.14, 10),
}


@pytest.mark.parametrize("name", NAMES)
def test_the_story_s_numbers(name: str) -> None:
    scenario = LOADED[name]
    rate, converts_at, persona_shares, churn, nps = STORY[name]
    assert scenario.starts_at == "01"
    assert scenario.arrivals.rate_per_day == rate
    assert scenario.converts_at == converts_at
    assert [persona.share for persona in scenario.personas.values()] == persona_shares
    today = scenario.calibrate
    assert (today.churn_rate_12m, today.nps, today.conversion) == (churn, nps, True)
    assert all(trait.sd > 0 for persona in scenario.personas.values() for trait in persona.traits.values())


LEVERS: dict[str, Any] = {  # the same in every scenario
    "handoffs.retention": (0.40, 0.95),
    "handoffs.drop_probability": (0.03, 0.003),
    "voices.message_spread": (0.25, 0.05),
    "recovery.success_probability": (0.5, 0.75),
    "learning.attribution": ("siloed", "causal"),
}


@pytest.mark.parametrize("name", NAMES)
def test_levers_that_all_share(name: str) -> None:
    scenario = LOADED[name]
    integrated = design(scenario, "integrated")
    for path, levels in LEVERS.items():
        assert (get(scenario, path), get(integrated, path)) == levels, path
    for world, predictable, unpredictable in ((scenario, 0.06, 0.45), (integrated, 0.04, 0.15)):
        moments = world.moments
        reacted = moments.reaction * 2.718281828 ** (-moments.reaction_hours / moments.reaction_scale_hours)
        assert moments.failure_predictable * (1 - moments.preparation) == pytest.approx(predictable, abs=1e-4)
        assert moments.failure_unpredictable * (1 - reacted) == pytest.approx(unpredictable, abs=1e-4)
    kinds = {code: lever.kind for code, lever in scenario.levers.items()}
    assert [code for code, kind in kinds.items() if kind == "process"] == ["routing", "delays"]
    assert {designs.lens for designs in scenario.designs.values()} == {"functional", "goal"}


@pytest.mark.parametrize("name", NAMES)
def test_what_integration_costs(name: str) -> None:
    cost = cost_of(LOADED[name], "integrated")
    assert 400_000 <= cost.one_off_eur <= 3_000_000
    assert 0.5 <= cost.per_customer_year_eur <= 2
    assert all(lever.cost.one_off_eur > 0 for lever in LOADED[name].levers.values()), "nothing is free"


@pytest.mark.parametrize("name", NAMES)
def test_pools_keep_every_head(name: str) -> None:
    """The same people under both designs, each in one queue at most."""
    scenario, pooled = LOADED[name], design(LOADED[name], "integrated")
    assert pooled.teams == scenario.teams
    assert pooled.pools
    members = [team for pool in pooled.pools.values() for team in pool]
    assert len(members) == len(set(members))
    assert all(len(pool) > 1 for pool in pooled.pools.values())


@pytest.mark.parametrize("name", NAMES)
def test_presets_are_the_bank_s_and_ranges_hold_what_they_sweep(name: str) -> None:
    scenario, bank = LOADED[name], load("bank_credit_45d")
    assert scenario.presets == bank.presets
    assert set(bank.uncertainties) <= set(scenario.uncertainties)
    for path, band in scenario.uncertainties.items():
        assert band.low <= get(scenario, path) <= band.high, path


class TestStories:
    """What only one of them has."""

    def test_retail_buys_again_as_cdnow_did(self) -> None:
        order = LOADED["grey_retail"].episodes["repeat_order"]
        assert order.per_year == pytest.approx(0.243 / 4.414 * 365.25 / 7, abs=5e-4)
        assert (order.rate_shape, order.lapse_alpha, order.lapse_beta) == (0.243, 0.793, 2.426)
        streams = LOADED["grey_retail"].value.streams
        assert {s.eur_once for s in streams} == {85 * 0.40}
        assert all(s.spend_cv == pytest.approx(45 / 85, abs=1e-3) and s.every_time for s in streams)
        rivals = LOADED["grey_retail"].competitors
        assert (rivals.offers_per_month_before, rivals.offers_per_month) == (2, 0.5)

    def test_hotel_sees_the_suitcase(self) -> None:
        hotel = LOADED["hotel_goal_lens"]
        needs = hotel.touchpoints["10"].needs
        assert needs is not None
        assert (needs.kinds, needs.relevant_share, needs.coverage) == (5, 0.3, 0.2)
        assert (needs.contact_probability, needs.cancellation_probability) == (0, 0), "they stand in `next`"
        assert design(hotel, "integrated").touchpoints["10"].needs.coverage == 0.8
        assert hotel.value.premium_ceiling == 0.14
        assert [s.price_eur for s in hotel.value.streams] == [pytest.approx(110 * 2.2)]
        elena = hotel.personas["elena"].traits["need_factor"].mean
        assert elena * hotel.episodes["next_trip"].per_year == 8

    def test_shoppers_drive_on(self) -> None:
        auto = LOADED["auto_five_stage"]
        assert auto.episodes["workshop_visit"].per_year == 1.3
        assert auto.episodes["next_car"].per_year == 1 / 5
        assert auto.competitors.offers_per_month_before == 3
        assert [s.eur_once for s in auto.value.streams] == [27_000 * 0.06, 320 * 0.60]

    def test_winter_comes(self) -> None:
        ski = LOADED["ski_personas"]
        winter = {month for month, factor in enumerate(ski.season.arrivals, 1) if factor != 1}
        assert (ski.season.first_month, winter) == (10, {10, 11, 12, 1})
        assert ski.arrivals.rate_per_day * ski.season.arrivals[0] == 140
        assert ski.value.premium_ceiling == 0.16
        spends = {
            code: p.traits["spend_factor"].mean for code, p in ski.personas.items() if code != "boarder"
        }
        assert {code: round(650 * spend) for code, spend in spends.items()} == {
            "novice": 420, "expert": 980, "parent": 260,
        }  # fmt: skip

    def test_storm_strikes_twice(self) -> None:
        telco = LOADED["telco_storm"]
        customers, issue = telco.arrivals.existing_customers, telco.episodes["issue"]
        factors = {code: p.traits["need_factor"].mean for code, p in telco.personas.items() if code == "alex"}
        average = sum(p.share * factors.get(code, 1.0) for code, p in telco.personas.items())
        assert (customers, customers * issue.per_year * average / 365) == (20_000, pytest.approx(240))
        outage = [shock for shock in telco.shocks.values() if shock.day == 60]
        assert sum(shock.share for shock in outage) == pytest.approx(0.30)
        assert 240 + customers * sum(s.share for s in outage if s.episode) == pytest.approx(720)
        assert [s.day for s in telco.shocks.values() if s.predictable] == [65]
        talk = telco.word_of_mouth
        assert (talk.reshare, talk.reshare_post) == (0.04, 0.10)
        assert telco.arrivals.rate_per_day == 0.018 * customers / 30
        assert [(edge.from_, edge.to) for edge in telco.edges if edge.leaves] == [("13", "LOST")]

    def test_a_contract_is_renewed_every_year(self) -> None:
        software = LOADED["b2b_functional_gap"]
        renewal = software.episodes["renewal"]
        assert (renewal.starts_at, renewal.every_days) == ("15", 365)
        assert [(edge.from_, edge.to) for edge in software.edges if edge.leaves] == [("16", "LOST")]
        gap = {(e.from_, e.to): e.retention for e in design(software, "integrated").edges}["08", "09"]
        assert gap == 0.95

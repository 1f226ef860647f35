"""The built-in scenarios: complete, documented, and equal to the numbers they were designed with."""

from __future__ import annotations

import re
from math import fsum
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import scenarios
from scenarios import load, names, path_of
from scenarios.overlay import cost_of, design
from scenarios.schema import Scenario, json_schema, schema_text
from scenarios.study import Range

BANK = load("bank_credit_45d")

# id: name, owner, channel, six, five, phase, delay in days, service in minutes, staff, hours per day, next
TABLE: dict[str, tuple[Any, ...]] = {
    "01": (
        "Need for credit arises (silent)",
        None,
        None,
        "Aware",
        "Aware",
        "Before",
        7.0,
        0.0,
        None,
        24.0,
        {"02": 0.7, "03": 0.3},
    ),
    "02": (
        "Ask friends and family (silent WOM)",
        None,
        "wom",
        "Aware",
        "Aware",
        "Before",
        3.0,
        0.0,
        None,
        24.0,
        {"03": 0.75, "04": 0.15, "LOST": 0.1},
    ),
    "03": (
        "Reputation / rate comparison site",
        "MKT",
        "web",
        "Interest",
        "Consider",
        "Before",
        2.0,
        0.0,
        None,
        24.0,
        {"04": 0.5, "05": 0.2, "LOST": 0.3},
    ),
    "04": (
        "Bank site simulator",
        "DIG",
        "web",
        "Consider",
        "Consider",
        "Before",
        1.0,
        0.0,
        None,
        24.0,
        {"05": 0.3, "06": 0.4, "LOST": 0.3},
    ),
    "05": (
        "Contact-centre information call",
        "CC",
        "phone",
        "Consider",
        "Consider",
        "Before",
        0.0,
        6.0,
        1,
        10.0,
        {"06": 0.65, "LOST": 0.35},
    ),
    "06": (
        "First meeting with account executive",
        "BRANCH",
        "branch",
        "Action",
        "Purchase",
        "During",
        2.0,
        45.0,
        5,
        7.0,
        {"07": 0.9, "LOST": 0.1},
    ),
    "07": (
        "Requirements list handed over",
        "BRANCH",
        "branch",
        "Action",
        "Purchase",
        "During",
        0.0,
        10.0,
        1,
        7.0,
        {"08": 1.0},
    ),
    "08": (
        "Customer gathers documents (silent)",
        None,
        None,
        "Action",
        "Purchase",
        "During",
        10.0,
        0.0,
        None,
        24.0,
        {"09": 0.92, "LOST": 0.08},
    ),
    "09": (
        "Document drop-off",
        "BRANCH",
        "branch",
        "Action",
        "Purchase",
        "During",
        1.0,
        20.0,
        2,
        7.0,
        {"10": 1.0},
    ),
    "10": (
        "Completeness check",
        "OPS",
        "back-office",
        "Action",
        "Purchase",
        "During",
        3.0,
        25.0,
        3,
        8.0,
        {"11": 0.35, "12": 0.65},
    ),
    "11": (
        "Request for a missing / repeated document",
        "OPS",
        "phone",
        "Action",
        "Purchase",
        "During",
        2.0,
        8.0,
        1,
        8.0,
        {"20": 1.0},
    ),
    "20": (
        "Customer re-gathers documents (silent)",
        None,
        None,
        "Action",
        "Purchase",
        "During",
        4.0,
        0.0,
        None,
        24.0,
        {"09": 0.93, "LOST": 0.07},
    ),
    "12": (
        "Credit scoring",
        "RISK",
        "back-office",
        "Action",
        "Purchase",
        "During",
        3.5,
        40.0,
        4,
        8.0,
        {"13": 0.7, "14": 0.12, "LOST": 0.18},
    ),
    "14": (
        "Clarification call from Risk",
        "RISK",
        "phone",
        "Action",
        "Purchase",
        "During",
        3.0,
        10.0,
        1,
        8.0,
        {"12": 0.85, "LOST": 0.15},
    ),
    "13": (
        "Appraisal, guarantee, legal review",
        "LEGAL",
        "back-office",
        "Action",
        "Purchase",
        "During",
        10.7,
        60.0,
        4,
        8.0,
        {"15": 1.0},
    ),
    "15": (
        "Offer presentation",
        "BRANCH",
        "branch",
        "Action",
        "Purchase",
        "During",
        2.0,
        40.0,
        2,
        7.0,
        {"16": 0.85, "LOST": 0.15},
    ),
    "16": (
        "Contract signing",
        "LEGAL",
        "branch",
        "Action",
        "Purchase",
        "During",
        4.0,
        35.0,
        2,
        7.0,
        {"17": 1.0},
    ),
    "17": (
        "Disbursement (day ~45)",
        "OPS",
        "core-system",
        "Action",
        "Purchase",
        "During",
        3.0,
        15.0,
        1,
        8.0,
        {"18": 1.0},
    ),
    "18": (
        "First instalments (amortisation)",
        "OPS",
        "app",
        "Use",
        "Use",
        "After",
        30.0,
        0.0,
        None,
        24.0,
        {"19": 0.18, "21": 0.82},
    ),
    "19": (
        "Post-disbursement query / complaint",
        "CC",
        "phone",
        "Use",
        "Use",
        "After",
        1.0,
        7.0,
        1,
        10.0,
        {"21": 0.92, "LOST": 0.08},
    ),
    "21": (
        "Relationship contact / cross-sell",
        "CRM",
        "phone",
        "Use",
        "Loyal",
        "After",
        90.0,
        15.0,
        1,
        8.0,
        {"22": 0.3, "WIN": 0.7},
    ),
    "22": (
        "Credit card or second credit",
        "BRANCH",
        "app",
        "Advocacy",
        "Loyal",
        "After",
        10.0,
        0.0,
        None,
        24.0,
        {"WIN": 1.0},
    ),
}
INTEGRATED_ROUTING: dict[str, dict[str, float]] = {
    "10": {"11": 0.08, "12": 0.92},
    "08": {"09": 0.96, "LOST": 0.04},
    "12": {"13": 0.77, "14": 0.05, "LOST": 0.18},
    "15": {"16": 0.9, "LOST": 0.1},
    "06": {"07": 0.94, "LOST": 0.06},
    "18": {"19": 0.08, "21": 0.92},
    "19": {"21": 0.97, "LOST": 0.03},
    "21": {"22": 0.38, "WIN": 0.62},
}
INTEGRATED_DELAY_DAYS: dict[str, float] = {
    "08": 4,
    "09": 0,
    "10": 0.5,
    "11": 0.3,
    "20": 1.5,
    "12": 1,
    "13": 5,
    "14": 0.5,
    "15": 1,
    "16": 1.5,
    "17": 1,
    "06": 1,
}


@pytest.mark.parametrize("name", names())
def test_every_scenario_loads_under_its_own_name_in_every_design(name: str) -> None:
    scenario = load(name)
    assert scenario.scenario == name
    for code in scenario.designs:
        for preset in (None, *scenario.presets):
            assert isinstance(design(scenario, code, preset=preset), Scenario)


@pytest.mark.parametrize("name", names())
def test_every_file_helps_its_editor_and_its_reader(name: str) -> None:
    lines = path_of(name).read_text(encoding="utf-8").splitlines()
    assert lines[0] == "# yaml-language-server: $schema=../scenario.schema.json"
    assert max(map(len, lines)) <= 140
    keys = [line for line in lines if re.match(r"\s*(- \{)?[\w\".]+:", line)]
    assert [line for line in keys if "#" not in line] == []


def test_the_schema_file_is_current() -> None:
    path = Path(scenarios.__file__).parent / "scenario.schema.json"
    assert path.read_text(encoding="utf-8") == schema_text(), (
        "write it again with: python -m scenarios.schema > scenarios/scenario.schema.json"
    )


def test_every_field_of_the_schema_explains_itself() -> None:
    schema = json_schema()
    for name, model in {"Scenario": schema, **schema["$defs"]}.items():
        for part in (model, *model.get("anyOf", [])):
            for key, field in part.get("properties", {}).items():
                assert field.get("description"), f"{name}.{key} has no gloss"
                if field.get("type") in ("number", "integer"):
                    assert field["kind"] in ("fact", "lever", "uncertainty")
                    assert field["evidence"] in ("V", "V2", "M", "D", "A")


@pytest.mark.parametrize("code", TABLE)
def test_the_bank_is_the_table_number_by_number(code: str) -> None:
    name, owner, channel, six, five, phase, delay, service, staff, hours, routes = TABLE[code]
    touchpoint = BANK.touchpoints[code]
    assert (touchpoint.name, touchpoint.owner, touchpoint.channel) == (name, owner, channel)
    assert (touchpoint.stages.six, touchpoint.stages.five, touchpoint.stages.phase) == (six, five, phase)
    assert (touchpoint.delay_days, touchpoint.delay_law, touchpoint.delay_cv) == (delay, "lognormal", 0.6)
    assert (touchpoint.service_minutes, touchpoint.service_law, touchpoint.service_cv) == (
        service,
        "lognormal",
        1.0,
    )
    assert touchpoint.next == routes
    if staff is None:
        assert touchpoint.team is None
    else:
        team = BANK.teams[str(touchpoint.team)]
        assert (team.servers, team.hours_per_day) == (staff, hours)


def test_the_bank_has_nothing_else() -> None:
    assert list(BANK.touchpoints) == list(TABLE)
    used = [touchpoint.team for touchpoint in BANK.touchpoints.values() if touchpoint.team]
    assert len(used) == len(set(used)) == len(BANK.teams)
    assert {code for code, touchpoint in BANK.touchpoints.items() if touchpoint.silent} == {
        "01",
        "02",
        "08",
        "20",
    }


def test_the_bank_integrated_is_the_table_number_by_number() -> None:
    integrated = design(BANK, "integrated")
    for code, touchpoint in BANK.touchpoints.items():
        changed = integrated.touchpoints[code]
        assert changed.next == INTEGRATED_ROUTING.get(code, touchpoint.next)
        assert changed.delay_days == INTEGRATED_DELAY_DAYS.get(code, touchpoint.delay_days)


def test_the_bank_s_clock_money_and_own_numbers() -> None:
    clock = BANK.clock
    assert (clock.tick_days, clock.horizon_days, clock.warm_up_days, clock.follow_up_days) == (
        1,
        730,
        150,
        365,
    )
    assert (BANK.arrivals.rate_per_day, BANK.arrivals.unit, BANK.arrivals.cap) == (60, "needs", 1.25)
    assert (BANK.starts_at, BANK.converts_at, BANK.handoffs.chase_at) == ("01", ["17"], "05")
    assert [(s.starts_at, s.eur_per_year, s.lasts_days) for s in BANK.value.streams] == [
        ("17", 360, 913),
        ("22", 60, None),
    ]
    assert (BANK.calibrate.churn_rate_12m, BANK.calibrate.nps, BANK.calibrate.conversion) == (0.15, 5, True)
    costs = {code: (t.cost_per_minute_eur, t.cost_per_contact_eur) for code, t in BANK.touchpoints.items()}
    assert {code for code, cost in costs.items() if cost == (0.9, 0)} == {"06", "07", "09", "15", "16"}
    assert {code for code, cost in costs.items() if cost == (0.7, 0)} == {"10", "12", "13", "17"}
    assert {code for code, cost in costs.items() if cost == (0, 5)} == {"05", "11", "14", "19", "21"}


def test_the_bank_s_contacts() -> None:
    by_company = {code for code, t in BANK.touchpoints.items() if t.initiated_by == "company"}
    assert {"11", "14", "21"} <= by_company
    assert by_company.isdisjoint({"05", "06", "07", "09", "15", "16", "19"})
    human = {"05", "06", "07", "09", "11", "14", "15", "16", "19", "21"}
    assert {code for code, t in BANK.touchpoints.items() if t.moment_of_truth} == human
    assert {code for code, t in BANK.touchpoints.items() if t.items == 3} == human - {"07"}
    phone, branch = BANK.channels["phone"], BANK.channels["branch"]
    assert (phone.patience_minutes, phone.retry_share, phone.patience_shape) == (6.3, 0.48, 1)
    assert (branch.patience_minutes, branch.retry_share, branch.retry_delay_days) == (25, 0.95, 1)
    assert BANK.touchpoints["05"].switch_to == "06"


def test_the_bank_s_levers() -> None:
    kinds = {code: lever.kind for code, lever in BANK.levers.items()}
    assert [code for code, kind in kinds.items() if kind == "process"] == ["routing", "delays"]
    changes = {path: value for lever in BANK.levers.values() for path, value in lever.changes.items()}
    expected = {
        "handoffs.retention": 0.95, "handoffs.drop_probability": 0.003, "personas.raul.case_start": 1.0,
        "voices.message_spread": 0.05, "moments.failure_predictable": 0.04, "moments.failure_unpredictable": 0.15,
        "touchpoints.08.needs.coverage": 0.8, "recovery.success_probability": 0.75, "recovery.delay_days": 1,
    }  # fmt: skip
    assert {path: changes[path] for path in expected} == expected
    pooled = [
        {code for code, t in BANK.touchpoints.items() if t.team in pool}
        for pool in design(BANK, "integrated").pools.values()
    ]
    assert pooled == [{"06", "07", "09", "15"}, {"10", "11", "17"}, {"05", "19"}, {"12", "14"}, {"13", "16"}]
    cost = cost_of(BANK, "integrated")
    assert 400_000 <= cost.one_off_eur <= 800_000
    assert 0.5 <= cost.per_customer_year_eur <= 2
    assert cost.written_off_years == pytest.approx(3)


def test_the_bank_s_personas_leave_the_presets_alone() -> None:
    assert {code: persona.share for code, persona in BANK.personas.items()} == {
        "marta": 0.3, "julio": 0.3, "andrea": 0.3, "raul": 0.1,
    }  # fmt: skip
    assert all("loss_weight" not in persona.traits for persona in BANK.personas.values())
    assert all(trait.sd > 0 for persona in BANK.personas.values() for trait in persona.traits.values())
    assert BANK.personas["julio"].delay_factor == {"08": 1.5, "20": 1.5}
    assert BANK.presets["central"] == {
        "behaviour.churn.intention_to_behaviour": BANK.behaviour.churn.intention_to_behaviour,
        "behaviour.experience.loss_weight": BANK.behaviour.experience.loss_weight,
    }
    assert BANK.uncertainties["behaviour.churn.effort"] == Range(low=0.45, high=1.35)


def visits(scenario: Scenario) -> tuple[dict[str, float], float]:
    """Expected visits per entrant and P(WIN), by linear algebra."""
    codes = list(scenario.touchpoints)
    flow = np.zeros((len(codes), len(codes)))
    win = np.zeros(len(codes))
    for row, code in enumerate(codes):
        for target, share in scenario.touchpoints[code].next.items():
            if target == "WIN":
                win[row] = share
            elif target != "LOST":
                flow[row, codes.index(target)] = share
    start = np.array([code == scenario.starts_at for code in codes], dtype=float)
    expected = np.linalg.solve((np.eye(len(codes)) - flow).T, start)
    return dict(zip(codes, map(float, expected), strict=True)), float(expected @ win)


def test_chains_have_their_golden_answers() -> None:
    seen, won = visits(BANK)
    assert won == pytest.approx(0.21633220743013465, abs=1e-12)
    days = {code: t.delay_days + t.service_minutes / 1440 for code, t in BANK.touchpoints.items()}
    assert fsum(seen[code] * days[code] for code in seen) == pytest.approx(51.998547882293074, abs=1e-9)
    assert visits(design(BANK, "integrated"))[1] == pytest.approx(0.2688639526129517, abs=1e-12)
    seen, won = visits(load("v_absorbing"))
    assert [round(seen[code], 5) for code in ("one", "two", "three")] == [1, 0.8046, 0.52299]
    assert round(won, 5) == 0.36609


def test_verification_scenarios_isolate_their_mechanism() -> None:
    on = {
        name: {key for key, switch in load(name).mechanisms.model_dump().items() if switch}
        for name in ("v_absorbing", "v_erlang_a", "v_handoff")
    }
    assert on == {"v_absorbing": set(), "v_erlang_a": {"waiting"}, "v_handoff": {"handoffs"}}
    erlang = load("v_erlang_a")
    clock = erlang.clock
    counted = (clock.horizon_days - clock.follow_up_days - clock.warm_up_days) * erlang.arrivals.rate_per_day
    assert 1e5 <= counted <= 1.1e5
    assert erlang.channels["phone"].patience_minutes == pytest.approx(379 / 60)
    handoff = load("v_handoff")
    assert [t.items for t in handoff.touchpoints.values()] == [3] * 6
    assert len({t.owner for t in handoff.touchpoints.values()}) == 6
    sewn = design(handoff, "integrated").handoffs
    assert (handoff.handoffs.retention, handoff.handoffs.drop_probability) == (0.40, 0.05)
    assert (sewn.retention, sewn.drop_probability, sewn.recollects) == (0.95, 0.005, False)


def test_a_missing_file_names_its_neighbour(tmp_path: Path) -> None:
    (tmp_path / "workshop.yaml").write_text("", encoding="utf-8")
    with pytest.raises(scenarios.ScenarioError, match=r"no such file — did you mean 'workshop\.yaml'\?"):
        scenarios.load(tmp_path / "workshp.yaml")

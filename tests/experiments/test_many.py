"""Many designs against the first: paired, held together, and told in words."""

from pathlib import Path

import numpy as np
import pytest

from experiments import ManyComparison, compare, compare_many
from experiments.errors import InputError
from experiments.many.comparison import level_of
from experiments.statistics import simultaneous
from experiments.tables import read_tables
from tests.experiments.desk import desk

DESIGNS = ("siloed", "integrated", "scripted", "staffed")


@pytest.fixture(scope="module")
def found() -> ManyComparison:
    return compare_many(desk(), DESIGNS, replications=12, seed=2)


def test_the_estimates_are_those_of_two_at_a_time(found: ManyComparison) -> None:
    pair = compare(
        desk(), ("siloed", "staffed"), replications=12, seed=2, arms=False, break_even=False, band=False
    )
    for kpi in ("profit", "conversion_rate", "wait_minutes"):
        alone, together = pair.difference(kpi), found.difference("staffed", kpi)
        assert together.estimate == pytest.approx(alone.estimate, rel=1e-12)
        assert together.half_width > alone.half_width


def test_intervals_are_simultaneous(found: ManyComparison) -> None:
    wide = found.runs.pivot(index="replication", columns="design", values="conversion_rate")
    wanted = simultaneous(np.array([wide[name] - wide["siloed"] for name in DESIGNS[1:]]).T)
    for name, interval in zip(DESIGNS[1:], wanted, strict=True):
        assert found.differences.loc[(name, "conversion_rate"), "interval"] == "t"
        assert found.difference(name, "conversion_rate").low == pytest.approx(interval.low, rel=1e-9)
    assert level_of(3) == pytest.approx(1 - 0.05 / 3)
    assert "98.3 % interval" in found.interval_words


def test_words_and_tables(found: ManyComparison) -> None:
    assert found.verdict.startswith("Redesigned desk earns EUR")
    assert "journey select" in found.verdict
    assert "A third person [A]" in found.assumptions
    assert len(found.rows()) == len(found.kpis)
    assert {len(row) for row in found.rows()} == {2 + 3 + 1}
    assert found._repr_html_().count("<tr>") == 1 + len(found.kpis)


def test_a_design_may_lose_or_be_undecided() -> None:
    worse = desk(
        levers={
            "slow": {"title": "Slow", "kind": "process", "changes": {"touchpoints.call.service_minutes": 25.0}},
            "none": {"title": "None", "kind": "process", "changes": {"touchpoints.call.service_minutes": 12.02}},
        },
        designs={
            "siloed": {"title": "Today", "lens": "functional"},
            "slow": {"title": "Slower", "lens": "goal", "levers": ["slow"]},
            "none": {"title": "Hardly", "lens": "goal", "levers": ["none"]},
        },
    )  # fmt: skip
    c = compare_many(worse, replications=8)
    assert c.designs == ("siloed", "slow", "none")
    assert "Slower earns EUR" in c.verdict
    assert "less per entrant than Today" in c.verdict
    assert "Hardly may earn more or less" in c.verdict
    assert "journey select" not in c.verdict


def test_the_folder_is_whole(found: ManyComparison, tmp_path: Path) -> None:
    folder = found.save(tmp_path)
    assert {file.name for file in folder.iterdir()} == {
        "differences.csv", "runs.csv", "tables.json", "many.json", "many.png", "many.svg", "manifest.json",
    }  # fmt: skip
    assert read_tables(folder, "many")["runs"].equals(found.runs)


@pytest.mark.parametrize(
    ("designs", "replications", "message"),
    [
        (("siloed", "integratd", "staffed"), 5, "did you mean 'integrated'"),
        (("siloed", "staffed", "staffed"), 5, "each once"),
        (("siloed",), 5, "two or more"),
        (DESIGNS, 1, "2 or more"),
    ],
)
def test_mistakes_are_explained(designs: tuple[str, ...], replications: int, message: str) -> None:
    with pytest.raises(InputError, match=message):
        compare_many(desk(), designs, replications=replications)

"""Precision on request: the rule stops where it says, what it stops at covers, and adding replications changes nothing
else."""

import numpy as np
import pandas as pd
import pytest

from experiments import Comparison, compare
from experiments.errors import InputError
from experiments.kpis import kpis_of
from experiments.precision import AT_MOST, BATCH, FIRST, Watch, asked, duration
from experiments.statistics import Floats
from tests.experiments.desk import desk
from tests.experiments.sequential import MEAN, SD, covered, samples, stopped

KPIS = kpis_of(desk())
QUICK = {"arms": False, "break_even": False, "band": False}
SINGLE_LOOK = {
    "normal": 0.952,
    "lognormal": 0.861,
    "lock-in": 0.862,
}  # of mean +- width, t alone, as measured before


def wanted_for(kind: str, replications: int) -> float:
    """The half-width that about so many replications give."""
    return 1.96 * SD[kind] / float(np.sqrt(replications))


@pytest.mark.parametrize(("kind", "studies"), [("normal", 2000), ("lognormal", 250), ("lock-in", 250)])
def test_what_it_stops_at_covers(kind: str, studies: int) -> None:
    """At least as well as one look with t alone, within two standard errors, and far better where that fails."""
    x, wanted = samples(kind, (studies, 250), seed=3), wanted_for(kind, 90)
    low, high, ended = stopped(x, wanted)
    means = np.array([row[:n].mean() for row, n in zip(x, ended, strict=True)])
    error = 2.0 * np.sqrt(0.05 * 0.95 / studies)
    assert np.mean(np.abs(means - MEAN[kind]) <= wanted) >= SINGLE_LOOK[kind] - error
    assert covered(low, high, MEAN[kind]) >= {"normal": 0.935, "lognormal": 0.87, "lock-in": 0.89}[kind]
    assert (ended < 250).mean() > 0.95


@pytest.mark.study
@pytest.mark.parametrize("kind", MEAN)
@pytest.mark.parametrize("replications", [60, 150])
def test_the_stopping_table_of_the_intervals_page(kind: str, replications: int) -> None:
    """What docs/why/intervals.md shows, with 2,000 studies each: minutes."""
    x, wanted = samples(kind, (2000, AT_MOST)), wanted_for(kind, replications)
    for looks, t_only in ((1, True), (2, False)):
        low, high, ended = stopped(x, wanted, looks=looks, t_only=t_only)
        means = np.array([row[:n].mean() for row, n in zip(x, ended, strict=True)])
        within = float(np.mean(np.abs(means - MEAN[kind]) <= wanted))
        print(
            f"{kind} {replications} {looks}: {within:.1%}, {covered(low, high, MEAN[kind]):.1%}, {ended.mean():.0f}"
        )
    assert within >= SINGLE_LOOK[kind] - 0.01


def test_designs_that_do_not_differ_are_told_apart_in_one_study_in_twenty_after_stopping() -> None:
    low, high, ended = stopped(samples("normal", (2000, 150), seed=4), wanted_for("normal", 60))
    assert 0.04 <= 1.0 - covered(low, high, 0.0) <= 0.065
    assert ended.std() > 0  # it did stop early and late


def test_stopping_at_significance_would_find_what_is_not_there() -> None:
    """Why the rule never looks at a p-value."""
    x = samples("normal", (2000, 210), seed=5)
    found = np.zeros(2000, dtype=bool)
    for n in range(FIRST, 211, BATCH):
        half = 1.98 * x[:, :n].std(axis=1, ddof=1) / np.sqrt(n)
        found |= np.abs(x[:, :n].mean(axis=1)) > half
    assert found.mean() > 0.15


def watched(differences: Floats, wanted: float, at_most: int = AT_MOST) -> tuple[Watch, int, list[str]]:
    """A watch that has looked as often as it wanted to; where it stopped; what it said."""
    said: list[str] = []
    watch = Watch(asked({"profit": wanted}, KPIS, at_most=at_most), KPIS, said.append)
    n = FIRST
    while more := watch.look({"profit": differences[:n]}, 1.0):
        n += more
    return watch, n, said


def test_the_watch_stops_where_the_rule_does() -> None:
    x, wanted = samples("normal", (40, 200), seed=6), wanted_for("normal", 60)
    _, _, ended = stopped(x, wanted)
    assert [watched(row, wanted, 200)[1] for row in x] == ended.tolist()


def test_one_look_is_not_enough() -> None:
    calm = np.tile([-1.0, 1.0], 15)
    wild = np.concatenate([calm, np.tile([-9.0, 9.0], 100)])
    assert watched(wild, 0.5, 60)[1] == 60  # met at 30, not at 40
    assert watched(np.tile(calm, 10), 0.5)[1] == 40


def test_the_forecast_comes_true_and_is_told() -> None:
    x = samples("normal", (1, 400), seed=7)[0]
    watch, n, said = watched(x, wanted_for("normal", 200))
    assert said[0].startswith("precision: profit ± 0.139 EUR; first 30 replications")
    forecast = [int(line.split("forecast: ")[1].split()[0]) for line in said[1:]]
    assert len(forecast) == (n - FIRST) // BATCH
    assert abs(forecast[0] - n) <= 100
    assert abs(forecast[-3] - n) <= 20
    assert "min left" in said[1]
    assert watch.ended().met


def test_a_cap_says_what_was_not_met_and_what_it_would_take() -> None:
    watch, n, said = watched(samples("normal", (1, 60), seed=8)[0], 0.1, 60)
    found = watch.ended()
    assert "replications, more than the cap of 60, about 30 s left" in said[1]
    assert n == 60
    assert not found.met
    assert "Precision not met within 60 replications" in found.result
    assert 250 <= int(found.result.split("it would take about ")[1].split(".")[0]) <= 600
    assert found.result.endswith("Half these widths would take 240 replications.")
    assert found.looks["replications"].tolist() == [30, 40, 50, 60]
    assert not found.looks["met"].any()


def test_the_cap_may_cut_the_second_look() -> None:
    x = np.concatenate([np.tile([-9.0, 9.0], 15), np.tile([-0.1, 0.1], 100)])
    watch, n, _ = watched(x, 3.2, 40)
    assert n == 40
    assert watch.ended().result.startswith("Stopped at the cap of 40 replications, met at the last look only")


def test_durations_as_people_say_them() -> None:
    assert [duration(s) for s in (0.2, 42.0, 300.0, 9000.0)] == [
        "about 1 s",
        "about 42 s",
        "about 5 min",
        "about 2.5 h",
    ]


@pytest.mark.parametrize(
    ("wanted", "numbers", "message"),
    [
        ({}, {}, "needs a measure"),
        ({"nsp": 1}, {}, "did you mean 'nps'"),
        ({"nps": 0}, {}, "above 0, got 0"),
        ({"nps": -2.0}, {}, "above 0"),
        ({"nps": float("nan")}, {}, "above 0"),
        ({"nps": "wide"}, {}, "got 'wide'"),
        ({"nps": True}, {}, "above 0"),
        ({"nps": 1}, {"replications": 10}, "begins with 30 replications"),
        ({"nps": 1}, {"at_most": 20}, "must be 40 or more; got 20"),
        ({"nps": 1}, {"replications": 50, "at_most": 50}, "must be 60 or more"),
    ],
)
def test_mistakes_are_explained(wanted: dict[str, float], numbers: dict[str, int], message: str) -> None:
    with pytest.raises(InputError, match=message):
        asked(wanted, KPIS, **numbers)


def test_a_measure_nobody_was_counted_for_is_refused() -> None:
    watch = Watch(asked({"nps": 1}, KPIS), KPIS)
    with pytest.raises(InputError, match="nobody was counted for it"):
        watch.look({"nps": np.full(30, np.nan)}, 1.0)


def test_half_widths_are_in_printed_units() -> None:
    assert asked({"conversion_rate": 0.5, "profit": 2}, KPIS).half_widths == {
        "conversion_rate": 0.005,
        "profit": 2.0,
    }


@pytest.fixture(scope="module")
def stopped_at_40() -> Comparison:
    return compare(desk(), replications=30, precision={"profit": 50.0}, **QUICK)  # type: ignore[arg-type]


def test_a_precision_run_is_the_comparison_of_as_many_replications(stopped_at_40: Comparison) -> None:
    plain = compare(desk(), replications=40, **QUICK)  # type: ignore[arg-type]
    assert stopped_at_40.replications == 40
    assert plain.precision is None
    tables = plain.tables()
    for name, table in tables.items():
        pd.testing.assert_frame_equal(stopped_at_40.tables()[name], table, check_exact=True)
    assert stopped_at_40.daily is not None
    pd.testing.assert_frame_equal(stopped_at_40.daily, plain.daily, check_exact=True)
    assert str(stopped_at_40.verdict) == str(plain.verdict)
    assert set(stopped_at_40.tables()) - set(tables) == {"precision"}


def test_the_report_says_n_rule_and_looks(stopped_at_40: Comparison) -> None:
    data = stopped_at_40.to_dict()["precision"]
    assert data["met"] is True
    assert "met at two successive looks" in data["rule"]
    assert [look["replications"] for look in data["looks"]] == [30, 40]
    assert "Precision met after 40 replications" in stopped_at_40._repr_html_()
    assert stopped_at_40.manifest["replications"] == 40

"""What pairing won is said in words, also when it won nothing."""

import math

import pandas as pd
import pytest

from experiments.conclude import conclude
from experiments.kpis import COMMON, CONVERSION
from experiments.shared_luck import pairing_words
from tests.experiments.synthetic import evidence

PROFIT = next(kpi for kpi in COMMON if kpi.name == "profit")
WAIT = next(kpi for kpi in COMMON if kpi.name == "wait_minutes")
KPIS = (CONVERSION, WAIT, PROFIT)


def words(**widths: float) -> str:
    rows = {name: {"width_ratio": width, "correlation": 0.8} for name, width in widths.items()}
    return pairing_words(pd.DataFrame(rows).T, KPIS)


def test_the_leading_measures_by_name_the_others_by_number() -> None:
    assert words(conversion_rate=0.28, wait_minutes=0.5, profit=0.41) == (
        "Pairing (the same customers, the same luck) cut the interval of conversion to 28 % (correlation 0.80), "
        "of profit to 41 % (correlation 0.80), of 1 other measure to 50 % of what independent runs would give."
    )


def test_where_it_did_not_help_is_said() -> None:
    said = words(conversion_rate=0.28, wait_minutes=1.04, profit=0.97)
    assert said.endswith("It did not help for wait per live contact (104 %) and profit (97 %).")
    said = words(conversion_rate=1.2, wait_minutes=1.04, profit=0.97)
    assert said.startswith("Pairing did not help for conversion (120 %), wait")


@pytest.mark.parametrize("width", [0.0, math.nan])
def test_what_does_not_vary_has_no_noise_to_lose(width: float) -> None:
    said = words(conversion_rate=width, wait_minutes=width, profit=width)
    assert said == "No difference varies from run to run, so pairing had no noise to remove."


def test_every_comparison_carries_it() -> None:
    """The made-up evidence has luck of its own in every arm, so pairing wins nothing."""
    found = conclude(evidence())
    assert "did not help" in found.pairing
    assert found.to_dict()["pairing"] == found.pairing
    assert {"correlation", "variance_ratio", "width_ratio"} <= set(found.tables()["differences"])
    assert found.pairing in found._repr_html_()


def test_a_difference_that_rests_on_few_people_is_said() -> None:
    made = evidence()
    for number, (today, new) in enumerate(zip(made.measures["S"], made.measures["I"], strict=True)):
        today["revenue"] = 100.0
        new["revenue"] = 100.0 + 50.0 * (number == 3)
    assert any("revenue differs in 1 of 30 replications only" in note for note in conclude(made).notes)

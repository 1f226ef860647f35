"""Every figure of `journey figures`, for real companies with few customers: readable, and the same bytes twice."""

from collections.abc import Callable
from functools import cache

import pytest
from matplotlib import rcParams
from matplotlib.figure import Figure

from experiments.figures import to_png, to_svg
from experiments.views.gallery import VIEWS, figures, known
from scenarios import load
from scenarios.overlay import change
from scenarios.schema import Scenario
from tests.experiments.looks import badly_placed

SMALL = ("telco_storm", "grey_retail")
EIGHT = (
    "auto_five_stage", "b2b_functional_gap", "bank_credit_45d", "bank_social_selfservice",
    "grey_retail", "hotel_goal_lens", "ski_personas", "telco_storm",
)  # fmt: skip


def shrunk(name: str) -> Scenario:
    """A company as it is, with a few hundred customers instead of tens of thousands, and nothing to calibrate."""
    scenario = load(name)
    return change(
        scenario,
        {
            "mechanisms.choice": False,
            "calibrate": {},
            "arrivals.rate_per_day": scenario.arrivals.rate_per_day / 20,
            "arrivals.existing_customers": scenario.arrivals.existing_customers // 20,
        },
    )


@cache
def drawn(name: str) -> dict[str, Callable[[str], Figure]]:
    return figures(shrunk(name), replications=2, promise_days=30.0, workers=1)


@pytest.mark.parametrize(("name", "language"), [("telco_storm", "en"), ("grey_retail", "es")])
def test_words_neither_leave_the_page_nor_cover_each_other(name: str, language: str) -> None:
    wrong = {figure: badly_placed(draw(language)) for figure, draw in drawn(name).items()}
    assert not {figure: found for figure, found in wrong.items() if found}


def test_every_figure_is_drawn_for_a_company_that_has_it() -> None:
    assert {figure for name in SMALL for figure in drawn(name)} == set(VIEWS)


def test_the_same_bytes_twice_and_no_global_setting() -> None:
    before = dict(rcParams)
    for figure in ("forest", "paths"):
        draw = drawn("grey_retail")[figure]
        again = figures(shrunk("grey_retail"), [figure], replications=2, workers=2)[figure]
        assert to_png(draw("es")) == to_png(again("es"))
        assert to_svg(draw("en")) == to_svg(again("en"))
    assert dict(rcParams) == before


@pytest.mark.study
@pytest.mark.parametrize("name", EIGHT)
def test_words_of_all_eight(name: str) -> None:
    scenario = load(name)
    assert known(scenario, ["all"])[0]
    for figure, draw in figures(scenario, replications=2, promise_days=45.0).items():
        for language in ("en", "es"):
            assert badly_placed(draw(language)) == [], (figure, language)

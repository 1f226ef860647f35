"""The map of a scenario: order, lanes, seams and counts."""

from pathlib import Path

import pytest

from experiments.journey_map import NOBODY, journey_map, words_of_way
from experiments.theory.chain import answers
from scenarios import design, load
from scenarios.schema import ENDINGS


@pytest.fixture(scope="module")
def bank():
    return journey_map(load("bank_credit_45d"))


def test_every_step_once_and_side_ways_beside_their_origin(bank) -> None:
    assert sorted(bank.order) == sorted(bank.scenario.touchpoints)
    assert bank.order[0] == "01"
    assert bank.order.index("11") == bank.order.index("10") + 1
    assert bank.order.index("20") == bank.order.index("11") + 1


def test_silent_steps_have_the_first_lane(bank) -> None:
    assert bank.lanes[0] == NOBODY
    silent = {code for code, point in bank.scenario.touchpoints.items() if point.silent}
    assert {code for code in bank.order if bank.lane_of(code) == 0} == silent


def test_counts_are_the_exact_chains(bank) -> None:
    exact = answers(bank.scenario)
    assert sum(way.handoffs_per_100 for way in bank.ways) == pytest.approx(100 * exact.handoffs)
    assert sum(way.switches_per_100 for way in bank.ways) == pytest.approx(100 * exact.channel_switches)
    won = sum(way.per_100 for way in bank.ways if way.target == "WIN")
    assert won == pytest.approx(100 * exact.win_probability)


def test_a_seam_after_a_silent_step_is_one(bank) -> None:
    """From the re-gathering at home back to the branch: Operations had the case before."""
    marked = {(way.source, way.target) for way in bank.handoffs()}
    assert ("20", "09") in marked
    assert ("08", "09") not in marked
    assert all(way.target not in ENDINGS for way in bank.handoffs())


def test_a_design_changes_the_counts() -> None:
    scenario = load("bank_credit_45d")
    missing = [
        next(
            w.per_100
            for w in journey_map(design(scenario, name)).ways
            if (w.source, w.target) == ("10", "11")
        )
        for name in ("siloed", "integrated")
    ]
    assert missing[1] < 0.3 * missing[0]


def test_ways_in_words(bank) -> None:
    words = {words_of_way(way, bank.scenario) for way in bank.ways if way.source == "10"}
    assert words == {"~ 11 35%", "⇒ 12 65%"}
    assert "leave 8%" in {words_of_way(way, bank.scenario) for way in bank.ways if way.source == "08"}


def test_figure_is_reproducible_and_goes_where_told(tmp_path: Path, bank) -> None:
    from experiments.errors import InputError
    from experiments.map_figure import map_figure
    from experiments.results import write_figure

    one, other = (write_figure(map_figure(bank), tmp_path / name) for name in ("a.svg", "b.svg"))
    assert one.read_bytes() == other.read_bytes()
    assert write_figure(map_figure(bank), tmp_path / "map.png").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(InputError, match=r"\.png or \.svg"):
        write_figure(map_figure(bank), tmp_path / "map.gif")

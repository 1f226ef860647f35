"""Study files and tables of points: the same as the options, and every mistake at its line and column."""

from pathlib import Path

import numpy as np
import pytest

from experiments.errors import InputError
from experiments.sweeping.asked import Asked
from experiments.sweeping.plan import make
from experiments.sweeping.study_file import EXAMPLE, is_study, read_study, schema
from experiments.sweeping.table import read_table
from scenarios import load
from scenarios.errors import ScenarioError
from tests.experiments.test_trials import two_levers

DELAY, FORM = "touchpoints.think.delay_days", "touchpoints.think.next.form"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the shop as a scenario file."""
    (tmp_path / "shop.yaml").write_text(two_levers().model_dump_json(by_alias=True, exclude_unset=True))
    return tmp_path


def study(folder: Path, text: str) -> Path:
    file = folder / "study.yaml"
    file.write_text(text)
    return file


def problems(file: Path) -> list[tuple[int, int, str]]:
    with pytest.raises(ScenarioError) as caught:
        read_study(file)
    return [(p.line, p.column, p.message) for p in caught.value.problems]


def test_a_study_file_is_its_options(folder: Path) -> None:
    file = study(
        folder,
        f"""sweep: shop.yaml
designs: [siloed, integrated]
set: {{arrivals.rate_per_day: 10}}
vary:
  {DELAY}: 0.5..2
  integrated:{FORM}: [0.6, 0.7]
  mechanisms.silent_needs: [on, off]
  levels:
method: grid
levels: 3
replications: 2
seed: 7
kpis: [nps]
""",
    )
    assert is_study(file)
    by_file = make(read_study(file))
    from scenarios.overlay import change

    scenario = change(load(folder / "shop.yaml"), {"arrivals.rate_per_day": 10})
    vary = (f"{DELAY}=0.5..2", f"integrated:{FORM}=0.6,0.7", "mechanisms.silent_needs=on,off", "levels")
    by_options = make(Asked(scenario, vary, method="grid", levels=3, replications=2, seed=7, kpis=("nps",)))
    assert by_file.data == by_options.data
    np.testing.assert_array_equal(by_file.values, by_options.values)
    assert len(by_file.values) == 3 * 2 * 2 * 3 * 3


def test_a_table_is_its_points(folder: Path) -> None:
    table = folder / "points.csv"
    table.write_text(f"{DELAY},mechanisms.silent_needs,level:sell\n0.5,on,\n,off,0.5\n\n2,,1\n")
    plan = make(read_study(study(folder, "sweep: shop.yaml\ntable: points.csv\nreplications: 2\n")))
    assert plan.method == "table"
    assert plan.changes[0] == {DELAY: 0.5, "mechanisms.silent_needs": True}
    own = two_levers().touchpoints["think"].delay_days
    assert plan.changes[1][DELAY] == own
    assert plan.changes[1]["mechanisms.silent_needs"] is False
    assert plan.changes[1] != plan.changes[0]
    assert plan.changes[2] == {DELAY: 2.0, "mechanisms.silent_needs": True}
    same = make(Asked(two_levers(), table=read_table(table), replications=2))
    assert same.data["id"] == plan.data["id"]


def test_three_kinds_of_mistakes_are_told_at_once(folder: Path) -> None:
    found = problems(study(
        folder,
        f"""sweep: shop.yaml
vary:
  {DELAY}: 0..1
  touchpoints.thnk.delay_days: 0..1
  {FORM}: 3..1
levls: 3
replications: many
preset: centrl
kpis: [profit, npss]
""",
    ))  # fmt: skip
    places = [(line, column) for line, column, _ in found]
    assert places == [(4, 32), (5, 32), (6, 1), (7, 15), (8, 9), (9, 16)]
    words = " ".join(message for _, _, message in found)
    assert "unknown key 'levls' — did you mean 'levels'?" in words
    assert "replications must be a whole number, but is the text 'many'" in words
    assert "unknown preset 'centrl' — did you mean 'central'?" in words


def test_mistakes_of_names_paths_and_sizes_at_their_places(folder: Path) -> None:
    found = problems(study(
        folder,
        f"""sweep: shop.yaml
set: {{clock.horizon: 3}}
vary:
  touchpoints.thnk.delay_days: 0..1
  {FORM}: 3..1
  level:sel: 0..1
kpis: [profit, npss]
replications: 1
""",
    ))  # fmt: skip
    assert [(line, column) for line, column, _ in found] == [
        (2, 22),
        (4, 32),
        (5, 32),
        (6, 14),
        (7, 16),
        (8, 15),
    ]
    told = dict(zip([line for line, _, _ in found], [message for _, _, message in found], strict=True))
    assert "did you mean 'horizon_days'" in told[2]
    assert "did you mean 'think'" in told[4]
    assert "must rise" in told[5]
    assert "did you mean 'sell'" in told[6]
    assert "did you mean 'nps'" in told[7]
    assert "2 or more" in told[8]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("sweep: bank_credit\nvary: {levels: }\n", "did you mean 'bank_credit_45d'"),
        ("vary: {levels: }\n", "the study has no 'sweep'"),
        ("sweep: shop.yaml\ntable: nowhere.csv\n", "there is no such file"),
        ("sweep: shop.yaml\ntable: points.csv\n", "wants a number, got 'slow'"),
        ("sweep: shop.yaml\nvary: {levels: }\nmethod: sobol\npoints: 6\n", "power of two"),
        ("sweep: shop.yaml\n", "nothing is varied"),
        ("sweep: shop.yaml\nsweep: b\n", "appears twice"),
        ("sweep: shop.yaml\nvary: {levels: }\ncalibrate: twice\n", "must be one of 'once', 'each'"),
        ("sweep: shop.yaml\nvary: {levels: }\ndesigns: [siloed, other]\n", "unknown design 'other'"),
        ("sweep: shop.yaml\nvary: {levels: }\ndesigns: [siloed]\n", "designs"),
    ],
)
def test_single_mistakes(folder: Path, text: str, words: str) -> None:
    (folder / "points.csv").write_text(f"{DELAY}\n1\nslow\n")
    found = problems(study(folder, text))
    assert any(words in message for _, _, message in found)


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        (f"{DELAY},level:sell\n1,0.5\nslow,much\n", [(3, 1), (3, 6)], "wants a number"),
        ("touchpoints.thnk.delay_days,level:sel\n1,1\n", [(1, 1), (1, 29)], "did you mean"),
        (f"{DELAY},{DELAY}\n1,1\n", [(1, 1)], "appears twice"),
        (f"{DELAY}\n1\n2,3\n", [(3, 1)], "2 cells"),
        (f"{DELAY};level:sell\n1;1\n", [(1, 1)], "separated by commas"),
        (f"{DELAY}\n", [(0, 0)], "a line for every point"),
        (f"{DELAY},level:sell\n1,\n", [(1, len(DELAY) + 2)], "no row has a value"),
    ],
)
def test_mistakes_in_tables(tmp_path: Path, text: str, place: list[tuple[int, int]], words: str) -> None:
    file = tmp_path / "points.csv"
    file.write_text(text)
    with pytest.raises(ScenarioError) as caught:
        make(Asked(two_levers(), table=read_table(file)))
    assert [(p.line, p.column) for p in caught.value.problems] == place
    assert words in str(caught.value)


def test_a_table_with_more_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "points.csv"
    file.write_text(f"{DELAY}\n1\n")
    with pytest.raises(InputError, match="a table says all points itself; leave out levels"):
        make(Asked(two_levers(), table=read_table(file), levels=3))


def test_the_example_is_a_study_and_the_schema_knows_its_keys() -> None:
    asked = read_study(EXAMPLE)
    assert len(make(asked).values) == 15
    keys = set(schema()["properties"])
    assert {
        "sweep",
        "vary",
        "table",
        "method",
        "levels",
        "points",
        "replications",
        "calibrate",
        "kpis",
        "set",
    } <= keys
    text = EXAMPLE.read_text(encoding="utf-8")
    assert all(f"{key}:" in text for key in keys)


def test_a_scenario_is_no_study(folder: Path) -> None:
    assert not is_study(folder / "shop.yaml")
    assert not is_study("bank_credit_45d")

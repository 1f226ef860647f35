"""A comparison in a folder and back: the same tables to the last digit, the same words, and clear errors."""

import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from experiments import Comparison, compare, load
from experiments.conclude import conclude
from experiments.errors import InputError
from experiments.results import csv_text
from experiments.tables import CONTENTS, read_tables, table_files
from sim.columns import DAILY, EDGE_COUNTS
from tests.experiments.desk import desk
from tests.experiments.shop import shop
from tests.experiments.synthetic import company, evidence

DESIGNS = {
    "levers": {
        "remind": {
            "title": "=a 'reminder'", "kind": "process",
            "changes": {"touchpoints.think.next": {"form": 0.9, "LOST": 0.1}},
        }
    },
    "designs": {
        "siloed": {"title": "<b>Today</b>", "lens": "functional"},
        "integrated": {"title": "Reminded", "lens": "goal", "levers": "all"},
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    """Everything a comparison can hold, from the real engine."""
    few = {"arrivals": {"rate_per_day": 4, "until_days": 200}}
    return compare(shop(**DESIGNS, **few), precision={"conversion_rate": 50.0}, seed=5)


def everything(c: Comparison) -> dict[str, pd.DataFrame]:
    assert c.daily is not None
    assert c.edges is not None
    return {**c.tables(), "daily": c.daily, "edges": c.edges}


@pytest.mark.parametrize("way", ["save", "to_csv", "to_parquet"])
def test_what_is_read_back_is_what_was_written(comparison: Comparison, way: str, tmp_path: Path) -> None:
    folder = getattr(comparison, way)(tmp_path / "there")
    found = load(folder)
    wanted, tables = everything(comparison), everything(found)
    assert list(tables) == list(wanted)
    for name, table in wanted.items():
        pd.testing.assert_frame_equal(tables[name], table, check_exact=True)
    assert found.verdict == comparison.verdict
    assert found._repr_html_() == comparison._repr_html_()
    assert found.to_dict() == comparison.to_dict()
    assert found.kpi("nps").estimand == comparison.kpi("nps").estimand
    assert found.by("six").equals(comparison.by("six"))
    assert not list(folder.glob("*.pkl"))


def test_a_loaded_comparison_is_saved_as_the_same_files(comparison: Comparison, tmp_path: Path) -> None:
    first = comparison.save(tmp_path / "a")
    again = load(first).save(tmp_path / "b")
    assert again.name == first.name
    for file in first.iterdir():
        assert (again / file.name).read_bytes() == file.read_bytes(), file.name


def test_infinite_break_evens_and_measures_of_nobody_survive(tmp_path: Path) -> None:
    made_up = conclude(evidence(retention_pays_from=None, middle=False, scenario=company(converts_at=None)))
    sure = conclude(evidence(profit=50.0, retention_pays_from=-1.0))
    for k, c in enumerate((made_up, sure)):
        found = load(c.to_csv(tmp_path / str(k)))
        assert str(found.verdict) == str(c.verdict)
        assert (
            found.break_even is None if c.break_even is None else repr(found.break_even) == repr(c.break_even)
        )


def test_pandas_alone_reads_the_tables(comparison: Comparison, tmp_path: Path) -> None:
    folder = comparison.to_csv(tmp_path)
    runs = pd.read_csv(folder / "runs.csv")
    change = runs.pivot(index="replication", columns="arm", values="profit")
    assert (change["I"] - change["S"]).mean() == pytest.approx(
        comparison.difference("profit").estimate, rel=1e-12
    )
    assert (
        pd.read_parquet(comparison.to_parquet(tmp_path / "p") / "daily.parquet").shape
        == everything(comparison)["daily"].shape
    )


def test_days_and_edges_are_tidy(comparison: Comparison) -> None:
    daily, edges = everything(comparison)["daily"], everything(comparison)["edges"]
    assert list(daily.columns) == ["arm", "design", "replication", *(column.name for column in DAILY)]
    assert not daily.duplicated(["arm", "replication", "day"]).any()
    assert set(daily["arm"]) == {"S", "I"}
    assert daily["replication"].nunique() == comparison.replications
    assert (daily.groupby(["arm", "replication"])["entered"].diff().dropna() >= 0).all()
    head = ["arm", "design", "replication", "from", "to", "seam"]
    assert list(edges.columns) == [*head, *(column.name for column in EDGE_COUNTS)]
    assert not edges.duplicated(["arm", "replication", "from", "to"]).any()
    seam = edges.drop_duplicates(["from", "to"]).set_index(["from", "to"])["seam"]
    assert seam["think", "form"] == "hand-off"  # marketing's advert, a silent night, operations' form
    assert seam["form", "advice"] == "hand-off and channel switch"
    assert seam["advert", "think"] == "none"
    assert seam["advice", "buy"] == "none"


def test_days_are_kept_of_a_bounded_number_of_replications(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("experiments.pairing.RECORDED_REPLICATIONS", 2)
    c = compare(desk(), replications=4, arms=False, break_even=False, band=False)
    assert set(everything(c)["daily"]["replication"]) == {0, 1}
    assert set(c.runs["replication"]) == {0, 1, 2, 3}


class TestFoldersThatCannotBeRead:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        return conclude(evidence()).to_csv(tmp_path / "tiny-123")

    def test_no_folder(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="is no folder"):
            load(tmp_path / "nothing")

    def test_no_results_folder(self, folder: Path) -> None:
        with pytest.raises(InputError, match=rf"no results folder.*did you mean .*{folder.name}"):
            load(folder.parent)

    def test_half_written(self, folder: Path) -> None:
        (folder / "manifest.json").unlink()
        with pytest.raises(InputError, match="half-written"):
            load(folder)

    def test_a_table_is_missing(self, folder: Path) -> None:
        (folder / "runs.csv").unlink()
        with pytest.raises(InputError, match=r"incomplete: runs\.csv is missing"):
            load(folder)

    @pytest.mark.parametrize(
        ("change", "message"),
        [({"format": 2}, "newer version"), ({"what": "many"}, "holds a many, not a comparison")],
    )
    def test_another_version_or_another_thing(
        self, folder: Path, change: dict[str, object], message: str
    ) -> None:
        contents = json.loads((folder / CONTENTS).read_text())
        (folder / CONTENTS).write_text(json.dumps(contents | change))
        with pytest.raises(InputError, match=message):
            load(folder)

    def test_an_older_version(self, folder: Path) -> None:
        (folder / CONTENTS).unlink()
        with pytest.raises(InputError, match="open in pandas"):
            load(folder)

    @pytest.mark.parametrize("file", ["comparison.json", "runs.csv", CONTENTS])
    def test_broken_files(self, folder: Path, file: str) -> None:
        (folder / file).write_text("no,such\nthing,here\n")
        with pytest.raises(InputError, match="cannot read"):
            load(folder)

    def test_a_file_outside_the_folder_is_not_opened(self, folder: Path) -> None:
        contents = json.loads((folder / CONTENTS).read_text())
        contents["tables"]["runs"]["file"] = "../runs.csv"
        (folder.parent / "runs.csv").write_text((folder / "runs.csv").read_text())
        (folder / CONTENTS).write_text(json.dumps(contents))
        with pytest.raises(InputError, match="incomplete"):
            load(folder)


def test_awkward_cells_survive_csv(tmp_path: Path) -> None:
    table = pd.DataFrame({
        "=name": ["=1+1", "'=1+1", "''", "", None, "a,b\n\"c\"", "'x", "-"],
        "x": [0.1, float("nan"), float("inf"), float("-inf"), 1e-300, -0.0, 1 / 3, 2.0**60],
        "n": range(8),
        "yes": [True, False] * 4,
    })  # fmt: skip
    for name, content in table_files({"odd": table}, {}, "test").items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "manifest.json").write_text("{}")
    pd.testing.assert_frame_equal(read_tables(tmp_path, "test")["odd"], table, check_exact=True)
    assert "''=1+1" in csv_text(table)


def test_the_manifest_comes_last(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whoever is interrupted leaves a folder that says so."""
    from experiments import results

    whole = results.write_whole

    def interrupted(path: Path, content: bytes) -> None:
        if path.name == "manifest.json":
            raise KeyboardInterrupt
        whole(path, content)

    monkeypatch.setattr(results, "write_whole", interrupted)
    c = replace(conclude(evidence()), seed=9)
    with pytest.raises(KeyboardInterrupt):
        c.to_csv(tmp_path / "x")
    with pytest.raises(InputError, match="half-written"):
        load(tmp_path / "x")

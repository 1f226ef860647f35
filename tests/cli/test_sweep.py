"""`journey sweep`: what it says, and that killing it costs nothing."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.test_cli import journey
from tests.experiments.test_trials import two_levers

VARY = (
    "--vary",
    "touchpoints.think.delay_days=0.5..2",
    "--vary",
    "touchpoints.advice.cost_per_contact_eur=0..60",
)
IMPATIENT = (
    "import sys, experiments.study.store as store; store.PART_SECONDS = 0.05\n"
    "from experiments.cli import main; main(sys.argv[1:])"
)


@pytest.fixture
def shop(tmp_path: Path) -> str:
    file = tmp_path / "shop.yaml"
    file.write_text(two_levers().model_dump_json(by_alias=True, exclude_unset=True))
    return str(file)


def results(out: Path) -> dict[str, bytes]:
    """Every file of the one folder of results, parts and drawings left out."""
    (folder,) = out.iterdir()
    return {
        path.name: path.read_bytes()
        for path in folder.iterdir()
        if path.suffix in (".csv", ".parquet", ".json")
    }


def test_killed_and_continued_is_as_if_nothing_had_happened(shop: str, tmp_path: Path) -> None:
    """A real process, killed without a warning while it lives through worlds; the same command goes on."""
    asked = ["sweep", shop, *VARY, "--levels", "2", "--replications", "15", "--workers", "1", "--out"]
    killed = tmp_path / "killed"
    process = subprocess.Popen(
        [sys.executable, "-c", IMPATIENT, *asked, str(killed)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    end = time.monotonic() + 120.0
    while len(list(killed.glob("*/parts/*/*.parquet"))) < 3 and process.poll() is None:
        assert time.monotonic() < end
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    (folder,) = killed.iterdir()
    assert {path.name for path in folder.iterdir()} == {"plan.json", "plan.csv", "parts"}
    plan = (folder / "plan.json").read_bytes()

    whole = tmp_path / "whole"
    assert journey(*asked, str(whole)) == 0
    before = len(list(folder.glob("parts/*/*.parquet")))
    assert journey(*asked, str(killed)) == 0
    assert (folder / "plan.json").read_bytes() == plan
    assert len(list(folder.glob("parts/*/*.parquet"))) > before
    one, two = results(killed), results(whole)
    for manifest in (one, two):  # the command names its own folder
        manifest["manifest.json"] = manifest["manifest.json"].replace(
            str(killed).encode(), str(whole).encode()
        )
        manifest["sweep.json"] = manifest["sweep.json"].replace(str(killed).encode(), str(whole).encode())
    assert one == two


def test_what_is_printed(shop: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("sweep", shop, *VARY[2:], "--levels", "2", "--replications", "2", "--out", str(tmp_path / "o"))
    assert journey(*asked) == 0
    out, err = capsys.readouterr()
    assert "Profit: Both pays at 2 of 2 points" in out
    assert "all counted entrants, accrued within the follow-up of entry" in out
    assert "lever levels are assumed" in out
    assert "plan: 2 points × 2 designs × 2 replications = 8 worlds" in err
    assert "forecast from" in err
    assert err.splitlines()[-1].startswith("again: journey sweep")
    assert journey(*asked, "--json") == 0
    out, err = capsys.readouterr()
    assert "forecast" not in err  # everything was there
    data = json.loads(out)
    assert [row["point"] for row in data["points"]] == [0, 1]
    assert {"kpi", "low_all", "high_all", "estimand"} <= set(data["differences"][0])


def test_a_study_says_everything_itself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], shop: str
) -> None:
    file = tmp_path / "study.yaml"
    file.write_text(f"sweep: {Path(shop).name}\nvary: {{level:sell: [0, 1]}}\nreplications: 2\n")
    assert journey("sweep", str(file), "--out", str(tmp_path / "o"), "--json") == 0
    told = capsys.readouterr()
    by_file = json.loads(told.out)
    assert told.err.splitlines()[-1] == f"again: journey sweep {file} --out {tmp_path / 'o'} --json"
    options = ("--vary", "level:sell=0,1", "--replications", "2", "--out", str(tmp_path / "p"), "--json")
    assert journey("sweep", shop, *options) == 0
    by_options = json.loads(capsys.readouterr().out)
    assert by_file["differences"] == by_options["differences"]
    assert by_file["manifest"]["id"] == by_options["manifest"]["id"]
    assert journey("sweep", str(file), "--seed", "2") == 2
    assert "says everything itself; write there what you want of: seed" in capsys.readouterr().err


def test_mistakes_are_told_without_a_traceback(
    shop: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "study.yaml"
    file.write_text("sweep: shop.yaml\nvary: {levels: }\nmetod: grid\nreplications: x\nseed: 1.5\n")
    assert journey("sweep", str(file)) == 2
    told = capsys.readouterr().err
    for place in ("study.yaml:3:1:", "study.yaml:4:15:", "study.yaml:5:7:"):
        assert place in told
    assert journey("sweep") == 2
    assert "journey sweep --example" in capsys.readouterr().err
    assert journey("sweep", shop, "--table", "nowhere.csv") == 2
    assert "there is no such file" in capsys.readouterr().err
    assert journey("sweep", shop, "--vary", "level:sell=0..1", "--levels", "100000") == 2
    assert "are refused" in capsys.readouterr().err


def test_the_template_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert journey("sweep", "--example") == 0
    assert "vary:" in capsys.readouterr().out
    assert journey("sweep", "--schema") == 0
    assert "vary" in json.loads(capsys.readouterr().out)["properties"]

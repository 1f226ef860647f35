"""journey figures: files, paths on stdout, what is left out on stderr, mistakes told."""

import json
from pathlib import Path

import pytest

from experiments import cli

QUICK = ("figures", "v_handoff", "--replications", "2")


def journey(*words: str) -> int:
    with pytest.raises(SystemExit) as end:
        cli.main([*words])
    return int(str(end.value.code))


def test_files_and_their_paths(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        journey(*QUICK, "--figure", "forest", "--language", "es", "--format", "svg", "--out", str(tmp_path))
        == 0
    )
    shown = capsys.readouterr()
    path = Path(shown.out.strip())
    assert path.name == "forest.svg"
    assert path.read_text(encoding="utf-8").startswith("<?xml")
    assert json.loads((path.parent / "manifest.json").read_text())["parts"]["language"] == "es"
    assert "again: journey figures v_handoff --figure forest" in shown.err


def test_as_data_with_what_is_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert journey(*QUICK, "--json", "--out", str(tmp_path)) == 0
    told = json.loads(capsys.readouterr().out)
    assert {"maps", "paths", "forest"} <= set(told["figures"])
    assert all(Path(path).read_bytes().startswith(b"\x89PNG") for path in told["figures"].values())
    assert any("everybody is a customer already" in sentence for sentence in told["left_out"])


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--figure", "forrest"), "did you mean 'forest'"),
        (("--figure", "days"), "v_handoff has no figure 'days'"),
        (("--language", "fr"), "unknown language 'fr'"),
        (("--replications", "1"), "replications must be 2 or more"),
    ],
)
def test_mistakes(
    words: tuple[str, ...], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert journey(*QUICK, *words, "--out", str(tmp_path)) == 2
    assert told in capsys.readouterr().err
    assert not list(tmp_path.iterdir())

"""Starting a scenario of one's own."""

from pathlib import Path

import pytest

from experiments.cli import main
from scenarios import load


def run(*words: str) -> int:
    with pytest.raises(SystemExit) as stopped:
        main(list(words))
    return int(stopped.value.code or 0)


def test_it_is_a_copy_with_its_comments_that_loads(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("new", "my_shop", "--folder", str(tmp_path)) == 0
    path = tmp_path / "my_shop.yaml"
    assert capsys.readouterr().out.strip() == str(path)
    mine, bank = load(path), load("bank_credit_45d")
    assert mine.scenario == "my_shop"
    assert mine.model_copy(update={"scenario": bank.scenario}) == bank
    text = path.read_text()
    assert text.startswith("# yaml-language-server: $schema=scenario.schema.json\n")
    assert text.count("yaml-language-server") == 1
    assert "# name used on the command line" in text
    assert (tmp_path / "scenario.schema.json").is_file()


def test_from_a_file_of_ones_own(tmp_path: Path) -> None:
    assert run("new", "first", "--from", "v_handoff", "--folder", str(tmp_path)) == 0
    assert run("new", "second", "--from", str(tmp_path / "first.yaml"), "--folder", str(tmp_path)) == 0
    assert load(tmp_path / "second.yaml").scenario == "second"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("new", "My Shop"), "small letters"),
        (("new", "shop", "--from", "bank_credit_45"), "did you mean 'bank_credit_45d'"),
        (("new", "taken"), "already there"),
        (("new", "shop", "--folder", "taken.yaml"), "cannot write"),
    ],
)
def test_mistakes_are_explained(
    words: tuple[str, ...], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    Path("taken.yaml").write_text("precious")
    assert run(*words) == 2
    assert says in capsys.readouterr().err
    assert Path("taken.yaml").read_text() == "precious"

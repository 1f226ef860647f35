"""Every Python block runs, every `$ journey` line does what its page shows, every link leads somewhere."""

import shlex
from pathlib import Path

import pytest

from experiments import cli
from tests.docs.pages import DOCS, PAGES, ROOT, Block, anchors, blocks, commands, edited, links


def name_of(page: Path) -> str:
    return page.relative_to(DOCS).as_posix()


def with_language(language: str) -> list[Path]:
    return [page for page in PAGES if any(block.language == language for block in blocks(page))]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write_files(page_blocks: list[Block]) -> None:
    """Write the files a page shows (`file: NAME`) and those it makes of them (`edit: OLD -> NEW`)."""
    for block in page_blocks:
        name, edit = block.told("file"), block.told("edit")
        if name:
            Path(name).write_text(block.text, encoding="utf-8")
        if edit:
            old, new = edit.split(" -> ")
            Path(new).write_text(edited(Path(old).read_text(encoding="utf-8"), block.text), encoding="utf-8")


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("page", with_language("python"), ids=name_of)
def test_python_runs(page: Path) -> None:
    write_files(blocks(page))
    names: dict[str, object] = {"__name__": "a_page"}
    for block in blocks(page):
        if block.language == "python":
            padded = "\n" * (block.line - 1) + block.text
            exec(compile(padded, name_of(page), "exec"), names)


def made_small(words: list[str]) -> list[str]:
    """A comparison or a sweep with two replications of the two designs only, into a folder of its own; a precision run
    begins with more."""
    small = ["--quick", *([] if "--precision" in words else ["--replications", "2"]), "--out", "results"]
    if words[0] == "sweep" and len(words) > 2:
        return [*words, "--replications", "2", "--out", "results"]
    return [*words, *small] if words[0] == "compare" else words


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("page", with_language("console"), ids=name_of)
def test_commands_do_what_the_page_shows(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_files(blocks(page))
    for block in blocks(page):
        for command in commands(block) if block.language == "console" else []:
            words = shlex.split(command.words)
            if words[0] != "journey":
                continue
            with pytest.raises(SystemExit) as end:
                cli.main(made_small(words[1:]))
            shown = capsys.readouterr()
            assert end.value.code == int(block.told("exit") or 0), f"{command.words}\n{shown.err}"
            if block.told("exact") is not None:
                talk = [line for line in shown.err.splitlines() if not line.startswith("again: ")]
                assert plain(shown.out.splitlines() + talk) == plain(command.shown), command.words


def plain(lines: list[str]) -> list[str]:
    """Lines without what nobody sees: empty ones, and spaces around the others."""
    return [line.strip() for line in lines if line.strip()]


@pytest.mark.parametrize(
    "page", [ROOT / "README.md", *PAGES], ids=lambda page: page.relative_to(ROOT).as_posix()
)
def test_links_lead_somewhere(page: Path) -> None:
    for link in links(page):
        if "://" in link:
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{link}: there is no {target.relative_to(ROOT)}"
        assert not anchor or anchor in anchors(target), f"{link}: no such heading"


def test_every_page_can_be_reached_from_the_index() -> None:
    index = {
        (DOCS / link.partition("#")[0]).resolve() for link in links(DOCS / "index.md") if "://" not in link
    }
    assert {page for page in PAGES if page.name != "index.md"} <= index

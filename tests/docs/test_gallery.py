"""The gallery: its page is what docs/gallery.py writes, its commands exist, its pictures are small."""

import shlex
import sys

from experiments import cli
from experiments.views.gallery import VIEWS
from tests.docs.pages import DOCS

sys.path.insert(0, str(DOCS))

from gallery import ENTRIES, FOLDER, PAGE, SOURCES, page_text


def test_the_page_is_as_written() -> None:
    assert PAGE.read_text(encoding="utf-8") == page_text(), "run: python docs/gallery.py"


def test_every_picture_is_drawn_there_or_lies_elsewhere_and_is_small() -> None:
    drawn = {name for names, _ in SOURCES for name in names}
    assert drawn == {entry.name for entry in ENTRIES if not entry.image}
    assert {path.stem for path in FOLDER.glob("*.png")} == drawn
    assert max(path.stat().st_size for path in FOLDER.glob("*.png")) < 200_000


def test_every_figure_of_the_command_is_shown() -> None:
    assert set(VIEWS) <= {entry.name for entry in ENTRIES}


def test_commands_can_be_typed() -> None:
    for entry in ENTRIES:
        _, name, *rest = shlex.split(entry.command)
        cli.journey.commands[name].make_context(name, rest)  # raises for an option that does not exist

"""What a page of the documentation holds: files to write, commands to run, Python to execute, links to follow."""

import re
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))

NOTE = r"^(?:<!-- (?P<note>[^\n]*?) -->\n)?"
BLOCK = re.compile(NOTE + r"```(?P<language>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A fenced block. note: the comment on the line before it (`file: NAME`, `edit: OLD -> NEW`, `exact`, `exit 2`)."""

    language: str
    text: str
    line: int
    note: str = ""

    def told(self, word: str) -> str | None:
        """What follows a word of the note, up to the next comma; None where the word is not there."""
        for part in self.note.split(", "):
            if part == word or part.startswith((f"{word} ", f"{word}: ")):
                return part[len(word) :].lstrip(": ")
        return None


@dataclass(frozen=True)
class Command:
    """A line typed into a terminal, and what the page shows below it."""

    words: str
    shown: list[str] = field(default_factory=list)


def blocks(page: Path) -> list[Block]:
    """The fenced blocks of a page in order."""
    text = page.read_text(encoding="utf-8")
    return [
        Block(
            found["language"],
            found["text"],
            text.count("\n", 0, found.start("text")) + 1,
            found["note"] or "",
        )
        for found in BLOCK.finditer(text)
    ]


def commands(block: Block) -> list[Command]:
    """The commands of a console block."""
    found: list[Command] = []
    for line in block.text.splitlines():
        if line.startswith("$ "):
            found.append(Command(line[2:]))
        elif found:
            found[-1].shown.append(line.rstrip())
    return found


def edited(text: str, difference: str) -> str:
    """A text after the edits of a diff block: every line with - gives way to the line with + that follows it.

    Raises ValueError where a line to replace does not stand in the text exactly once.
    """
    old: list[str] = []
    for line in difference.splitlines():
        if line.startswith("-"):
            old.append(line[1:])
        elif line.startswith("+"):
            before = old.pop(0)
            if text.count(f"\n{before}\n") != 1:
                raise ValueError(f"the line {before!r} does not stand in the file exactly once")
            text = text.replace(f"\n{before}\n", f"\n{line[1:]}\n")
    return text


def links(page: Path) -> list[str]:
    """Targets of a page's links and images, code left out."""
    text = BLOCK.sub("", page.read_text(encoding="utf-8"))
    return LINK.findall(re.sub(r"`[^`\n]*`", "", text))


def anchors(page: Path) -> set[str]:
    """What `#...` may lead to in a page, as GitHub and most others name headings."""
    text = BLOCK.sub("", page.read_text(encoding="utf-8"))
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")
        for heading in HEADING.findall(text)
    }

"""The page of the sources answers every claim, its figures are those the engine gives now, and its commands exist."""

import re
import shlex
import subprocess
import sys

import click
import pytest

from experiments import cli
from tests.docs.pages import DOCS, ROOT

sys.path.insert(0, str(DOCS))

from source_claims.claims import VERDICTS, Claim, figure
from source_claims.page import PAGE, ROWS, answered, page_text
from source_claims.runs import Runs

ASKED = {0: 17, 1: 16, 2: 10, 3: 13, 4: 17}
NUMBER = re.compile(r"(?<![\w.])-?\d[\d,]*(?:\.\d+)?")
FAST = ("journey show ", "journey audit ", "journey scenarios", "journey schema")


def test_every_claim_has_its_row() -> None:
    assert [one.id for one in ROWS] == [f"{a}.{n + 1}" for a, count in ASKED.items() for n in range(count)]
    page = PAGE.read_text(encoding="utf-8")
    for one in ROWS:
        assert page.count(f"\n| {one.id} | {one.says} | `{one.command}` |") == 1, (
            "run: python docs/sources.py"
        )


def test_answers_are_what_the_engine_gives() -> None:
    runs = Runs()
    runs.begin()
    new, old = page_text(answered(runs), runs), PAGE.read_text(encoding="utf-8")
    for now, before in zip(new.splitlines(), old.splitlines(), strict=True):
        assert alike(now, before), f"run: python docs/sources.py\nnow:    {now}\nbefore: {before}"


def alike(now: str, before: str) -> bool:
    """The same words and verdicts; numbers within a twentieth, or one in the last digit shown."""
    if NUMBER.sub("#", now) != NUMBER.sub("#", before):
        return False
    pairs = zip(NUMBER.findall(now), NUMBER.findall(before), strict=True)
    return all(close(a, b) for a, b in pairs)


def close(one: str, other: str) -> bool:
    a, b = (float(text.replace(",", "")) for text in (one, other))
    last = 10.0 ** -max(len(text.partition(".")[2]) for text in (one, other))
    return abs(a - b) <= max(0.05 * abs(b), 1.001 * last)


def test_what_counts_as_alike() -> None:
    assert alike("| a | 12 % of 1,000 |", "| a | 12 % of 1,020 |")
    assert not alike("| a | 12 % of 1,000 |", "| a | 12 % of 2,000 |")
    assert not alike("| a | rises to 12 % |", "| a | falls to 12 % |")


def test_figures_have_the_digits_asked_for() -> None:
    assert [figure(x) for x in (0.1234, 12.34, 1234.0, 0.0, -5.678, 99.6)] == [
        "0.12",
        "12",
        "1,200",
        "0",
        "-5.7",
        "100",
    ]
    assert figure(8.059, 3) == "8.06"


@pytest.mark.parametrize("one", ROWS, ids=lambda one: one.id)
def test_command_exists(one: Claim) -> None:
    words = shlex.split(one.command)
    if words[0] == "python":
        assert (ROOT / words[1]).is_file()
        assert words[2:] == [one.id]
        return
    assert words[0] == "journey"
    command = cli.journey.get_command(click.Context(cli.journey), words[1])
    assert command is not None
    context = command.make_context(words[1], words[2:])
    name = context.params.get("name")
    assert name is None or (ROOT / "scenarios" / "library" / f"{name}.yaml").is_file()


@pytest.mark.parametrize("command", sorted({one.command for one in ROWS if one.command.startswith(FAST)}))
def test_fast_commands_run(command: str) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(shlex.split(command)[1:])
    assert ended.value.code in (0, None)


def test_one_claim_alone() -> None:
    done = subprocess.run(
        [sys.executable, "docs/sources.py", "4.14"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout[:4]) == (0, "4.14")


def test_verdicts_are_known() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for verdict in VERDICTS:
        assert f"| {verdict} |" in page

"""The table of `journey verify`: eighty columns, and the sources where there is room."""

import math

from rich.text import Text

from experiments import terminal
from experiments.verification.limit import Line
from experiments.verification.suite import Verification

NAME_WIDTH, NUMBER_WIDTH, Z_WIDTH = 40, 10, 6
WIDE_ENOUGH_FOR_SOURCES = 120
PASS, FAIL = "pass", "FAIL"
STYLES = {PASS: "green", FAIL: "bold red", "": "bold"}


def print_verification(verification: Verification, *, wrong: bool = False) -> None:
    """One line per figure, grouped by subject, then the verdict; wrong: the worlds were changed on purpose."""
    page = terminal.console()
    sources = page.width >= WIDE_ENOUGH_FOR_SOURCES
    head = row("limit", "theory", "simulation", "z", "", "source of the formula" if sources else "", "bold")
    rows = [head, Text("─" * max(len(head), NAME_WIDTH + 2 * NUMBER_WIDTH + Z_WIDTH + 12))]
    subject = ""
    for line in verification.lines:
        if line.subject != subject:
            subject = line.subject
            rows.append(Text(subject, "bold"))
        told = PASS if line.holds(verification.bound) else FAIL
        rows.append(row("  " + line.name, *numbers(line), told, line.source if sources else ""))
    for text in rows:
        page.print(text, no_wrap=True, crop=False, overflow="ignore")
    terminal.print_line()
    terminal.prose(verdict(verification, wrong=wrong))


def row(name: str, theory: str, simulated: str, z: str, told: str, source: str, style: str = "") -> Text:
    """One line of the table."""
    numbers = f"{theory:>{NUMBER_WIDTH}}  {simulated:>{NUMBER_WIDTH}}  {z:>{Z_WIDTH}}  "
    cells = (
        (f"{name:{NAME_WIDTH + 2}}  {numbers}", style),
        (f"{told:4}", STYLES[told]),
        (f"  {source}", style or "dim"),
    )
    line = Text.assemble(*cells)
    line.rstrip()
    return line


def numbers(line: Line) -> tuple[str, str, str]:
    """Theory, simulation and z: two digits more than the standard error leaves room for."""
    if line.tolerance is not None:
        return exactly(line.theory), exactly(line.simulated), "exact"
    decimals = 4 if line.error == 0.0 else min(max(2 - math.floor(math.log10(line.error)), 0), 6)
    return f"{line.theory:.{decimals}f}", f"{line.simulated:.{decimals}f}", f"{line.z:+.2f}"


def exactly(value: float) -> str:
    """A number without noise."""
    return f"{value:.1e}" if 0.0 < abs(value) < 1e-6 else f"{value:.7g}"


def verdict(verification: Verification, *, wrong: bool) -> str:
    """What the table says, and what to do about it."""
    failed, of = len(verification.failed), len(verification.lines)
    luck = (
        f"largest |z| {verification.largest_z:.1f}; a correct engine exceeds {verification.bound:.1f} once in "
        "10,000 suites"
    )
    if wrong and failed:
        return f"{failed} of {of} lines fail, as they should: the worlds were changed and theory was not ({luck})."
    if wrong:
        return (
            f"{of} of {of} limits hold although the worlds were changed ({luck}): either the change does not matter to "
            "them, or it is too small to be seen; try --thorough."
        )
    if not failed:
        return f"{of} of {of} limits hold ({luck})."
    return (
        f"{failed} of {of} limits FAIL ({luck}). On this machine the engine does not do what theory says: that is a "
        "bug in journeysim, not your mistake. See whether it stays with --seed 2, and report it with this table and "
        "the output of `journey doctor`."
    )

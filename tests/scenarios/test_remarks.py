"""Evidence that stands beside a number in a file belongs to that number, and to no other."""

from pathlib import Path

import pytest

from scenarios import ScenarioError, change, load
from scenarios.evidence import SET_HERE, parameters
from scenarios.remarks import Remark, remarks

BANK = remarks("bank_credit_45d")


def test_a_tagged_comment_is_evidence() -> None:
    assert BANK["channels.phone.patience_minutes"] == Remark(6.3, "D", "Zeltyn 2005: 72 s / 0.19")
    assert BANK["calibrate.churn_rate_12m"].evidence == "V2"


def test_a_number_without_a_tagged_comment_has_no_remark() -> None:
    assert "touchpoints.06.delay_days" not in BANK
    assert "clock.horizon_days" not in BANK


def test_a_remark_is_used_for_the_value_it_speaks_of_and_not_for_another() -> None:
    bank, path = load("bank_credit_45d"), "channels.phone.patience_minutes"

    def evidence(minutes: float) -> tuple[str, str]:
        found = {p.path: p for p in parameters(change(bank, {path: minutes}), BANK)}[path]
        return found.evidence, found.source

    assert evidence(6.3) == ("D", "Zeltyn 2005: 72 s / 0.19")
    assert evidence(6.4) == ("A", SET_HERE)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("handoffs: {retention: 0.5}  # our log [D]", ("D", "our log")),
        ("handoffs: {retention: 0.5}  # first [V] then [M] here", ("M", "first then here")),
        ("handoffs: {retention: 0.5}  # [V2]", ("V2", "")),
        ("handoffs: {retention: 0.5}  # no tag", None),
        ("handoffs: {retention: 0.5}  # a [B]", None),
        ("handoffs: {retention: 0.5, chase_at: 'a # b [V]'}", None),
        ('handoffs: {retention: 0.5, chase_at: "a # [V]"}  # c [D]', ("D", "c")),
        ("handoffs: {retention: 0.5, chase_at: it's}  # c [D]", ("D", "c")),
    ],
)
def test_comments_end_a_line_outside_of_quotes(
    line: str, said: tuple[str, str] | None, tmp_path: Path
) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(line + "\n", encoding="utf-8")
    found = remarks(file).get("handoffs.retention")
    assert (None if found is None else (found.evidence, found.source)) == said


def test_a_bare_trait_is_a_mean_and_a_lever_keeps_its_path(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(
        "personas:\n  ann:\n    traits:\n      lock_in: 0.3  # panel [M]\n"
        "levers:\n  file:\n    changes:\n      handoffs.retention: 0.9  # pilot [V]\n",
        encoding="utf-8",
    )
    found = remarks(file)
    assert found["personas.ann.traits.lock_in.mean"].evidence == "M"
    assert found["levers.file.changes.handoffs.retention"] == Remark(0.9, "V", "pilot")


def test_a_file_that_is_not_there_is_the_readers_mistake(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="no such file"):
        remarks(tmp_path / "none.yaml")

"""Descriptions by ODD and STRESS-ABS: complete, true to the scenario, silent about what is off, safe from words."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from experiments.description import odd, stress, subject
from experiments.description.markdown import number, prose, table, words
from experiments.description.rules import rules_of, sections
from experiments.description.subject import Subject
from experiments.description.submodels import TITLES
from experiments.ledger.author import remarks_of
from scenarios import change, load, names, path_of
from scenarios.acting import section_of
from scenarios.schema import Mechanisms
from sim.columns import PEOPLE
from sim.streams import Decision
from tests.experiments.synthetic import company
from tests.scenarios.test_acting import busy

ODD = (
    "1. Purpose and patterns", "2. Entities, state variables, and scales", "3. Process overview and scheduling",
    "4. Design concepts", "5. Initialization", "6. Input data", "7. Submodels",
)  # fmt: skip
CONCEPTS = (
    "Basic principles", "Emergence", "Adaptation", "Objectives", "Learning", "Prediction", "Sensing", "Interaction",
    "Stochasticity", "Collectives", "Observation",
)  # fmt: skip
STRESS = (
    "1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "2.4", "2.5.1", "2.5.2", "2.5.3", "2.5.4", "3.1", "3.2", "3.3", "3.4",
    "4.1", "4.2", "4.3", "5.1", "5.2", "5.3", "5.4", "6.1",
)  # fmt: skip
BUSY = subject(busy(adaptive_patience=True))
BUSY_TEXT = odd(BUSY)
Protocol = Callable[[Subject], str]


def headings(text: str) -> list[str]:
    return [line.lstrip("# ") for line in text.splitlines() if line.startswith("#")]


def title(mechanism: str) -> str:
    return TITLES.get(mechanism) or mechanism.replace("_", " ").capitalize()


def test_all_elements_of_odd_stand_in_order() -> None:
    found = headings(BUSY_TEXT)
    assert [h for h in found if h in ODD] == list(ODD)
    assert [h for h in found if h in CONCEPTS] == list(CONCEPTS)


def test_all_items_of_stress_stand_in_order() -> None:
    found = [h.split()[0].rstrip(".") for h in headings(stress(BUSY)) if h[0].isdigit()]
    assert [h for h in found if h in STRESS] == list(STRESS)


@pytest.mark.parametrize("mechanism", Mechanisms.model_fields)
def test_a_mechanism_that_acts_is_described_and_one_that_is_off_is_not(mechanism: str) -> None:
    assert title(mechanism) in headings(BUSY_TEXT)
    without = subject(busy(**{"adaptive_patience": True, mechanism: False}))
    text = odd(without)
    assert title(mechanism) not in headings(text)
    assert mechanism.replace("_", " ") in next(
        line for line in text.splitlines() if line.startswith("Switched off")
    )
    for path in BUSY.numbers:
        if section_of(path) == mechanism and path not in without.numbers:
            assert f"`{path}`" not in text.replace("changes", ""), path


@pytest.mark.parametrize(
    ("name", "protocol"),
    [*((name, odd) for name in names()), ("bank_credit_45d", stress), ("v_handoff", stress)],
)
def test_every_number_that_acts_stands_with_its_value(name: str, protocol: Protocol) -> None:
    told = subject(load(name))
    text = protocol(told)
    for path, parameter in told.numbers.items():
        keys = path.split(".")
        if keys[0] == "levers" or not parameter.value:
            continue
        value = rf"(?<![\d.]){re.escape(number(parameter.value))}(?!\.?\d)"
        row = rf"`{re.escape(path)}`" if f"`{path}`" in text else rf"\| `?{re.escape(keys[1])}`? \|"
        if keys[0] in ("clock", "value", "calibrate", "season"):
            row = ""
        rows = [line for line in text.splitlines() if re.search(row, line)]
        assert any(re.search(value, line) for line in rows), (path, parameter.value)


def test_every_evidence_tag_of_a_number_is_told() -> None:
    for p in BUSY.numbers.values():
        if p.evidence != "A" and p.value and not p.path.startswith("levers."):
            assert f"[{p.evidence}]" in BUSY_TEXT
            assert words(p.source) in BUSY_TEXT, p.path


def test_state_variables_draws_and_rules_are_those_that_run() -> None:
    assert all(f"| `{column.name}` |" in BUSY_TEXT for column in PEOPLE)
    assert all(f"`{decision.name.lower()}`" in BUSY_TEXT for decision in Decision)
    assert all(f"`{rule.name}(" in BUSY_TEXT for section in sections() for rule in rules_of(section))
    assert "return clip(quality + noise - penalties, 0.0, 1.0)" in BUSY_TEXT


def test_a_rule_of_a_mechanism_stands_under_it() -> None:
    part = BUSY_TEXT.split("\n### Trust\n")[1].split("\n### ")[0]
    assert "trust_after(" in part
    assert "`behaviour.trust.gain`" in part


def test_a_design_is_described_with_its_levers_pulled() -> None:
    bank = load("bank_credit_45d")
    row = "| `handoffs.retention` | share of the information that survives a hand-off |"
    assert f"{row} 0.4 |" in odd(subject(bank))
    assert f"{row} 0.95 |" in odd(subject(bank, "integrated"))


def test_hostile_words_stay_words() -> None:
    nasty = '# <script>alert("x")</script> | [a](javascript:b) `c` *d* _e_ ![f](g)\n\n## h'
    scenario = company(title=nasty.replace("\n", " "), story="- 1. " + nasty.replace("\n", " "))
    scenario = change(scenario, {"touchpoints.ask.name": "x | y <img src=z>", "personas.anna.title": "`|`\\"})
    for protocol in (odd, stress):
        text = protocol(subject(scenario))
        outside = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
        assert "<script" not in outside
        assert "<img" not in outside
        assert not re.search(r"(?<!\\)\]\((?!\.\./)", outside)
        assert "h" not in headings(text)
        for line in outside.splitlines():
            if line.startswith("| `ask` "):
                cells = re.split(r"(?<!\\)\|", line)
                assert "x \\| y" in cells[2]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("- a", "\\- a"),
        ("1. a", "1\\. a"),
        ("-1..1", "-1..1"),
        ("a & b < c", "a &amp; b &lt; c"),
        ("a\n# b", "a \\# b"),
        ("1. ", "1\\."),
    ],
)
def test_words_are_never_read_as_markdown(text: str, shown: str) -> None:
    assert words(text) == shown


def test_our_own_words_keep_their_code() -> None:
    assert prose("a `b_c` d_e\n\nf") == "a `b_c` d\\_e\n\nf"


def test_a_table_leaves_out_empty_columns() -> None:
    assert (
        table(("a", "b", "c"), [("1", "", "2"), ("3", "", "")])
        == "| a | c |\n| --- | --- |\n| 1 | 2 |\n| 3 |  |"
    )
    assert table(("a",), []) == ""


def test_tagged_comments_of_a_file_are_told(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    text = path_of("v_erlang_a").read_text(encoding="utf-8")
    file.write_text(text.replace("# 379 s", "# our telephone log: 379 s [D]"), encoding="utf-8")
    told = subject(load(str(file)), None, remarks_of(load(str(file)), str(file)))
    assert "[D] our telephone log: 379 s" in odd(told)

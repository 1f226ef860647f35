"""The audit: what it finds, what it leaves alone, and that it stays short."""

import json

import pytest

from experiments import cli
from experiments.audit import Audit, audit
from scenarios import change, load
from tests.experiments.shop import shop


def found(result: Audit, title: str) -> dict[str, str]:
    section = next(section for section in result.sections if section.title.startswith(title))
    return {item.where: item.what for item in section.items}


def test_the_shop() -> None:
    result = audit(shop())
    uncovered = found(result, "Goal steps")
    assert uncovered["compare"] == "happens without us: think Sleep on it"
    assert "learn" in next(where for where in uncovered if "," in where)
    assert found(result, "Hand-offs") == {
        "Marketing → Operations": "think → form Form",
        "Operations → Sales": "form → advice Advice",
        "Sales → Operations": "buy → use Use",
    }
    assert found(result, "Silent steps") == {
        "think Sleep on it": "0.5 unmet needs per visit (2 kinds, 50% covered); 50% end here"
    }
    assert found(result, "Channel switches") == {
        "Web → Desk": "form → advice Advice (100%)", "Desk → Web": "buy → use Use (100%)",
    }  # fmt: skip
    blind = found(result, "Blind spots")
    assert blind["only the goal lens sees"] == "think Sleep on it"
    assert blind["functional lens"] == "misses 1 of 6 touchpoints and 3 of 3 hand-offs"
    assert blind["activity lens"] == "misses 1 of 6 touchpoints and 1 of 3 hand-offs"
    assert len(found(result, "Moments")) == 1


def test_what_is_seen_to_is_not_listed() -> None:
    company = change(
        shop(),
        {
            "edges": [{"from": "form", "to": "advice", "retention": 0.9}],
            "touchpoints.think.needs.coverage": 1.0,
            "touchpoints.think.next": {"form": 1.0},
            "moments.preparation": 0.5,
            "moments.reaction": 0.5,
        },
    )
    result = audit(company)
    assert "Operations → Sales" not in found(result, "Hand-offs")
    assert not found(result, "Silent steps")
    assert not found(result, "Moments")
    assert "Nothing to tick." in result.markdown


def test_long_silence_is_noted() -> None:
    company = change(shop(), {"touchpoints.think.delay_days": 12.0})
    assert "takes 12 days" in found(audit(company), "Silent steps")["think Sleep on it"]


def test_the_bank_fits_on_two_pages() -> None:
    text = audit(load("bank_credit_45d")).markdown
    assert text.count("\n") < 90
    assert "08 Customer gathers documents (silent)" in text
    assert "Legal → Branch" in text


@pytest.mark.parametrize("arguments", [[], ["--json"]])
def test_the_command(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(["audit", "bank_credit_45d", *arguments])
    assert end.value.code == 0
    out = capsys.readouterr().out
    if arguments:
        assert len(json.loads(out)["sections"]) == 6
    else:
        assert out.startswith("# Audit: ")
        assert "- [ ] **" in out

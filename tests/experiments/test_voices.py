"""Both languages say the same things: no pattern, gloss, unit or source is missing in one of them."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, get_args, get_origin

import pytest

from experiments import Comparison, compare
from experiments.calibration import unmet_words
from experiments.errors import InputError
from experiments.knobs import knobs_of
from experiments.kpis import COMMON, CONVERSION, RESOLUTION
from experiments.ledger.author import remarks_of
from experiments.ledger.plan import plan
from experiments.ledger.rests import rests_most, told
from experiments.ledger.titles import pattern, title_at
from experiments.saved import load as saved
from experiments.targets import Target, sentences
from experiments.views.spanish_measures import KPIS_ES
from experiments.voices import spanish_sources
from experiments.voices.voice import ENGLISH, GLOSSES, PROBLEMS, SPANISH, TEXTS, Voice
from scenarios import load, names
from scenarios.evidence import defaults
from scenarios.overlay import change
from scenarios.paths import core_type, fields_of, is_model
from scenarios.people import TRAIT_DEFAULTS
from scenarios.schema import Scenario
from tests.browser.company import written

PLACES = re.compile(r"\{(\w+)\}")
OTHER_PLACES = {
    "note.people",
    "ledger.fork",
    "ledger.way",
    "sum.helped.none",
}  # names instead of codes; no zero
NO_NUMBERS = (
    "scenario", "title", "story", "notes", "levers", "designs", "lenses", "presets", "uncertainties", "improvement",
    "calibrate.targets",
)  # fmt: skip
ENGLISH_WORDS = re.compile(
    r"\b(the|of|and|with|was|that|for|to|at|by|is|not|from|per|which|their|size|assumed)\b", re.IGNORECASE
)


def test_the_catalogues_have_the_same_patterns_and_values() -> None:
    assert set(TEXTS["en"]) == set(TEXTS["es"])
    for key, text in TEXTS["en"].items():
        wanted, found = {*PLACES.findall(text)}, {*PLACES.findall(TEXTS["es"][key])}
        if key.endswith(".one"):  # one of something is said without a number
            wanted -= {"n", "count"}
        assert key in OTHER_PLACES or wanted == found, key
        assert not ENGLISH_WORDS.search(PLACES.sub("", TEXTS["es"][key].replace("`", ""))), key


def fields(kind: Any = Scenario, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Paths of everything in the schema that is no model."""
    for name, field in fields_of(kind).items():
        inner, path = core_type(field.annotation), f"{prefix}{name}"
        if path.startswith(NO_NUMBERS):
            continue
        things = ""
        while get_origin(inner) in (dict, list):
            things += ".<name>" if get_origin(inner) is dict else ".<number>"
            inner = core_type(get_args(inner)[-1])
        if is_model(inner):
            yield from fields(inner, f"{path}{things}.")
        elif name not in ("name", "title", "story"):
            yield path, field


def test_every_number_of_the_schema_has_its_words_in_spanish() -> None:
    known = dict(fields())
    assert len(known) > 250
    assert not set(known) - set(GLOSSES)
    assert not {path for path in set(GLOSSES) - set(known) if not path.startswith("levers.<name>.")}
    assert not [text for text in GLOSSES.values() if ENGLISH_WORDS.search(text)]
    assert set(spanish_sources.TRAITS) == {"*", *TRAIT_DEFAULTS}
    extras = [field.json_schema_extra or {} for field in known.values()]
    assert {str(extra.get("unit", "")) for extra in extras} <= set(spanish_sources.UNITS)


def test_every_source_of_the_model_has_its_words() -> None:
    for one in defaults():
        said = SPANISH.source(one.source) if one.source else ""
        assert said is not None, one.source
        assert not ENGLISH_WORDS.search(said), said
    assert SPANISH.source("set by the scenario; SQM: 59 % transferred, 56 % must explain again") == (
        "fijado por el escenario; SQM: 59 % transferidos, el 56 % debe explicarlo de nuevo"
    )
    assert SPANISH.source("set by the scenario; what an author says") is None


@pytest.mark.parametrize("name", names())
def test_every_assumption_shown_has_its_title_and_unit(name: str) -> None:
    scenario = load(name)
    found = plan(scenario, tuple(list(scenario.designs)[:2]), "central", remarks_of(scenario)).varied  # type: ignore[arg-type]
    for a in found:
        assert title_at(scenario, a.path) == a.title
        title_at(scenario, a.path, SPANISH)  # raises KeyError for a number without words
        assert a.unit in spanish_sources.UNITS


def test_an_assumption_in_spanish() -> None:
    bank = load("bank_credit_45d")
    rests = rests_most(bank, ("siloed", "integrated"), "central", remarks_of(bank))
    assert rests.ranked
    for data, english in zip(rests.data, rests.assumptions, strict=True):
        spanish = told(bank, data, (CONVERSION, *COMMON), SPANISH)
        assert "[" not in spanish
        assert len(re.findall(r"\d", spanish)) >= len(re.findall(r"\d", english)) - 2
        assert spanish.endswith(")")
    assert told(bank, {"path": "handoffs.retention", "value": 0.5, "unit": "share"}, (), SPANISH) == (
        "parte de la información que sobrevive a un traspaso: 0,5"
    )
    assert (
        title_at(bank, "personas.*.traits.*.sd", SPANISH) == "cada rasgo, dispersión: todas las personas tipo"
    )


def test_patterns_of_the_schema() -> None:
    assert pattern(("channels", "phone", "patience_minutes")) == "channels.<name>.patience_minutes"
    assert pattern(("edges", "*", "retention")) == "edges.<number>.retention"


def test_measures_have_their_words() -> None:
    for kpi in (CONVERSION, RESOLUTION, *COMMON):
        assert kpi.name in KPIS_ES
        assert SPANISH.level(kpi, 0.25 / kpi.scale).startswith(SPANISH.bare(kpi, 0.25 / kpi.scale))
        assert "." not in SPANISH.bare(kpi, 0.25 / kpi.scale)
    days = next(kpi for kpi in COMMON if kpi.name == "journey_days")
    assert SPANISH.level(days, 1234.5) == "1.234,5 días"


def numbers(text: str) -> list[str]:
    return sorted(re.findall(r"\d+(?:[.,]\d+)*", text))


def swapped(text: str) -> list[str]:
    return [number.translate(str.maketrans(",.", ".,")) for number in numbers(text)]


def check(c: Comparison) -> None:
    """The same caveats with the same numbers, and no English left."""
    assert c.spanish is not None
    assert len(c.notes) == len(c.spanish.notes)
    for english, spanish in ((c.assumptions, c.spanish.assumptions), (c.pairing, c.spanish.pairing),
                             *zip(c.notes, c.spanish.notes, strict=True)):  # fmt: skip
        assert swapped(re.sub(r"one|1 other", "", english)) == numbers(spanish.replace("una", "")), spanish
        assert not ENGLISH_WORDS.search(spanish), spanish


def test_caveats_say_the_same_and_are_read_back(tmp_path: Any) -> None:
    c = compare(written(tmp_path), replications=3, arms=False, break_even=False, band=False)
    check(c)
    assert saved(c.to_csv(tmp_path / "it")).spanish == c.spanish


@pytest.mark.parametrize("kind", ["staff", "service"])
def test_what_a_neutral_comparison_changed(kind: Any) -> None:
    erlang = change(load("v_erlang_a"), {"clock.horizon_days": 5})
    c = compare(
        erlang,
        ("siloed", "integrated"),
        replications=3,
        arms=False,
        break_even=False,
        band=False,
        neutral=kind,
    )
    assert c.spanish is not None
    assert numbers(c.spanish.notes[0]) == swapped(c.notes[0])
    assert "plantilla" in c.spanish.notes[0] or "espera" in c.spanish.notes[0]
    assert SPANISH.again(c.design_titles[1], f"neutral.title.{kind}").endswith(("plantilla", "espera"))


def test_what_is_not_met_is_said_again() -> None:
    """Sentences that are kept in English on disk."""
    knob = ENGLISH("knob.minutes")
    problem = ENGLISH("unmet.no_closer.others", knob=knob, low="0.05", high="20")
    scenario = load("bank_social_selfservice")
    target = Target("wait_minutes", 2.0, 3.5, 0.1, knob, 1.0, 20.0, problem)
    route = ENGLISH("unmet.route", code="05", name="Chat", reached="12.3%", share="1.0%")
    kept = [*sentences(scenario, [target]), route]
    assert unmet_words([target], scenario, kept, ENGLISH) == kept
    measure, way = unmet_words([target], scenario, kept, SPANISH)
    assert measure == (
        "espera por contacto en vivo: deseado 2,00 min, alcanzado 3,50 min; el factor de los minutos de servicio de "
        "los equipos que atienden en vivo: ningún valor entre 0,05 y 20 se acerca más mientras se cumplan las demás "
        "cifras"
    )
    assert way == (
        "05 (Chat): el 12,3 % desiste de esperar o cancela, más que el 1,0 % que se va allí; nadie se va por elección"
    )


def test_every_problem_of_a_knob_is_said_again() -> None:
    for key in PROBLEMS:
        said = ENGLISH(key, **dict.fromkeys(PLACES.findall(TEXTS["en"][key]), "0.5"))
        assert SPANISH.again(said, *PROBLEMS) == SPANISH(
            key, **dict.fromkeys(PLACES.findall(TEXTS["es"][key]), "0,5")
        )
    for name in names():
        for knob in knobs_of(load(name)):
            assert (
                "`" in knob.words or "." in knob.words or SPANISH.again(knob.words, *PROBLEMS) != knob.words
            )


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(InputError, match="fr"):
        Voice("fr")


def test_a_comparison_of_before_has_none(tmp_path: Any) -> None:
    c = compare(written(tmp_path), replications=2, arms=False, break_even=False, band=False)
    folder = replace(c, spanish=None).to_csv(tmp_path / "old")
    assert saved(folder).spanish is None

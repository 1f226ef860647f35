"""Whatever the text, the answer is a Scenario or a ScenarioError, and the report can be read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenarios import ScenarioError, load, parse
from scenarios.overlay import change, plain_data
from scenarios.schema import Scenario

HERE = Path(__file__).parent
MINIMAL = (HERE / "minimal.yaml").read_text(encoding="utf-8")
LINES = MINIMAL.splitlines()
SHOP = load(HERE / "minimal.yaml")
CALM = settings(derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])

WORDS = st.sampled_from(
    [
        "", "[]", "{}", "-1", "1e3", "010", "on", "off", "null", ".nan", "1e999", "'06'", "WIN", "LOST",
        "all", "[1, [2]]", "{a: {b: c}}", "&x 1", "*x", "!!str 1", "- 1", "'", '"\\x1b"', '"\\ud800"',
        "99999999999999999999", "é", "|", ">", "%", "@", "`", "? a", ": b", "#", "---", "...", '\t',
        "ask", "true", "{mean: 1}", "{low: 1, high: 0}",
    ]
)  # fmt: skip
KEYS = st.sampled_from(
    [
        "scenario", "title", "clock", "touchpoints", "next", "edges", "pools", "levers", "changes",
        "designs", "mechanisms", "personas", "traits", "presets", "uncertainties", "value", "needs",
        "team", "from", "stages", "patience_factor",
    ]
)  # fmt: skip
PATHS = st.sampled_from(
    [
        "handoffs.retention", "touchpoints.ask", "touchpoints.ask.next", "touchpoints.new", "edges",
        "pools", "personas", "mechanisms", "mechanisms.trust", "levers", "levers.file.changes",
        "designs.siloed.levers", "presets", "value.streams", "personas.hurried.traits.lock_in", "clock",
        "nowhere", "", ".", "touchpoints..next",
    ]
)  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(KEYS | st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


def outcome(make: Callable[[], Scenario]) -> Scenario | ScenarioError:
    """The scenario or the error; anything else breaks the test."""
    try:
        return make()
    except ScenarioError as error:
        return error


def check(made: Scenario | ScenarioError) -> None:
    """A scenario survives a round trip; an error has something to say, one line per problem."""
    if isinstance(made, Scenario):
        assert Scenario.model_validate(plain_data(made)) == made
        return
    assert made.problems
    assert str(made)
    assert all(problem.message and "\n" not in problem.message for problem in made.problems)


def check_text(text: str) -> None:
    check(outcome(lambda: parse(text)))


@CALM
@given(st.text())
def test_any_text(text: str) -> None:
    check_text(text)


@CALM
@given(st.binary(max_size=200))
def test_any_bytes(raw: bytes) -> None:
    check_text(raw.decode("utf-8", "surrogateescape"))


@settings(CALM, max_examples=400)
@given(st.integers(0, len(LINES) - 1), WORDS)
def test_a_value_replaced(number: int, word: str) -> None:
    key, colon, _ = LINES[number].partition(":")
    check_text("\n".join([*LINES[:number], f"{key}{colon} {word}", *LINES[number + 1 :]]))


@settings(CALM, max_examples=300)
@given(st.integers(0, len(LINES)), st.sampled_from(["", "  ", "    "]), KEYS, WORDS)
def test_a_line_inserted(number: int, indent: str, key: str, word: str) -> None:
    check_text("\n".join([*LINES[:number], f"{indent}{key}: {word}", *LINES[number:]]))


@settings(CALM, max_examples=300)
@given(st.integers(0, len(MINIMAL)), st.integers(0, 30), st.text(max_size=5))
def test_characters_replaced(start: int, length: int, text: str) -> None:
    check_text(MINIMAL[:start] + text + MINIMAL[start + length :])


@settings(CALM, max_examples=100)
@given(st.sets(st.integers(0, len(LINES) - 1), max_size=10))
def test_lines_removed(numbers: set[int]) -> None:
    check_text("\n".join(line for number, line in enumerate(LINES) if number not in numbers))


@settings(CALM, max_examples=400)
@given(
    PATHS,
    JSON,
)  # fmt: skip
def test_any_change(path: str, value: object) -> None:
    check(outcome(lambda: change(SHOP, {path: value})))

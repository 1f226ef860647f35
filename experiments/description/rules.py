"""The rules as they run: every function of `sim.rules` with its docstring and its equation, by mechanism."""

import ast
import inspect
import pkgutil
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module

import sim.rules

LONGEST = 9
"""Lines of code that are still read as an equation; longer functions are described by their words alone."""

MODULES = {
    "advocacy": "word_of_mouth",
    "campaign": "campaign_fit",
    "competitor": "offers",
    "distributions": "journey",
    "handoff": "handoffs",
    "needs": "episodes",
}
"""Mechanism of a module of rules that is not called like it."""

FUNCTIONS = {
    "learned_expectation": "expectation_learning",
    "first_expectation": "reputation",
    "decay": "grievance",
    "clip": "journey",
    "weibull": "waiting",
    "wait_share": "waiting",
    "customer_effort_score": "survey",
    "recommend_latent": "survey",
    "recommend_answer": "survey",
    "post_probability": "reputation",
    "stars": "reputation",
    "reputation_after": "reputation",
    "acquisition_factor": "acquisition_feedback",
    "recovery_probability": "recovery",
    "shown_bonus": "recovery",
    "needs_triggered": "silent_needs",
    "dissatisfaction_term": "grievance",
    "distrust_term": "grievance",
    "effort_term": "grievance",
    "grievance": "grievance",
    "entry_probability": "recommendation_entry",
    "adapted_patience": "adaptive_patience",
    "premium": "premium",
}
"""Mechanism of a rule that belongs to another than its module."""


@dataclass(frozen=True)
class RuleText:
    """One rule: its name, its arguments, what its docstring says, and its code where that is short."""

    name: str
    arguments: tuple[str, ...]
    says: str
    equation: str


@cache
def rules_of(section: str) -> tuple[RuleText, ...]:
    """The rules of a mechanism, in the order of the modules and of their code."""
    return tuple(rule for own, rule in _all() if own == section)


@cache
def sections() -> tuple[str, ...]:
    """Every section that has rules."""
    return tuple(dict.fromkeys(section for section, _ in _all()))


@cache
def _all() -> tuple[tuple[str, RuleText], ...]:
    found = []
    for info in pkgutil.iter_modules(sim.rules.__path__):
        module = import_module(f"sim.rules.{info.name}")
        for name, member in vars(module).items():
            function = getattr(member, "py_func", None)
            if function is None or function.__module__ != module.__name__ or name.startswith("_"):
                continue
            section = FUNCTIONS.get(name) or MODULES.get(info.name, info.name)
            found.append((section, _text(name, function)))
    return tuple(found)


def _text(name: str, function: Callable[..., object]) -> RuleText:
    return RuleText(
        name=name,
        arguments=tuple(inspect.signature(function).parameters),
        says=inspect.getdoc(function) or "",
        equation=_equation(function),
    )


def _equation(function: Callable[..., object]) -> str:
    """The body as it stands in the source, without docstring; nothing for a long one."""
    source = textwrap.dedent(inspect.getsource(function))
    tree = ast.parse(source).body[0]
    assert isinstance(tree, ast.FunctionDef)
    body = tree.body[1:] if ast.get_docstring(tree) else tree.body
    lines = source.splitlines()[body[0].lineno - 1 : body[-1].end_lineno]
    return textwrap.dedent("\n".join(lines)) if len(lines) <= LONGEST else ""

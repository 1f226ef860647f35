"""The ODD protocol, second update: Grimm et al. 2020, JASSS 23(2) 7."""

from experiments.description import experiment, parts, schedule
from experiments.description.concepts import design_concepts
from experiments.description.markdown import blocks, words
from experiments.description.subject import Subject
from experiments.description.submodels import submodels


def odd(s: Subject, *, with_versions: bool = True) -> str:
    """The description of a scenario by the ODD protocol, in Markdown.

    with_versions: whether the versions of this machine's libraries are named.
    """
    return (
        blocks(
            f"# ODD protocol: {words(s.scenario.title)}",
            parts.head(
                s, "This description follows the ODD protocol for agent-based models (Grimm et al. 2020)."
            ),
            "## 1. Purpose and patterns",
            parts.purpose(s),
            parts.patterns(s),
            "## 2. Entities, state variables, and scales",
            parts.entities_text(s),
            parts.scales(s),
            parts.things(s, "###"),
            "## 3. Process overview and scheduling",
            "### The slow clock",
            schedule.tick(s),
            "### From one touchpoint to the next",
            schedule.contact(s),
            "## 4. Design concepts",
            design_concepts(s, "###"),
            "## 5. Initialization",
            parts.initialization(s),
            "## 6. Input data",
            parts.input_data(s),
            "## 7. Submodels",
            "Each rule stands as it runs: its docstring, and its code where it is short enough to be read "
            "as an equation. Times "
            "are in days unless a name says otherwise; u is a uniform draw.",
            submodels(s, "###"),
            "## Simulation experiment",
            experiment.designs(s),
            experiment.levers(s),
            experiment.ranges(s),
            experiment.counting(s),
            experiment.estimands(s),
            experiment.estimation(s),
            experiment.software(with_versions=with_versions),
        )
        + "\n"
    )

"""What can be taken away: the scenario, the results, the figures. One more kind is one more line of EXPORTS."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from experiments.comparison import Comparison
from experiments.studio.lived import Flow
from experiments.studio.texts import TEXTS
from experiments.studio.what_if import Built, WhatIf, command_of_file, file_name
from scenarios.schema import Scenario


@dataclass(frozen=True)
class Answer:
    """What the page shows at a moment.

    worlds: both arms' scenarios, designs applied.  flows: where customers went.  maps: both as SVG.  command: the line
    that makes the same numbers.
    """

    what_if: WhatIf
    built: Built
    comparison: Comparison
    worlds: tuple[Scenario, Scenario]
    flows: tuple[Flow, Flow]
    maps: tuple[str, str]
    command: str


def yaml_of(built: Built, what_if: WhatIf, replications: int) -> str:
    """The what-if as a scenario file that `journey check` accepts and `journey compare` reproduces."""
    import yaml

    class Dumper(yaml.SafeDumper):
        def ignore_aliases(self, _: Any) -> bool:
            return True

    data = built.scenario.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    head = TEXTS.file_head.format(
        scenario=what_if.scenario, command=command_of_file(built, what_if, replications)
    )
    comment = "".join(f"# {line}\n" for line in head.splitlines())
    return comment + str(yaml.dump(data, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=110))


def results_of(answer: Answer) -> dict[str, Any]:
    """The comparison as `journey compare --json` gives it, with the line that makes it."""
    comparison = answer.comparison
    return replace(comparison, manifest=comparison.manifest | {"command": answer.command}).to_dict()


def _yaml(answer: Answer) -> bytes:
    return yaml_of(answer.built, answer.what_if, answer.comparison.replications).encode()


def _json(answer: Answer) -> bytes:
    from experiments.results import json_text

    return json_text(results_of(answer)).encode()


def _csv(answer: Answer) -> bytes:
    from experiments.results import csv_text

    return csv_text(answer.comparison.tables()["differences"]).encode()


def _png(answer: Answer) -> bytes:
    from experiments.figures import comparison_figure, to_png

    return to_png(comparison_figure(answer.comparison))


def _svg(answer: Answer) -> bytes:
    from experiments.figures import comparison_figure, to_svg

    return to_svg(comparison_figure(answer.comparison))


def _maps(answer: Answer) -> bytes:
    """Both maps in one drawing, with their titles."""
    from html import escape
    from re import search

    heights = [float(found[1]) for svg in answer.maps if (found := search(r'viewBox="0 0 560 (\d+)"', svg))]
    titles = "".join(
        f'<text x="{20 + 580 * k}" y="30" font-size="17" font-weight="600" font-family="system-ui, sans-serif">'
        f"{escape(title)}</text>"
        for k, title in enumerate(answer.comparison.design_titles)
    )
    inside = "".join(
        svg.replace("<svg ", f'<svg x="{580 * k}" y="44" width="560" height="{heights[k]:.0f}" ', 1)
        for k, svg in enumerate(answer.maps)
    )
    tall = max(heights, default=0.0) + 84
    note = (
        f'<text x="20" y="{tall - 14:.0f}" font-size="12" fill="#595959" font-family="system-ui, sans-serif">'
    )
    whole = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1140 {tall:.0f}" width="1140" height="{tall:.0f}">'
        f'<rect width="1140" height="{tall:.0f}" fill="#fff"/>{titles}{inside}{note}'
        f"{escape(TEXTS.maps_help)}</text></svg>"
    )
    return whole.encode()


Export = tuple[str, str, str, Callable[[Answer], bytes]]
"""Words on the button, file name, media type, and what makes the file."""

EXPORTS: tuple[Export, ...] = (
    (TEXTS.export_yaml, "{file}", "application/yaml", _yaml),
    (TEXTS.export_json, "{name}_what_if.json", "application/json", _json),
    (TEXTS.export_csv, "{name}_what_if.csv", "text/csv", _csv),
    (TEXTS.export_png, "{name}_what_if.png", "image/png", _png),
    (TEXTS.export_svg, "{name}_what_if.svg", "image/svg+xml", _svg),
    (TEXTS.export_maps, "{name}_maps.svg", "image/svg+xml", _maps),
)


def named(export: Export, what_if: WhatIf) -> str:
    """The name of the file."""
    return export[1].format(file=file_name(what_if), name=what_if.scenario)

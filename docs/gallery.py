"""Draw every figure of the gallery and write its page: `python docs/gallery.py`, or only some: `... maps forest`."""

import sys
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from matplotlib.figure import Figure
from PIL import Image

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from experiments.explanation import explain  # noqa: E402
from experiments.figures import to_png  # noqa: E402
from experiments.figures_causes import blame_figure, grey_figure  # noqa: E402
from experiments.journey_map import journey_map  # noqa: E402
from experiments.ledger.command import ranking  # noqa: E402
from experiments.ledger.figure import tornado  # noqa: E402
from experiments.map_figure import map_figure  # noqa: E402
from experiments.results import write_whole  # noqa: E402
from experiments.views.gallery import figures  # noqa: E402
from scenarios import load  # noqa: E402

FOLDER, PAGE = HERE / "figures" / "gallery", HERE / "reference" / "gallery.md"
DPI, COLOURS, LARGEST = 100, 256, 150_000  # dots per inch, colours, bytes
REPLICATIONS = 10
BANK, TELCO, RETAIL, HOTEL = "bank_credit_45d", "telco_storm", "grey_retail", "hotel_goal_lens"

INTRODUCTION = (
    "Every figure that the commands draw, from the scenarios that come with the package. Colours are"
    " safe for the colour-blind (Okabe & Ito 2008), and the two designs differ by dash and marker "
    "too. Each figure says who was counted and what is assumed; how to draw your own stands in [draw"
    " what customers lived through](../how-to/figures.md)."
)


class Entry(NamedTuple):
    """One figure of the gallery.  how: how to read it.  command: what draws it.

    image: a picture that another page made, in docs/figures; drawn here, by its name, when left out.
    """

    name: str
    title: str
    how: str
    command: str
    image: str = ""

    @property
    def path(self) -> str:
        """Where the picture lies, seen from the page."""
        return f"../figures/{self.image}" if self.image else f"../figures/gallery/{self.name}.png"


def lived(name: str, scenario: str, figure: str, title: str, how: str, more: str = "") -> Entry:
    """A figure of `journey figures`."""
    return Entry(name, title, how, f"journey figures {scenario} --figure {figure}{more}")


ENTRIES: tuple[Entry, ...] = (
    Entry(
        "comparison",
        "The comparison, on a page",
        (
            "The board's page: every measure under both designs, its paired difference with interval, who"
            " stays, what process and mechanisms bring, and from what retention on it pays."
        ),
        f"journey compare {BANK}",
        "bank_credit_45d.png",
    ),
    lived(
        "map",
        HOTEL,
        "map",
        "The journey map with its customers",
        (
            "One lane per department; the wider a way the more customers take it, a diamond marks a hand-"
            "off, a dashed box a step nobody sees, and the darker a box the more goes wrong there."
        ),
    ),
    lived(
        "maps",
        BANK,
        "maps",
        "Both designs, and what differs",
        (
            "The third map is second minus first: solid where more customers go, dashed where fewer, blue"
            " where less goes wrong."
        ),
    ),
    lived(
        "paths",
        BANK,
        "paths",
        "Paths",
        (
            "Each ribbon is one way through the departments: follow it from left to right to the goal "
            "(blue) or out (vermilion)."
        ),
    ),
    lived(
        "survival",
        TELCO,
        "survival",
        "Who stays, and why the others left",
        (
            "Left the share still there with its interval and the numbers at risk; right the same loss "
            "split by cause, which adds up to it exactly."
        ),
    ),
    lived(
        "forest",
        BANK,
        "forest",
        "For whom it pays",
        ("One row per persona, one panel per measure: a filled mark says that the interval excludes zero."),
    ),
    lived(
        "forest_es",
        BANK,
        "forest",
        "The same in Spanish",
        (
            "Every figure of `journey figures` speaks both languages; what the author of a scenario wrote"
            " stays as it is."
        ),
        " --language es",
    ),
    lived(
        "emotion",
        BANK,
        "emotion",
        "The emotion curve",
        (
            "What contacts felt like against what was expected, step by step: the line joins means, the "
            "bar across is the median, thick holds half of the contacts and thin nine in ten."
        ),
    ),
    lived(
        "talk",
        TELCO,
        "talk",
        "Reputation and talk in a storm",
        (
            "What happened to the public rating, blame and praise on the days after the dotted lines, "
            "under both designs."
        ),
    ),
    lived(
        "hours",
        BANK,
        "hours",
        "Queue and staffing by hour",
        (
            "When contacts come, when people wait, and whether staff are on duty then: the line is duty, "
            "the area work."
        ),
    ),
    lived(
        "days",
        BANK,
        "days",
        "Days against the promise",
        (
            "What lies right of the line came too late; beside it how many were in time, of those who "
            "reached the goal and of all who entered."
        ),
        " --promise 45",
    ),
    Entry(
        "shares",
        "The map as it is written",
        (
            "Widths follow the routing shares of the file alone, before anybody has lived through it: "
            "useful to check a scenario."
        ),
        f"journey show {RETAIL} --figure map.png",
    ),
    Entry(
        "blame",
        "Blame: voiced and caused",
        (
            "Rows are where customers complained or left, columns where it was caused; what lies outside "
            "the framed diagonal lands on the wrong desk."
        ),
        f"journey explain {RETAIL} --what blame --output results",
    ),
    Entry(
        "grey_areas",
        "Grey areas",
        (
            "Each row is one hand-off sewn alone, with what that changes in each measure; the best seam "
            "stands on top."
        ),
        f"journey explain {RETAIL} --what grey --output results",
    ),
    Entry(
        "levers",
        "Lever waterfall",
        (
            "From today's profit at the top to that of the second design at the bottom: what each lever"
            " adds, averaged over orders of pulling them, then what all of them cost."
        ),
        f"journey explain {BANK} --what levers --output results",
        "bank_credit_45d_levers_profit.png",
    ),
    Entry(
        "payback",
        "Pay-back",
        "Cash added up month by month: where the line crosses zero, the money is back.",
        f"journey explain {BANK} --what levers --output results",
        "bank_credit_45d_payback.png",
    ),
    Entry(
        "lenses",
        "Five ways of managing",
        "Each row spends the same money on what its lens can see: what that gains, and what stays out of sight.",
        f"journey compare {HOTEL} --lens all",
        "hotel_goal_lens_lenses.png",
    ),
    Entry(
        "functions",
        "Function × step",
        (
            "Each cell is what one department alone could add to one step from goal to evaluation;"
            " hatched steps belong to nobody."
        ),
        f"journey compare {HOTEL} --lens all",
        "hotel_goal_lens_functions.png",
    ),
    Entry(
        "break_even",
        "Break-even over two assumptions",
        (
            "Blue cells pay, orange ones lose, hatched ones are undecided, the line is where the"
            " difference is zero, and the triangles stand at the scenario's own values."
        ),
        (
            f"journey sweep {BANK} --vary integrated:handoffs.retention=0,0.25,0.5,0.75,0.95"
            " --vary levers.shared_file.cost.per_year_eur=0..600000 --replications 8 --kpi profit"
        ),
        "bank_credit_45d_sweep_retention_price.png",
    ),
    Entry(
        "sweep",
        "The answer over each uncertain coefficient",
        (
            "One panel per coefficient: a flat band means that the answer does not hang on it, a band"
            " that crosses zero that it does."
        ),
        f"journey sweep {BANK} --vary uncertainties --points 24 --replications 3",
        "bank_credit_45d_sweep_uncertainties.png",
    ),
    Entry(
        "portfolio",
        "The best portfolio within a budget",
        "Each row is a set of levers (dots) and how far it lies behind the winner; hollow rows were given up early.",
        f"journey select {BANK} --portfolio --budget 45000 --indifference 1",
        "bank_credit_45d_portfolio.png",
    ),
    Entry(
        "box",
        "The box in which it does not pay",
        (
            "Left what the box takes of each range; right each dot is one future, and in the box most of"
            " them lose. Tested on fresh futures."
        ),
        f"journey discover {BANK} --points 512 --retest 240 --replications 1 --kpi profit --boxes 3",
        "bank_credit_45d_discovery.png",
    ),
    Entry(
        "value",
        "What would be worth measuring",
        (
            "The orange futures are those in which the choice is wrong; a bar is what knowing one number"
            " first would be worth."
        ),
        f"journey value {BANK} --vary uncertainties --vary levels --points 64 --worth-at-least 5",
        "value_bank.png",
    ),
    Entry(
        "tornado",
        "What the answer rests on",
        (
            "Each bar is one assumption at the ends of its range; the longest bars deserve a measurement "
            "of your own first."
        ),
        f"journey evidence {BANK}",
    ),
)


def main(arguments: Sequence[str]) -> int:
    """Draw the figures asked for, all when none is named, and write the page."""
    wanted = set(arguments) or {entry.name for entry in ENTRIES if not entry.image}
    FOLDER.mkdir(parents=True, exist_ok=True)
    for names, draw in SOURCES:
        if wanted & set(names):
            for name, figure in draw(sorted(wanted & set(names))).items():
                content = small_png(figure)
                write_whole(FOLDER / f"{name}.png", content)
                print(f"{name}.png {len(content) // 1000} kB")
    PAGE.write_text(page_text(), encoding="utf-8")
    return 0


def page_text() -> str:
    """The page: each figure with its command and how to read it."""
    parts = [
        "# Gallery",
        "<!-- Written by docs/gallery.py; change it there, then run it again. -->",
        INTRODUCTION,
    ]
    for entry in ENTRIES:
        parts += [
            f"## {entry.title}",
            f"`{entry.command}`",
            entry.how,
            f"![{entry.title}]({entry.path})",
        ]
    return "\n\n".join(parts) + "\n"


def small_png(figure: Figure) -> bytes:
    """The figure as a PNG for a page; a large one with few colours, which is a third of the size."""
    image = Image.open(BytesIO(to_png(figure, DPI))).convert("RGB")
    if len(_png(image)) <= LARGEST:
        return _png(image)
    return _png(image.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE))


def _png(image: Image.Image) -> bytes:
    buffer = BytesIO()
    image.save(buffer, format="PNG", optimize=True)
    return buffer.getvalue()


def _from_bank(names: Sequence[str]) -> dict[str, Figure]:
    wanted = [name.removesuffix("_es") for name in names]
    found = figures(load(BANK), list(dict.fromkeys(wanted)), replications=REPLICATIONS, promise_days=45.0)
    return {name: found[name.removesuffix("_es")]("es" if name.endswith("_es") else "en") for name in names}


def _from(scenario: str) -> Callable[[Sequence[str]], dict[str, Figure]]:
    def draw(names: Sequence[str]) -> dict[str, Figure]:
        return {
            name: one("en") for name, one in figures(load(scenario), names, replications=REPLICATIONS).items()
        }

    return draw


def _causes(names: Sequence[str]) -> dict[str, Figure]:
    parts = {"blame": "blame", "grey_areas": "grey"}
    found = explain(load(RETAIL), what=[parts[name] for name in names])
    return {name: {"blame": blame_figure, "grey_areas": grey_figure}[name](found) for name in names}


def _tornado(_: Sequence[str]) -> dict[str, Figure]:
    ledger = ranking(
        load(BANK), BANK, None, kpi=None, quick=False, fresh=False, workers=None, seed=1, preset="central"
    )
    return {"tornado": tornado(ledger)}


SOURCES: tuple[tuple[tuple[str, ...], Callable[[Sequence[str]], dict[str, Figure]]], ...] = (
    (("tornado",), _tornado),
    (("shares",), lambda _: {"shares": map_figure(journey_map(load(RETAIL)))}),
    (("map",), _from(HOTEL)),
    (("talk", "survival"), _from(TELCO)),
    (("maps", "paths", "forest", "forest_es", "emotion", "hours", "days"), _from_bank),
    (("blame", "grey_areas"), _causes),
)

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Put the numbers of a saved discovery into its page: `python docs/discovery.py results/bank_credit_45d-discovery-...`.

Writes docs/how-to/when-does-it-not-pay.md between its marks, its two figures, and the summary that the page is tested
by.
"""

import json
import shutil
import sys
from pathlib import Path
from textwrap import fill
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent)]

from experiments.discovery.result import Discovery  # noqa: E402
from experiments.discovery.terminal import Rows, regret_rows, share_rows  # noqa: E402

PAGE = HERE / "how-to" / "when-does-it-not-pay.md"
FIGURES = HERE / "figures"
SUMMARY = FIGURES / "bank_credit_45d_discovery.json"
START, END = "<!-- from the run -->\n", "<!-- end of the run -->"
LARGE = ("trade_off", "tree", "factors")


def main(folder: str) -> int:
    """Write page, figures and summary."""
    found = Discovery.load(folder)
    for source, target in (("discovery", "discovery"), ("regret", "regret")):
        shutil.copyfile(Path(folder) / f"{source}.png", FIGURES / f"bank_credit_45d_{target}.png")
    summary = {name: value for name, value in found.to_dict().items() if name not in LARGE}
    summary["points"] = found.points["sample"].value_counts().to_dict()
    summary["tables"] = {"shares": share_rows(found), "regret": regret_rows(found)}
    SUMMARY.write_text(json.dumps(summary, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(START)
    _, _, after = rest.partition(END)
    PAGE.write_text(before + START + told(json.loads(SUMMARY.read_text())) + END + after, encoding="utf-8")
    return 0


def told(summary: dict[str, Any]) -> str:
    """The part of the page that holds numbers."""
    points = summary["points"]
    pairs = points["first"] + points["fresh"]
    again = 2 * pairs + 2 * 4 * len({row["worst_future"] for row in summary["regret"]})
    sentences = "\n".join(fill(f"- {text}", 120, subsequent_indent="  ") for text in summary["sentences"])
    return (
        f"```text\n$ {summary['manifest']['command']}\n```\n\n"
        f"That is {again:,} runs: {points['first']} futures to find boxes in, {points['fresh']} fresh ones to test "
        f"them, and the largest regrets once more. It prints:\n\n{sentences}\n\n"
        f"{_table(summary['tables']['shares'])}\n{_table(summary['tables']['regret'])}\n"
    )


def _table(rows: Rows | list[Any]) -> str:
    head, body = rows
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *body)) + "\n"


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("python docs/discovery.py FOLDER, where FOLDER is what `journey discover` wrote")
    sys.exit(main(sys.argv[1]))

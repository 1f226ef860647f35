"""The page docs/reference/sources.md, and single rows of it."""

from pathlib import Path

from experiments.errors import unknown
from experiments.workers import Workers
from source_claims import bank_phases, customer_centred, grey_areas, lenses, touchpoints  # noqa: F401
from source_claims.claims import CLAIMS, VERDICTS, Claim
from source_claims.runs import EIGHT, SEED, TWICE, Runs

PAGE = Path(__file__).resolve().parents[1] / "reference" / "sources.md"
NOTICE = "<!-- Written by docs/sources.py from the code; change the code, then run it again. -->"
ARTICLES = (
    "SAP Hybris: grey areas and six stages",
    "IBM: customer-centred companies, personas and CRM",
    "Salesforce: five lenses",
    "Talentum: before, during, after",
    "Touchpoints, five stages and Akbank",
)
ROWS = sorted(CLAIMS, key=lambda one: tuple(map(int, one.id.split("."))))
Answers = dict[str, tuple[str, str]]

INTRODUCTION = """
This engine began with five articles on customer journeys. Here stands every claim of theirs, in our words,
with what the engine answers and a command that shows it. Most articles sell something, and a simulation
proves nothing about the world: a figure says what follows from [the
assumptions](../why/what-it-cannot-say.md), no more. Where it speaks against the article, it says so.
"""


def answered(runs: Runs) -> Answers:
    """Verdict and sentence of every claim by id."""
    with Workers(None, len(ROWS)) as pool:
        found = pool.each(lambda one: one.answer(runs), ROWS)
    return {one.id: answer for one, answer in zip(ROWS, found, strict=True)}


def one_row(id_: str, runs: Runs) -> str:
    """One claim and its answer, as text. Raises InputError for an unknown id."""
    known = {one.id: one for one in ROWS}
    if id_ not in known:
        raise unknown("claim", id_, list(known))
    verdict, text = known[id_].answer(runs)
    return f"{id_}  {known[id_].says}\n     {verdict}: {text}"


def page_text(answers: Answers, runs: Runs) -> str:
    """The whole page."""
    parts = [
        "# What the sources claim, and what comes out",
        NOTICE,
        INTRODUCTION.strip(),
        _how(runs),
        _verdicts(answers),
    ]
    for number, title in enumerate(ARTICLES):
        rows = [one for one in ROWS if one.article == number]
        parts += [f"## {title}", _table(rows, answers)]
    return "\n\n".join(parts) + "\n"


def _how(runs: Runs) -> str:
    twice = " and ".join(f"`{name}`" for name in TWICE)
    anchored, other = ", ".join(f"`{name}`" for name in runs.anchored), len(EIGHT) - len(runs.anchored)
    if not other:
        levels = "All worlds are anchored to what is known of today's companies, as in `journey run`."
    else:
        levels = (
            f"Anchored to today's churn, NPS and routing, as in `journey run`: {anchored or 'none'}. Where "
            f"no solution "
            f"ships that fits the scenario as it stands (**{other} of {len(EIGHT)}**), the model's own "
            f"starting levels "
            "hold: churn is higher there and NPS lower than `journey run` and `journey compare` show. "
            "Read the "
            "differences, not the levels."
        )
    return (
        f"**How the figures were made.** Preset central, seed {SEED}, replication 0; {twice} are means of "
        f"replications 0 and "
        f"1, because few people reach the goal there. One or two worlds give no interval: small "
        f"differences may be luck, and "
        f"`journey compare` gives intervals. {levels} Exact figures come from the chains in "
        f"`experiments.theory`. "
        "`python docs/sources.py 0.1` answers one claim again, `python docs/sources.py` writes this page."
    )


def _verdicts(answers: Answers) -> str:
    lines = ["| verdict | claims | means |", "| --- | --- | --- |"]
    for verdict, meaning in VERDICTS.items():
        count = sum(given == verdict for given, _ in answers.values())
        lines.append(f"| {verdict} | {count} | {meaning} |")
    return "\n".join(lines)


def _table(rows: list[Claim], answers: Answers) -> str:
    lines = ["| | claim | command | answer | verdict |", "| --- | --- | --- | --- | --- |"]
    for one in rows:
        verdict, text = answers[one.id]
        loud = f"**{verdict}**" if verdict == "contradicts" else verdict
        lines.append(f"| {one.id} | {one.says} | `{one.command}` | {text} | {loud} |")
    return "\n".join(lines)

"""What a comparison says, as pieces of HTML. Every word of a scenario is escaped here."""

from html import escape
from math import isfinite

from experiments.causes.blame import Blame
from experiments.comparison import Comparison
from experiments.kpis import Kpi
from experiments.statistics import Interval
from experiments.studio.texts import TEXTS

LEADING = ("profit", "nps", "churn_rate_12m", "journey_days")  # beside the headline
ENOUGH = 10
SIGNS = {"better": "▲", "worse": "▼", "differs": "◆", "same": "=", "undecided": "○", "unknown": "–"}


def text(words: str) -> str:
    """Words that are never read as markup."""
    return escape(words)


def reading_of(kpi: Kpi, change: Interval) -> str:
    """Name of the reading: better, worse, differs, same, undecided or unknown."""
    if not isfinite(change.low):
        return "unknown"
    if change.low == 0.0 == change.high:
        return "same"
    if not change.sign:
        return "undecided"
    return {1: "better", -1: "worse", 0: "differs"}[change.sign * kpi.better]


def verdict_html(c: Comparison) -> str:
    """The verdict in plain words, who changed sides, and what it rests on."""
    if c.replications < 2:
        return f"<p class='verdict'>{TEXTS.one_pair}</p>"
    words = c.verdict
    few = f"<p class='few'>{TEXTS.few}</p>" if c.replications < ENOUGH else ""
    notes = "".join(f"<li>{escape(note)}</li>" for note in c.notes)
    return (
        f"<p class='verdict {words.outcome}'>{escape(words.worth)}</p>{few}"
        f"<details><summary>{TEXTS.rests_on}</summary><p>{escape(words.rests_on)}</p><p>{escape(c.assumptions)}</p>"
        f"<ul>{notes}</ul></details>"
    )


def leading_html(c: Comparison) -> str:
    """The few differences that lead, each with its interval drawn."""
    kpis = {kpi.name: kpi for kpi in c.kpis}
    names = [name for name in (c.headline, *LEADING) if isfinite(c.difference(name).estimate)]
    first, second = map(escape, c.design_titles)
    told = f"<p class='note'>{TEXTS.key_numbers.format(first=first, second=second)}</p>"
    return f"{told}<ul class='leading'>{''.join(_card(c, kpis[name]) for name in names)}</ul>"


def _card(c: Comparison, kpi: Kpi) -> str:
    change = c.difference(kpi.name)
    reading = reading_of(kpi, change)
    limits = interval_words(kpi, change) if c.replications > 1 else TEXTS.no_interval
    reading_words = f"{SIGNS[reading]} {getattr(TEXTS, reading)}" if c.replications > 1 else ""
    unit = escape(kpi.unit_of_difference)
    return (
        f"<li class='{reading}' data-kpi='{kpi.name}' data-difference='{change.estimate!r}'>"
        f"<h3>{escape(kpi.title)}</h3>"
        f"<p class='number'>{escape(kpi.change(change.estimate))} <small>{unit}</small></p>"
        f"{interval_svg(change)}<p class='limits'>{escape(limits)}</p>"
        f"<p class='reading'>{reading_words}</p></li>"
    )


def interval_words(kpi: Kpi, change: Interval) -> str:
    """The limits as people read them."""
    return f"{kpi.change(change.low)} to {kpi.change(change.high)}" if isfinite(change.low) else TEXTS.unknown


def interval_svg(change: Interval) -> str:
    """An interval on a line with zero marked; decoration, the words stand beside it."""
    if not isfinite(change.low):
        return ""
    reach = max(abs(change.low), abs(change.high)) * 1.1 or 1.0
    low, high, mid = (60 + 56 * value / reach for value in (change.low, change.high, change.estimate))
    return (
        "<svg class='interval' viewBox='0 0 120 14' aria-hidden='true'>"
        "<line x1='0' x2='120' y1='7' y2='7' class='axis'/>"
        "<line x1='60' x2='60' y1='1' y2='13' class='zero'/>"
        f"<line x1='{low:.1f}' x2='{max(high, low + 0.5):.1f}' y1='7' y2='7' class='span'/>"
        f"<circle cx='{mid:.1f}' cy='7' r='3.4' class='mid'/></svg>"
    )


def table_html(c: Comparison) -> str:
    """All measures: both designs, the paired difference, its interval, how to read it, and who was counted.

    On a narrow screen rows become blocks, so that roles and headings are spelled out.
    """
    head = (TEXTS.measure, *c.design_titles, TEXTS.difference, TEXTS.interval, TEXTS.reading)
    cells = "".join(f"<th role='columnheader' scope='col'>{escape(cell)}</th>" for cell in head)
    body = ""
    for kpi, row in zip(c.kpis, c.rows(), strict=True):
        reading = reading_of(kpi, c.difference(kpi.name))
        values = [*row[1:5], f"{SIGNS[reading]} {getattr(TEXTS, reading)}"]
        body += (
            f"<tr role='row' class='{reading}' data-kpi='{kpi.name}'><th role='rowheader' scope='row'>{escape(row[0])}"
            f"<small>{escape(row[5])}</small></th>"
            + "".join(
                f"<td role='cell' data-head='{escape(name)}'{' class=reading' if k == 4 else ''}>{escape(cell)}</td>"
                for k, (name, cell) in enumerate(zip(head[1:], values, strict=True))
            )
            + "</tr>"
        )
    return (
        f"<div class='scroll' tabindex='0' role='region' aria-label='{TEXTS.all_measures}'><table role='table' "
        f"class='measures'><thead role='rowgroup'><tr role='row'>{cells}</tr></thead><tbody role='rowgroup'>"
        f"{body}</tbody></table></div>"
    )


def short_html(c: Comparison, count: str) -> str:
    """The two differences that decide, for the foot of a narrow screen."""
    parts = []
    for name in (c.headline, "profit"):
        kpi, change = c.kpi(name), c.difference(name)
        reading = reading_of(kpi, change)
        parts.append(
            f"<span class='{reading}'>{escape(kpi.title)} "
            f"<b>{SIGNS[reading]} {escape(kpi.change(change.estimate))}</b> "
            f"{escape(kpi.unit_of_difference)} ({escape(interval_words(kpi, change))})</span>"
        )
    return "".join(parts) + f"<small>{escape(count)}</small>"


def people_html(c: Comparison) -> str:
    """Who changed sides, per 1,000."""
    saved, lost = (c.changed_sides("converted", change) for change in ("saved", "lost"))
    if not isfinite(saved.estimate):
        return ""

    def words(side: Interval) -> str:
        limits = f" ({max(side.low, 0.0):.1f} to {side.high:.1f})" if isfinite(side.low) else ""
        return f"{side.estimate:.1f}{limits}"

    return f"<p>{TEXTS.people.format(saved=words(saved), lost=words(lost))}</p>"


def maps_html(svgs: tuple[str, str], titles: tuple[str, str]) -> str:
    """Both maps side by side."""
    figures = "".join(
        f"<figure><figcaption>{escape(title)}</figcaption><div class='map-scroll' tabindex='0' role='region' "
        f"aria-label='{escape(TEXTS.map_of.format(design=title))}'>{svg}</div>"
        f"<p class='swipe'>{TEXTS.swipe}</p></figure>"
        for svg, title in zip(svgs, titles, strict=True)
    )
    return f"<div class='pair'>{figures}</div>"


def blame_html(blame: Blame, design: str, replications: int) -> str:
    """The blame matrix, shaded by its cells."""
    mean = blame.mean("events").matrix
    owners = [*blame.owners][: mean.shape[0]]
    largest = float(mean.max()) or 1.0
    head = "".join(f"<th scope='col'><span>{escape(owner)}</span></th>" for owner in owners)
    rows = ""
    for r, owner in enumerate(owners):
        cells = "".join(_cell(float(mean[r, k]), largest, r == k) for k in range(len(owners)))
        rows += f"<tr><th scope='row'>{escape(owner)}</th>{cells}</tr>"
    share = blame.elsewhere("events")
    words = f"{100 * share.estimate:.0f} % ({100 * share.low:.0f} to {100 * share.high:.0f})"
    return (
        f"<p>{TEXTS.blame_help.format(design=escape(design), share=words)}</p>"
        f"<div class='scroll' tabindex='0' role='region' aria-label='{TEXTS.blame}'><table class='matrix'><thead><tr>"
        f"<td>{TEXTS.voiced}</td>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
        f"<p class='note'>{TEXTS.blame_note.format(replications=replications)}</p>"
    )


def _cell(value: float, largest: float, own: bool) -> str:
    share = round(100 * value / largest)
    dark = " dark" if share > 55 else ""
    text = f"{value:.0f}" if value >= 0.5 else "·"
    return f"<td class='cell{' own' if own else ''}{dark}' style='--share:{share}%'>{text}</td>"

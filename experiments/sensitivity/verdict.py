"""What a sensitivity study says, in plain words."""

import pandas as pd

from experiments.sensitivity.analysis import Sensitivity
from experiments.sensitivity.indices import OTHERS
from experiments.sensitivity.screen import Screen

SMALL = 0.05  # total index up to which a factor does not matter
STEADY = 0.8  # share of effects in one direction from which on that direction is told
NAMED = 3


def verdict(found: Sensitivity, answer: str, unit: str = "", scale: float = 1.0) -> list[str]:
    """Sentences: what the answer depends on, what does not matter, how much acts only together.

    answer: what is looked at, for example "the difference in profit".  unit, scale: how it is shown.
    """
    if found.indices is None:
        return _by_screen(found, answer, unit, scale)
    table = found.indices.table
    alone = table.drop(index=OTHERS, errors="ignore")
    matter = alone[alone["total_high"] > SMALL]
    said = [_most(found, matter, answer)] if len(matter) else []
    said += [_small(found, alone[alone["total_high"] <= SMALL])]
    said += [_others(found)]
    own = float(alone["first"].sum())
    if len(alone) > 1 and own < 1.0 - SMALL:
        said.append(
            f"By themselves {'they' if OTHERS not in table.index else 'these'} hold about {_percent(own)} of the "
            "variance; the rest comes from what factors do together and from the others."
        )
    return [text for text in said if text]


def _most(found: Sensitivity, matter: pd.DataFrame, answer: str) -> str:
    parts = []
    for path, row in matter.head(NAMED).iterrows():
        own = f"{_percent(row['first'])} of its variance alone ({_span(row, 'first')})"
        both = f"{_percent(row['total'])} with what it does together with others ({_span(row, 'total')})"
        parts.append(f"{found.title(str(path))}: {own}, {both}{_direction(found.screen, str(path))}")
    more = len(matter) - NAMED
    rest = f" {more} more matter{'s' if more == 1 else ''} (see the table)." if more > 0 else ""
    listed = "; then ".join(parts)
    return f"{answer[0].upper()}{answer[1:]} depends most on {listed}.{rest}"


def _small(found: Sensitivity, small: pd.DataFrame) -> str:
    if small.empty:
        return ""
    names = ", ".join(found.title(str(path)) for path in small.index)
    return (
        f"Looked at alone, these do not matter (at most {_percent(small['total_high'].max())} each): {names}."
    )


def _others(found: Sensitivity) -> str:
    row = None if found.indices is None else found.indices.others
    if row is None or found.indices is None:
        return ""
    count = len(found.factors) - (len(found.indices.table) - 1)
    other = "the other factor" if count == 1 else f"the other {count} factors together"
    if row["total_high"] <= SMALL:
        least = _percent(max(row["total_high"], 0.01))
        words = "does not matter: all it holds" if count == 1 else "do not matter: all they hold"
        stay = "it may stay at its central value" if count == 1 else "they may stay at their central values"
        return f"{other[0].upper()}{other[1:]} {words} is less than {least} of the variance; {stay}."
    return (
        f"{other[0].upper()}{other[1:]} hold{'s' if count == 1 else ''} {_percent(row['total'])} of the variance "
        f"({_span(row, 'total')}): fixing {'it' if count == 1 else 'them'} would lose that."
    )


def _by_screen(found: Sensitivity, answer: str, unit: str, scale: float) -> list[str]:
    screened = found.screen
    if screened is None:
        return []
    order = screened.most(len(found.factors))
    if not order:
        return [f"No factor moves {answer} beyond luck."]
    paths = [found.factors[k].path for k in order]
    parts = []
    for path in paths[:NAMED]:
        row = screened.table.loc[path]
        size = " to ".join(f"{row[end] * abs(scale):,.3g}" for end in ("low", "high"))
        moved = f"moved by {row['mu_star'] * abs(scale):,.3g} {unit}".rstrip()
        parts.append(f"{found.title(path)} ({moved} over its range, {size}{_direction(screened, path)})")
    said = [f"{answer[0].upper()}{answer[1:]} depends most on {'; then on '.join(parts)}."]
    rest = screened.table.drop(index=paths)
    if len(rest):
        share, one = _percent(float(rest["share"].sum())), len(rest) == 1
        said.append(
            f"The other {'one' if one else len(rest)}{'' if one else ' together'} hold{'s' if one else ''} {share} of "
            "all squared effects; Sobol' indices (--method both) say with an interval whether that can be left out."
        )
    return said


def _direction(screened: Screen | None, path: str) -> str:
    """Which way it moves the answer (a difference), where the screen says so."""
    if screened is None:
        return ""
    row = screened.table.loc[path]
    if abs(row["mu"]) < STEADY * row["mu_star"]:
        return ", up or down depending on the rest"
    return f", the higher it is the {'higher' if row['mu'] > 0.0 else 'lower'} the difference"


def _span(row: pd.Series, name: str) -> str:
    low, high = max(row[f"{name}_low"], 0.0), min(max(row[f"{name}_high"], 0.0), 1.0)
    return f"{100 * low:.0f} to {100 * high:.0f}"


def _percent(share: float) -> str:
    share = 100 * min(max(float(share), 0.0), 1.0)
    return f"{share:.1f} %" if 0.0 < share < 2.0 else f"{share:.0f} %"

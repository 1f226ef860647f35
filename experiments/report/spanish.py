"""The verdict in Spanish: the same cases as experiments.verdict, from the same comparison."""

from math import isfinite

from experiments.comparison import BreakEven, Comparison
from experiments.report.speech import Speech
from experiments.statistics import Interval
from experiments.verdict import Verdict
from experiments.verdict import verdict as in_english

SPANISH = Speech("es")
MORE = {1: "más", -1: "menos"}
LEVEL = "intervalo del 95 %: "  # said once; every interval of a verdict is of this level


def verdict(comparison: Comparison) -> Verdict:
    """The verdict of a comparison in Spanish: outcome as in English, title and two sentences."""
    outcome = in_english(comparison).outcome
    return Verdict(outcome, _title(comparison, outcome), _worth(comparison, outcome), _rests_on(comparison))


def _title(c: Comparison, outcome: str) -> str:
    second, profit = c.design_titles[1], c.difference("profit")
    euros = f"{_number(abs(profit.estimate), 0)} EUR"
    if outcome in ("wins", "loses"):
        return f"{second} vale {euros} {MORE[profit.sign]} por persona que entra"
    if outcome == "mixed":
        earns, converts = MORE[profit.sign], MORE[c.difference(c.headline).sign]
        return f"{second} gana {earns} ({euros} por persona que entra), pero {_verb(c)} {converts}"
    if outcome == "same":
        return f"{c.design_titles[0]} y {second} no se diferencian"
    if outcome == "partly" and profit.sign:
        return (
            f"{second} gana {euros} {MORE[profit.sign]} por persona que entra; {_noun(c)} queda sin decidir"
        )
    if outcome == "partly":
        return f"{second} {_verb(c)} {MORE[c.difference(c.headline).sign]}; si compensa queda sin decidir"
    return f"Nada está decidido entre {c.design_titles[0]} y {second}"


def _worth(c: Comparison, outcome: str) -> str:
    first, second = c.design_titles
    earns, converts = _profit_clause(c), _headline_clause(c)
    sides = _sides(c) + _red_ink(c)
    if outcome == "same":
        return f"{first} y {second} son aquí lo mismo: ninguna medida que decida se diferencia en nada."
    if outcome == "wins":
        return f"{second} compensa: {earns} y {converts}; {sides}."
    if outcome == "loses":
        return f"{second} sale peor: {earns} y {converts}; {sides}."
    if outcome == "mixed":
        return f"El resultado es mixto: {second} {earns}, aunque {converts}; {sides}."
    if outcome == "undecided":
        return f"Nada está decidido entre {first} y {second}: {second} {earns} y {converts}; {sides}."
    return f"{second} {earns}, y {converts}; {sides}."


def _rests_on(c: Comparison) -> str:
    text = "; ".join(clause for clause in (_parts(c), _assumed(c), _band(c)) if clause)
    return f"{text[0].upper()}{text[1:]}."


def _verb(c: Comparison) -> str:
    return "convierte" if c.headline == "conversion_rate" else "resuelve"


def _noun(c: Comparison) -> str:
    return "la conversión" if c.headline == "conversion_rate" else "la resolución"


def _profit_clause(c: Comparison) -> str:
    change = c.difference("profit")
    if not isfinite(change.estimate):
        return "no tiene beneficio medido"
    if change.is_nothing:
        return "gana exactamente lo mismo"
    if change.sign == 0:
        size = f"{_number(change.estimate, sign=True)} EUR por persona que entra"
        return f"puede ganar más o menos ({size}; {LEVEL}{_signed(change)})"
    size = f"{_number(abs(change.estimate))} EUR {MORE[change.sign]} por persona que entra en {_period(c)}"
    near, far = sorted((abs(change.low), abs(change.high)))
    return f"gana {size} ({LEVEL}{_number(near)} a {_number(far)})"


def _red_ink(c: Comparison) -> str:
    first, second = (float(c.differences.loc["profit", side]) for side in ("first", "second"))
    if second < 0.0 and first < 0.0:
        both = f"{_number(first, sign=True)} y {_number(second, sign=True)} EUR por persona que entra"
        return f"; en ese tiempo ambos cuestan más de lo que aportan ({both})"
    if second < 0.0:
        one = f"{_number(second, sign=True)} EUR por persona que entra"
        return f"; en ese tiempo {c.design_titles[1]} cuesta más de lo que aporta ({one})"
    return ""


def _headline_clause(c: Comparison) -> str:
    kpi, change = c.kpi(c.headline), c.difference(c.headline)
    if not isfinite(change.estimate):
        return f"no {_verb(c)} a nadie a quien se pudiera contar"
    if change.is_nothing:
        return f"{_verb(c)} exactamente lo mismo"
    if change.sign == 0:
        return (
            f"puede {'convertir' if c.headline == 'conversion_rate' else 'resolver'} más o menos "
            f"({SPANISH.change(kpi, change.estimate)} puntos, {SPANISH.limits(kpi, change)})"
        )
    verb = {1: "sube", -1: "baja"}[change.sign]
    near, far = (
        SPANISH.number(kpi.scale * x, kpi.digits) for x in sorted((abs(change.low), abs(change.high)))
    )
    size = SPANISH.number(kpi.scale * abs(change.estimate), kpi.digits)
    return f"{verb} {_noun(c)} en {size} puntos ({near} a {far})"


def _sides(c: Comparison) -> str:
    saved, lost = (c.changed_sides("converted", change) for change in ("saved", "lost"))
    if not isfinite(saved.estimate):
        return "nadie entró en ambos mundos"
    return f"de cada 1.000 personas, se salvan {_count(saved)} y se pierden {_count(lost)}"


def _parts(c: Comparison) -> str:
    process, mechanisms = c.contribution("profit", "process"), c.contribution("profit", "mechanisms")
    if process is None or mechanisms is None or not isfinite(process.estimate):
        return "no se separaron las partes del proceso y de los mecanismos"
    return (
        f"de la diferencia de beneficio, el proceso (rutas y esperas) aporta "
        f"{_number(process.estimate, sign=True)} EUR ({_signed(process)}) y los mecanismos (las demás palancas), "
        f"{_number(mechanisms.estimate, sign=True)} EUR ({_signed(mechanisms)})"
    )


def _assumed(c: Comparison) -> str:
    levels = "los niveles de las palancas son supuestos"
    if c.break_even is None or "profit" not in c.break_even.roots:
        return levels
    return f"{levels}, y {break_even_words(c.break_even)}"


def break_even_words(found: BreakEven) -> str:
    """From which retention at hand-offs on the second design pays, as a clause."""
    root = found.roots["profit"]
    tried = found.curve.loc[found.curve["kpi"] == "profit", "retention"]
    levels = f"retención probada en los traspasos ({_percent(tried.min())} a {_percent(tried.max())})"
    if root.verdict == "everywhere":
        return f"compensa con toda {levels}"
    if root.verdict == "nowhere":
        return f"no compensa con ninguna {levels}"
    if not root.is_located:
        return f"ninguna {levels} decide si compensa"
    level, limits = _percent(root.level), f"{_percent(root.low)} a {_percent(root.high)}"
    if not isfinite(root.high):
        limits = f"{_percent(root.low)} o más"
    elif not isfinite(root.low):
        limits = f"{_percent(root.high)} o menos"
    return {
        "above": f"compensa cuando los traspasos conservan más del {level} de la información ({limits})",
        "below": (
            f"compensa solo mientras los traspasos conserven menos del {level} de la información ({limits})"
        ),
        "several": (
            f"al crecer la retención cruza el punto de equilibrio más de una vez, primero en el {level} ({limits})"
        ),
    }[root.verdict]


def _band(c: Comparison) -> str:
    if c.band is None or not isfinite(float(c.band.loc["profit", "lowest"])):
        return ""
    row = c.band.loc["profit"]
    return (
        f"en {int(row['draws'])} sorteos de los coeficientes inciertos la diferencia va de "
        f"{_number(row['lowest'], sign=True)} a {_number(row['highest'], sign=True)} EUR"
    )


def _period(c: Comparison) -> str:
    days = c.follow_up_days
    return "el primer año" if days == 365.0 else f"los primeros {SPANISH.words.tick(days)} días"


def _number(value: float, digits: int = 2, *, sign: bool = False) -> str:
    return SPANISH.number(float(value), digits, sign=sign)


def _percent(share: float) -> str:
    return SPANISH.percent(float(share))


def _signed(interval: Interval) -> str:
    if not isfinite(interval.low):
        return "sin intervalo"
    return f"{_number(interval.low, sign=True)} a {_number(interval.high, sign=True)}"


def _count(interval: Interval) -> str:
    digits = 0 if interval.estimate >= 10.0 or interval.estimate == 0.0 else 1
    text = _number(interval.estimate, digits)
    if not isfinite(interval.low) or interval.half_width == 0.0:
        return text
    return f"{text} ({_number(max(interval.low, 0.0), digits)} a {_number(interval.high, digits)})"

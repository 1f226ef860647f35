"""Measures in Spanish: name, unit of a difference, who was counted."""

from typing import NamedTuple


class Said(NamedTuple):
    """A measure in words."""

    title: str
    unit: str
    estimand: str


_ALL = "todas las personas contadas"
_CONVERTED = "personas contadas que se hicieron clientes dentro del seguimiento"
_MONEY = f"{_ALL}, lo devengado dentro del seguimiento desde la entrada"

KPIS_ES: dict[str, Said] = {
    "conversion_rate": Said("conversión", "puntos", f"{_ALL}; convertidas dentro del seguimiento"),
    "resolution_rate": Said(
        "casos resueltos", "puntos", "episodios abiertos dentro del seguimiento; resueltos en él"
    ),
    "journey_days": Said("tiempo hasta la meta", "días", f"{_CONVERTED}: de la entrada a la conversión "
                         "(servicio: de la apertura al cierre)"),
    "flawless_rate": Said("viajes sin fallos", "puntos", f"{_CONVERTED}: sin fallo, caso perdido ni abandono"),
    "repeats": Said("datos pedidos de nuevo", "", f"{_ALL}: número medio"),
    "handoffs": Said("traspasos", "", f"{_ALL}: número medio"),
    "wait_minutes": Said("espera por contacto en vivo", "min", "contactos en vivo iniciados, también los abandonados"),
    "abandonment_rate": Said("contactos en vivo abandonados", "puntos", "contactos en vivo iniciados"),
    "effort_ces": Said("facilidad (CES, 1 a 7)", "", "personas contadas con contacto; 7 es sin esfuerzo"),
    "satisfaction": Said("satisfacción (−1 a 1)", "", "personas contadas con contacto, al preguntarles"),
    "nps": Said("NPS", "puntos", "clientes contados, al preguntarles: promotores menos detractores"),
    "churn_rate_12m": Said("clientes perdidos en 12 meses", "puntos",
                           "clientes contados: Kaplan-Meier a 365 días, censurado en el horizonte"),
    "customers_kept": Said("clientes conservados", "de 1.000", f"{_ALL}: clientes aún al final del seguimiento"),
    "wom_positive": Said("mensajes positivos", "por 100", f"{_ALL}: enviados dentro del seguimiento"),
    "wom_negative": Said("mensajes negativos", "por 100", f"{_ALL}: enviados dentro del seguimiento"),
    "positive_share": Said("elogios entre los mensajes", "puntos", "mensajes enviados dentro del seguimiento"),
    "reputation": Said("reputación", "estrellas", "la nota pública, media de los días tras el arranque"),
    "revenue": Said("ingresos", "EUR", _MONEY),
    "cost_to_serve": Said("coste de atención", "EUR", _MONEY),
    "profit": Said("beneficio", "EUR", f"{_MONEY}, menos el coste de las palancas"),
}  # fmt: skip

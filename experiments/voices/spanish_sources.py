"""Traits, units and sources of the model's coefficients in Spanish."""

TRAITS: dict[str, str] = {
    "*": "cada rasgo",
    "patience_factor": "factor de paciencia",
    "attribution": "atribución",
    "expectation": "expectativa",
    "trust_start": "confianza inicial",
    "loss_weight": "peso de las decepciones",
    "repeat_weight": "peso de repetir",
    "inconsistency_weight": "peso de las contradicciones",
    "trust_weight": "peso de la confianza",
    "effort_weight": "peso del esfuerzo",
    "lock_in": "atadura",
    "talk_factor": "factor de conversación",
    "post_factor": "factor de publicación",
    "offer_factor": "factor de ofertas",
    "need_factor": "factor de necesidad",
    "spend_factor": "factor de gasto",
}

UNITS: dict[str, str] = {
    "": "",
    "-1..1": "de −1 a 1",
    "EUR": "EUR",
    "EUR per contact": "EUR por contacto",
    "EUR per customer-year": "EUR por cliente y año",
    "EUR per minute": "EUR por minuto",
    "EUR per year": "EUR al año",
    "contacts": "contactos",
    "cosine": "coseno",
    "days": "días",
    "elasticity": "elasticidad",
    "exponent": "exponente",
    "hour of day": "hora del día",
    "hours": "horas",
    "items": "datos",
    "log hazard": "log-riesgo",
    "log odds": "logit",
    "log rate": "log-tasa",
    "message": "mensaje",
    "minutes": "minutos",
    "month": "mes",
    "needs": "necesidades",
    "people": "personas",
    "people per day": "personas al día",
    "per contact": "por contacto",
    "per day": "al día",
    "per month": "al mes",
    "per review": "por opinión",
    "per year": "al año",
    "performance": "de rendimiento",
    "performance 0-1": "de rendimiento (0 a 1)",
    "performance per item": "de rendimiento por dato",
    "places": "lugares",
    "points": "puntos",
    "points 0-10": "puntos (0 a 10)",
    "probability": "",
    "ratio": "",
    "satisfaction": "de satisfacción",
    "shape": "",
    "share": "",
    "share of the gap": "de la distancia",
    "stars 1-5": "estrellas (1 a 5)",
    "trust 0-1": "de confianza (0 a 1)",
    "utils": "de utilidad",
    "variance": "",
    "weight": "",
    "years": "años",
}

ASSUMED = "tamaño supuesto"
SOURCES: dict[str, str] = {
    "set by the scenario": "fijado por el escenario",
    "SQM": "SQM",
    "East et al.": "East et al.",
    "Brown et al. 2005": "Brown et al. 2005",
    "Fader, Hardie & Lee 2005 (BG/NBD)": "Fader, Hardie y Lee 2005 (BG/NBD)",
    "Kahneman et al. 1993; Verhoef, Antonides & de Hoog 2004": (
        "Kahneman et al. 1993; Verhoef, Antonides y de Hoog 2004"
    ),
    "Kahneman et al. 1993; Alaybek et al. 2022": "Kahneman et al. 1993; Alaybek et al. 2022",
    "Barabasi & Albert 1999; Twitter: Kwak, Lee, Park & Moon 2010": (
        "Barabasi y Albert 1999; Twitter: Kwak, Lee, Park y Moon 2010"
    ),
    "check value: one recommendation in eight leads to a sale (Keller Fay 2014)": (
        "valor de control: una de cada ocho recomendaciones acaba en venta (Keller Fay 2014)"
    ),
    "phone 6.3: Zeltyn 2005; others assumed": "teléfono 6,3: Zeltyn 2005; los demás, supuestos",
    "call-centre log of an anonymous bank, 1999: 48.1 % of abandoners call again within the hour": (
        "registro del centro de llamadas de un banco anónimo, 1999: el 48,1 % de quienes desisten vuelve a llamar "
        "en una hora"
    ),
    "chat: 3-70 % of entrants in 17 firms, 71 % of abandoners in one (arXiv 2501.08869)": (
        "chat: del 3 al 70 % de quienes entran en 17 empresas, el 71 % de quienes desisten en una (arXiv 2501.08869)"
    ),
    "BPIC 2017 loan log": "registro de préstamos BPIC 2017",
    "BPIC 2017: log-SD .62 of successful loans": "BPIC 2017: desviación logarítmica 0,62 en préstamos concedidos",
    "SQM: 59 % transferred, 56 % must explain again": "SQM: 59 % transferidos, el 56 % debe explicarlo de nuevo",
    "rule of thumb of a practitioner (10/90)": "regla práctica de un profesional (10/90)",
    "TARP tradition 4-50 %": "tradición TARP, del 4 al 50 %",
    "direction de Matos, Henrique & Rossi 2007; size assumed": (
        f"sentido: de Matos, Henrique y Rossi 2007; {ASSUMED}"
    ),
    "almost never all of it: Knox & van Oest 2014; size assumed": (
        f"casi nunca toda: Knox y van Oest 2014; {ASSUMED}"
    ),
    "Maxham & Netemeyer 2002; length assumed": "Maxham y Netemeyer 2002; duración supuesta",
    "neutral start, anchored to the sector": "inicio neutral, anclado al sector",
    (
        "Tversky & Kahneman 1992: 2.25; sign in Mittal, Ross & Baldasare 1998; no asymmetry in Streukens & de Ruyter "
        "2004"
    ): (
        "Tversky y Kahneman 1992: 2,25; signo en Mittal, Ross y Baldasare 1998; sin asimetría en Streukens y de "
        "Ruyter 2004"
    ),
    "Tversky & Kahneman 1992: 0.88": "Tversky y Kahneman 1992: 0,88",
    "concept Zeithaml, Berry & Parasuraman 1993; size assumed": (
        f"concepto: Zeithaml, Berry y Parasuraman 1993; {ASSUMED}"
    ),
    "updating in Boulding et al. 1993; size assumed": f"actualización en Boulding et al. 1993; {ASSUMED}",
    "SQM call-centre surveys: -12 % satisfaction when transferred; rating noise .25 assumed": (
        "encuestas SQM de centros de llamadas: −12 % de satisfacción al ser transferido; ruido de la nota 0,25, "
        "supuesto"
    ),
    "Maister and Taylor on waiting; size assumed": f"Maister y Taylor sobre la espera; {ASSUMED}",
    "about four standard deviations of quality": "unas cuatro desviaciones típicas de la calidad",
    "Bolton 1998: satisfaction is an anchor updated by experience; size assumed": (
        f"Bolton 1998: la satisfacción es un ancla que la experiencia actualiza; {ASSUMED}"
    ),
    "never longer for bad ones: Knox & van Oest 2014": "nunca más largo para los malos: Knox y van Oest 2014",
    "Redelmeier & Kahneman 1996; no end effect in Verhoef et al. 2004": (
        "Redelmeier y Kahneman 1996; sin efecto del final en Verhoef et al. 2004"
    ),
    "asymmetry Slovic 1993; size assumed": f"asimetría: Slovic 1993; {ASSUMED}",
    "listed by CEB 2010; size assumed": f"citado por CEB 2010; {ASSUMED}",
    "patience adapts to expected waits: Zohar, Mandelbaum & Shimkin 2002; size assumed": (
        f"la paciencia se adapta a la espera prevista: Zohar, Mandelbaum y Shimkin 2002; {ASSUMED}"
    ),
    "banks lose about 15 % a year (10-30 %)": "los bancos pierden un 15 % al año (10 a 30 %)",
    "attrition in the first months up to 200 % higher: ln 3": (
        "marcha en los primeros meses hasta un 200 % mayor: ln 3"
    ),
    "attrition raised in the first three to six months": "marcha mayor en los primeros tres a seis meses",
    "Sheeran 2002: intentions and behaviour correlate .53": (
        "Sheeran 2002: intención y conducta correlacionan 0,53"
    ),
    "range of satisfaction .6 against the 1.72 of unresolved issues": (
        "recorrido de la satisfacción 0,6 frente al 1,72 de los problemas sin resolver"
    ),
    "SQM call-centre surveys: .609 per extra contact, spread over ln(1 + effort)": (
        "encuestas SQM de centros de llamadas: 0,609 por contacto de más, repartido sobre ln(1 + esfuerzo)"
    ),
    "SQM call-centre surveys: 5 % to 25 % intend to leave": (
        "encuestas SQM de centros de llamadas: del 5 % al 25 % piensa irse"
    ),
    "direction Knox & van Oest 2014; size assumed ln 3": f"sentido: Knox y van Oest 2014; {ASSUMED}, ln 3",
    "short-lived: Knox & van Oest 2014; size assumed": f"de corta duración: Knox y van Oest 2014; {ASSUMED}",
    "direction Knox & van Oest 2014; size assumed": f"sentido: Knox y van Oest 2014; {ASSUMED}",
    "Nitzan & Libai 2011: +80 % per defecting neighbour": "Nitzan y Libai 2011: +80 % por conocido que se va",
    "Nitzan & Libai 2011: strongest in the first month": "Nitzan y Libai 2011: más fuerte en el primer mes",
    "where solving for the NPS of today starts": "donde empieza a resolverse el NPS de hoy",
    "so that detractors reach two to five times as many as promoters after a journey": (
        "para que los detractores lleguen a entre dos y cinco veces más gente que los promotores tras un viaje"
    ),
    "Goldenberg, Libai, Moldovan & Muller 2007: small world": (
        "Goldenberg, Libai, Moldovan y Muller 2007: mundo pequeño"
    ),
    "tuned to three times as much praise as blame: East, Hammond & Wright 2007": (
        "ajustado a tres veces más elogios que críticas: East, Hammond y Wright 2007"
    ),
    "inside the zone of tolerance nothing is felt: neutral counts as satisfied": (
        "dentro de la zona de tolerancia no se siente nada: lo neutral cuenta como satisfecho"
    ),
    "East et al.: +.20 probability at .43": "East et al.: +0,20 de probabilidad en 0,43",
    "East et al.: -.11 probability at .43": "East et al.: −0,11 de probabilidad en 0,43",
    "extremes post more: Hu et al.; size assumed": f"los extremos publican más: Hu et al.; {ASSUMED}",
    "You, Vadakkepatt & Joshi 2015, 339 elasticities": "You, Vadakkepatt y Joshi 2015, 339 elasticidades",
    "You, Vadakkepatt & Joshi 2015, 271 elasticities": "You, Vadakkepatt y Joshi 2015, 271 elasticidades",
    (
        "so that up to one departure in ten is an offer's: Keaveney 1995 names competition among eight causes; size "
        "assumed"
    ): (
        "para que hasta una de cada diez marchas sea por una oferta: Keaveney 1995 nombra la competencia entre ocho "
        f"causas; {ASSUMED}"
    ),
    "described by a practitioner; size assumed": f"descrito por un profesional; {ASSUMED}",
    "progress ratio of 80 % in the tradition of Argote": "razón de progreso del 80 % en la tradición de Argote",
    "by sector: coffee .16, hotel .14, sports ticket .13, dinner .12 (PwC 2018)": (
        "por sector: café 0,16; hotel 0,14; entrada deportiva 0,13; cena 0,12 (PwC 2018)"
    ),
    "Murphy et al. 2005, median": "Murphy et al. 2005, mediana",
    "set so that the comparison is neutral; costs nothing": (
        "fijado para que la comparación sea neutral; no cuesta nada"
    ),
}

"""Patterns of what a careful reader is told, and of what assumptions are called, in Spanish."""

TEXTS: dict[str, str] = {
    # -- what is assumed
    "assumed": "Supuesto, no hallado: {parts}. Los intervalos muestran solo el ruido de la simulación.",
    "assumed.levels": "los niveles de las palancas ({levers})",
    "assumed.no_lever": "ninguna palanca",
    "assumed.uncertain": "los coeficientes inciertos ({count}) en su valor del conjunto «{preset}»",
    "assumed.today": "{design}, calibrado con {known}",
    "assumed.shares": "las partes de sus rutas",
    # -- notes
    "note.unmet": "cifra de hoy que no se cumple: {sentence}",
    "note.few": (
        "{replications} repeticiones: por debajo de {enough}, los intervalos de las medidas asimétricas pueden ser "
        "demasiado estrechos"
    ),
    "note.people": (
        "salvadas y perdidas se cuentan sobre {people} personas por repetición que llegaron en ambos mundos; {one} "
        "llegaron solo con {first_title}, {two} solo con {second_title}"
    ),
    "note.mostly_zero": (
        "{measure}: solo cambia en {differing} de {all} repeticiones; la diferencia se apoya en pocas personas, y su "
        "intervalo puede ser demasiado estrecho"
    ),
    "note.groups": (
        "las diferencias forman dos grupos, como tras un punto de inflexión: {groups}. Conviene mirar la distribución "
        "(tabla runs), no solo la media"
    ),
    "note.group": "{measure} ({few} de {all} repeticiones en torno a {around}, las demás en torno a {others})",
    # -- what pairing won
    "pairing.cut": (
        "El emparejamiento (los mismos clientes, la misma suerte) redujo el intervalo, frente al que darían "
        "simulaciones independientes: {parts}."
    ),
    "pairing.between": "; ",
    "pairing.of": "{measure}, al {percent} %{tied}",
    "pairing.tied": " (correlación {correlation})",
    "pairing.others": "otras {count} medidas, al {span} %",
    "pairing.others.one": "otra medida, al {span} %",
    "pairing.all": "{count} medidas, al {span} %",
    "pairing.all.one": "una medida, al {span} %",
    "pairing.failed": "El emparejamiento no ayudó en: {measures}.",
    "pairing.failed.but": "No ayudó en: {measures}.",
    "pairing.nothing": (
        "Ninguna diferencia varía de una simulación a otra: el emparejamiento no tenía ruido que quitar."
    ),
    "with_share": "{measure} ({percent} %)",
    # -- today
    "today": "hoy, tal como se calibró, en simulaciones propias: {said}",
    "today.measure": "{measure} {level} (deseado {wanted}, error típico {error}{missed})",
    "today.missed": ", NO SE CUMPLE",
    "today.shares": "partes de las rutas: {count}, la más alejada a {points} puntos",
    "unmet": "{measure}: deseado {wanted}{got}; {problem}",
    "unmet.got": ", alcanzado {reached}",
    "unmet.route": (
        "{code} ({name}): el {reached} desiste de esperar o cancela, más que el {share} que se va allí; nadie se va "
        "por elección"
    ),
    "unmet.churn_off": "el mecanismo `churn` está desactivado",
    "unmet.no_customer": "nadie llega a ser cliente",
    "unmet.nobody_asked": "no se pudo preguntar a nadie",
    "unmet.unsettled": "la constante no se ha asentado: hay pocos clientes, o se influyen unos a otros",
    "unmet.nobody_measured": "no hubo nadie a quien medir",
    "unmet.lowest": "{knob} está en su valor más bajo, {bound}",
    "unmet.highest": "{knob} está en su valor más alto, {bound}",
    "unmet.no_closer": "{knob}: ningún valor entre {low} y {high} se acerca más",
    "unmet.no_closer.others": (
        "{knob}: ningún valor entre {low} y {high} se acerca más mientras se cumplan las demás cifras"
    ),
    "unmet.nobody_waits": "aquí nadie espera: el mecanismo `waiting` o `interaction` está desactivado",
    "unmet.no_staff": "ningún contacto en vivo tiene personal",
    "unmet.no_patience": "ningún canal en vivo tiene patience_minutes",
    "unmet.choice_off": (
        "las partes de las rutas valen como están escritas: el mecanismo `choice` está desactivado"
    ),
    "unmet.nobody_leaves": "nadie puede irse: ningún paso del camino tiene {lost} en su `next`",
    "unmet.no_number": "en `{path}` no hay ningún número del que partir",
    "unmet.lever": "la palanca `{lever}` del primer diseño fija `{path}`",
    "knob.minutes": "el factor de los minutos de servicio de los equipos que atienden en vivo",
    "knob.patience": "el factor de la paciencia de los clientes que esperan",
    "knob.leaving": "el logit de irse en cada paso",
    "knob.leaving.converts": "el logit de irse en cada paso antes de la conversión",
    # -- neutral comparisons
    "neutral.staff": "Con la misma plantilla",
    "neutral.service": "Con la misma espera",
    "neutral.aim.staff": "tener tanta plantilla como {first}",
    "neutral.aim.service": "que se espere tanto como con {first}",
    "neutral.nothing": (
        "{kind}: no hubo que cambiar nada en {second} para {aim} ({people} personas; {first}, {people_first})."
    ),
    "neutral.changed": (
        "{kind}: para {aim}, {second} recibió {compared} personas en lugar de {people} ({teams}); {first} tiene "
        "{people_first}. Son {hours_compared} horas de personal al día en lugar de {hours} ({first}, {hours_first})."
    ),
    "neutral.team": "{team}: de {people} a {compared}",
    "neutral.more": (
        " A lo que cuesta un minuto suyo, son {eur} EUR más al año, que el beneficio no recoge: cobra el personal por "
        "los minutos que atiende."
    ),
    "neutral.less": (
        " A lo que cuesta un minuto suyo, son {eur} EUR menos al año, que el beneficio no recoge: cobra el personal "
        "por los minutos que atiende."
    ),
    "neutral.left_out": " Se omiten, con su coste, las palancas que solo cambian la plantilla: {levers}.",
    "neutral.wait": (
        " Los contactos en vivo esperan entonces {wait} min respecto a {first} ({low} a {high}, {pilots} repeticiones "
        "de prueba{near})."
    ),
    "neutral.nearest": ", lo más cerca que permiten personas enteras",
    "neutral.title.staff": "{title}, con la misma plantilla",
    "neutral.title.service": "{title}, con la misma espera",
    "neutral.lever": "plantilla igualada",
    # -- assumptions
    "ledger.trait.mean": "{trait}, media",
    "ledger.trait.sd": "{trait}, dispersión",
    "ledger.about": "{words}: {about}",
    "ledger.all.touchpoints": "todos los puntos de contacto",
    "ledger.all.teams": "todos los equipos",
    "ledger.all.edges": "todos los pasos",
    "ledger.all.personas": "todas las personas tipo",
    "ledger.way": "de «{from_name}» a «{to_name}»",
    "ledger.item": "{words} {item}",
    "ledger.price": "lo que cuesta",
    "ledger.leaving": "partes que dejan el viaje",
    "ledger.fork": "parte que sigue a «{name}» y no a otro lugar",
    "ledger.share_of_next": "parte que sigue a {target}",
    "ledger.amount": "{title}: {value} {unit}",
    "ledger.moved": "{title} ({low} a {high} {unit})",
}

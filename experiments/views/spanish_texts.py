"""Every word a figure of this package draws, in Spanish."""

TEXTS: dict[str, str] = {
    # -- all
    "between": "{low} a {high}",
    "foot": (
        "{replications} repeticiones con los mismos clientes y la misma suerte en ambos diseños, "
        "semilla {seed}, supuestos «{preset}»."
    ),
    "assumed": (
        "Los niveles de las palancas son supuestos, no hallazgos; los intervalos muestran solo el "
        "ruido de la simulación."
    ),
    # -- maps
    "map.title": "{design}: donde más falla es en «{place}»",
    "map.plain": "{title}: {design}",
    "map.lead": (
        "Clientes simulados. Cuanto más ancho el camino, más personas lo toman; cuanto más oscura la "
        "caja, más falla allí."
    ),
    "maps.title": "{title}: dos diseños y lo que cambia",
    "maps.lead": (
        "Los mismos clientes viven ambos. Cuanto más ancho el camino, más personas lo toman; cuanto "
        "más oscura la caja, más falla allí. En la caja: visitas por cada 100 personas (negrita) y "
        "fallos por cada 100 contactos."
    ),
    "maps.difference": "Lo que cambia: {second} menos {first}",
    "map.nobody": "nadie (silencioso)",
    "map.leave": "se van {number}",
    "map.goal": "meta {number}",
    "map.handoff": "traspaso: otro departamento",
    "map.switch": "otro canal",
    "map.within": "dentro de un departamento",
    "map.more": "más clientes que antes",
    "map.fewer": "menos clientes que antes",
    "map.pain": "fallos por 100 contactos",
    "map.pain_change": "cambio en los fallos por 100 contactos",
    "map.foot": (
        "Caja de trazos: paso silencioso que nadie ve. En la caja: visitas por cada 100 personas "
        "contadas (negrita, izquierda) y fallos por cada 100 contactos (derecha: fallidos, perdidos "
        "de camino, preguntados de nuevo, abandonados). Se omiten los caminos que toman menos de 0,4 "
        "de cada 100. Contadas: personas que entran entre el arranque y el seguimiento, hasta el "
        "horizonte."
    ),
    # -- alluvial
    "alluvial.title": "{first} de cada 100 llegan a la meta con {a}, {second} con {b}",
    "alluvial.lead": (
        "Qué departamentos encuentran las personas uno tras otro, de izquierda a derecha; los números"
        " son personas de cada 100. Las cintas azules acaban en la meta, las bermellón en la marcha; "
        "los caminos más frecuentes van por separado, los demás en gris claro."
    ),
    "alluvial.panel": (
        "{design}: {paths} caminos distintos; los {top} en color cubren {covered} de cada 100 viajes"
    ),
    "alluvial.foot": (
        "Contado: el primer viaje de cada persona contada ({journeys} en ambos diseños, de las dos "
        "primeras repeticiones). Los pasos silenciosos se saltan; un departamento aparece una vez "
        "mientras no cambie. Los nodos de menos de 4 de cada 100 no llevan nombre."
    ),
    "alluvial.won": "meta",
    "alluvial.lost": "se van",
    "alluvial.open": "en camino",
    "alluvial.MORE": "otros más",
    # -- survival
    "survival.title": "Tras {days} días sigue el {second} de los clientes con {b}, el {first} con {a}",
    "survival.lead": (
        "Diferencia emparejada: {difference} puntos. A la derecha: por qué se fueron los demás."
    ),
    "survival.still": "Siguen siendo clientes, %",
    "survival.lost": "Perdidos por causa, {design}",
    "survival.at_risk": "clientes en riesgo",
    "survival.days": "días como cliente",
    "survival.other": "otras",
    "survival.foot": (
        "Contado: personas que se hicieron clientes (en un escenario de servicio, todas), desde la "
        "conversión o el inicio del recuento, censuradas en el horizonte. Izquierda: media de las "
        "curvas de Kaplan-Meier de las repeticiones; las bandas son intervalos t del 95 % de esa "
        "media; en riesgo: media por repetición. Derecha: incidencia acumulada (Aalen-Johansen), en "
        "%; el borde superior es 100 menos la curva de la izquierda."
    ),
    "cause.baseline": "circunstancias",
    "cause.new_customer": "primeros días",
    "cause.dissatisfaction": "insatisfacción",
    "cause.distrust": "desconfianza",
    "cause.effort": "esfuerzo",
    "cause.inconsistency": "contradicciones",
    "cause.unresolved": "fallo sin resolver",
    "cause.complaint": "queja",
    "cause.neighbours": "amigos se fueron",
    "cause.word_of_mouth": "boca a boca",
    "cause.failure": "marcha en el acto",
    "cause.journey": "fin del viaje",
    "cause.offer": "oferta rival",
    "cause.lapsed": "dejó de comprar",
    # -- forest
    "forest.title": "{b} gana más beneficio con «{persona}»",
    "forest.none": "Para ninguna persona dice el intervalo que {b} gane beneficio",
    "forest.lead": (
        "Diferencias emparejadas, {b} menos {a}, con intervalos del 95 %. Relleno: el intervalo "
        "excluye el cero; hueco: sin decidir. Azul es mejor, bermellón (cuadrado) peor."
    ),
    "forest.everybody": "Todos",
    "forest.people": "{people} personas por repetición",
    "forest.right": "derecha es mejor",
    "forest.left": "izquierda es mejor",
    "forest.neither": "ninguno es mejor",
    "forest.foot": (
        "El beneficio reparte el coste de las palancas por persona. Cada fila se mira por sí sola."
    ),
    # -- emotion
    "emotion.title": "{design}: el punto más bajo es «{step}» para {persona}",
    "emotion.plain": "{title}: cómo se viven los contactos",
    "emotion.lead": (
        "Cómo se viven los contactos frente a lo esperado, paso a paso. Marcador: la media; trazo: la"
        " mediana; grueso: la mitad de los contactos; fino: nueve de cada diez."
    ),
    "emotion.good": "mucho mejor",
    "emotion.as_expected": "lo esperado",
    "emotion.bad": "mucho peor",
    "emotion.foot": (
        "Contado: contactos vividos por personas contadas dentro de su seguimiento ({contacts} en "
        "ambos diseños, de las dos primeras repeticiones), valor de −1 a 1; los pasos van en el orden"
        " en que se encuentran y no todos pasan por cada uno. Se omiten los pasos con menos de 40 "
        "contactos."
    ),
    # -- talk
    "talk.title": "Las críticas llegan a {first} mensajes al día con {a}, a {second} con {b}",
    "talk.lead": (
        "La nota pública y lo que la gente se cuenta, día a día. Líneas de puntos: algo golpea a "
        "muchos clientes a la vez."
    ),
    "talk.reputation": "Nota pública, estrellas",
    "talk.negative": "Críticas: mensajes al día",
    "talk.positive": "Elogios: mensajes al día",
    "talk.days": "día",
    "talk.foot": (
        "Todas las personas del mundo simulado, contadas o no. Los mensajes son los propios, media de"
        " {width} días, sin lo que otros reenvían. Bandas: intervalos t del 95 % sobre las "
        "repeticiones, día a día."
    ),
    # -- hours
    "hours.title": "{team}: un contacto espera {first} minutos con {a}, {second} con {b}",
    "hours.lead": "Un día medio, hora a hora, del equipo cuyos clientes esperan más en total.",
    "hours.pooled": "Con {b} trabaja en común con otros: {teams}.",
    "hours.arrivals": "Contactos que llegan, por hora",
    "hours.waiting": "Personas en espera",
    "hours.staff": "Personal de turno (línea), atendiendo (área)",
    "hours.foot": (
        "Contado: todos los contactos en vivo iniciados por clientes en esos días ({contacts} en "
        "ambos diseños, de las dos primeras repeticiones), también los abandonados; las esperas "
        "corren en horas de apertura; medias sobre los días. Atendiendo: todo el trabajo del equipo."
    ),
    # -- days
    "days.title": (
        "De quienes llegan a la meta, el {second} lo hace en {days} días con {b}, el {first} con {a}"
    ),
    "days.median_title": (
        "La mitad de quienes llegan a la meta tarda {first} días o menos con {a}, {second} con {b}"
    ),
    "days.lead": (
        "Diferencia emparejada en la parte de quienes entran y llegan a la meta en {days} días: "
        "{difference} puntos."
    ),
    "days.promise": "promesa: {days} días",
    "days.x": "días desde la entrada hasta la meta",
    "days.y": "personas por cada 1.000 que entran, cada {width} días",
    "days.of_converters": "en {days} días, de quienes llegan a la meta",
    "days.of_entrants": "en {days} días, de todos los que entran",
    "days.foot": (
        "Contado: personas que entran entre el arranque y el seguimiento y convierten dentro de él; "
        "partes con intervalos t del 95 % sobre las repeticiones. El 1,5 % más lento queda fuera del "
        "eje."
    ),
}

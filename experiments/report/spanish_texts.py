"""Every word of the report, in Spanish."""

TEXTS: dict[str, str] = {
    "kicker": "Informe de una simulación",
    "lead": "{second} comparado con {first}: los mismos clientes simulados, con la misma suerte, viven ambos.",
    "noise": "solo ruido de simulación",
    "noise.explained": (
        "Todos los intervalos son del 95 % y solo recogen el ruido de la simulación: dicen cuánta suerte queda en las "
        "cifras, no cuánto pueden errar los supuestos."
    ),
    "english_parts": (
        "Los nombres y títulos del escenario, y las fuentes que cita, quedan en el idioma de su autor."
    ),
    "contents": "Contenido",
    "between": "{low} a {high}",
    # -- headings
    "answer": "La respuesta",
    "numbers": "Las cifras",
    "map": "El mapa",
    "why": "Por qué",
    "whom": "Para quién",
    "when": "Cuándo no",
    "stories": "Dos vidas, contadas dos veces",
    "rests": "En qué se apoya",
    "run": "Cómo se hizo",
    # -- answer
    "pay.at_once": "la caja nunca baja de cero por el camino",
    "pay.back": "la transición se recupera a los {months} meses ({limits})",
    "pay.back_open": "la transición se recupera a los {months} meses (sin límite superior dentro de {years} años)",
    "pay.undecided": "no se puede decir si la transición se recupera en {years} años",
    "pay.never": "la transición no se recupera en {years} años",
    "do.wins": "Con estos supuestos, conviene introducir {second}",
    "do.loses": "Con estos supuestos, conviene mantener {first}",
    "do.mixed": (
        "Hay que decidir primero si pesa más el beneficio o {headline}, porque señalan en direcciones opuestas"
    ),
    "do.partly": (
        "Conviene decidir sobre lo que está decidido, y simular más repeticiones o medir antes de fiarse del resto"
    ),
    "do.undecided": (
        "No conviene decidir con estas cifras: hacen falta más repeticiones, o medir lo que sostiene la respuesta"
    ),
    "do.same": "Aquí no hay nada que elegir entre los dos",
    "do.first": "; la palanca que más beneficio añade es «{lever}»",
    "do.check": "; antes conviene comprobar el supuesto que más pesa: {assumption}",
    "do.check_first": "; antes conviene comprobar el primer supuesto de «En qué se apoya»",
    "headline.conversion_rate": "la conversión",
    "headline.resolution_rate": "la resolución",
    # -- numbers
    "table.caption": (
        "Medias de {replications} repeticiones emparejadas; ± es medio intervalo del 95 %. Diferencia: {second} menos "
        "{first}, con su intervalo del 95 % ({noise})."
    ),
    "measure": "medida",
    "difference": "diferencia",
    "interval": "intervalo del 95 %",
    "counted": "a quién se contó",
    "better": "mejor",
    "worse": "peor",
    "changed": "distinto",
    "undecided": "sin decidir",
    "verdict": "para {second}",
    "table.t": "Intervalos: t de Student sobre diferencias emparejadas.",
    "table.bootstrap": (
        "Intervalos: t de Student sobre diferencias emparejadas; * bootstrap-t, porque esas diferencias son "
        "asimétricas."
    ),
    "table.people": "En cada repetición se contaron {people} personas, seguidas durante {days} días.",
    # -- map
    "map.caption": (
        "Por dónde van los clientes simulados, por cada 100 personas contadas, medias de {replications} repeticiones "
        "emparejadas; después, el otro diseño y qué cambia."
    ),
    "map.alt": "Mapa de flujos de «{design}».",
    "map.alt_difference": "Qué cambia: «{second}» menos «{first}».",
    "map.worst": "Con {first}, donde más falla es en «{place}»: {pain} fallos por cada 100 contactos.",
    "map.scroll": "Más ancho que un teléfono: se desplaza de lado.",
    # -- why
    "levers": "Qué palanca lo consigue",
    "levers.caption": (
        "De {first} a {second}, palanca a palanca: beneficio en EUR por persona contada, valor de Shapley de cada "
        "palanca (lo que añade en promedio según el orden en que se accionan), con ± medio intervalo del 95 % "
        "({noise}). Barras pálidas: el intervalo incluye el cero. {replications} repeticiones emparejadas, "
        "{worlds} mundos."
    ),
    "lever": "palanca",
    "waterfall": "cascada",
    "profit_eur": "beneficio, EUR",
    "levers.price": "precio de todas las palancas",
    "levers.none": "Ambos diseños accionan las mismas palancas: no hay diferencia que repartir.",
    "levers.left_out": "Omitido por --quick, como las zonas grises. La orden que calcula ambas cosas: `{command}`",
    "no_feelings": (
        "En este escenario nadie siente nada (mechanisms.experience está desactivado): no hay dolor cuya causa buscar, "
        "ni historia que contar."
    ),
    "blame": "Dónde se queja el cliente y dónde empezó",
    "blame.caption": (
        "Personas perdidas por cada 1.000 con {first}: filas, dónde se quejaron por última vez; columnas, dónde "
        "empezó. Se anota en el último momento doloroso dentro de los {days} días previos a irse: dónde dolió al "
        "final, no prueba de que eso las echara. Medias de {replications} repeticiones, sin intervalos."
    ),
    "blame.voiced": "queja en ↓, causa en →",
    "blame.sum": "suma",
    "blame.nobody": "nadie",
    "blame.share": (
        "El {elsewhere} de los sucesos dolorosos empezó en otro lugar que donde se expresó; el {seams}, en una costura "
        "entre dos departamentos, que un lado solo no puede coser ({noise})."
    ),
    "blame.nothing": "Con {first} nada dolió a nadie.",
    "grey": "Zonas grises entre departamentos",
    "grey.caption": (
        "{first} vivido otra vez con solo este paso cosido: en él nada se pierde, se olvida ni se retrasa. Cambio del "
        "beneficio, EUR por persona contada, intervalo del 95 % ({noise}), {replications} repeticiones emparejadas."
    ),
    "grey.way": "traspaso o cambio de canal",
    "grey.sure": (
        "En {sure} de {all} pasos el intervalo queda por encima de cero. Cada paso se mira por separado: entre {all}, "
        "alguno queda por encima por suerte, y las ganancias de varios no se suman."
    ),
    "grey.none_sure": (
        "En ninguno de los {all} pasos queda el intervalo por encima de cero: con estas repeticiones no se puede decir "
        "cuál coser primero. Eso no prueba que coser sea inútil."
    ),
    "grey.owners": "departamentos",
    "drawing": "dibujo",
    "grey.none": "Ningún traspaso dolió a nadie.",
    # -- whom
    "forest.caption": (
        "Diferencias emparejadas por persona tipo, {second} menos {first}, intervalos del 95 % ({noise}), "
        "{replications} repeticiones."
    ),
    "forest.alt": "Diferencias con intervalos, una fila por persona tipo, una columna por medida.",
    "persona": "persona tipo",
    "people": "personas",
    "forest.table": "Lo mismo en una tabla: diferencias ± medio intervalo del 95 % ({noise}).",
    "everybody": "Todos",
    # -- when
    "break_even": "¿Cómo de buenos deben ser los traspasos?",
    "root.profit.everywhere": "{second} compensa con toda retención probada en los traspasos ({from} a {to}).",
    "root.profit.nowhere": "{second} no compensa con ninguna retención probada en los traspasos ({from} a {to}).",
    "root.profit.open": "Ninguna retención probada en los traspasos ({from} a {to}) decide si {second} compensa.",
    "root.profit.above": (
        "{second} compensa cuando los traspasos conservan más del {level} de la información ({limits})."
    ),
    "root.profit.below": (
        "{second} compensa solo mientras los traspasos conserven menos del {level} de la información ({limits})."
    ),
    "root.profit.several": (
        "Al crecer la retención, {second} cruza el punto de equilibrio más de una vez, primero en el {level} "
        "({limits})."
    ),
    "root.more": "{level} o más",
    "root.less": "{level} o menos",
    "break_even.caption": (
        "Diferencia de beneficio, EUR por persona contada, según la parte de la información que conservan los "
        "traspasos con {second}; la suya es {own}. Intervalos del 95 % ({noise}), {replications} repeticiones "
        "emparejadas."
    ),
    "retention": "conservado en los traspasos",
    "break_even.none": "No se calculó en esta ejecución (--quick, o los traspasos están desactivados).",
    "price": "Desde qué nivel y hasta qué precio compensa cada palanca",
    "price.caption": (
        "En {second}, con las demás palancas como están, frente a lo mismo sin ella: miles de EUR al año para la "
        "empresa, ± medio intervalo del 95 % ({noise}). Nivel: 0 % es hoy, 100 % lo supuesto, pagado todo su precio; "
        "se simuló la mitad del camino, y entre medias se supone una recta."
    ),
    "price.price": "precio",
    "price.worth": "compensa hasta",
    "price.level": "compensa desde esta parte de su nivel",
    "price.all": "todas las palancas juntas",
    "price.no": "sin nivel intermedio",
    "price.nowhere": "en ningún nivel",
    "price.everywhere": "en todo nivel",
    "price.open": "sin decidir",
    "price.not_above": "{words}, no siempre por encima",
    "price.beyond": "más del 100 %",
    "price.zero": "0 %",
    "band": "Si los coeficientes inciertos son otros",
    "band.words": (
        "En {draws} sorteos de los coeficientes inciertos, la diferencia de beneficio va de {low} a {high} EUR por "
        "persona; es positiva en el {positive} de ellos. Es un recorrido de sorteos, no un intervalo de confianza."
    ),
    "band.none": "No se calculó en esta ejecución (--quick, o ningún coeficiente se declara incierto).",
    "discovery": "Futuros en los que no compensa",
    "discovery.none": "No se buscó ninguna caja. La orden que la encuentra (de minutos a una hora): `{command}`",
    "discovery.from": "Del descubrimiento {id}: {points} futuros muestreados.",
    # -- stories
    "stories.lead": (
        "La misma persona en ambos diseños, elegida por regla en la primera repetición; es una persona simulada."
    ),
    "stories.none": "La vida de nadie cambia de un modo que se pueda contar.",
    "stories.lost": (
        "Esta parte necesita el archivo del escenario, que no se encontró tal como era al hacer la comparación."
    ),
    # -- rests
    "rests.ranked": "Lo que más mueve la respuesta, ordenado por `journey evidence`:",
    "rests.rule": (
        "Aún sin ordenar. Por regla van primero los niveles supuestos de las palancas más alejados de hoy, y después "
        "los coeficientes supuestos de rango más ancho. Para ordenarlos: `{command}`"
    ),
    "rests.unknown": "No se sabe en qué se apoya más; `{command}` ordena los supuestos.",
    "assumption": "supuesto",
    "tag": "marca",
    "source": "fuente",
    "no_source": "ninguna: supuesto",
    "tags": (
        "La marca dice en qué se apoya una cifra: V, leída en la fuente citada; V2, en una más débil; M, recordada de "
        "la literatura; D, deducida con aritmética; A, supuesta."
    ),
    "levers.all": "Las palancas que acciona {second}",
    "levers.evidence": (
        "Los niveles y precios de las palancas se suponen, nunca se hallan, sea cual sea la marca de la idea."
    ),
    "kind": "tipo",
    "kind.process": "proceso",
    "kind.mechanism": "mecanismo",
    "one_off": "una vez, EUR",
    "per_year": "al año, EUR",
    "per_customer": "por cliente y año, EUR",
    "no_levers": "No acciona ninguna.",
    "moved": "Lo que se ha movido",
    "moved.lead": "Esto es un «¿y si…?»: algunos valores no son los del escenario. Todos ellos:",
    "moved.what": "valor",
    "moved.before": "en el escenario",
    "moved.after": "aquí",
    "moved.caption": (
        "Frente a {scenario}. Un nivel a medio camino está entre el de hoy y el supuesto; el precio de una palanca "
        "queda como se supuso."
    ),
    "today": "Las cifras de hoy",
    "today.met": "Se cumplen todas las cifras con las que se resolvió la empresa de hoy.",
    "today.none": "La empresa de hoy no se resolvió con ninguna cifra.",
    "today.unmet": "Cifras de hoy que no se cumplen, deseado frente a alcanzado:",
    "wanted": "deseado",
    "reached": "alcanzado",
    "notes": "Notas para quien lee con cuidado",
    # -- run
    "run.what": (
        "Una simulación basada en agentes: se sigue a cada cliente contacto a contacto por la red de puntos de "
        "contacto, con un solo reloj, en ambos diseños. Se cuenta a quienes entran del día {warm_up} al día {until}; "
        "a cada uno se le sigue {days} días. Quien llega antes o después solo carga las colas."
    ),
    "run.paired": (
        "La estimación es la media de las diferencias emparejadas, segundo diseño menos primero: en cada repetición "
        "los mismos clientes con la misma suerte viven ambos, decisión a decisión."
    ),
    "run.odd": "La descripción completa según los protocolos ODD y STRESS: `{odd}` y `{stress}`",
    "run.designs": "diseños",
    "run.seed": "semilla",
    "run.replications": "repeticiones emparejadas",
    "run.of": "{all} (causas {causes}, mapas y personas {views})",
    "run.preset": "conjunto de supuestos",
    "run.id": "manifiesto de la comparación",
    "run.hash": "contenido del escenario",
    "run.versions": "versiones",
    "run.command": "orden",
    "run.again": "Repetido con estos datos, cada cifra es la misma; por eso la página no lleva fecha.",
    "run.decimal": "Las cifras llevan coma decimal y punto de millares.",
}

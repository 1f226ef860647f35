"""Every word a figure of this package draws, in English and Spanish."""

TEXTS: dict[str, tuple[str, str]] = {
    # -- all
    "between": ("{low} to {high}", "{low} a {high}"),
    "foot": (
        "{replications} replications with the same customers and the same luck in both designs, seed {seed}, preset {preset}.",
        "{replications} repeticiones con los mismos clientes y la misma suerte en ambos diseños, semilla {seed}, "
        "supuestos {preset}.",
    ),
    "assumed": (
        "Lever levels are assumed, not found; intervals show simulation noise only.",
        "Los niveles de las palancas son supuestos, no hallazgos; los intervalos muestran solo el ruido de la simulación.",
    ),
    "days": ("days", "días"),
    # -- maps
    "map.title": ("{design}: most goes wrong at “{place}”", "{design}: donde más falla es en «{place}»"),
    "map.plain": ("{title}: {design}", "{title}: {design}"),
    "map.lead": (
        "Simulated customers. The wider a way, the more people take it; the darker a box, the more goes wrong there.",
        "Clientes simulados. Cuanto más ancho el camino, más personas lo toman; cuanto más oscura la caja, más falla allí.",
    ),
    "maps.title": ("{title}: two designs, and what differs", "{title}: dos diseños y lo que cambia"),
    "maps.lead": (
        "The same customers live through both. The wider a way, the more people take it; the darker a box, the more goes "
        "wrong there. In a box: visits per 100 people (bold), and things gone wrong per 100 contacts.",
        "Los mismos clientes viven ambos. Cuanto más ancho el camino, más personas lo toman; cuanto más oscura la caja, más "
        "falla allí. En la caja: visitas por cada 100 personas (negrita) y fallos por cada 100 contactos.",
    ),
    "maps.difference": ("What changes: {second} minus {first}", "Lo que cambia: {second} menos {first}"),
    "map.nobody": ("nobody (silent)", "nadie (silencioso)"),
    "map.leave": ("leave {number}", "se van {number}"),
    "map.goal": ("goal {number}", "meta {number}"),
    "map.handoff": ("hand-off: another department", "traspaso: otro departamento"),
    "map.switch": ("another channel", "otro canal"),
    "map.within": ("within a department", "dentro de un departamento"),
    "map.more": ("more customers than before", "más clientes que antes"),
    "map.fewer": ("fewer customers than before", "menos clientes que antes"),
    "map.pain": ("gone wrong per 100 contacts", "fallos por 100 contactos"),
    "map.pain_change": ("change in what goes wrong per 100 contacts", "cambio en los fallos por 100 contactos"),
    "map.foot": (
        "Dashed box: a silent step nobody sees. In a box: visits per 100 counted people (bold, left), things gone wrong per "
        "100 contacts (right: failed, dropped on the way there, asked again, abandoned). Ways taken by fewer than 0.4 of 100 "
        "are left out. Counted: entrants between warm-up and follow-up, until the horizon.",
        "Caja de trazos: paso silencioso que nadie ve. En la caja: visitas por cada 100 personas contadas (negrita, izquierda) "
        "y fallos por cada 100 contactos (derecha: fallidos, perdidos de camino, preguntados de nuevo, abandonados). Se omiten "
        "los caminos que toman menos de 0,4 de cada 100. Contadas: personas que entran entre el arranque y el seguimiento, "
        "hasta el horizonte.",
    ),
    # -- alluvial
    "alluvial.title": ("{first} of 100 reach the goal under {a}, {second} under {b}",
                       "{first} de cada 100 llegan a la meta con {a}, {second} con {b}"),
    "alluvial.lead": (
        "Which departments people meet one after another, left to right; numbers are people of 100. Blue ribbons end at the "
        "goal, vermilion ones in leaving; the most frequent paths are drawn by themselves, all others in pale grey.",
        "Qué departamentos encuentran las personas uno tras otro, de izquierda a derecha; los números son personas de cada 100. "
        "Las cintas azules acaban en la meta, las bermellón en la marcha; los caminos más frecuentes van por separado, los "
        "demás en gris claro.",
    ),
    "alluvial.panel": (
        "{design}: {paths} different paths, the {top} drawn in colour cover {covered} of 100 journeys",
        "{design}: {paths} caminos distintos; los {top} en color cubren {covered} de cada 100 viajes",
    ),
    "alluvial.foot": (
        "Counted: the first journey of each counted person ({journeys} in both designs, from the first two replications). Silent "
        "steps are passed over; a department stands once as long as it stays the same. Nodes below 4 of 100 carry no name.",
        "Contado: el primer viaje de cada persona contada ({journeys} en ambos diseños, de las dos primeras repeticiones). Los "
        "pasos silenciosos se saltan; un departamento aparece una vez mientras no cambie. Los nodos de menos de 4 de cada 100 "
        "no llevan nombre.",
    ),
    "alluvial.won": ("goal", "meta"),
    "alluvial.lost": ("leave", "se van"),
    "alluvial.open": ("under way", "en camino"),
    "alluvial.MORE": ("more", "más"),
    # -- survival
    "survival.title": ("After {days} days {second} of customers are still there under {b}, {first} under {a}",
                       "Tras {days} días sigue el {second} de los clientes con {b}, el {first} con {a}"),
    "survival.lead": ("Paired difference: {difference} points. Right: why the others left.",
                      "Diferencia emparejada: {difference} puntos. A la derecha: por qué se fueron los demás."),
    "survival.still": ("Still customers, %", "Siguen siendo clientes, %"),
    "survival.lost": ("Lost by cause, {design}", "Perdidos por causa, {design}"),
    "survival.at_risk": ("customers at risk", "clientes en riesgo"),
    "survival.days": ("days as a customer", "días como cliente"),
    "survival.other": ("other", "otras"),
    "survival.foot": (
        "Counted: entrants who became customers (in a service scenario everybody), from conversion or the beginning of the "
        "counting, censored at the horizon. Left: mean of the Kaplan-Meier curves of the replications, bands are 95 % t "
        "intervals of that mean; at risk: mean per replication. Right: cumulative incidence (Aalen-Johansen), per cent; the "
        "upper edge is 100 minus the curve on the left.",
        "Contado: personas que se hicieron clientes (en un escenario de servicio, todas), desde la conversión o el inicio del "
        "recuento, censuradas en el horizonte. Izquierda: media de las curvas de Kaplan-Meier de las repeticiones; las bandas "
        "son intervalos t del 95 % de esa media; en riesgo: media por repetición. Derecha: incidencia acumulada "
        "(Aalen-Johansen), en %; el borde superior es 100 menos la curva de la izquierda.",
    ),
    "cause.baseline": ("life", "la vida"),
    "cause.new_customer": ("still new", "recién llegado"),
    "cause.dissatisfaction": ("dissatisfied", "insatisfacción"),
    "cause.distrust": ("distrust", "desconfianza"),
    "cause.effort": ("effort", "esfuerzo"),
    "cause.inconsistency": ("contradictions", "contradicciones"),
    "cause.unresolved": ("unresolved failure", "fallo sin resolver"),
    "cause.complaint": ("complaint", "queja"),
    "cause.neighbours": ("friends left", "amigos se fueron"),
    "cause.word_of_mouth": ("word of mouth", "boca a boca"),
    "cause.failure": ("left on the spot", "marcha en el acto"),
    "cause.journey": ("journey ended", "fin del viaje"),
    "cause.offer": ("rival’s offer", "oferta rival"),
    "cause.lapsed": ("stopped buying", "dejó de comprar"),
    # -- forest
    "forest.title": ("{b} gains most profit with “{persona}”", "{b} gana más beneficio con «{persona}»"),
    "forest.none": ("For no persona does the interval say that {b} gains profit",
                    "Para ninguna persona dice el intervalo que {b} gane beneficio"),
    "forest.lead": (
        "Paired differences, {b} minus {a}, with 95 % intervals. Filled: the interval excludes zero; hollow: undecided. Blue is "
        "better, vermilion (square) worse.",
        "Diferencias emparejadas, {b} menos {a}, con intervalos del 95 %. Relleno: el intervalo excluye el cero; hueco: sin "
        "decidir. Azul es mejor, bermellón (cuadrado) peor.",
    ),
    "forest.everybody": ("Everybody", "Todos"),
    "forest.people": ("{people} people per replication", "{people} personas por repetición"),
    "forest.right": ("right is better", "derecha es mejor"),
    "forest.left": ("left is better", "izquierda es mejor"),
    "forest.neither": ("neither is better", "ninguno es mejor"),
    "forest.foot": (
        "Profit shares what levers cost by heads. Each row is looked at by itself.",
        "El beneficio reparte el coste de las palancas por persona. Cada fila se mira por sí sola.",
    ),
    # -- emotion
    "emotion.title": ("{design}: the low point is “{step}” for {persona}", "{design}: el punto más bajo es «{step}» para {persona}"),
    "emotion.plain": ("{title}: what contacts feel like", "{title}: cómo se viven los contactos"),
    "emotion.lead": (
        "What contacts feel like against what was expected, step by step. Marker: the median; thick: half of the contacts; thin: "
        "nine in ten.",
        "Cómo se viven los contactos frente a lo esperado, paso a paso. Marcador: la mediana; grueso: la mitad de los contactos; "
        "fino: nueve de cada diez.",
    ),
    "emotion.good": ("far better", "mucho mejor"),
    "emotion.as_expected": ("as expected", "lo esperado"),
    "emotion.bad": ("far worse", "mucho peor"),
    "emotion.foot": (
        "Counted: contacts felt by counted people within their follow-up ({contacts} in both designs, from the first two "
        "replications), value -1 to 1; steps are in the order in which they are met, and not everybody comes by each. Left out: "
        "steps with fewer than 40 contacts.",
        "Contado: contactos vividos por personas contadas dentro de su seguimiento ({contacts} en ambos diseños, de las dos "
        "primeras repeticiones), valor de −1 a 1; los pasos van en el orden en que se encuentran y no todos pasan por cada uno. "
        "Se omiten los pasos con menos de 40 contactos.",
    ),
    # -- talk
    "talk.title": ("Blame peaks at {first} messages a day under {a}, at {second} under {b}",
                   "Las críticas llegan a {first} mensajes al día con {a}, a {second} con {b}"),
    "talk.lead": (
        "The public rating and what people tell each other, day by day. Dotted lines: something hits many customers at once.",
        "La nota pública y lo que la gente se cuenta, día a día. Líneas de puntos: algo golpea a muchos clientes a la vez.",
    ),
    "talk.reputation": ("Public rating, stars", "Nota pública, estrellas"),
    "talk.negative": ("Blame: messages a day", "Críticas: mensajes al día"),
    "talk.positive": ("Praise: messages a day", "Elogios: mensajes al día"),
    "talk.days": ("day", "día"),
    "talk.foot": (
        "Everybody in the world, counted or not. Messages are what people say on their own account, mean of {width} days, without "
        "what others pass on. Bands: 95 % t intervals over replications, day by day.",
        "Todas las personas del mundo simulado, contadas o no. Los mensajes son los propios, media de {width} días, sin lo que "
        "otros reenvían. Bandas: intervalos t del 95 % sobre las repeticiones, día a día.",
    ),
    # -- hours
    "hours.title": ("{team}: a contact waits {first} minutes under {a}, {second} under {b}",
                    "{team}: un contacto espera {first} minutos con {a}, {second} con {b}"),
    "hours.lead": ("A mean day, hour by hour, of the team whose customers wait longest in all.",
                   "Un día medio, hora a hora, del equipo cuyos clientes esperan más en total."),
    "hours.pooled": ("Under {b} it works in a pool with others: {teams}.", "Con {b} trabaja en común con otros: {teams}."),
    "hours.arrivals": ("Contacts that come, per hour", "Contactos que llegan, por hora"),
    "hours.waiting": ("People waiting", "Personas en espera"),
    "hours.staff": ("Staff on duty (line), serving (area)", "Personal de turno (línea), atendiendo (área)"),
    "hours.foot": (
        "Counted: all live contacts of these days ({contacts} in both designs, from the first two replications), abandoned ones "
        "too; means over days, nights included. A wait in the title counts the clock, closing hours too.",
        "Contado: todos los contactos en vivo de esos días ({contacts} en ambos diseños, de las dos primeras repeticiones), "
        "también los abandonados; medias sobre los días, noches incluidas. La espera del título cuenta el reloj, también las "
        "horas de cierre.",
    ),
    # -- days
    "days.title": ("{second} of those who reach the goal do so within {days} days under {b}, {first} under {a}",
                   "De quienes llegan a la meta, el {second} lo hace en {days} días con {b}, el {first} con {a}"),
    "days.median_title": ("Half reach the goal within {days} days under {a}, and {second} under {b}",
                          "La mitad llega a la meta en {days} días con {a}, y el {second} con {b}"),
    "days.lead": (
        "Paired difference in the share of all who enter and reach the goal within {days} days: {difference} points.",
        "Diferencia emparejada en la parte de quienes entran y llegan a la meta en {days} días: {difference} puntos.",
    ),
    "days.promise": ("promise: {days} days", "promesa: {days} días"),
    "days.x": ("days from entry to the goal", "días desde la entrada hasta la meta"),
    "days.y": ("people per 1,000 who entered, by {width} days", "personas por cada 1.000 que entran, cada {width} días"),
    "days.of_converters": ("in time, of those who reach the goal", "a tiempo, de quienes llegan a la meta"),
    "days.of_entrants": ("in time, of all who entered", "a tiempo, de todos los que entran"),
    "days.foot": (
        "Counted: entrants between warm-up and follow-up who converted within the follow-up; shares with 95 % t intervals over "
        "replications. The slowest 1.5 % lie beyond the axis.",
        "Contado: personas que entran entre el arranque y el seguimiento y convierten dentro de él; partes con intervalos t del "
        "95 % sobre las repeticiones. El 1,5 % más lento queda fuera del eje.",
    ),
}  # fmt: skip

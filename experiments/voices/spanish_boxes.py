"""Patterns of what boxes, trees and regrets say, in Spanish."""

TEXTS: dict[str, str] = {
    "box": (
        "«{title}» no compensa donde {limits}: allí, en el {density} de los futuros nuevos, {case}, frente al "
        "{elsewhere} en el resto; la caja contiene el {coverage} de todos los futuros con pérdida, en el {mass} del "
        "espacio.{held}"
    ),
    "box.not_held": " Con futuros nuevos no se sostuvo: no conviene actuar según ella.",
    "box.and": " Y ",
    "box.or": " O ",
    "box.none": "–",
    "box.percent": "{share} %",
    "box.share": "{share} [{low}; {high}]",
    "box.level": "«{title}» {reach}{tag}{meaning}",
    "box.number": "«{about}» (muestreado de {low} a {high}) está {between}{unit}{tag}",
    "box.path": "`{path}`",
    "box.level_share": "{lever}: parte de su nivel",
    "box.of_design": "{words}, {design}",
    "box.loses": "pierde ({measure})",
    "box.worse.less": "su diferencia en {measure} es menor que {threshold} {unit}",
    "box.worse.more": "su diferencia en {measure} es mayor que {threshold} {unit}",
    "box.nowhere": (
        "En ninguno de los {count} futuros ocurre con «{title}» lo que se busca ({case}); con un 95 % de confianza, "
        "ocurre como mucho en el {most} % del espacio muestreado."
    ),
    "box.everywhere": "Con «{title}», {case} en todos los {count} futuros: no hay ninguna caja que buscar.",
    "box.no_box": (
        "El {share} de los futuros pierde, pero no se cuenta ninguna caja de ellos (se buscaba: {rule}): lo que aquí "
        "encuentra la búsqueda no es mejor que lo que encuentra en futuros barajados, o se apoya en límites que "
        "podrían ser azar. Más puntos quizá muestren más."
    ),
    "box.rule.nearest": "la caja más cercana a cobertura 1 y densidad 1, con todos sus límites creíbles",
    "box.rule.dense": "la mayor cobertura con densidad de al menos {density}, con todos los límites creíbles",
    "box.flattery": (
        "En la muestra que encontró la primera caja, su densidad era {density} y su cobertura {coverage}; las cifras "
        "de arriba son de {points} futuros nuevos en ella."
    ),
    "box.tree.nowhere": "Un árbol de clasificación, como segunda opinión, no espera pérdida en ninguna parte.",
    "box.tree": (
        "Un pequeño árbol de clasificación, como segunda opinión, dice lo mismo del {agreement} del espacio; espera "
        "pérdida donde {where}: con futuros nuevos, densidad {density}, cobertura {coverage}."
    ),
    "box.regret": (
        "Quien no puede saber cuál de los {count} futuros llegará lamenta menos elegir «{safe}»: en el peor caso queda "
        "{largest} {unit} ({measure}) por detrás de la mejor elección, «{other}», {largest_other}; {same} ({expected} "
        "frente a {expected_other}). Es la mejor en el {best} de los futuros."
    ),
    "box.regret.same": "también en promedio es la que menos pierde",
    "box.regret.other": "en promedio, «{title}» pierde menos",
    "box.shares": (
        "Las partes lo son de los futuros muestreados, cada rango por igual y por separado; no son probabilidades, y "
        "los niveles de las palancas se suponen."
    ),
    "box.from_to": "entre {low} y {high}",
    "box.above": "por encima de {low}",
    "box.below": "por debajo de {high}",
    "box.at_least": "en {low} o más",
    "box.at_most": "en {high} o menos",
    "box.reach.from_to": "alcanza del {low} al {high} % de su nivel supuesto",
    "box.reach.above": "alcanza más del {low} % de su nivel supuesto",
    "box.reach.below": "alcanza menos del {high} % de su nivel supuesto",
    "box.meaning": " ({parts})",
    "box.meaning.more": " ({parts} y más)",
    "box.part": "{path} {part}, entre {today} hoy y {level}",
}

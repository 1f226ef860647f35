"""JourneyModel in Mesa's SolaraViz: `solara run docs/examples/solara_app.py`."""

import numpy as np
import solara
from matplotlib.figure import Figure
from mesa.visualization import SolaraViz, make_plot_component
from mesa.visualization.utils import update_counter

from scenarios import names
from sim import JourneyModel


@solara.component
def presence(model: JourneyModel) -> None:
    """Where everybody present is: on the way to a step, waiting there, or at it."""
    update_counter.get()
    figure = Figure(figsize=(8, 6))
    axes = figure.subplots()
    points = list(model.touchpoints.values())
    there = np.bincount(model.customers["touchpoint"], minlength=len(points))
    axes.barh([point.title for point in points], there, color="#0072b2")
    axes.invert_yaxis()
    axes.set_title(f"day {model.day:.0f}: people at each step", loc="left")
    figure.tight_layout()
    solara.FigureMatplotlib(figure)


model = JourneyModel("bank_credit_45d", "siloed")
page = SolaraViz(
    model,
    components=[presence, make_plot_component(["customers", "prospects"])],
    model_params={
        "scenario": {"type": "Select", "value": "bank_credit_45d", "values": names(), "label": "scenario"},
        "design": {
            "type": "Select",
            "value": "siloed",
            "values": ["siloed", "integrated"],
            "label": "design",
        },
        "replication": {
            "type": "SliderInt",
            "value": 0,
            "min": 0,
            "max": 20,
            "step": 1,
            "label": "replication",
        },
    },
    name="journeysim",
)

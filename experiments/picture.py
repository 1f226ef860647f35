"""A figure that notebooks show by itself."""

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure


class Picture(Figure):
    """A Matplotlib figure with the Agg canvas, without pyplot or any global state; notebooks show it as a picture."""

    def __init__(self, width: float, height: float) -> None:
        """width, height: inches."""
        super().__init__(figsize=(width, height), facecolor="white")
        FigureCanvasAgg(self)

    def _repr_png_(self) -> bytes:
        from experiments.figures import to_png

        return to_png(self, dpi=80)

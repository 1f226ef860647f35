"""Execute the notebook of the tutorial and keep its outputs: `python docs/notebook.py`.

No kernel is started: the cells are plain Python, run one after the other in one process, and what the last line of a
cell gives is kept as notebooks show it.
"""

import ast
import base64
import contextlib
import io
import json
import sys
from pathlib import Path
from typing import Any

NOTEBOOK = Path(__file__).parent / "tutorial" / "first-comparison.ipynb"


def execute(cells: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Run the code cells in order; the outputs of each, empty for text."""
    names: dict[str, Any] = {"__name__": "__main__"}
    return [run("".join(cell["source"]), names) if cell["cell_type"] == "code" else [] for cell in cells]


def run(source: str, names: dict[str, Any]) -> list[dict[str, Any]]:
    """Run one cell; its printed text and its last value as outputs of nbformat 4."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, "<cell>", "exec"), names)
        value = None
        if last is not None:
            value = eval(compile(ast.Expression(last.value), "<cell>", "eval"), names)
    outputs: list[dict[str, Any]] = []
    if printed.getvalue():
        outputs.append(
            {"output_type": "stream", "name": "stdout", "text": printed.getvalue().splitlines(True)}
        )
    if value is not None:
        outputs.append(
            {"output_type": "execute_result", "metadata": {}, "execution_count": None, "data": shown(value)}
        )
    return outputs


def shown(value: Any) -> dict[str, Any]:
    """A value by all the ways in which it shows itself."""
    data: dict[str, Any] = {"text/plain": repr(value)[:2000].splitlines(True)}
    html = getattr(value, "_repr_html_", lambda: None)()
    if html is not None:
        data["text/html"] = html.splitlines(True)
    picture = getattr(value, "_repr_png_", lambda: None)()
    if picture is not None:
        data["image/png"] = base64.b64encode(picture).decode()
    return data


def main() -> None:
    """Execute, number the cells, write the notebook back."""
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    for number, (cell, outputs) in enumerate(
        zip(notebook["cells"], execute(notebook["cells"]), strict=True), start=1
    ):
        if cell["cell_type"] == "code":
            for output in outputs:
                if "execution_count" in output:
                    output["execution_count"] = number
            cell |= {"execution_count": number, "outputs": outputs}
    NOTEBOOK.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    sys.stdout.write(f"{NOTEBOOK.name} executed\n")


if __name__ == "__main__":
    main()

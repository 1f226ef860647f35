"""Write docs/reference/sources.md: `python docs/sources.py`; with ids of claims, only answer these."""

import sys
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

from source_claims.page import PAGE, answered, one_row, page_text  # noqa: E402
from source_claims.runs import Runs  # noqa: E402


def main(arguments: Sequence[str]) -> int:
    """Write the page, or print the rows asked for."""
    runs = Runs()
    if arguments:
        for id_ in arguments:
            print(one_row(id_, runs))
        return 0
    runs.begin()
    PAGE.write_text(page_text(answered(runs), runs), encoding="utf-8")
    print(f"{PAGE.name} written")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

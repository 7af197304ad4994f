"""All benchmarks: `python -m tests.benchmarks [--quick] [--figure NAME…]` prints one JSON document."""

import argparse
import json
import logging
import sys

from engine.logs import set_up_logs
from tests.benchmarks.skipped import Skipped
from tests.benchmarks.table import FIGURES


def main() -> None:
    """Run the figures that are asked for, all of them unless some are named."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="smaller and fewer, under a minute in all")
    parser.add_argument("--figure", action="append", metavar="NAME", help="only this one; repeatable")
    given = parser.parse_args()
    for name in given.figure or ():
        if name not in FIGURES:
            parser.exit(2, f"There is no figure “{name}”; there are: {', '.join(FIGURES)}.\n")
    set_up_logs(logging.WARNING)
    figures: dict[str, object] = {}
    skipped: dict[str, str] = {}
    for name in given.figure or FIGURES:
        sys.stderr.write(f"{name} …\n")
        sys.stderr.flush()
        row = FIGURES[name]
        try:
            figures[name] = row.judged(row.measure(given.quick))
        except Skipped as reason:
            skipped[name] = str(reason)
    json.dump({"figures": figures, "skipped": skipped}, sys.stdout, indent=2, ensure_ascii=False)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()

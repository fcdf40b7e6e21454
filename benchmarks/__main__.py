"""Run the benchmarks: `python -m benchmarks [coding] [dashboard] [exports] [figures] [hostile] [summary]`."""

import sys

from benchmarks import coding, dashboard, exports, figures, hostile, summary

BENCHMARKS = {
    "coding": coding.run,
    "dashboard": dashboard.run,
    "exports": exports.run,
    "figures": figures.run,
    "hostile": hostile.run,
    "summary": summary.run,
}

if __name__ == "__main__":
    for name in sys.argv[1:] or BENCHMARKS:
        print(f"== {name}")
        BENCHMARKS[name]()

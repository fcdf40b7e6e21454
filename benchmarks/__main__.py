"""Run the benchmarks: `python -m benchmarks [coding] [dashboard] [exports] [hostile]`."""

import sys

from benchmarks import coding, dashboard, exports, hostile

BENCHMARKS = {"coding": coding.run, "dashboard": dashboard.run, "exports": exports.run, "hostile": hostile.run}

if __name__ == "__main__":
    for name in sys.argv[1:] or BENCHMARKS:
        print(f"== {name}")
        BENCHMARKS[name]()

"""Run the benchmarks: `python -m benchmarks [coding] [dashboard] [exports]`."""

import sys

from benchmarks import coding, dashboard, exports

BENCHMARKS = {"coding": coding.run, "dashboard": dashboard.run, "exports": exports.run}

if __name__ == "__main__":
    for name in sys.argv[1:] or BENCHMARKS:
        print(f"== {name}")
        BENCHMARKS[name]()

"""Run the benchmarks: `python -m benchmarks [coding]`."""

import sys

from benchmarks import coding

BENCHMARKS = {"coding": coding.run}

if __name__ == "__main__":
    for name in sys.argv[1:] or BENCHMARKS:
        print(f"== {name}")
        BENCHMARKS[name]()

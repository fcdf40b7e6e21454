"""Whether the time of any text is linear: hostile repetitions in one entry, at a length and at four times that length."""

import random
import time
from datetime import date
from itertools import permutations

from analytics.chronicle.entry import Entry
from analytics.coding.coder import Lexicon, code_entry, read_lexicon

_FRAGMENTS = (
    "A-", "A'", "Ab ", "Ab", "1, ", '"', ". ", "; ", "(", ")", "@", "~", "#", "%", "a", "A", "0", "   ", "-", ",", ".", "!", "[1]",
    "Article 405 ", "Part 1, ", "(theft) ", "Criminal Code of the RK ", "same article ", "under ", "and ", "from ", "to ", "respectively ",
    "Almaty, ", "Almaty region ", "in Uralsk ", "July 5, 6, ", "5, 6, ", "fined ", "20 MCI ", "15 ", "KZT 1,000 ", "twenty ", "arrest ",
    "Serikov A. ", "A. Serikov ", "Serikov Askar ", "another ", "nine people ", "Judge ", "activist ", "police ", "detained ", "said ",
    "court ", "rally ", "akimat ", "refused ", "reason: works ", "not ", "He ", "'s ", "D.C. ", "http://a.b/", "Ж ", "§", "₸5 ",
)  # fmt: skip
_LENGTH = 20_000
_PAIRS = 150
_TIMES = 4
_ALLOWED = 2.0  # of linear; a quadratic step gives 4
_NOISE = 0.2  # seconds that a busy machine may add


def run() -> None:
    """Print the shapes whose time grows faster than their length, or that none does, and the slowest of them."""
    lexicon = read_lexicon()
    pairs = ["".join(pair) for pair in permutations(_FRAGMENTS, 2)]
    shapes = [*_FRAGMENTS, *random.Random(0).sample(pairs, _PAIRS)]
    _measure("Almaty ", _LENGTH, lexicon)
    faster, slowest = [], (0.0, "")
    for shape in shapes:
        short, long = _measure(shape, _LENGTH, lexicon), _measure(shape, _TIMES * _LENGTH, lexicon)
        if long > _TIMES * _ALLOWED * short + _NOISE:
            faster.append(f"{shape!r} ({short:.2f} s, then {long:.2f} s)")
        slowest = max(slowest, (long, shape))
    print(f"hostile: {len(shapes)} shapes, {_LENGTH:,} and {_TIMES * _LENGTH:,} characters of one entry")
    print(f"hostile: grow faster than the text: {', '.join(faster) or 'none'}")
    print(f"hostile: slowest {slowest[1]!r}, {_TIMES * _LENGTH / slowest[0]:,.0f} characters/s")


def _measure(shape: str, length: int, lexicon: Lexicon) -> float:
    text = ("February 1, fined 20 MCI " + shape * (length // len(shape)))[:length] + " x [2]."
    entry = Entry("2024-02", 1, text, 0, date(2024, 2, 1), (0, len("February 1")))
    started = time.process_time()
    code_entry(entry, lexicon)
    return time.process_time() - started

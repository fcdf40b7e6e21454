"""What all tests share."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from analytics.coding.coder import Lexicon, read_lexicon
from analytics.lexicon.load import LEXICON

read_once = cache(read_lexicon)


def read_shared(folder: Path = LEXICON) -> Lexicon:
    """Read the shipped lexicon once a process: its patterns take longer to compile than most tests run."""
    return read_once(folder) if folder == LEXICON else read_lexicon(folder)


@pytest.fixture(autouse=True, scope="session")
def shared_lexicon() -> Iterator[None]:
    """Build every table of the tests by the lexicon that was read once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("analytics.tables.store.read_lexicon", read_shared)
        yield

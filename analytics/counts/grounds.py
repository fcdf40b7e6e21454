"""What article 14 of the assembly law says of the reasons that authorities state for a refusal."""

import csv
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Ground:
    """A ground for refusal in the assembly law, read in a source: its article and part, and its words by language."""

    place: str
    words: dict[str, str]


def read_grounds(path: Path) -> dict[str, list[Ground]]:
    """Read the checked grounds by the codebook's reason.

    A row that was not checked, or that is a definition and no ground, is left out: of such a reason nothing is known
    here, which is not to say that the law has none.
    """
    grounds: dict[str, list[Ground]] = {}
    if not path.exists():
        return grounds
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["article"] == "14" and row["checked"] == "yes" and row["note"].startswith("ground"):
                place = f"{row['article']}, {row['part']}"
                texts = {"en": row["ground_en"], "ru": row["ground_ru"]}
                grounds.setdefault(row["codebook_reason"], []).append(Ground(place, texts))
    return grounds

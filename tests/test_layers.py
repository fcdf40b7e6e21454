"""The rooms of `analytics` import downwards only."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BELOW = {
    "errors": set(),
    "chronicle": set(),
    "lexicon": set(),
    "coding": {"chronicle", "lexicon"},
    "tables": {"chronicle", "lexicon", "coding"},
    "counts": {"lexicon", "tables"},
    "figures": {"lexicon", "tables", "counts"},
    "reports": {"lexicon", "tables", "counts", "figures"},
}


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


@pytest.mark.parametrize("path", sorted((ROOT / "analytics").rglob("*.py")), ids=lambda path: path.as_posix()[-40:])
def test_a_room_imports_only_from_the_rooms_below(path: Path) -> None:
    names = imported(path)
    assert not any(name.split(".")[0] == "streamlit" for name in names), "analytics never imports Streamlit"
    room = path.relative_to(ROOT / "analytics").parts[0].removesuffix(".py")
    if room in BELOW:
        used = {name.split(".")[1] for name in names if name.startswith("analytics.")}
        assert used <= BELOW[room] | {room, "errors"}, f"{room} may not import {used - BELOW[room] - {room, 'errors'}}"

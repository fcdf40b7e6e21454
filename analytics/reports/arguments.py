"""Options that several commands share, and lists with commas."""

import argparse
from collections.abc import Collection
from pathlib import Path

from analytics.counts.names import ALIASES, POLICIES
from analytics.errors import InputError


def add_out(command: argparse.ArgumentParser) -> None:
    """Add `--out`: a folder to write."""
    command.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help="the folder to write; it need not exist"
    )


def add_names(command: argparse.ArgumentParser, default: str | None = "public", told: str = "public") -> None:
    """Add `--names`: a names policy; `told` says what holds without it."""
    command.add_argument(
        "--names",
        default=default,
        choices=(*POLICIES, *ALIASES),
        help=f"how people are named; public is what readers outside may see (default: {told})",
    )


def add_list(command: argparse.ArgumentParser, option: str, offered: Collection[str], default: str | None) -> None:
    """Add an option that takes some of the names offered, with commas; None leaves it to the command."""
    told = "" if default is None else f" (default: {default})"
    command.add_argument(
        option, default=default, metavar="NAMES", help=f"some of {', '.join(offered)}, with commas{told}"
    )


def pick_names(option: str, asked: str, offered: Collection[str]) -> list[str]:
    """Return the names in a list with commas, each once. Raises InputError for one that is not offered."""
    names = list(dict.fromkeys(name.strip() for name in asked.split(",") if name.strip()))
    for name in names:
        if name not in offered:
            raise InputError(f"{option} {name!r}: there is none; there are {', '.join(offered)}")
    return names

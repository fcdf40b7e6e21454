"""The one place that decides how people are named: in full, by initials, or not at all."""

import re
from collections.abc import Iterable, Mapping

import pyarrow as pa

POLICIES = ("full", "initials", "hidden")

_WORD = re.compile(r"\w+(?:[-’']\w+)*")


def hide_names(tables: Mapping[str, pa.Table], policy: str) -> dict[str, pa.Table]:
    """Return the tables with the people in them named as a policy says, in every column and in the text.

    "initials" keeps the first letter of each part of a name, "hidden" leaves a number. People stay apart from one
    another, so that counts do not change; in texts a name keeps its length, so that spans point where they did.

    Raises:
        ValueError: for a policy that is none of `POLICIES`.
    """
    if policy not in POLICIES:
        raise ValueError(f"names are shown as one of {', '.join(POLICIES)}, not as {policy!r}")
    if policy == "full":
        return dict(tables)
    incidents, sanctions = tables["incidents"], tables["sanctions"]
    people = [name for names in incidents["persons"].to_pylist() for name in names]
    people += [name for name in sanctions["person"].to_pylist() if name]
    index = tables.get("people")
    if index is not None:
        people += [*index["name"].to_pylist(), *index["spelling"].to_pylist()]
    shown = name_people(people, policy)
    pattern = _match_names(shown)

    def mask(text: str | None) -> str | None:
        return pattern.sub(lambda found: mask_name(found[0], policy), text) if text else text

    hidden = {
        "incidents": _replace(
            incidents,
            persons=[[shown[name] for name in names] for names in incidents["persons"].to_pylist()],
            text=[mask(text) for text in incidents["text"].to_pylist()],
        ),
        "sanctions": _replace(sanctions, person=[shown.get(name) for name in sanctions["person"].to_pylist()]),
    }
    if "spans" in tables:
        spans = tables["spans"]
        hidden["spans"] = _replace(spans, value=[mask(value) for value in spans["value"].to_pylist()])
    if index is not None:
        hidden["people"] = _replace(
            index,
            name=[shown[name] for name in index["name"].to_pylist()],
            spelling=[shown[name] for name in index["spelling"].to_pylist()],
        )
    return {**tables, **hidden}


def name_people(people: Iterable[str], policy: str) -> dict[str, str]:
    """Give each person a name under a policy; two people never share one."""
    shown: dict[str, str] = {}
    taken: dict[str, int] = {}
    for number, name in enumerate(sorted(set(people)), 1):
        short = " ".join(f"{part[0]}." for part in _WORD.findall(name)) if policy == "initials" else f"No. {number}"
        taken[short] = taken.get(short, 0) + 1
        shown[name] = short if taken[short] == 1 else f"{short} ({taken[short]})"
    return shown


def mask_name(name: str, policy: str) -> str:
    """Return a name as it stands in a text under a policy: as long as it was."""
    if policy == "initials":
        return _WORD.sub(lambda word: word[0][0] + "·" * (len(word[0]) - 1), name)
    return _WORD.sub(lambda word: "█" * len(word[0]), name)


def _match_names(people: Iterable[str]) -> re.Pattern[str]:
    """Match each name as it is coded, and each of its longer parts alone, as a text repeats it."""
    parts = {part for name in people for part in _WORD.findall(name) if len(part) > 2}
    words = sorted({*people, *parts}, key=lambda name: (-len(name), name))
    return re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in words) or r"(?!)")


def _replace(table: pa.Table, **columns: list[object]) -> pa.Table:
    for name, values in columns.items():
        at = table.column_names.index(name)
        table = table.set_column(at, table.schema.field(name), pa.array(values, table.schema.field(name).type))
    return table

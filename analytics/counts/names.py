"""The one place that decides how people are named: in full, by initials, or not at all."""

import re
from collections.abc import Callable, Iterable, Mapping

import pyarrow as pa

from analytics.lexicon.rules import plain

POLICIES = ("full", "initials", "hidden")
ALIASES = {"public": "initials"}
"""`public` is what readers outside may see: the one place that says which policy that is."""

_WORD = re.compile(r"\w+(?:[-’']\w+)*")
_TOKEN = re.compile(r"https?://\S+|\w+")
_NAMED, _LIKELY = ("person", "mentioned"), "likely_name"
"""The fields of spans that hold a personal name: of those whom an entry is about, of everybody else in it, and what only
looks like one."""


def read_policy(name: str) -> str:
    """Return the policy that a name means: one of `POLICIES`, or what an alias stands for. Raises ValueError."""
    policy = ALIASES.get(name, name)
    if policy not in POLICIES:
        raise ValueError(f"names are shown as one of {', '.join([*POLICIES, *ALIASES])}, not as {name!r}")
    return policy


def hide_names(tables: Mapping[str, pa.Table], policy: str) -> dict[str, pa.Table]:
    """Return the tables with the people in them named as a policy says, in every column and in the text.

    "initials" keeps the first letter of each part of a name, "hidden" leaves a number. People stay apart from one
    another, so that counts do not change; in texts a name keeps its length, so that spans point where they did. In
    texts everybody is masked whose name coding saw anywhere (`spans`), lawyers, victims and officials too. Links to
    sources are withheld: what they lead to names people.

    Raises:
        ValueError: for a policy that is none of `POLICIES` and no alias of one.
    """
    policy = read_policy(policy)
    if policy == "full":
        return dict(tables)
    incidents, sanctions = tables["incidents"], tables["sanctions"]
    people = [name for names in incidents["persons"].to_pylist() for name in names]
    people += [name for name in sanctions["person"].to_pylist() if name]
    index, spans = tables.get("people"), tables.get("spans")
    if index is not None:
        people += [*index["name"].to_pylist(), *index["spelling"].to_pylist()]
    shown = name_people(people, policy)
    named, likely = set(people), set[str]()
    for field, value in zip(*(spans[name].to_pylist() for name in ("field", "value")), strict=True) if spans else ():
        (named if field in _NAMED else likely if field == _LIKELY else set()).add(value)
    mask = _replace_names(named, likely, lambda name: mask_name(name, policy))
    # A theme is counted: people in it stay apart as well.
    rename = _replace_names(named, likely, lambda name: shown.get(name) or mask_name(name, policy))

    hidden = {
        "incidents": _replace(
            incidents,
            persons=[[shown[name] for name in names] for names in incidents["persons"].to_pylist()],
            text=[mask(text) for text in incidents["text"].to_pylist()],
            source_urls=[[]] * incidents.num_rows,
        ),
        "refusals": _replace(
            tables["refusals"], theme=[rename(theme) for theme in tables["refusals"]["theme"].to_pylist()]
        ),
        "sanctions": _replace(sanctions, person=[shown.get(name) for name in sanctions["person"].to_pylist()]),
    }
    if spans is not None:
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


def _replace_names(
    people: Iterable[str], likely: Iterable[str], write: Callable[[str], str]
) -> Callable[[str | None], str | None]:
    """Return a function that writes anew, in a text, each name as it is coded, and each of its longer parts alone.

    What is only `likely` a name is replaced as it stands, not in its parts.

    Letter case makes no difference but for the first letter, which is a capital. A link in a text is masked whole.
    Names are looked up by their first word, so that a text takes as long whether ten or ten thousand are known.
    """
    parts = {part for name in people for part in _WORD.findall(name) if len(part) > 2}
    known: dict[str, list[str]] = {}
    for name in sorted({*people, *parts, *likely}, key=lambda name: (-len(name), name)):
        if (first := _TOKEN.search(name)) is not None:
            known.setdefault(first[0].casefold(), []).append(name[first.start() :])

    def find_end(text: str, start: int, token: str) -> int:
        """Return where the name that begins at a token ends, or 0."""
        if "://" in token:
            return start + len(token)
        for name in known.get(token.casefold(), ()) if token[0].isupper() else ():
            end = start + len(name)
            if text[start:end].casefold() == name.casefold() and not re.match(r"\w", text[end : end + 1]):
                return end
        return 0

    def replace(text: str | None) -> str | None:
        if not text:
            return text
        pieces, done, folded = [], 0, plain(text)
        for found in _TOKEN.finditer(folded):
            if found.start() >= done and (end := find_end(folded, found.start(), found[0])):
                pieces += [text[done : found.start()], write(folded[found.start() : end])]
                done = end
        return "".join([*pieces, text[done:]])

    return replace


def _replace(table: pa.Table, **columns: list[object]) -> pa.Table:
    for name, values in columns.items():
        at = table.column_names.index(name)
        table = table.set_column(at, table.schema.field(name), pa.array(values, table.schema.field(name).type))
    return table

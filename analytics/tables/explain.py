"""Why an entry was coded as it was."""

from pathlib import Path

import pyarrow.compute as pc

from analytics.errors import InputError
from analytics.tables.store import DATA, read_tables


def explain_entry(month: str, entry: int, data: Path = DATA) -> str:
    """An entry's text, its rows, and each coded value with the words and the rule that it was read by."""
    tables = read_tables(data)
    incidents = tables["incidents"]
    mine = incidents.filter(
        pc.and_(pc.equal(incidents["report"], month), pc.equal(incidents["entry"], entry))
    ).to_pylist()
    if not mine:
        raise InputError(
            f"{month} {entry}: no such entry; the months kept are {', '.join(tables['months']['report'].to_pylist()) or 'none'}"
        )
    lines = [mine[0]["text"], ""]
    for row in mine:
        place = ", ".join(filter(None, (row["city"], row["region"], row["country"]))) or "no place"
        lines.append(
            f"{row['incident_id']}  {row['date']}  {place}  {row['kind']}/{row['category']}  flags: {', '.join(row['flags']) or 'none'}"
        )
        for name in ("refusals", "sanctions"):
            table = tables[name]
            for child in table.filter(pc.equal(table["incident_id"], row["incident_id"])).to_pylist():
                told = {
                    key: value
                    for key, value in child.items()
                    if value is not None and key not in ("incident_id", "report", "entry")
                }
                lines.append(f"    {name[:-1]}: " + ", ".join(f"{key} {value}" for key, value in told.items()))
        spans = tables["spans"]
        for span in spans.filter(pc.equal(spans["incident_id"], row["incident_id"])).to_pylist():
            words = row["text"][span["start"] : span["end"]]
            lines.append(f"    {span['field']:<12} {span['value'] or '':<22} {span['rule']:<28} {words!r}")
    return "\n".join(lines)

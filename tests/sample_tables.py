"""A made-up year with gaps, for tests of counts and pages: every value of every dimension, and none of them."""

from datetime import date, timedelta
from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq

from analytics.tables.schema import SCHEMAS

MONTHS = ("2022-12", "2023-01", "2023-02", "2023-04")
CITIES = {
    "Almaty": ("KZ-75", 43.25, 76.92),
    "Astana": ("KZ-71", 51.18, 71.45),
    "Uralsk": ("KZ-27", 51.23, 51.37),
    "Konayev": ("KZ-19", 43.86, 77.06),
    None: ("KZ-47", None, None),
}
CATEGORIES = {
    "assembly_refusal": "restriction",
    "detention": "restriction",
    "administrative_case": "restriction",
    "relief": "relief",
    "assembly_held": "civic_action",
    "statement": "context",
}
TEXTS = (
    "The akimat refused the women's rally.",
    "Активисты вышли на митинг в центре города.",
    "A court heard the case.",
)


def make_rows(seed: int = 1, size: int = 60) -> dict[str, list[dict[str, object]]]:
    """Make the rows of all tables: `size` entries a month, some with several incidents."""
    chance = Random(seed)
    rows: dict[str, list[dict[str, object]]] = {name: [] for name in SCHEMAS}
    for month in MONTHS:
        first = date.fromisoformat(f"{month}-01")
        for entry in range(1, size + 1):
            category = chance.choice(list(CATEGORIES))
            day = first + timedelta(days=chance.randrange(28)) if chance.random() > 0.03 else None
            cities = chance.sample(list(CITIES), 1 if category != "assembly_refusal" else chance.randint(1, 4))
            persons = chance.sample(["Ivanov A.", "Bokay M.", "Әлімбек С."], chance.randint(0, 2))
            for number, city in enumerate(cities, 1):
                region, lat, lon = CITIES[city]
                abroad = chance.random() < 0.05
                known = {"incident_id": f"{month}-{entry:03d}.{number}", "report": month, "entry": entry}
                rows["incidents"].append(
                    known
                    | {
                        "date": day,
                        "country": None if city is None and chance.random() < 0.5 else "US" if abroad else "KZ",
                        "region": None if abroad else region,
                        "city": "New York" if abroad else city,
                        "lat": lat,
                        "lon": lon,
                        "kind": CATEGORIES[category],
                        "category": category,
                        "also": [],
                        "right": chance.choice(["assembly", "liberty", None]),
                        "targets": chance.sample(["activist", "journalist", "worker"], chance.randint(0, 2)),
                        "persons": persons,
                        "permission": "refused" if category == "assembly_refusal" else None,
                        "text": chance.choice(TEXTS),
                        "footnotes": [entry],
                        "source_urls": [],
                        "flags": ["no_date"] if day is None else [],
                        "duplicate_of": None,
                    }
                )
                if category == "assembly_refusal":
                    rows["refusals"] += [
                        known | {"city": city, "reason": reason, "form": chance.choice(["rally", None]), "theme": None,
                                 "planned": [day + timedelta(days=9)] if day else []}
                        for reason in chance.sample(["works", "no_venue", "not_stated"], chance.randint(1, 2))
                    ]  # fmt: skip
                if category == "administrative_case":
                    rows["sanctions"] += [
                        known | {"person": person, "code": "CAO", "article": chance.choice(["488", "73-3", None]),
                                 "part": chance.choice([1, 11, None]), "measure": measure,
                                 "amount": float(chance.randint(1, 30)), "unit": unit, "kzt": None,
                                 "status": chance.choice(["imposed", "imposed", "charged", "serving"])}
                        for person in (persons or [None])
                        for measure, unit in chance.sample([("arrest", "days"), ("fine", "MCI")], chance.randint(1, 2))
                    ]  # fmt: skip
        rows["months"].append(
            {"report": month, "source": f"{month}.md", "sha256": "0" * 64, "entries": size, "incidents": 0,
             "first_date": first, "last_date": first}
        )  # fmt: skip
    return rows


def make_tables(rows: dict[str, list[dict[str, object]]]) -> dict[str, pa.Table]:
    """Return rows as the Parquet tables."""
    return {name: pa.Table.from_pylist(rows.get(name, []), schema=schema) for name, schema in SCHEMAS.items()}


def write_sample(directory: Path, rows: dict[str, list[dict[str, object]]]) -> None:
    """Write rows as the tables of a data directory."""
    (directory / "tables").mkdir(parents=True)
    for name, table in make_tables(rows).items():
        pq.write_table(table, directory / "tables" / f"{name}.parquet")

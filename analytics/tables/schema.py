"""The columns of each table, as the codebook defines them."""

import pyarrow as pa

TEXT = pa.string()
TEXTS = pa.list_(pa.string())

INCIDENTS = pa.schema(
    [
        pa.field("incident_id", TEXT, nullable=False),
        pa.field("report", TEXT, nullable=False),
        pa.field("entry", pa.int32(), nullable=False),
        pa.field("date", pa.date32()),
        pa.field("country", TEXT),
        pa.field("region", TEXT),
        pa.field("city", TEXT),
        pa.field("lat", pa.float64()),
        pa.field("lon", pa.float64()),
        pa.field("kind", TEXT, nullable=False),
        pa.field("category", TEXT, nullable=False),
        pa.field("also", TEXTS, nullable=False),
        pa.field("right", TEXT),
        pa.field("targets", TEXTS, nullable=False),
        pa.field("persons", TEXTS, nullable=False),
        pa.field("permission", TEXT),
        pa.field("text", TEXT, nullable=False),
        pa.field("footnotes", pa.list_(pa.int32()), nullable=False),
        pa.field("source_urls", TEXTS, nullable=False),
        pa.field("flags", TEXTS, nullable=False),
        pa.field("duplicate_of", TEXT),
    ]
)

REFUSALS = pa.schema(
    [
        pa.field("incident_id", TEXT, nullable=False),
        pa.field("report", TEXT, nullable=False),
        pa.field("entry", pa.int32(), nullable=False),
        pa.field("city", TEXT),
        pa.field("reason", TEXT, nullable=False),
        pa.field("form", TEXT),
        pa.field("theme", TEXT),
        pa.field("planned", pa.list_(pa.date32()), nullable=False),
    ]
)

SANCTIONS = pa.schema(
    [
        pa.field("incident_id", TEXT, nullable=False),
        pa.field("report", TEXT, nullable=False),
        pa.field("entry", pa.int32(), nullable=False),
        pa.field("person", TEXT),
        pa.field("code", TEXT),
        pa.field("article", TEXT),
        pa.field("part", pa.int32()),
        pa.field("measure", TEXT),
        pa.field("amount", pa.float64()),
        pa.field("unit", TEXT),
        pa.field("kzt", pa.int64()),
        pa.field("status", TEXT, nullable=False),
    ]
)

SPANS = pa.schema(
    [
        pa.field("incident_id", TEXT, nullable=False),
        pa.field("field", TEXT, nullable=False),
        pa.field("value", TEXT),
        pa.field("start", pa.int32(), nullable=False),
        pa.field("end", pa.int32(), nullable=False),
        pa.field("rule", TEXT, nullable=False),
    ]
)

MONTHS = pa.schema(
    [
        pa.field("report", TEXT, nullable=False),
        pa.field("source", TEXT, nullable=False),
        pa.field("sha256", TEXT, nullable=False),
        pa.field("entries", pa.int32(), nullable=False),
        pa.field("incidents", pa.int32(), nullable=False),
        pa.field("first_date", pa.date32()),
        pa.field("last_date", pa.date32()),
    ]
)

PEOPLE = pa.schema(
    [
        pa.field("person_id", TEXT, nullable=False),
        pa.field("name", TEXT, nullable=False),
        pa.field("spelling", TEXT, nullable=False),
        pa.field("incident_id", TEXT, nullable=False),
    ]
)

PEOPLE_DOUBTS = pa.schema(
    [
        pa.field("person_id", TEXT, nullable=False),
        pa.field("other_id", TEXT, nullable=False),
        pa.field("reason", TEXT, nullable=False),
    ]
)

SCHEMAS = {
    "incidents": INCIDENTS,
    "refusals": REFUSALS,
    "sanctions": SANCTIONS,
    "spans": SPANS,
    "months": MONTHS,
    "people": PEOPLE,
    "people_doubts": PEOPLE_DOUBTS,
}

"""The rows that coding gives, in the columns of the codebook (see `tables.schema` for their types)."""

from datetime import date
from typing import NamedTuple


class IncidentRow(NamedTuple):
    """One entry, or one refusing city of it."""

    incident_id: str
    report: str
    entry: int
    date: date | None
    country: str | None
    region: str | None
    city: str | None
    lat: float | None
    lon: float | None
    kind: str
    category: str
    also: tuple[str, ...]
    right: str | None
    targets: tuple[str, ...]
    persons: tuple[str, ...]
    permission: str | None
    text: str
    footnotes: tuple[int, ...]
    source_urls: tuple[str, ...]
    flags: tuple[str, ...]
    duplicate_of: str | None = None


class RefusalRow(NamedTuple):
    """One reason that one city's authority stated for one refusal."""

    incident_id: str
    report: str
    entry: int
    city: str | None
    reason: str
    form: str | None
    theme: str | None
    planned: tuple[date, ...]


class SanctionRow(NamedTuple):
    """One person, one measure or charge, one article."""

    incident_id: str
    report: str
    entry: int
    person: str | None
    code: str | None
    article: str | None
    part: int | None
    measure: str | None
    amount: float | None
    unit: str | None
    kzt: int | None
    status: str


class SpanRow(NamedTuple):
    """The characters of an incident's text that one value was read from, and the rule that read it."""

    incident_id: str
    field: str
    value: str | None
    start: int
    end: int
    rule: str


class Coded(NamedTuple):
    """All rows of one entry."""

    incidents: list[IncidentRow]
    refusals: list[RefusalRow]
    sanctions: list[SanctionRow]
    spans: list[SpanRow]

"""From a published document to dated entries."""

from analytics.chronicle.entry import Chronicle, Entry
from analytics.chronicle.read import parse_document, read_chronicle, read_text

__all__ = ["Chronicle", "Entry", "parse_document", "read_chronicle", "read_text"]

"""The editions as an Atom feed (RFC 4287)."""

from collections.abc import Sequence
from html import escape
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree

from analytics.counts.changelog import Entry
from analytics.figures.words import Words
from analytics.reports.changes import tell_changes
from analytics.reports.citation import Publication

ATOM = "http://www.w3.org/2005/Atom"
LATEST = 50
"""So many editions stand in the feed."""


def write_feed(
    entries: Sequence[Entry],
    publication: Publication,
    words: Words,
    names: str,
    page: str,
    base: str = "",
    own: str = "",
) -> bytes:
    """Write the latest editions as a feed, the last one first; `page` is that of the changes, relative to the feed.

    `base` is the feed's own folder on the web and `own` its name there, where they are known. Ids are those of the
    changelog as URNs, one a language: they are the same wherever the site is served. A feed needs one edition at least.
    """
    feed = ElementTree.Element(
        "feed", {"xmlns": ATOM, "xml:lang": words.language} | ({"xml:base": base} if base else {})
    )
    title = f"{publication.title[words.language]}: {words.say('Editions and changes')}"
    _add(feed, "id", name_urn(f"feed/{entries[0].id}", words))
    _add(feed, "title", title)
    _add(feed, "updated", _date(entries[-1]))
    _add(_add(feed, "author"), "name", publication.publisher)
    _add(feed, "rights", f"{publication.licence.title} ({publication.licence.name}), {publication.licence.url}")
    _add(feed, "link", rel="alternate", type="text/html", href=page)
    if base:
        _add(feed, "link", rel="self", type="application/atom+xml", href=f"{base}{own}")
    for entry in entries[: -LATEST - 1 : -1]:
        told = tell_changes(entry, words, names)
        item = _add(feed, "entry")
        _add(item, "id", name_urn(entry.id, words))
        _add(item, "title", told.title)
        _add(item, "updated", _date(entry))
        _add(item, "link", rel="alternate", type="text/html", href=f"{page}#edition-{entry.id}")
        lines = "".join(f"<li>{escape(line)}</li>" for line in told.summary)
        _add(item, "content", f"<ul>{lines}</ul>", type="html")
    ElementTree.indent(feed)
    return bytes(ElementTree.tostring(feed, "utf-8", xml_declaration=True)) + b"\n"


def name_urn(name: str, words: Words) -> str:
    """The URN of something in one language: a name-based UUID (RFC 9562, version 5)."""
    return uuid5(NAMESPACE_URL, f"editions/{name}/{words.language}").urn


def _date(entry: Entry) -> str:
    return f"{entry.day}T00:00:00Z"


def _add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, name, attributes)
    child.text = text or None
    return child

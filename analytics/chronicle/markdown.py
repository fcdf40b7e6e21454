"""Plain text and Markdown: what a reader of the rendered page would see."""

from collections import defaultdict

import re2

from analytics.chronicle.paragraphs import Document, Paragraph, split_paragraphs

# RE2 runs in time linear in the text, whatever the text is.
_FOOTNOTE_LINK = re2.compile(r"\[?\[\^?(\d{1,5})\]\]?\(<?(https?://[^)\s>]+)[^)\n]*\)")
_FOOTNOTE_ANCHOR = re2.compile(
    r"(?i)(?:<sup>)?\s*<a\s[^>]*?href=[\"']?([^\"'\s>]+)[^>]*>\s*(?:<sup>)?\s*\[?(\d{1,5})\]?\s*(?:</sup>)?\s*</a>(?:</sup>)?"
)
# In this order; each applies only to a text that has its sign.
_MARKUP = tuple(
    (sign, re2.compile(pattern), replacement)
    for sign, pattern, replacement in (
        ("<sup", r"(?i)<sup>\s*\[?(\d{1,5})\]?\s*</sup>", r"[\1]"),
        ("[^", r"\[\^(\d{1,5})\]", r"[\1]"),
        # a link in a list of footnotes keeps its address, any other only its words
        ("](", r"(?m)^(\s*\[?\d{1,5}[\]).].*?)!?\[([^\[\]\n]*)\]\(<?(https?://[^)\s>]+)[^)\n]*\)", r"\1\2 \3"),
        ("](", r"!?\[([^\[\]\n]*)\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)?\)", r"\1"),
        ("*", r"(^|[^\w*\\])\*{1,3}([^*\s](?:[^*\n]*[^*\s])?)\*{1,3}", r"\1\2"),
        ("_", r"(?m)(^|[^\w\\])_{1,3}([^_\s](?:[^_\n]*[^_\s])?)_{1,3}($|[^\w])", r"\1\2\3"),
        ("\\", r"\\([\[\]()#*_.!+>~`-])", r"\1"),
    )
)


def read_plain(text: str, name: str) -> Document:
    """The paragraphs of a plain or Markdown text, without its marks; footnote numbers that are links give addresses."""
    text = text.replace("\\[", "[").replace("\\]", "]")
    urls: dict[int, list[str]] = defaultdict(list)

    def as_marker(number: str, url: str) -> str:
        if url.startswith(("http://", "https://")):
            urls[int(number)].append(url)
        return f"[{number}]"

    if "](" in text:
        text = _FOOTNOTE_LINK.sub(lambda match: as_marker(match[1], match[2]), text)
    if "</a>" in text:
        text = _FOOTNOTE_ANCHOR.sub(lambda match: as_marker(match[2], match[1]), text)
    for sign, pattern, replacement in _MARKUP:
        if sign in text:
            text = pattern.sub(replacement, text)
    return Document(name, [_as_paragraph(paragraph) for paragraph in split_paragraphs(text)], urls)


def _as_paragraph(text: str) -> Paragraph:
    bare = text.lstrip("#")
    if len(bare) < len(text) and bare[:1].isspace():
        return Paragraph(bare.strip(" #"), "heading")
    return Paragraph(text)

"""What is no part of any entry: headings, and what a page puts around its text."""

import re

from analytics.chronicle.footnotes import find_footnotes

_LONGEST = 80

# Each matches a whole short paragraph, whatever its case and the marks at its end.
_PAGE_WORDS = (
    r"skip to .*|(?:table of )?contents|menu|home|search|log ?in|sign (?:in|up).*|subscribe.*|close|accept(?: all)?|ok",
    r"share(?: (?:this|on|via|with)\b.*)?|copy link|print|save|e-?mail",
    r"tweet|facebook|twitter|telegram|whatsapp|vk|x|instagram|youtube",
    r"read (?:more|also|next)\b.*|see also.*|related (?:posts?|articles?|news|stories)|back to (?:top|list).*",
    r"previous|next|(?:next|previous) (?:post|article|page).*|leave a (?:comment|reply).*|(?:no |\d+ )?comments?",
    r"tags?:.*|categor(?:y|ies):.*|(?:posted|published) (?:on|by|in)\b.*|.*\bcookies?\b.*",
    r"(?:©|\(c\)|copyright).*|all rights reserved.*|(?:page )?\d{1,4}(?: (?:of|/) \d{1,4})?",
    r"поделиться.*|содержание|меню|главная|поиск|читать (?:далее|также).*|бөлісу.*|мазмұны|мәзір|басты бет|іздеу",
)
_PAGE = re.compile(rf"(?:{'|'.join(_PAGE_WORDS)})[\s.:»>→|]*", re.IGNORECASE)
_LIST_HEADING = re.compile(
    r"(?:(?:foot|end) ?notes?|notes|sources?|references?|links|"
    r"источники|ссылки|сноски|примечания|дереккөздер|сілтемелер)[\s.:]*",
    re.IGNORECASE,
)


def name_furniture(text: str) -> str:
    """Why an undated paragraph is no part of an entry (`separator`, `page furniture`, `footnote list`), else ''."""
    if len(text) > _LONGEST:
        return ""
    if not any(char.isalnum() for char in text):
        return "separator"
    if _LIST_HEADING.fullmatch(text):
        return "footnote list"
    return "page furniture" if _PAGE.fullmatch(text) else ""


def reads_as_heading(text: str) -> bool:
    """Whether an unmarked paragraph reads as a heading: short, a capital first, no mark or footnote at its end."""
    return len(text) <= _LONGEST and text[0].isupper() and text[-1].isalnum() and not find_footnotes(text).numbers

"""What the screens say: labels of code values, sentences, numbers and dates in one language."""

import csv
import gettext
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_interval
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_compact_decimal, format_decimal

from analytics.counts.selection import EITHER, NONE
from analytics.lexicon.load import LEXICON

CATALOGUES = Path(__file__).parents[2] / "pages" / "locale"
LANGUAGES = {"en": "English", "ru": "Русский", "kk": "Қазақша"}
UNIT_FORMS = {
    "incidents": ("{n} incident", "{n} incidents"),
    "entries": ("{n} entry", "{n} entries"),
    "people": ("{n} person", "{n} people"),
    "refusals": ("{n} refusal", "{n} refusals"),
    "sanctions": ("{n} sanction", "{n} sanctions"),
}
MONTH_STYLE = {"long": "LLLL y", "short": "LLL y"}


@dataclass(frozen=True)
class Words:
    """The labels and sentences of one language; what has no translation stands in English."""

    language: str
    labels: Mapping[str, str] = field(repr=False)
    catalogue: gettext.NullTranslations = field(repr=False)
    _named: dict[tuple[str, str], str] = field(default_factory=dict, repr=False)

    @cached_property
    def locale(self) -> Locale:
        """The locale of dates and numbers; English is the British one, for its order of day and month."""
        return Locale.parse("en_GB" if self.language == "en" else self.language)

    def say(self, text: str, **values: object) -> str:
        """Return a sentence in this language, with its values put in."""
        said = self.catalogue.gettext(text)
        return said.format(**values) if values else said

    def count(self, n: int, unit: str) -> str:
        """Return a number with its unit, as `118 incidents`."""
        if (unit, str(n)) not in self._named:
            self._named[unit, str(n)] = self.catalogue.ngettext(*UNIT_FORMS[unit], n).format(n=self.number(n))
        return self._named[unit, str(n)]

    def say_many(self, one: str, many: str, n: int, **values: object) -> str:
        """Return a sentence whose form depends on a number, which is put in for `n`."""
        return self.catalogue.ngettext(one, many, n).format(n=self.number(n), **values)

    def number(self, n: float) -> str:
        """Write a number as this language does."""
        return _write_number(n, str(self.locale))

    def short_number(self, n: float) -> str:
        """Write a large number shortly, as `1.2M`."""
        return str(format_compact_decimal(n, locale=self.locale, fraction_digits=1)) if n >= 10_000 else self.number(n)

    def name(self, dimension: str, value: str) -> str:
        """Return the label of one value of a dimension; a name or code that is in no glossary stands as it is."""
        # Kept, because a chart over years names each of its periods, and writing a date is slow.
        if (dimension, value) not in self._named:
            self._named[dimension, value] = self._find_name(dimension, value)
        return self._named[dimension, value]

    def _find_name(self, dimension: str, value: str) -> str:
        if value == NONE:
            return self.labels.get(f"{dimension}.none") or self.labels.get(f"none.{dimension}") or self.labels["none"]
        if EITHER in value:
            return self.say("other ({n})", n=self.number(value.count(EITHER) + 1))
        if dimension in ("day", "week", "month", "quarter", "year"):
            return self.period(dimension, value)
        if dimension == "report":
            return self.say("chronicle of {month}", month=self.month(value))
        if dimension == "country":
            return str(self.locale.territories.get(value, value))
        if dimension in ("article", "article_part"):
            title = self.labels.get(f"article.{value}") or self.labels.get(f"article.{value.split(' part ')[0]}")
            return f"{self.article(value)}: {title}" if title else self.article(value)
        return self.labels.get(f"{dimension}.{value}", value)

    def article(self, value: str) -> str:
        """Return an article's short name, as `CAO 488 part 11`."""
        code, _, rest = value.partition(" ")
        return f"{self.name('code', code)} {rest.replace('part', self.say('part'))}" if rest else value

    def month(self, value: str) -> str:
        """Return a month as it stands within a sentence: in small letters where the language writes it so."""
        name = self.period("month", value)
        return name if self.language == "en" else name[:1].lower() + name[1:]

    def codes(self, dimension: str) -> list[str]:
        """Return the codes of a dimension that the glossary and the lexicon name, in their order."""
        return [term.partition(".")[2] for term in self.labels if term.startswith(f"{dimension}.")]

    def dimension(self, name: str) -> str:
        """Return the label of a dimension itself."""
        return self.labels.get(f"dimension.{name}", name)

    def unit(self, name: str) -> str:
        """Return the label of a unit."""
        return self.labels[f"unit.{name}"]

    def period(self, grain: str, value: str, width: str = "long") -> str:
        """Return the label of a period, as `February 2024` or `12–18 February 2024`."""
        if grain == "year":
            return value
        if grain == "quarter":
            return self.say("Q{quarter} {year}", quarter=value[-1], year=value[:4])
        if grain == "month":
            name = format_date(date.fromisoformat(f"{value}-01"), MONTH_STYLE[width], self.locale)
            return name[:1].upper() + name[1:]
        first = date.fromisoformat(value)
        if grain == "day":
            return self.day(first, width)
        return self.days(first, date.fromordinal(first.toordinal() + 6))

    def day(self, day: date, width: str = "long") -> str:
        """Write one day."""
        return format_date(day, "d MMM" if width == "short" else "d MMMM y", self.locale)

    def days(self, first: date, last: date) -> str:
        """Write a span of days; a span of whole months by its months."""
        following = date.fromordinal(last.toordinal() + 1)
        if first.day == 1 and following.day == 1:
            if (first.year, first.month) == (last.year, last.month):
                return self.period("month", f"{first:%Y-%m}")
            return f"{self.period('month', f'{first:%Y-%m}')} – {self.period('month', f'{last:%Y-%m}')}"
        if first == last:
            return self.day(first)
        return str(format_interval(first, last, "yMMMd", locale=self.locale))


@lru_cache(maxsize=10_000)
def _write_number(n: float, locale: str) -> str:
    """Write a number; kept, because a page tells small ones again and again."""
    return str(format_decimal(n, locale=locale))


def read_words(language: str, lexicon: Path = LEXICON, catalogues: Path = CATALOGUES) -> Words:
    """Read the words of a language: `glossary.csv` and the titles of the lexicon's tables, and `<language>.po`.

    A title that the language lacks is taken from Russian, then from English.
    """
    labels: dict[str, str] = {}
    for row in _read_rows(lexicon / "glossary.csv"):
        labels[row["term"]] = row[language] or row["en"]
    for file, prefix, key in (("regions.csv", "region", "iso"), ("measures.csv", "measure", "measure")):
        for row in _read_rows(lexicon / file):
            labels[f"{prefix}.{row[key]}"] = _choose_title(row, language)
    for row in _read_rows(lexicon / "articles.csv"):
        part = f" part {row['part']}" if row["part"] else ""
        if title := _choose_title(row, language):
            labels[f"article.{row['code']} {row['article']}{part}"] = title
    return Words(language, labels, _read_catalogue(catalogues / f"{language}.po"))


def _choose_title(row: dict[str, str], language: str) -> str:
    order = (language, "ru", "en") if language == "kk" else (language, "en")
    return next((row[name] for code in order for name in (f"name_{code}", f"title_{code}") if row.get(name)), "")


def _read_rows(path: Path) -> list[dict[str, str]]:
    """Read a lexicon table; one that is not there gives no labels."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _read_catalogue(path: Path) -> gettext.NullTranslations:
    """Read a gettext catalogue from its source file, so that no compiled copy can be stale."""
    if not path.exists():
        return gettext.NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)

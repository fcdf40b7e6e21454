"""The published site: every link leads somewhere, nothing is asked of anybody, nobody is named, the feed is valid."""

import hashlib
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import axe_playwright_python as axe
import pyarrow.parquet as pq
import pytest
from lxml import html
from pypdf import PdfReader

from analytics.__main__ import main
from analytics.counts.changelog import read_changelog, record_edition
from analytics.errors import InputError
from analytics.figures.words import LANGUAGES
from analytics.reports.citation import read_publication
from analytics.reports.publish import publish_site
from analytics.tables.store import build, read_tables
from tests.chromium import open_chromium

ROOT = Path(__file__).parents[1]
ATOM = "{http://www.w3.org/2005/Atom}"
BASE = "https://example.org/monitor"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped month, in two editions: the first lacks an entry."""
    folder = tmp_path_factory.mktemp("data")
    (folder / "chronicles").mkdir()
    text = (ROOT / "data" / "chronicles" / "2024-02.md").read_text("utf8")
    paragraphs = text.split("\n\n")
    source = folder / "chronicles" / "2024-02.md"
    source.write_text("\n\n".join([*paragraphs[:40], *paragraphs[41:]]), "utf8")
    build(folder)
    record_edition(folder)
    source.write_text(text, "utf8")
    build(folder)
    return folder


@pytest.fixture(scope="module")
def site(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site in three languages."""
    out = tmp_path_factory.mktemp("site") / "site"
    assert main(["publish", "--out", str(out), "--data", str(data), "--base", BASE]) == 0
    return out


def list_pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


def test_every_link_leads_to_a_file_or_a_cited_source(site: Path) -> None:
    publication = read_publication()
    cited = {publication.licence.url, *(credit.url for credit in publication.credits)}
    reached = {site / "index.html"}
    trees = {page.resolve(): html.fromstring(page.read_bytes()) for page in list_pages(site)}
    names = {page: set(tree.xpath("//@id")) for page, tree in trees.items()}
    for page, tree in trees.items():
        assert not tree.xpath("//script | //iframe | //object | //*[@onclick or @onload]")
        assert not tree.xpath("//link[@rel='stylesheet']") and "@import" not in page.read_text("utf8")
        for source in tree.xpath("//@src"):
            assert source.startswith("data:"), (page, source)
        for href in tree.xpath("//@href"):
            parts = urlsplit(href)
            if parts.scheme:
                assert href in cited, (page, href)
                continue
            target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            assert target.is_file() and target.is_relative_to(site.resolve()), (page, href)
            reached.add(target)
            if parts.fragment:
                assert parts.fragment in names[target], (page, href)
    files = {path.resolve() for path in site.rglob("*") if path.is_file()} - {site.resolve() / "site.json"}
    assert files - {path.resolve() for path in reached} == set(), "nobody finds these"


def test_pages_say_their_language_title_and_headings(site: Path) -> None:
    for page in list_pages(site):
        tree = html.fromstring(page.read_bytes())
        language = page.relative_to(site).parts[0] if page.parent != site else "en"
        assert tree.get("lang") == language
        assert len(tree.xpath("//h1")) == 1 and tree.xpath("//title")[0].text
        assert all(tree.xpath(f"//nav//a[@hreflang='{other}']") for other in LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_feed_is_atom_and_tells_each_edition_once(language: str, site: Path, data: Path) -> None:
    root = ElementTree.fromstring((site / language / "editions.xml").read_bytes())
    entries = root.findall(f"{ATOM}entry")
    assert root.tag == f"{ATOM}feed" and len(entries) == len(read_changelog(data)) == 2
    ids = set()
    for element in (root, *entries):
        for name in ("id", "title", "updated"):
            (child,) = element.findall(f"{ATOM}{name}")
            assert child.text
        ids.add(element.findtext(f"{ATOM}id"))
        assert datetime.fromisoformat(str(element.findtext(f"{ATOM}updated"))).tzinfo
    assert len(ids) == 3 and all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", str(one)) for one in ids)
    assert root.find(f"{ATOM}author/{ATOM}name") is not None
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {"alternate": "editions.html", "self": f"{BASE}/{language}/editions.xml"}
    page = html.fromstring((site / language / "editions.html").read_bytes())
    for entry in entries:
        href = entry.find(f"{ATOM}link").get("href")  # type: ignore[union-attr]
        assert page.xpath(f"//section[@id='{href.partition('#')[2]}']")


def read_texts(path: Path, content: bytes) -> Iterator[tuple[str, str]]:
    """Give what a reader can read in a file, whatever its format."""
    if path.suffix == ".pdf":
        yield str(path), "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    elif path.suffix in (".zip", ".docx", ".xlsx"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for name in packed.namelist():
                yield from read_texts(path / name, packed.read(name))
    elif path.suffix == ".parquet":
        yield str(path), str(pq.read_table(io.BytesIO(content)).to_pylist())
    elif path.suffix not in (".jpeg", ".png"):
        yield str(path), content.decode("utf8")


def test_nobody_is_named_in_full(site: Path, data: Path) -> None:
    tables = read_tables(data)
    people = set(tables["people"]["spelling"].to_pylist())
    surnames = {name for name in (max(re.findall(r"\w+", one), key=len) for one in people) if len(name) > 4}
    files = [path for path in site.rglob("*") if path.is_file()]
    words = {
        name: set(re.findall(r"\w+", text)) for path in files for name, text in read_texts(path, path.read_bytes())
    }
    assert len(surnames) > 40 and len(words) > 60
    assert {name: words[name] & surnames for name in words if words[name] & surnames} == {}


def test_the_same_edition_gives_the_same_site_and_replaces_it_alone(data: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"

    def publish() -> dict[str, str]:
        publish_site(site, data, languages="kk")
        return {
            str(path.relative_to(site)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(site.rglob("*"))
            if path.is_file()
        }

    before = publish()
    assert publish() == before
    (site / "kk" / "notes.txt").write_text("mine")
    with pytest.raises(InputError, match="kk/notes"):
        publish()
    assert (site / "kk" / "notes.txt").exists() and (site / "index.html").exists()


@pytest.mark.parametrize("given", [["--lang", "xx"], ["--lang", ""], ["--base", "example.org"], ["--base", "https://"]])
def test_what_cannot_be_published_is_told(given: list[str], data: Path, tmp_path: Path) -> None:
    assert main(["publish", "--out", str(tmp_path / "site"), "--data", str(data), *given]) == 2
    assert not (tmp_path / "site").exists()


def test_a_browser_asks_for_nothing_else_and_a_phone_shows_it_all(site: Path) -> None:
    with open_chromium() as browser:
        for page in [site / "index.html", *list_pages(site / "ru")]:
            tab = browser.new_page(viewport={"width": 360, "height": 740}, color_scheme="dark")
            asked: list[str] = []
            tab.on("request", lambda request, asked=asked: asked.append(request.url))
            tab.on("console", lambda message, asked=asked: asked.append(message.text))
            tab.goto(page.as_uri())
            assert [one for one in asked if not one.startswith("data:")] == [page.as_uri()]
            assert tab.evaluate("document.documentElement.scrollWidth") <= 360, page
            tab.evaluate((Path(axe.__file__).parent / "axe.min.js").read_text("utf-8"))
            found = tab.evaluate("async () => (await axe.run(document, {resultTypes: ['violations']})).violations")
            assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == [], page
            tab.close()

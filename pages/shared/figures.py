"""The parts of the page that makes figures for print."""

from collections.abc import Callable, Collection
from dataclasses import replace

import streamlit as st

from analytics.counts.names import POLICIES, read_policy
from analytics.errors import FigureError, InputError
from analytics.figures.browser import NoChromiumError
from analytics.figures.catalogue import CHARTS, title_chart
from analytics.figures.render import FORMATS, STATIC, render
from analytics.figures.sheet import COLOURS, PRESETS, THEMES, Sheet
from analytics.figures.view import View
from analytics.figures.words import LANGUAGES, Words
from analytics.reports.citation import find_publication
from analytics.reports.formats import pack_zip
from analytics.reports.package import MEDIA
from analytics.reports.passport import Edition, FigureSpec, make_passport, read_spec, set_sheet, write_caption
from pages.shared.menu import name_pages
from pages.shared.tables import DATA, NAMES_SHOWN, find_edition, find_words, read_facts, read_shown_tables
from pages.shared.view import ask, choose, choose_for_chart

PREVIEW_DOTS = 110
"""The dots per inch of the picture on the page; what is downloaded has those of its size."""

SIZES = ("width", "height", "dpi")


def choose_chart(view: View) -> tuple[str, dict[str, str]]:
    """Let the reader choose a chart of the catalogue, and what it can be drawn by."""
    pages = name_pages(view.words)
    names = {name: f"{pages[name.partition('.')[0]]}: {title_chart(view, name)}" for name in CHARTS}
    chart = choose("chart", view.words.say("Chart"), tuple(CHARTS), names, as_list=True)
    return chart, {name: choose_for_chart(view, name) for name in CHARTS[chart].choices}


def choose_look(view: View, chart: str, choices: dict[str, str]) -> tuple[View, str, FigureSpec | None]:
    """Let the reader choose what the figure looks like; return the view it shows, its names policy and the figure."""
    words = view.words
    given = {"chart": chart, **choices}
    given["preset"] = choose("preset", words.say("Size"), tuple(PRESETS), name_presets(words))
    colours = {"colour": words.say("colour"), "grey": words.say("greyscale")}
    given["colours"] = choose("colours", words.say("Colours"), COLOURS, colours)
    themes = {"print": words.say("white, for print"), "light": words.say("light grey, for screens")}
    given["theme"] = choose("theme", words.say("Ground"), tuple(THEMES), themes)
    switch = {"on": words.say("numbers shown"), "off": words.say("numbers left out")}
    given["labels"] = choose("labels", words.say("Numbers at the marks"), tuple(switch), switch)
    given["title"] = ask("title", words.say("Title, instead of the chart’s"))
    given["subtitle"] = ask("subtitle", words.say("A line of your own under the title"))
    with st.container(horizontal=True, gap="small"):
        preset = PRESETS[given["preset"]]
        unit = words.labels[f"size.{preset.unit}"]
        labels = (
            words.say("Width, {unit}", unit=unit),
            words.say("Height, {unit}", unit=unit),
            words.say("Dots per inch"),
        )
        for name, label in zip(SIZES, labels, strict=True):
            given[name] = ask(name, label, f"{size:g}" if (size := getattr(preset, name)) else "–")
    language = choose("figure_lang", words.say("Language of the figure"), tuple(LANGUAGES), LANGUAGES, words.language)
    shown, policy = _choose_names(replace(view, words=find_words(language)), words)
    try:
        return shown, policy, read_spec({name: value for name, value in given.items() if value})
    except InputError as error:
        st.error(str(error))
        return shown, policy, None


def name_presets(words: Words) -> dict[str, str]:
    """Return the labels of the sizes that a figure may have."""
    return {
        "a4_full": words.say("A4, full width"),
        "a4_half": words.say("A4, half width"),
        "slide": words.say("slide, 16:9"),
        "square": words.say("square card"),
        "poster": words.say("poster, A3"),
    }


def _choose_names(view: View, words: Words) -> tuple[View, str]:
    """Let the reader name people more cautiously than the pages do; a selection of people keeps the pages' way."""
    allowed = POLICIES[POLICIES.index(read_policy(NAMES_SHOWN)) :]
    if len(allowed) < 2 or view.selection.persons:
        return view, allowed[0]
    names = {"full": words.say("in full"), "initials": words.say("initials"), "hidden": words.say("hidden")}
    policy = choose("names", words.say("Names of people"), allowed, names)
    return (view if policy == allowed[0] else replace(view, facts=read_facts(policy))), policy


def show_figure(view: View, policy: str, spec: FigureSpec) -> tuple[str, ...]:
    """Show the figure as it will be; return the formats that it can be had in, none where there is no figure."""
    words, edition = view.words, _find_edition(policy)

    def draw() -> bytes:
        with st.spinner(words.say("Drawing …")):
            return render(replace(sheet, dpi=PREVIEW_DOTS), ["png"])["png"]

    try:
        sheet = _set_sheet(view, spec, edition)
        if not sheet.chart.count.total:
            st.info(words.say("Nothing in this selection is counted here."))
            return ()
        picture = view.facts.keep(("preview", view.selection, words.language, repr(spec), edition.id), draw)
        st.image(picture, width="content", alt=sheet.alt)
    except NoChromiumError as error:
        st.warning(str(error))
        st.caption(
            words.say("Until then: the interactive page below saves the figure as SVG and PNG from your browser.")
        )
        return tuple(kind for kind in FORMATS if kind not in STATIC)
    except FigureError as error:
        st.error(str(error))
        return ()
    return FORMATS


def show_texts(view: View, policy: str, spec: FigureSpec) -> None:
    """Show what stands under the figure and in its place, to be copied."""
    words, edition = view.words, _find_edition(policy)
    st.markdown(f"**{words.say('Caption')}**")
    st.code(write_caption(view, spec, edition), language=None, wrap_lines=True)
    st.markdown(f"**{words.say('In place of the picture (alt text)')}**")
    st.code(_set_sheet(view, spec, edition).alt, language=None, wrap_lines=True)


def offer_figure(view: View, policy: str, spec: FigureSpec, formats: Collection[str]) -> None:
    """Offer the figure in some formats, and with all that belongs to it; nothing is made before a button is pressed."""
    words, edition = view.words, _find_edition(policy)
    name = f"{spec.chart.replace('.', '-')}-{edition.id}"

    def draw(kind: str) -> bytes:
        return render(_set_sheet(view, spec, edition), [kind])[kind]

    def pack() -> bytes:
        views = {language: replace(view, words=find_words(language)) for language in LANGUAGES}
        return pack_zip(make_passport(views, words.language, spec, edition, formats))

    ways: dict[str, tuple[str, Callable[[], bytes]]] = {
        kind: (told, lambda kind=kind: draw(kind))
        for kind, told in (
            ("svg", words.say("drawing, to edit and print")),
            ("pdf", words.say("drawing, with fonts embedded")),
            ("png", words.say("picture")),
            ("html", words.say("page to look into, in one file")),
        )
        if kind in formats
    }
    ways["zip"] = (
        words.say("the figure in every format, the rows behind it, captions in each language, and how to cite"),
        pack,
    )
    with st.container(horizontal=True, gap="small"):
        for kind, (told, make) in ways.items():
            st.download_button(
                kind.upper(), data=make, file_name=f"{name}.{kind}", mime=MEDIA[kind], key=f"figure_{kind}", help=told,
                on_click="ignore", type="primary" if kind == "zip" else "secondary",
            )  # fmt: skip
    st.caption(words.say("ZIP: {told}.", told=ways["zip"][0]))


def _set_sheet(view: View, spec: FigureSpec, edition: Edition) -> Sheet:
    key = "sheet", view.selection, view.words.language, repr(spec), edition.id
    return view.facts.keep(key, lambda: set_sheet(view, spec, edition))


def _find_edition(policy: str) -> Edition:
    return Edition(find_edition(), find_publication(DATA), policy, read_shown_tables(policy))

"""What the law says beside the numbers."""

import streamlit as st

from analytics.counts.count import Count
from analytics.figures.view import View


def show_grounds(view: View, reasons: Count) -> None:
    """Show beside each stated reason the ground of the assembly law that was checked for it."""
    words, grounds = view.words, view.almanac.grounds
    st.header(words.say("Stated reasons and the assembly law"))
    rows = [
        {
            words.dimension("reason"): words.name("reason", row["reason"]),
            words.unit("refusals"): row["n"],
            words.say("Ground in the law, where it was checked"): "; ".join(
                f"{words.say('article')} {ground.place}: {ground.words['en' if words.language == 'en' else 'ru']}"
                for ground in grounds.get(row["reason"], [])
            )
            or words.say("not known here"),
        }
        for row in reasons
        if row["reason"] != "not_stated"
    ]
    st.table(rows)
    st.caption(
        words.say(
            "Law on peaceful assemblies of 25 May 2020, as far as its text was read. “Not known here” does not mean "
            "that the law has no such ground, nor does a ground mean that a refusal was lawful."
        )
    )

"""Parts of a document on a page: sentences and tables, of which a number leads to the list of its rows."""

import streamlit as st

from analytics.reports.document import Block
from analytics.reports.html import write_blocks


def show_blocks(*blocks: Block) -> None:
    """Show parts of a document as plain HTML, which costs a page far less than a grid."""
    st.html(f'<div class="summary">{write_blocks(blocks, lambda address: address, {})}</div>')

"""Frozen look-ups read from the tables under `data/lexicon/`."""

"""Reads chronicles of political persecution, codes them by the codebook, counts and draws them."""

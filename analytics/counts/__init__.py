"""From tables and a selection to small tidy count tables."""

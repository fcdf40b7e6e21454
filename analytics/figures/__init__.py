"""From a count table to a Plotly figure."""
